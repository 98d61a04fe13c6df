"""Thirty people at one server for a quarter of an hour: what is refused, and whether memory grows.

``python -m tests.bench.endurance [--minutes 15] [--users 30] [--workers 2] [--postgresql]``

A server of our own over the demonstration. Each user does something every two seconds or so: opens pages as the browser
does, in both languages and fifteen periods, goes to plain pages, asks the interface for programs, takes tables, charts
and briefings away. One files a further revision of a return again and again, through the form, so that nothing can be
told from memory for long. Memory is the proportional set size of all processes of the server, once a minute; growth is
from the first third and from the middle one to the last, by medians. Nothing here asserts a time; where something could
not be answered, the command ends with 1.
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
from pathlib import Path
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


def measured(port: int, pid: int, chosen: argparse.Namespace) -> Iterator[str]:
    """The lines of the table; SystemExit where something could not be answered."""
    told, over = Told(), Event()
    users = [
        Thread(target=use, args=(number, Counted(port, told), told, over, chosen.users), daemon=True)
        for number in range(chosen.users)
    ]
    for one in users:
        one.start()
    sizes, until = [], monotonic() + chosen.minutes * 60
    while monotonic() < until:
        over.wait(min(60.0, chosen.minutes * 60 / 9))
        sizes.append(memory_kb(pid))
        told_now = f"{sum(told.statuses.values())} answers, {len(told.faults)} faults"
        print(f"{sizes[-1]:,} kB, {told_now}", file=sys.stderr, flush=True)
    over.set()
    for one in users:
        one.join(PATIENCE)
    yield from _table(told, sizes)
    if told.faults or any(status >= 400 for status in told.statuses):
        raise SystemExit(1)


def _table(told: Told, sizes: list[int]) -> Iterator[str]:
    third = max(1, len(sizes) // 3)
    parts = [median(sizes[:third]), median(sizes[third : 2 * third]), median(sizes[-third:])]
    yield f"| answers | {sum(told.statuses.values()):,} |"
    for kind in (5, 4):
        count = sum(number for status, number in told.statuses.items() if status // 100 == kind)
        yield f"| of these with {kind}xx | {count} |"
    yield f"| faults of other kinds | {len(told.faults)} |"
    yield f"| returns filed | {told.filed} |"
    for name, first in (("first", parts[0]), ("middle", parts[1])):
        growth = 100 * (parts[2] / first - 1)
        yield f"| memory, {name} third and last | {first:,.0f} kB, {parts[2]:,.0f} kB: {growth:+.1f} % |"
    yield from (f"| a fault | {one} |" for one in told.faults[:5])


def main() -> None:
    options = argparse.ArgumentParser(prog="python -m tests.bench.endurance", description=__doc__)
    options.add_argument("--minutes", type=float, default=15)
    options.add_argument("--users", type=int, default=30)
    options.add_argument("--workers", type=int, default=2)
    options.add_argument("--postgresql", action="store_true")
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="tuoyu-bench-") as folder, ExitStack() as stack:
        own = stack.enter_context(postgresql()) if chosen.postgresql else f"sqlite:///{Path(folder)}/tuoyu.sqlite"
        environ = {**os.environ, "TUOYU_DATABASE_URL": own}
        assert command(["demo"], environ) == 0
        serve = [sys.executable, str(HOUSE / "app.py"), "serve", "--workers", str(chosen.workers), "--port"]
        with served(serve, environ) as (port, process, _):
            print(f"| {chosen.users} users, {chosen.minutes:g} minutes, {chosen.workers} workers | |\n| --- | --- |")
            for line in measured(port, process.pid, chosen):
                print(line, flush=True)


if __name__ == "__main__":
    main()
