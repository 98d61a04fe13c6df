"""What a reader waits for the PDF of a unit over HTTP, by the clock and in the server's processor time.

``python -m tests.bench.exports [--exports 200] [--database URL] [--workers 2]``. The server is our own command over a
demonstration (or a database there is); each unit is asked for once before anything is counted. Then so many exports of
the 17 units, round and round over two periods, one at a time and four at a time. Every file is read: that it is of the
unit asked for, and the same bytes whenever it is asked for again. Nothing here asserts a time; a wrong file breaks off.
"""

from __future__ import annotations

import argparse
import io
import os
import sys
import tempfile
import urllib.error
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import cycle, islice, product
from pathlib import Path
from statistics import median
from time import perf_counter

import pypdf

from app import House
from app import main as command
from data.settings import HOUSE, Settings
from tests.bench.processor import processor_seconds
from tests.bench.serving import served

PERIODS = ("2025-Q4", "2026-Q3")
AS_OF = "2026-11-20"
PATIENCE = 120
Asked = tuple[str, str]
"""A unit and a period."""


def main() -> None:
    options = argparse.ArgumentParser(prog="python -m tests.bench.exports", description=__doc__)
    options.add_argument("--exports", type=int, default=200)
    options.add_argument("--workers", type=int, default=2)
    options.add_argument("--database", default="")
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="tuoyu-bench-") as folder:
        for line in measured(chosen, Path(folder)):
            print(line, flush=True)


def measured(chosen: argparse.Namespace, folder: Path) -> Iterator[str]:
    """A Markdown table, line by line."""
    url = chosen.database or f"sqlite:///{folder}/demonstration.sqlite"
    environ = {**os.environ, "TUOYU_DATABASE_URL": url}
    if not chosen.database:
        assert command(["demo"], environ) == 0
    names = {unit.code: unit.name for unit in House(Settings(database_url=url)).reference.units}
    every = list(product(names, PERIODS))
    serve = [sys.executable, str(HOUSE / "app.py"), "serve", "--workers", str(chosen.workers), "--port"]
    yield "| exports | median | 95th of 100 | slowest | processor time each |"
    yield "| --- | --- | --- | --- | --- |"
    with served(serve, environ) as (port, process, _):
        for _ in range(2):
            known = {asked: _export(port, asked)[0] for asked in every}
        for (unit, _), made in known.items():
            _of_unit(made, names[unit])
        for at_once in (1, 4):
            before = processor_seconds(process.pid)
            taken = sorted(_taken(port, list(islice(cycle(every), chosen.exports)), at_once, known))
            spent = (processor_seconds(process.pid) - before) / len(taken)
            late = taken[int(0.95 * len(taken))]
            times = " | ".join(f"{one:.2f} s" for one in (median(taken), late, taken[-1], spent))
            yield f"| {len(taken)}, {at_once} at a time | {times} |"


def _taken(port: int, asked: list[Asked], at_once: int, known: dict[Asked, bytes]) -> list[float]:
    """Seconds of each export; AssertionError for a file that is not the one known."""

    def one(question: Asked) -> float:
        made, seconds = _export(port, question)
        assert made == known[question], question
        return seconds

    with ThreadPoolExecutor(at_once) as pool:
        return list(pool.map(one, asked))


def _export(port: int, asked: Asked) -> tuple[bytes, float]:
    unit, period = asked
    address = f"http://127.0.0.1:{port}/download/briefings/draft.pdf?period={period}&as_of={AS_OF}&org_unit={unit}"
    start = perf_counter()
    try:
        with urllib.request.urlopen(address, timeout=PATIENCE) as answer:
            return answer.read(), perf_counter() - start
    except urllib.error.HTTPError as refusal:
        raise AssertionError(address, refusal.code, refusal.read().decode("utf-8")) from refusal


def _of_unit(made: bytes, name: str) -> None:
    pages = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(made)).pages]
    assert name in pages[0].replace("\n", ""), name
    assert all(len(words) > 40 for words in pages), name


if __name__ == "__main__":
    main()
