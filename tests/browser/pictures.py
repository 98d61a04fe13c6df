"""The pictures of README and docs/design.md, taken anew: ``make pictures``.

They show the demonstration as known at one moment, so that only a change of the look changes them. ``pngquant`` makes
them small where it is installed; without it they are larger and show the same.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from data.settings import HOUSE, Settings
from tests.browser.chromium import ARGUMENTS, executable
from tests.browser.conftest import Visitor, running_site

FOLDER = HOUSE / "docs" / "images"
ASKED = "period=2026-Q3&as_of=2026-11-20"


@dataclass(frozen=True, slots=True)
class Shot:
    """A picture: its name, what is asked for, the window, and (where it is not the window) the part that is shown."""

    name: str
    address: str
    width: int
    height: int
    part: str | None = None


SHOTS = (
    Shot("overview", f"/?{ASKED}", 1366, 1180),
    Shot("overview-phone", f"/?{ASKED}", 390, 844),
    Shot("screen", f"/screen?{ASKED}", 1280, 720),
    Shot("targets", "/?period=2025-Q4&as_of=2026-11-20", 1200, 800, "#commitments"),
    Shot("trends", f"/?{ASKED}", 1200, 800, "#trends"),
    Shot("changed", "/?period=2025-Q4&as_of=2026-11-20", 1200, 800, "#changed"),
)


def take(browser: Browser, site: str, shot: Shot) -> Path:
    """One picture in its place."""
    page = browser.new_page(viewport={"width": shot.width, "height": shot.height}, locale="zh-CN")
    visitor = Visitor(page, site)
    visitor.open(shot.address)
    page.evaluate("document.fonts.ready")
    file = FOLDER / f"{shot.name}.png"
    (page.locator(shot.part) if shot.part else page).screenshot(path=file)
    page.close()
    if quantise := shutil.which("pngquant"):
        words = [quantise, "--force", "--skip-if-larger", "--strip", "--output", str(file), "64", str(file)]
        subprocess.run(words, check=False)
    return file


def main(database: str) -> None:
    """All pictures, from the dashboard over a database that holds the demonstration."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as folder,
        running_site(Settings(database_url=database), Path(folder) / "log") as site,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=executable(), args=ARGUMENTS)
        for shot in SHOTS:
            file = take(browser, site, shot)
            sys.stdout.write(f"{file.relative_to(HOUSE)} {file.stat().st_size:,} B\n")
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else Settings().database_url)
