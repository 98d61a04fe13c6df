"""A running dashboard on the demonstration, and a Chromium that cannot reach anything else."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, sync_playwright

from data.settings import HOUSE, Settings
from tests.browser.chromium import ARGUMENTS, executable


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def site(demo_settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the dashboard that every reading test visits."""
    with running_site(demo_settings, tmp_path_factory.mktemp("site") / "log") as address:
        yield address


@contextmanager
def running_site(settings: Settings, log: Path, workers: int = 1) -> Iterator[str]:
    """The address of a dashboard as `serve` runs it, behind its production server, until the block ends."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environ = {key: value for key, value in os.environ.items() if not key.startswith("TUOYU_")}
    environ |= {"TUOYU_DATABASE_URL": settings.database_url, "TUOYU_REFERENCE": str(settings.reference)}
    environ |= {"TUOYU_AUTH": settings.auth, "TUOYU_ALLOW_HTTP": "1" if settings.allow_http else ""}
    asked = {name: str(getattr(settings, name) or "") for name in Settings.__dataclass_fields__}
    environ |= {f"TUOYU_{name.upper()}": words for name, words in asked.items() if name.startswith("oidc_")}
    environ["TUOYU_WORK"] = str(log.parent / "jobs")
    command = [sys.executable, "app.py", "serve", "--port", str(port), "--workers", str(workers)]
    with log.open("wb") as out, subprocess.Popen(command, cwd=HOUSE, env=environ, stdout=out, stderr=out) as server:
        try:
            _wait_until_it_answers(f"http://127.0.0.1:{port}/healthz", server, log)
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()


def _wait_until_it_answers(url: str, server: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(300):
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            assert server.poll() is None, log.read_text(errors="replace")
            time.sleep(0.2)
    raise AssertionError(log.read_text(errors="replace"))


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One Chromium for the session; every test gets a fresh, empty profile in it."""
    assert executable(), "no Chromium that starts: run `make install`"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable(), args=ARGUMENTS)
        yield browser
        browser.close()


@dataclass
class Visitor:
    """A reader with an empty profile: opens pages, and remembers what went wrong on the way."""

    page: Page
    site: str
    foreign: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def open(self, path: str) -> Page:
        """Go to a page and wait until its figures stand there."""
        self.page.goto(self.site + path)
        self.settle()
        return self.page

    def settle(self) -> None:
        """Wait for the drawn page of the address: a heading, no skeleton, every graph drawn, no callback under way."""
        self.page.wait_for_selector("#main h1")
        self.page.wait_for_function(
            """() => !document.querySelector('#main .skeleton, [data-dash-is-loading=true]')
                && document.title !== 'Updating...'
                && document.documentElement.dataset.address === location.pathname + location.search
                && [...document.querySelectorAll('.dash-graph')].every(g => g.querySelector('.main-svg'))"""
        )

    def unfold(self) -> None:
        """Open every part that a telephone shows by its head only."""
        self.page.evaluate(
            """() => { document.querySelectorAll('.folds').forEach(one => one.classList.add('opened'));
                window.dispatchEvent(new Event('resize')); }"""
        )
        self.settle()

    def watch(self) -> None:
        self.page.on("console", self._note_console)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("requestfailed", self._note_failure)
        self.page.on("request", self._note_foreign)

    def _note_console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.errors.append(message.text)

    def _note_failure(self, request: Request) -> None:
        # A page left while its callbacks run cancels them: that is the browser's doing, not a fault.
        if request.failure != "net::ERR_ABORTED":
            self.errors.append(f"{request.failure}: {request.url}")

    def _note_foreign(self, request: Request) -> None:
        if not request.url.startswith((f"{self.site}/", "data:", "blob:")):
            self.foreign.append(request.url)


@pytest.fixture
def visitor(chromium: Browser, site: str) -> Iterator[Visitor]:
    """A visitor at 1366 x 768; whatever the test does, no error in the console and no request to another host."""
    context = chromium.new_context(
        bypass_csp=True, viewport={"width": 1366, "height": 768}, locale="zh-CN", accept_downloads=True
    )
    context.set_default_timeout(20_000)
    visitor = Visitor(context.new_page(), site)
    visitor.watch()
    yield visitor
    context.close()
    assert visitor.foreign == []
    assert visitor.errors == []
