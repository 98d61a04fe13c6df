"""Several returns handed in at once, and taken in in the background."""
