"""Thirty people at one server for a quarter of an hour: what is refused, and whether memory grows.

``python -m tests.bench.endurance [--minutes 15] [--users 30] [--workers 2] [--postgresql]``

A server of our own over the demonstration. Each user does something every two seconds or so: opens pages as the browser
does, in both languages and fifteen periods, goes to plain pages, asks the interface for programs, takes tables, charts
and briefings away. One files a further revision of a return again and again, through the form, so that nothing can be
told from memory for long. Memory is the proportional set size of all processes of the server, once a minute; growth is
from the middle third to the last, by medians: until then a server fills what it remembers. Nothing here asserts a time;
what the server could not answer is told.
"""

from __future__ import annotations

import argparse
import base64
import io
import json
import os
import random
import re
import sys
import tempfile
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from statistics import median
from threading import Event, Lock, Thread
from time import monotonic, sleep
from typing import NamedTuple

from openpyxl import load_workbook

from app import main as command
from data.settings import HOUSE
from tests.bench.processor import memory_kb
from tests.bench.serving import PATIENCE, served
from tests.integration.test_pages_http import asked_for
from tests.integration.test_returns_http import XLSX, called, value
from tests.postgres import postgresql

PACE = 2.0
COUNTING = Lock()
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


class Answer(NamedTuple):
    """As the tests' client gives it."""

    status_code: int
    text: str

    @property
    def json(self) -> dict:
        return json.loads(self.text)


class Http:
    """The tests' way to ask, over a port."""

    def __init__(self, port: int, statuses: Counter[int]) -> None:
        self.address, self.statuses = f"http://127.0.0.1:{port}", statuses

    def get(self, path: str) -> Answer:
        return self._ask(urllib.request.Request(self.address + path))

    def post(self, path: str, *, json: object) -> Answer:
        head = {"Content-Type": "application/json", "Origin": self.address, "Sec-Fetch-Site": "same-origin"}
        return self._ask(urllib.request.Request(self.address + path, json_bytes(json), head))

    def taken(self, path: str) -> bytes:
        with urllib.request.urlopen(self.address + path, timeout=PATIENCE) as answer:
            return answer.read()

    def _ask(self, request: urllib.request.Request) -> Answer:
        try:
            with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
                told = Answer(answer.status, answer.read().decode("utf-8", "replace"))
        except urllib.error.HTTPError as refusal:
            told = Answer(refusal.code, refusal.read().decode("utf-8", "replace"))
        with COUNTING:
            self.statuses[told.status_code] += 1
        return told


def json_bytes(told: object) -> bytes:
    return json.dumps(told).encode()


def read(http: Http, dice: random.Random) -> None:
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

    def __init__(self, http: Http) -> None:
        told = http.get("/api/v1/returns?period=2026-Q3").text
        self.http, self.turn = http, 0
        self.file = http.taken(f"/download/returns/{re.findall(r'TY-110114-2026Q3-R[0-9a-f-]+', told)[0]}/original")

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


def measured(port: int, pid: int, chosen: argparse.Namespace) -> Iterator[str]:
    """The lines of the table."""
    statuses: Counter[int] = Counter()
    faults: list[str] = []
    filed: list[int] = []
    over = Event()

    def user(number: int) -> None:
        dice = random.Random(number)
        sleep(PACE * number / chosen.users)
        http = Http(port, statuses)
        act: Callable[[], None] | None = partial(read, http, dice) if number else None
        while not over.is_set():
            try:
                act = act or Clerk(http).file_one
                act()
                filed.extend([1] if number == 0 else [])
            except Exception as fault:
                faults.append(f"{type(fault).__name__}: {str(fault)[:300]}")
            over.wait(dice.uniform(0.5, 1.5) * PACE * (5 if number == 0 else 1))

    users = [Thread(target=user, args=(number,), daemon=True) for number in range(chosen.users)]
    for one in users:
        one.start()
    sizes, until = [], monotonic() + chosen.minutes * 60
    while monotonic() < until:
        over.wait(min(60.0, chosen.minutes * 60 / 9))
        sizes.append(memory_kb(pid))
        print(f"{sizes[-1]:,} kB, {sum(statuses.values())} answers, {len(faults)} faults", file=sys.stderr, flush=True)
    over.set()
    for one in users:
        one.join(PATIENCE)
    third = max(1, len(sizes) // 3)
    first, last = median(sizes[third : 2 * third]), median(sizes[-third:])
    yield f"| answers | {sum(statuses.values()):,} |"
    yield f"| of these with 5xx | {sum(count for status, count in statuses.items() if status >= 500)} |"
    yield f"| of these with 4xx | {sum(count for status, count in statuses.items() if 400 <= status < 500)} |"
    yield f"| faults of other kinds | {len(faults)} |"
    yield f"| returns filed | {len(filed)} |"
    yield f"| memory, middle third and last | {first:,.0f} kB, {last:,.0f} kB: {100 * (last / first - 1):+.1f} % |"
    yield from (f"| a fault | {one} |" for one in faults[:5])


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
