"""What a change of period or of indicator costs the server: our callbacks against the page as it is usually written.

``python -m tests.bench.period_change [--rounds 15] [--demonstration FILE.sqlite]`` runs it alone.
"""

from __future__ import annotations

import argparse
import logging
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, partial
from itertools import cycle
from pathlib import Path
from threading import Thread

from flask.testing import FlaskClient
from playwright.sync_api import Browser, Page, Request, sync_playwright
from werkzeug.serving import make_server

from app import House
from app import main as command
from callbacks.application import build_application
from data.model import Reference
from data.register import load_reference
from data.repository import Repository
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

    ``field`` is the choice of the naive page that does the same.
    """

    name: str
    address: str
    values: tuple[str, ...]
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
        lambda page, period: page.select_option("#filter-period", period),
        "period",
    ),
    Change(
        "indicator", "/districts?period=2025-Q4&indicator=G1", ("G2", "USE", "INST", "G1", "USE"), _follow, "indicator"
    ),
)


@dataclass(frozen=True, slots=True)
class Asked:
    """One call of a callback, as the browser made it."""

    path: str
    body: bytes


class Forgetful(House):
    """A house whose store never says which edition it is, so that every screen is made anew."""

    @cached_property
    def repository(self) -> Repository:
        opened = super().repository
        opened.edition = lambda: None
        return opened


class Still(House):
    """A house in which it stays the same minute, however long the others take."""

    def __init__(self, settings: Settings) -> None:
        super().__init__(settings)
        self._moment = super().now()

    def now(self) -> datetime:
        return self._moment


def compare(settings: Settings, reference: Reference, browser: Browser, rounds: int) -> Iterator[Comparison]:
    """The very calls that Chromium makes on changes, replayed to the applications in turn.

    A screen is made once a minute and edition of the store, and told again to whoever asks for it then.
    """
    server, anew = (build_application(house).server for house in (Still(settings), Forgetful(settings)))
    usual = naive_app(settings.database_url, reference).server.test_client()
    for change in CHANGES:
        steps = record(server, browser, change)
        yield from _compared(change, steps, (server.test_client(), anew.test_client(), usual), rounds)


def _compared(
    change: Change,
    steps: list[tuple[str, list[Asked]]],
    clients: tuple[FlaskClient, FlaskClient, FlaskClient],
    rounds: int,
) -> Iterator[Comparison]:
    ours, first, usual = clients
    what = f"change of {change.name}"
    made = Comparison(f"{what} to a screen not made yet, callback time", AGAINST, ">= 20 x")
    told = Comparison(f"{what} to a screen made this minute, callback time", AGAINST, ">= 20 x")
    size = Comparison(f"{what}, bytes of the answer", AGAINST, ">= 50 x", "B")
    wire = Comparison(f"{what}, bytes on the wire (brotli)", AGAINST, "-", "B")
    for value, calls in steps:
        replay(first, calls, PACKED)
        for measured, headers in ((size, PLAIN), (wire, PACKED)):
            measured.ours_taken.append(replay(ours, calls, headers))
            measured.usual_taken.append(ask_the_naive_page(usual, change.field, value, headers))
    for _, (value, calls) in zip(range(rounds), cycle(steps)):
        for measured, client in ((made, first), (told, ours)):
            usually = partial(ask_the_naive_page, usual, change.field, value, PACKED)
            measured.time(partial(replay, client, calls, PACKED), usually)
    yield from (made, told, size, wire)


def record(server, browser: Browser, change: Change) -> list[tuple[str, list[Asked]]]:
    """For each value chosen after another: every callback that the browser calls until the page is drawn."""
    calls: list[Asked] = []

    def note(request: Request) -> None:
        if UPDATE in request.url:
            calls.append(Asked("/" + UPDATE, request.post_data_buffer or b""))

    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    running = make_server("127.0.0.1", 0, server, threaded=True)
    Thread(target=running.serve_forever, daemon=True).start()
    page = browser.new_page()
    page.goto(f"http://127.0.0.1:{running.port}{change.address}")
    page.wait_for_selector("#main h1")
    page.wait_for_load_state("networkidle")
    page.on("request", note)
    steps = [(value, _step(page, change, value, calls)) for value in change.values]
    page.close()
    running.shutdown()
    return steps


def _step(page: Page, change: Change, value: str, calls: list[Asked]) -> list[Asked]:
    calls.clear()
    before = page.inner_text("#main")
    change.choose(page, value)
    page.wait_for_function("old => document.querySelector('#main').innerText !== old", arg=before)
    page.wait_for_load_state("networkidle")
    return list(calls)


def replay(client: FlaskClient, calls: list[Asked], headers: dict[str, str]) -> int:
    """Bytes of all answers."""
    assert calls, "the browser called nothing"
    return sum(ask(client, call.path, call.body, headers) for call in calls)


def ask(client: FlaskClient, path: str, body: bytes, headers: dict[str, str]) -> int:
    answer = client.post(path, data=body, content_type="application/json", headers=headers)
    assert answer.status_code in {200, 204}, answer.get_data(as_text=True)[:500]
    return len(answer.get_data())


def ask_the_naive_page(client: FlaskClient, field: str, value: str, headers: dict[str, str]) -> int:
    body = (
        f'{{"output": "of-{field}.children", "outputs": {{"id": "of-{field}", "property": "children"}}, "inputs": ['
        f'{{"id": "{field}", "property": "value", "value": "{value}"}}], "changedPropIds": ["{field}.value"]}}'
    )
    return ask(client, "/" + UPDATE, body.encode(), headers)


def main() -> None:
    options = argparse.ArgumentParser(prog="python -m tests.bench.period_change", description=__doc__)
    options.add_argument("--rounds", type=int, default=15)
    options.add_argument("--demonstration", type=Path, help="its database, to save making it")
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="tuoyu-bench-") as folder, sync_playwright() as playwright:
        database = chosen.demonstration or Path(folder) / "demonstration.sqlite"
        settings = Settings(database_url=f"sqlite:///{database.resolve()}")
        assert command(["demo", "--if-empty"], {"TUOYU_DATABASE_URL": settings.database_url}) == 0
        browser = playwright.chromium.launch(executable_path=executable(), args=ARGUMENTS)
        print(table(compare(settings, load_reference(settings.reference), browser, chosen.rounds)))
        browser.close()


if __name__ == "__main__":
    main()
