"""``python -m tests.bench [--rounds N] [--write docs/bench.md] [--chart FILE.svg]``: all comparisons, as ratios.

By themselves run ``tests.bench.country`` (cost against size), ``tests.bench.serving`` (screens a second, memory,
start-up) and ``tests.bench.other_dashboards`` (the page against Streamlit and Vizro).
"""

from __future__ import annotations

import argparse
import os
import platform
import tempfile
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import sync_playwright

from app import House
from app import main as command
from data.register import load_reference
from data.settings import Settings
from tests.bench import archive, backlog, checking, period_change, planning, printing, reading
from tests.bench.picture import ratio_chart
from tests.bench.ratios import Comparison, table
from tests.browser.chromium import ARGUMENTS, executable

MARKS = ("<!-- one run -->", "<!-- /one run -->")


def main() -> None:
    options = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    options.add_argument("--rounds", type=int, default=3, help="how often the backlog is read")
    options.add_argument("--write", type=Path, help="a Markdown file that keeps the table, between its two marks")
    options.add_argument("--chart", type=Path, help="an SVG file to draw the ratios into")
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="tuoyu-bench-") as folder:
        found = list(run(Path(folder), chosen.rounds))
    rows = table(found)
    print(rows)
    if chosen.chart:
        chosen.chart.write_bytes(ratio_chart(found))
    if chosen.write:
        kept = chosen.write.read_text(encoding="utf-8")
        chosen.write.write_text(renewed(kept, f"{described()}\n\n{rows}"), encoding="utf-8")


def run(folder: Path, rounds: int) -> Iterator[Comparison]:
    """Make the demonstration, then compare on it."""
    database = folder / "demonstration.sqlite"
    settings = Settings(database_url=f"sqlite:///{database}")
    assert command(["demo"], {"TUOYU_DATABASE_URL": settings.database_url}) == 0
    reference = load_reference(settings.reference)
    yield from reading.compare(database, reference, folder, rounds)
    yield from checking.compare(reference, folder, rounds)
    yield from backlog.compare(reference, folder)
    yield archive.loading(folder, rounds)
    yield from planning.compare(House(settings).repository, rounds)
    yield from archive.compare(folder / "archive", "nation", rounds * 5)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable(), args=ARGUMENTS)
        yield from period_change.compare(settings, reference, browser, rounds * 5)
        yield from printing.compare(settings, browser, rounds * 5)
        browser.close()


def renewed(kept: str, told: str) -> str:
    """The text with what stands between its two marks told anew and all else as it was; ValueError without marks."""
    before, after = kept.index(MARKS[0]) + len(MARKS[0]), kept.index(MARKS[1])
    return f"{kept[:before]}\n{told}\n{kept[after:]}"


def described() -> str:
    return (
        f"Python {platform.python_version()}, {platform.machine()}, {os.cpu_count()} cores."
        " Both ways were taken in turn in one process on one machine;\n"
        "medians are compared, and no time is a promise. Made by `make bench WRITE=docs/bench.md`. The usual\n"
        "ways check nothing: what ours does beside (sandbox, rules, addresses, rollup, revisions) is in its time."
    )


if __name__ == "__main__":
    main()
