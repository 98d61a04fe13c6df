"""What a change of the period costs the server: our callbacks against the page as it is usually written."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from threading import Thread

from flask.testing import FlaskClient
from playwright.sync_api import Browser, Request
from werkzeug.serving import make_server

from app import create_app
from data.model import Reference
from data.settings import Settings
from tests.bench.naive_page import naive_app
from tests.bench.ratios import Comparison

FROM, TO = "2025-Q4", "2024-Q4"
UPDATE = "_dash-update-component"


@dataclass(frozen=True, slots=True)
class Asked:
    """One call of a callback, as the browser made it."""

    path: str
    body: bytes


def compare(settings: Settings, reference: Reference, browser: Browser, rounds: int) -> Iterator[Comparison]:
    """The very calls that Chromium makes on a change of period, replayed to both applications in turn."""
    server = create_app(settings).server
    calls = record(server, browser)
    ours, usual = server.test_client(), naive_app(settings.database_url, reference).server.test_client()
    time = Comparison("change of period, callback time", "full figures, HTML table, raw rows", ">= 20 x")
    size = Comparison("change of period, bytes of the answer", "full figures, HTML table, raw rows", ">= 50 x", "B")
    for _ in range(rounds):
        time.time(partial(replay, ours, calls), partial(ask_the_naive_page, usual))
    size.ours_taken.append(replay(ours, calls))
    size.usual_taken.append(ask_the_naive_page(usual))
    yield time
    yield size


def record(server, browser: Browser) -> list[Asked]:
    """Every callback that the browser calls between choosing another period and the drawn page."""
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
    before = page.inner_text("#main")
    page.on("request", note)
    page.select_option("#filter-period", TO)
    page.wait_for_function("old => document.querySelector('#main').innerText !== old", arg=before)
    page.wait_for_load_state("networkidle")
    page.close()
    running.shutdown()
    return calls


def replay(client: FlaskClient, calls: list[Asked]) -> int:
    """Bytes of all answers."""
    assert calls, "the browser called nothing"
    return sum(ask(client, call.path, call.body) for call in calls)


def ask(client: FlaskClient, path: str, body: bytes) -> int:
    answer = client.post(path, data=body, content_type="application/json")
    assert answer.status_code in {200, 204}, answer.get_data(as_text=True)[:500]
    return len(answer.get_data())


def ask_the_naive_page(client: FlaskClient) -> int:
    body = (
        '{"output": "page.children", "outputs": {"id": "page", "property": "children"},'
        f' "inputs": [{{"id": "period", "property": "value", "value": "{TO}"}}], "changedPropIds": ["period.value"]}}'
    )
    return ask(client, "/" + UPDATE, body.encode())
