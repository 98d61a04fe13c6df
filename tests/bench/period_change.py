"""What a change of the period costs the server: our callbacks against the page as it is usually written."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import cycle
from threading import Thread

from flask.testing import FlaskClient
from playwright.sync_api import Browser, Page, Request
from werkzeug.serving import make_server

from app import House
from callbacks.application import build_application
from data.model import Reference
from data.repository import Repository
from data.settings import Settings
from tests.bench.naive_page import naive_app
from tests.bench.ratios import Comparison

FROM = "2025-Q4"
TO = ("2024-Q4", "2025-Q2", "2023-Q4", "2025-Q3", "2024-Q2")
UPDATE = "_dash-update-component"
AGAINST = "full figures, HTML tables, raw rows"
PLAIN, PACKED = {}, {"Accept-Encoding": "br"}


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


def compare(settings: Settings, reference: Reference, browser: Browser, rounds: int) -> Iterator[Comparison]:
    """The very calls that Chromium makes on changes of period, replayed to the applications in turn.

    A screen is made once a minute and edition of the store, and told again to whoever asks for it then.
    """
    server, anew = (build_application(house).server for house in (House(settings), Forgetful(settings)))
    steps = record(server, browser)
    ours, first = server.test_client(), anew.test_client()
    usual = naive_app(settings.database_url, reference).server.test_client()
    made = Comparison("change of period to a screen not made yet, callback time", AGAINST, ">= 20 x")
    told = Comparison("change of period to a screen made this minute, callback time", AGAINST, ">= 20 x")
    size = Comparison("change of period, bytes of the answer", AGAINST, ">= 50 x", "B")
    wire = Comparison("change of period, bytes on the wire (brotli)", AGAINST, "-", "B")
    for period, calls in steps.items():
        replay(first, calls, PACKED)
        for measured, headers in ((size, PLAIN), (wire, PACKED)):
            measured.ours_taken.append(replay(ours, calls, headers))
            measured.usual_taken.append(ask_the_naive_page(usual, period, headers))
    for _, (period, calls) in zip(range(rounds), cycle(steps.items())):
        for measured, client in ((made, first), (told, ours)):
            measured.time(partial(replay, client, calls, PACKED), partial(ask_the_naive_page, usual, period, PACKED))
    yield from (made, told, size, wire)


def record(server, browser: Browser) -> dict[str, list[Asked]]:
    """For each period chosen after another: every callback that the browser calls until the page is drawn."""
    calls: list[Asked] = []

    def note(request: Request) -> None:
        if UPDATE in request.url:
            calls.append(Asked("/" + UPDATE, request.post_data_buffer or b""))

    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    running = make_server("127.0.0.1", 0, server, threaded=True)
    Thread(target=running.serve_forever, daemon=True).start()
    page = browser.new_page()
    page.goto(f"http://127.0.0.1:{running.port}/?period={FROM}")
    page.wait_for_selector("#main h1")
    page.wait_for_load_state("networkidle")
    page.on("request", note)
    steps = {period: _step(page, period, calls) for period in TO}
    page.close()
    running.shutdown()
    return steps


def _step(page: Page, period: str, calls: list[Asked]) -> list[Asked]:
    calls.clear()
    before = page.inner_text("#main")
    page.select_option("#filter-period", period)
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


def ask_the_naive_page(client: FlaskClient, period: str, headers: dict[str, str]) -> int:
    body = (
        '{"output": "page.children", "outputs": {"id": "page", "property": "children"}, "inputs": ['
        f'{{"id": "period", "property": "value", "value": "{period}"}}], "changedPropIds": ["period.value"]}}'
    )
    return ask(client, "/" + UPDATE, body.encode(), headers)
