"""Which browser the tests drive. ``python -m tests.browser.chromium`` exits 0 if there is one that starts."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")

# Nothing of its own over the network, and no sandbox or shared memory that a container does not give.
ARGUMENTS = [
    "--no-sandbox",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--no-default-browser-check",
    # Every other host is unknown to it. (Intercepting requests instead now and then cancels a download.)
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
]


@cache
def executable() -> str | None:
    """The first Chromium or Chrome that answers to --version: from the path, else playwright's own."""
    return next((file for file in _candidates() if _starts(file)), None)


def _candidates() -> Iterator[str]:
    yield from filter(None, map(shutil.which, NAMES))
    yield from _playwrights_own()


def _playwrights_own() -> list[str]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        own = playwright.chromium.executable_path
    return [own] if Path(own).exists() else []


def _starts(file: str) -> bool:
    try:
        answer = subprocess.run([file, "--version"], capture_output=True, timeout=60, check=False)
    except OSError:
        return False
    return answer.returncode == 0


if __name__ == "__main__":
    sys.exit(executable() is None)
