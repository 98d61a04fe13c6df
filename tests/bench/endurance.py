"""Thirty people at one server for a quarter of an hour: what is refused, and whether memory grows.

``python -m tests.bench.endurance [--minutes 15] [--before 5] [--users 30] [--workers 2] [--postgresql]``

A server of our own over the demonstration. Each user does something every two seconds or so: opens pages as the browser
does, in both languages and fifteen periods, goes to plain pages, asks the interface for programs, takes tables, charts
and briefings away. One files a further revision of a return again and again, through the form, so that nothing can be
told from memory for long. Memory is the proportional set size of all processes of the server, once a minute after the
first minutes of use, which fill what a process remembers (``metrics.memory``, ``callbacks.sent_screens``: so much, no
more). Nothing here asserts a time; where something could not be answered, the command ends with 1.
"""

from __future__ import annotations

import argparse
import base64
import io
import os
import random
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import partial
from statistics import median
from threading import Event, Lock, Thread
from time import monotonic, sleep

from openpyxl import load_workbook

from app import main as command
from data.settings import HOUSE
from tests.bench.processor import memory_kb
from tests.bench.serving import served
from tests.integration.test_pages_http import asked_for
from tests.integration.test_returns_http import XLSX, called, value
from tests.postgres import postgresql
from tests.remote import PATIENCE, Answer, Remote

PACE = 2.0
SELDOM = 5
"""Times the pace of a reader, between two revisions filed."""
PERIODS = tuple(f"{year}-Q{quarter}" for year in range(2023, 2027) for quarter in range(1, 5))[:15]
UNITS = ("110101", "110105", "110108", "110114", "110119", "BDA")
PAGES = (
    "/",
    "/districts",
    "/coverage",
    "/supply",
    "/workforce",
    "/tasks",
    "/gaps",
    "/quality",
    "/returns",
    "/briefings",
)
FILES = (
    "/download/scorecard.csv?", "/download/townships.csv?", "/download/agenda.xlsx?", "/download/card.png?",
    "/api/v1/indicators?", "/api/v1/townships?", "/plain/?", "/plain/districts?", "/download/chart/overview/G1.svg?",
)  # fmt: skip
CHILDREN = "在托婴幼儿数"


@dataclass
class Told:
    """What all users met."""

    statuses: Counter[int] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    filed: int = 0
    counting: Lock = field(default_factory=Lock)

    def refused(self, kind: int) -> int:
        """Answers of that hundred: 4 or 5."""
        return sum(number for status, number in self.statuses.items() if status // 100 == kind)


class Counted(Remote):
    """A browser whose answers are counted."""

    def __init__(self, port: int, told: Told) -> None:
        address = f"http://127.0.0.1:{port}"
        super().__init__(address, **{"Origin": address, "Sec-Fetch-Site": "same-origin"})
        self._told = told

    def _asked(self, method: str, path: str, **more: object) -> Answer:
        answer = super()._asked(method, path, **more)
        with self._told.counting:
            self._told.statuses[answer.status_code] += 1
        return answer


def read(http: Counted, dice: random.Random) -> None:
    """One act of a reader."""
    period, lang, unit = dice.choice(PERIODS), dice.choice(("zh", "en")), dice.choice(UNITS)
    act = dice.random()
    if act < 0.6:
        path = dice.choice((*PAGES, f"/districts/{unit}"))
        asked_for(http, path, f"?period={period}&lang={lang}")
    elif act < 0.95:
        http.get(f"{dice.choice(FILES)}period={period}&lang={lang}")
    else:
        http.get(f"/download/briefings/draft.pdf?period={period}&lang={lang}&org_unit={unit}")


class Clerk:
    """Files one further revision of a return, which the store handed out, with another number of children."""

    def __init__(self, http: Counted) -> None:
        told = http.get("/api/v1/returns?period=2026-Q3").text
        self.http, self.turn = http, 0
        receipt = re.findall(r"TY-110114-2026Q3-R[0-9a-f-]+", told)[0]
        self.file = http.get(f"/download/returns/{receipt}/original").data

    def file_one(self) -> None:
        self.turn += 1
        book = load_workbook(io.BytesIO(self.file))
        sheet = book["机构台账"]
        (head,) = [cell for row in sheet.iter_rows(max_row=6) for cell in row if cell.value == CHILDREN]
        cell = next(
            cell
            for (cell,) in sheet.iter_rows(min_row=head.row + 1, min_col=head.column, max_col=head.column)
            if isinstance(cell.value, int) and cell.value > 20
        )
        cell.value -= self.turn % 10
        made = io.BytesIO()
        book.save(made)
        contents = XLSX + base64.b64encode(made.getvalue()).decode()
        states = [
            value("upload", "contents", contents),
            value("upload", "filename", "报表.xlsx"),
            value("url", "search", ""),
        ]
        states.append(value("actor", "value", "王会计"))
        answer = called(self.http, "upload-committed.children", [value("upload-commit", "n_clicks", 1)], states)
        assert answer.status_code == 200, answer.text[:300]
        assert "TY-110114-2026Q3" in answer.text, answer.text[:600]


def use(number: int, http: Counted, told: Told, over: Event, users: int) -> None:
    """One user until it is over; the first of them files."""
    dice = random.Random(number)
    sleep(PACE * number / users)
    act: Callable[[], None] | None = partial(read, http, dice) if number else None
    while not over.is_set():
        try:
            act = act or Clerk(http).file_one
            act()
            told.filed += number == 0
        except Exception as fault:
            told.faults.append(f"{type(fault).__name__}: {str(fault)[:300]}")
        over.wait(dice.uniform(0.5, 1.5) * PACE * (1 if number else SELDOM))


def measured(port: int, pid: int, chosen: argparse.Namespace) -> tuple[Told, list[int]]:
    """What users met, and the server's memory (kB) once a minute, or nine times, since they were used to it."""
    told, over = Told(), Event()
    users = [
        Thread(target=use, args=(number, Counted(port, told), told, over, chosen.users), daemon=True)
        for number in range(chosen.users)
    ]
    for one in users:
        one.start()
    _watched(pid, told, over, chosen.before)
    sizes = _watched(pid, told, over, chosen.minutes)
    over.set()
    for one in users:
        one.join(PATIENCE)
    return told, sizes


def _watched(pid: int, told: Told, over: Event, minutes: float) -> list[int]:
    sizes, until = [], monotonic() + minutes * 60
    while monotonic() < until:
        over.wait(min(60.0, minutes * 60 / 9))
        sizes.append(memory_kb(pid))
        told_now = f"{sum(told.statuses.values())} answers, {len(told.faults)} faults"
        print(f"{sizes[-1]:,} kB, {told_now}", file=sys.stderr, flush=True)
    return sizes


def growth(sizes: list[int]) -> float:
    """From the first third to the last, by medians: 0.05 is a twentieth more."""
    third = max(1, len(sizes) // 3)
    return median(sizes[-third:]) / median(sizes[:third]) - 1


def table(told: Told, sizes: list[int], chosen: argparse.Namespace) -> Iterator[str]:
    """What came of it, in Markdown."""
    yield f"| {chosen.users} users, {chosen.minutes:g} minutes after {chosen.before:g}, {chosen.workers} workers | |"
    yield "| --- | --- |"
    yield f"| answers | {sum(told.statuses.values()):,} |"
    for kind in (5, 4):
        yield f"| of these with {kind}xx | {told.refused(kind)} |"
    yield f"| faults of other kinds | {len(told.faults)} |"
    yield f"| returns filed | {told.filed} |"
    yield f"| memory at the end, and growth from the first third | {sizes[-1]:,} kB, {100 * growth(sizes):+.1f} % |"
    yield from (f"| a fault | {one} |" for one in told.faults[:5])


def endured(url: str, chosen: argparse.Namespace) -> tuple[Told, list[int]]:
    """A server of our own over the demonstration in that store, in use: as ``measured``."""
    environ = {**os.environ, "TUOYU_DATABASE_URL": url}
    assert command(["demo", "--if-empty"], environ) == 0
    serve = [sys.executable, str(HOUSE / "app.py"), "serve", "--workers", str(chosen.workers), "--port"]
    with served(serve, environ) as (port, process, _):
        return measured(port, process.pid, chosen)


def asked(arguments: list[str] | None = None) -> argparse.Namespace:
    """What the command is asked for."""
    options = argparse.ArgumentParser(prog="python -m tests.bench.endurance", description=__doc__)
    options.add_argument("--minutes", type=float, default=15)
    options.add_argument("--before", type=float, default=5, help="minutes of use before memory is measured")
    options.add_argument("--users", type=int, default=30)
    options.add_argument("--workers", type=int, default=2)
    options.add_argument("--postgresql", action="store_true")
    return options.parse_args(arguments)


def main() -> None:
    chosen = asked()
    with tempfile.TemporaryDirectory(prefix="tuoyu-bench-") as folder, ExitStack() as stack:
        own = stack.enter_context(postgresql()) if chosen.postgresql else f"sqlite:///{folder}/tuoyu.sqlite"
        told, sizes = endured(own, chosen)
    for line in table(told, sizes, chosen):
        print(line)
    if told.faults or told.refused(4) or told.refused(5):
        raise SystemExit(1)


if __name__ == "__main__":
    main()
