"""What a change of period or of indicator costs the server: our callbacks against the page as it is usually written.

``python -m tests.bench.period_change [--rounds 15] [--demonstration FILE.sqlite] [--processor]`` runs it alone.
"""

from __future__ import annotations

import argparse
import json
import logging
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from itertools import cycle
from pathlib import Path
from threading import Thread
from time import perf_counter, sleep, thread_time

from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Browser, Page, Request, sync_playwright
from werkzeug.serving import make_server

from app import House
from app import main as command
from callbacks.application import build_application
from callbacks.beforehand import SPAN
from callbacks.beside import KEY
from data.model import Reference
from data.register import load_reference
from data.settings import Settings
from tests.bench.naive_app import naive_app
from tests.bench.ratios import Comparison, table
from tests.browser.chromium import ARGUMENTS, executable

UPDATE = "_dash-update-component"
AGAINST = "full figures, HTML tables, raw rows"
PLAIN, PACKED = {}, {"Accept-Encoding": "br"}


@dataclass(frozen=True, slots=True)
class Change:
    """What a reader changes on the page of ``address``: the values chosen one after another, and how each is chosen.

    ``near``: values that each lie beside the one before it, the first beside the page itself. ``field`` is the choice
    of the naive page that does the same.
    """

    name: str
    address: str
    values: tuple[str, ...]
    near: tuple[str, ...]
    choose: Callable[[Page, str], object]
    field: str


def _follow(page: Page, indicator: str) -> None:
    """The link of that indicator, folded away or not."""
    page.evaluate("one => document.querySelector(`.indicator-choice a[href*='indicator=${one}']`).click()", indicator)


CHANGES = (
    Change(
        "period",
        "/?period=2025-Q4",
        ("2024-Q4", "2025-Q2", "2023-Q4", "2025-Q3", "2024-Q2"),
        ("2025-Q3", "2025-Q2", "2025-Q1", "2024-Q4", "2024-Q3"),
        lambda page, period: page.select_option("#filter-period", period),
        "period",
    ),
    Change(
        "indicator",
        "/districts?period=2025-Q4&indicator=G1",
        ("G2", "USE", "INST", "G1", "USE"),
        ("USE", "G2"),
        _follow,
        "indicator",
    ),
)


@dataclass(frozen=True, slots=True)
class Asked:
    """One call of a callback, as the browser made it."""

    path: str
    body: bytes

    @property
    def is_of_page(self) -> bool:
        return b"answer.data" in self.body

    def showing(self, digest: str | None) -> bytes:
        """The same question of a browser that shows the screen of that digest, where it asks for a page."""
        question = json.loads(self.body)
        for one in question.get("state", ()):
            if one["id"] == "shown":
                one["value"] = digest
        return json.dumps(question).encode()


@dataclass(frozen=True, slots=True)
class Step:
    """A change: the value chosen, what the browser asked for the page before it, and what it asks for the change."""

    value: str
    before: Asked
    calls: list[Asked]


class Still(House):
    """A house in which it stays the same minute, however long the others take, until ``later``."""

    def __init__(self, settings: Settings) -> None:
        super().__init__(settings)
        self._moment = super().now()

    def now(self) -> datetime:
        return self._moment

    def later(self) -> None:
        """Another minute: no screen is made yet."""
        self._moment += timedelta(minutes=1)


class Reader:
    """A browser of an application of its own, which makes the recorded changes again."""

    def __init__(self, settings: Settings, *, ahead: bool = False) -> None:
        self._house = Still(settings)
        self.server: Flask = build_application(self._house, ahead=ahead).server
        self._client = self.server.test_client()

    def reads(self, step: Step) -> list[Asked]:
        """The page before the change, in a minute in which nothing was made; what the browser asks for the change."""
        self._house.later()
        told = ask(self._client, step.before.path, step.before.showing(None), PLAIN)
        shown = json.loads(told)["response"]["answer"]["data"]["made"]
        return [Asked(call.path, call.showing(shown)) for call in step.calls]

    def reads_for_a_second(self, step: Step) -> list[Asked]:
        """The same of somebody who is alone, while the server may make beforehand what lies beside the page."""
        sleep(SPAN)
        calls = self.reads(step)
        sleep(1)
        return calls

    def has_asked_before(self, step: Step) -> list[Asked]:
        """The same, where somebody has made this change in this minute."""
        calls = self.reads(step)
        self.replay(calls, PACKED)
        return calls

    def replay(self, calls: list[Asked], headers: dict[str, str]) -> int:
        """Bytes of all answers."""
        assert calls, "the browser called nothing"
        return sum(len(ask(self._client, call.path, call.body, headers)) for call in calls)


def compare(
    settings: Settings, reference: Reference, browser: Browser, rounds: int, *, processor: bool = False
) -> Iterator[Comparison]:
    """The very calls that Chromium makes on changes, replayed to the applications in turn.

    By the clock, or (``processor``) by the processor time of the thread that answers.
    """
    ours, ahead = Reader(settings), Reader(settings, ahead=True)
    usual = naive_app(settings.database_url, reference).server.test_client()
    clock, told = (thread_time, "processor time of the callback") if processor else (perf_counter, "callback time")
    for change in CHANGES:
        steps, near = (record(ours.server, browser, change, values) for values in (change.values, change.near))
        for what, reader, walk, prepared in (
            ("to a screen not made yet", ours, steps, Reader.reads),
            ("to a neighbour, 1 s after the page was read", ahead, near, Reader.reads_for_a_second),
            ("to a screen made this minute", ours, steps, Reader.has_asked_before),
        ):
            measured = Comparison(f"change of {change.name} {what}, {told}", AGAINST, ">= 20 x")
            for _, step in zip(range(rounds), cycle(walk)):
                calls = prepared(reader, step)
                usually = partial(ask_the_naive_page, usual, change.field, step.value, PACKED)
                measured.time(partial(reader.replay, calls, PACKED), usually, clock)
            yield measured
        yield from _weighed(change, usual, steps, ours)
    ahead.server.extensions[KEY].stop()


def _weighed(change: Change, usual: FlaskClient, steps: list[Step], reader: Reader) -> Iterator[Comparison]:
    for what, promised, headers in (
        ("bytes of the answer", ">= 50 x", PLAIN),
        ("bytes on the wire (brotli)", "-", PACKED),
    ):
        measured = Comparison(f"change of {change.name}, {what}", AGAINST, promised, "B")
        for step in steps:
            measured.ours_taken.append(reader.replay(reader.reads(step), headers))
            measured.usual_taken.append(ask_the_naive_page(usual, change.field, step.value, headers))
        yield measured


def record(server: Flask, browser: Browser, change: Change, values: tuple[str, ...]) -> list[Step]:
    """For each value chosen after another: every callback that the browser calls until the page is drawn."""
    calls: list[Asked] = []

    def note(request: Request) -> None:
        if UPDATE in request.url:
            calls.append(Asked("/" + UPDATE, request.post_data_buffer or b""))

    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    running = make_server("127.0.0.1", 0, server, threaded=True)
    Thread(target=running.serve_forever, daemon=True).start()
    page = browser.new_page()
    page.on("request", note)
    page.goto(f"http://127.0.0.1:{running.port}{change.address}")
    page.wait_for_selector("#main h1")
    page.wait_for_load_state("networkidle")
    steps = [_step(page, change, value, calls) for value in values]
    page.close()
    running.shutdown()
    return steps


def _step(page: Page, change: Change, value: str, calls: list[Asked]) -> Step:
    before = next(call for call in reversed(calls) if call.is_of_page)
    calls.clear()
    words = page.inner_text("#main")
    change.choose(page, value)
    page.wait_for_function("old => document.querySelector('#main').innerText !== old", arg=words)
    page.wait_for_load_state("networkidle")
    return Step(value, before, list(calls))


def ask(client: FlaskClient, path: str, body: bytes, headers: dict[str, str]) -> bytes:
    answer = client.post(path, data=body, content_type="application/json", headers=headers)
    assert answer.status_code in {200, 204}, answer.get_data(as_text=True)[:500]
    return answer.get_data()


def ask_the_naive_page(client: FlaskClient, field: str, value: str, headers: dict[str, str]) -> int:
    body = (
        f'{{"output": "of-{field}.children", "outputs": {{"id": "of-{field}", "property": "children"}}, "inputs": ['
        f'{{"id": "{field}", "property": "value", "value": "{value}"}}], "changedPropIds": ["{field}.value"]}}'
    )
    return len(ask(client, "/" + UPDATE, body.encode(), headers))


def main() -> None:
    options = argparse.ArgumentParser(prog="python -m tests.bench.period_change", description=__doc__)
    options.add_argument("--rounds", type=int, default=15)
    options.add_argument("--processor", action="store_true", help="processor time instead of the clock's")
    options.add_argument("--demonstration", type=Path, help="its database, to save making it")
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="tuoyu-bench-") as folder, sync_playwright() as playwright:
        database = chosen.demonstration or Path(folder) / "demonstration.sqlite"
        settings = Settings(database_url=f"sqlite:///{database.resolve()}")
        assert command(["demo", "--if-empty"], {"TUOYU_DATABASE_URL": settings.database_url}) == 0
        browser = playwright.chromium.launch(executable_path=executable(), args=ARGUMENTS)
        reference = load_reference(settings.reference)
        print(table(compare(settings, reference, browser, chosen.rounds, processor=chosen.processor)))
        browser.close()


if __name__ == "__main__":
    main()
