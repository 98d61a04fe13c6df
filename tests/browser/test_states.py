"""A page that is read, that cannot be had, or that is shown as it was known: each is told in words, and nothing old
stands where something new was asked for.
"""

from __future__ import annotations

import re
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from shutil import copyfile
from threading import Thread

import pytest
from playwright.sync_api import Browser, Page, Route
from werkzeug.serving import make_server

from app import create_app
from data.repository import engine
from data.settings import Settings
from tests.browser.conftest import Visitor, running_site
from tests.page_addresses import addresses

ASKING = re.compile("_dash-update-component")
FIGURES = [path for path in addresses() if path not in ("/methodology", "/screen", "/briefings")]
WORDS = {"zh": ("没有取到数据", "没有应答"), "en": ("No figures came", "does not answer")}


def of_page(route: Route, does: Callable[[Route], None]) -> None:
    """Only what asks for a page is kept back."""
    does(route) if "..answer.data" in (route.request.post_data or "") else route.continue_()


@pytest.fixture
def reader(chromium: Browser, site: str):
    """A visitor who may meet failures: what the console says of them is not held against the page."""
    context = chromium.new_context(bypass_csp=True, viewport={"width": 1366, "height": 768}, locale="zh-CN")
    context.set_default_timeout(20_000)
    yield Visitor(context.new_page(), site)
    context.close()


@pytest.mark.parametrize(("path", "lang"), [("/", "en"), *((path, "zh") for path in FIGURES)])
def test_a_server_that_is_gone_is_told_and_the_figures_of_another_period_are_not_left(
    reader: Visitor, path: str, lang: str
):
    page = reader.open(f"{path}?period=2025-Q4&lang={lang}")
    page.route(ASKING, lambda route: of_page(route, lambda one: one.abort()))
    page.select_option("#filter-period", "2025-Q3")
    page.wait_for_url("**period=2025-Q3**")
    page.locator("#gone").wait_for()
    assert all(words in page.inner_text("#gone") for words in WORDS[lang])
    assert all(words not in page.inner_text("body") for words in WORDS["en" if lang == "zh" else "zh"])
    assert not page.locator("#main").is_visible()
    page.unroute(ASKING)
    page.click("#gone .ask-again:visible")
    reader.settle()
    assert page.locator("#main h1").is_visible()
    assert not page.locator("#gone").is_visible()


@pytest.mark.parametrize("status", [400, 503], ids=["knows no such question", "for the moment"])
def test_a_server_that_refuses_is_told_and_the_next_page_stands_again(reader: Visitor, status: int):
    page = reader.open("/?period=2025-Q4")
    page.route(ASKING, lambda route: of_page(route, lambda one: one.fulfill(status=status, body="")))
    page.select_option("#filter-period", "2025-Q3")
    page.locator("#gone").wait_for()
    assert not page.locator("#main").is_visible()
    page.unroute(ASKING)
    page.select_option("#filter-period", "2025-Q2")
    page.locator("#gone").wait_for(state="hidden")
    reader.settle()
    assert "2025年6月底" in page.inner_text("#main")


def test_while_a_page_is_read_it_says_so_and_one_before_it_is_dimmed(reader: Visitor):
    held: list[Route] = []
    page = reader.page
    page.route(ASKING, lambda route: of_page(route, held.append))
    page.goto(f"{reader.site}/?period=2025-Q4")
    page.locator("#main .skeleton").first.wait_for()
    assert "正在读取数据" in page.inner_text("#main [role=status]")
    let_go(page, held)
    reader.settle()
    page.select_option("#filter-period", "2025-Q3")
    page.wait_for_selector("#main.busy")
    let_go(page, held)
    reader.settle()
    page.wait_for_selector("#main.busy", state="detached")
    assert "2025年9月底" in page.inner_text("#main")


def let_go(page: Page, held: list[Route]) -> None:
    """Answer what was kept back, once it has been asked."""
    for _ in range(100):
        if held:
            break
        page.wait_for_timeout(50)
    while held:
        held.pop().continue_()


@pytest.mark.parametrize("path", FIGURES)
def test_a_page_as_it_was_known_says_so_and_leads_back_to_now(visitor: Visitor, path: str):
    page = visitor.open(f"{path}?period=2025-Q4&as_of=2026-01-20&lang=zh")
    told = page.inner_text("#as-known")
    assert "2026年1月20日" in told
    assert "没有计入" in told
    page.click("#as-known a")
    page.locator("#as-known").wait_for(state="detached")
    assert "as_of" not in page.url


def test_a_figure_revised_since_its_first_return_is_marked_and_the_latest_is_not_told_to_be_old(visitor: Visitor):
    page = visitor.open("/?period=2026-Q3&lang=zh")
    assert page.locator("#commitments abbr.flag[title*='修订']").count() > 0
    assert page.locator("#as-known").count() == 0


def test_a_store_that_breaks_says_so_with_a_number_and_leaves_no_old_figure(
    chromium: Browser, demo_settings: Settings, tmp_path: Path
):
    store = tmp_path / "store.sqlite"
    copyfile(demo_settings.database_url.removeprefix("sqlite:///"), store)
    settings = replace(demo_settings, database_url=f"sqlite:///{store}")
    with running_site(settings, tmp_path / "log") as address:
        visitor = Visitor(chromium.new_page(), address)
        page = visitor.open("/?period=2025-Q4")
        assert "2025年12月底" in page.inner_text("#main")
        with closing(sqlite3.connect(store)) as broken:
            broken.execute("ALTER TABLE returns RENAME TO lost")
            broken.commit()
        page.select_option("#filter-period", "2024-Q2")
        page.locator("#fault .fault").wait_for()
        page.locator("#gone").wait_for()
        assert "2025年12月底" not in page.inner_text("body")
        page.context.close()


HOLDING = """
import sqlite3, sys
sqlite3.connect(sys.argv[1], isolation_level=None).execute("BEGIN EXCLUSIVE")
print("held", flush=True)
sys.stdin.read()
"""
TRACES = ("Traceback", "sqlite", "OperationalError", "locked", "SELECT")
BUSY = {"zh": "数据库正被别的程序占用", "en": "Another program holds the database"}


@contextmanager
def held(store: Path) -> Iterator[None]:
    """Another process keeps everybody else from the file, until the block ends."""
    command = [sys.executable, "-c", HOLDING, str(store)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout.readline() == "held\n"
        yield
        holder.stdin.close()


@contextmanager
def served_here(settings: Settings) -> Iterator[str]:
    """The address of a dashboard in this process, whose patience a test can shorten."""
    server = make_server("127.0.0.1", 0, create_app(settings).server, threaded=True)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()


def test_a_store_that_another_process_holds_is_told_on_every_page_and_shows_no_old_figure(
    reader: Visitor, demo_settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(engine, "BUSY_SECONDS", 0.2)
    store = tmp_path / "store.sqlite"
    copyfile(demo_settings.database_url.removeprefix("sqlite:///"), store)
    with served_here(replace(demo_settings, database_url=f"sqlite:///{store}")) as reader.site:
        page = reader.open("/?period=2025-Q4&lang=zh")
        assert "2025年12月底" in page.inner_text("#main")
        with held(store):
            page.select_option("#filter-period", "2024-Q2")
            page.locator("#gone").wait_for()
            assert "2025年12月底" not in page.inner_text("body")
            for path in addresses():
                for lang, words in BUSY.items():
                    answer = page.goto(f"{reader.site}{path}{'&' if '?' in path else '?'}lang={lang}")
                    assert (answer.status, words in page.inner_text("body")) == (503, True), path
                    assert not any(trace in page.content() for trace in TRACES), path
            for path in ("plain/gaps", "api/v1/indicators", "download/scorecard.csv", "download/briefing.pdf"):
                answer = page.request.get(f"{reader.site}/{path}?period=2024-Q2&lang=zh")
                assert (answer.status, BUSY["zh"] in answer.text()) == (503, True), path
                assert not any(trace in answer.text() for trace in TRACES), path
        page = reader.open("/?period=2024-Q2&lang=zh")
        assert "2024年6月底" in page.inner_text("#main")
