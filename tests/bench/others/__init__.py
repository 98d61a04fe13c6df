"""The overview as it is written with other tools; each module runs in an environment of its own, not in ours."""
