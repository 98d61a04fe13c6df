"""The office's path: write, look, issue, take away; all units at once, stopped or to the end; by keyboard too."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Request, expect

from data.settings import Settings
from tests.browser.conftest import Visitor, running_site
from tests.conftest import BEIJING, copy_database

CITY = "/briefings?period=2025-Q4"
UNIT = f"{CITY}&org_unit=110114"
PATIENCE = 180_000
"""Milliseconds for what two busy cores may take with 18 briefings."""


@pytest.fixture(scope="module")
def office(demo_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A dashboard of its own to write into, with two workers: whoever asks may reach either."""
    folder = tmp_path_factory.mktemp("office")
    copy_database(demo_database, folder / "tuoyu.sqlite")
    settings = Settings(database_url=f"sqlite:///{folder / 'tuoyu.sqlite'}")
    with running_site(settings, folder / "log", workers=2) as address:
        yield address


@pytest.fixture
def writer(chromium: Browser, office: str) -> Iterator[Visitor]:
    context = chromium.new_context(viewport={"width": 1366, "height": 900}, locale="zh-CN", accept_downloads=True)
    context.set_default_timeout(60_000)
    visitor = Visitor(context.new_page(), office)
    visitor.watch()
    yield visitor
    context.close()
    assert visitor.foreign == []
    assert visitor.errors == []


def told(page: Page) -> str:
    page.wait_for_function("() => document.getElementById('told').textContent")
    return page.inner_text("#told")


def drawn(page: Page) -> int:
    """The width of the picture of the first page, once it is there."""
    page.wait_for_function("() => { const p = document.querySelector('.sheet'); return p.complete && p.naturalWidth }")
    return int(page.evaluate("document.querySelector('.sheet').naturalWidth"))


def taken(page: Page, link: str) -> tuple[str, bytes]:
    with page.expect_download() as found:
        page.click(link)
    return found.value.suggested_filename, Path(found.value.path()).read_bytes()


def test_a_text_is_written_the_briefing_issued_and_its_very_bytes_taken_away(writer: Visitor):
    page = writer.open(UNIT)
    assert drawn(page) > 700
    before = page.get_attribute(".sheet", "src")
    page.fill("#actor", "张三")
    page.locator("#texts textarea").nth(2).fill("一是普惠托位供给仍有缺口。")
    page.click("#briefing-issue")
    page.wait_for_function("() => document.getElementById('review-decided').textContent.includes('还没有保存')")
    page.click("#briefing-save")
    assert "已保存1段文字" in told(page)
    page.wait_for_selector("#texts .past", state="attached")
    assert page.get_attribute(".sheet", "src") != before
    assert drawn(page) > 700
    assert page.input_value("#actor") == "张三"
    page.click("#briefing-issue")
    page.wait_for_function("() => document.getElementById('told').textContent.includes('已印发')")
    row = page.locator("#register tbody tr").first
    expect(row).to_contain_text(f"简报{datetime.now(BEIJING).year}年第1期", timeout=PATIENCE)
    expect(row).to_contain_text("张三（未认证）", timeout=PATIENCE)
    expect(row).to_contain_text("数字没有变化", timeout=PATIENCE)
    row.locator("a").first.click()
    page.wait_for_selector("#opened")
    digest = page.inner_text("#opened .digest")
    name, content = taken(page, "#opened .issued-files a")
    assert "昌平区_简报" in name
    assert hashlib.sha256(content).hexdigest() == digest
    page.click("#briefing-remake")
    expect(page.locator("#briefing-remade")).to_contain_text("逐字节相同", timeout=PATIENCE)
    assert "issued=1" in page.url


def test_all_units_are_made_with_progress_and_taken_away_as_one_zip(writer: Visitor):
    page = writer.open(CITY)
    page.click("#briefing-batch")
    page.wait_for_selector("#job-state[data-state=running], #job-state[data-state=done]", timeout=PATIENCE)
    assert "job=" in page.url
    # The address is enough: another window tells of the same job.
    page.reload()
    page.wait_for_selector("#job-state[data-state=done]", timeout=PATIENCE)
    page.wait_for_function("() => document.getElementById('told').textContent", timeout=PATIENCE)
    writer.settle()
    assert "生成18份，共18份" in page.inner_text("#job-state")
    assert page.get_attribute("#job-progress progress", "value") == "18"
    name, content = taken(page, "#job-progress a")
    assert name == "2025-Q4_简报.zip"
    assert len(zipfile.ZipFile(io.BytesIO(content)).namelist()) == 18


def test_a_batch_that_is_stopped_leaves_no_file(writer: Visitor):
    page = writer.open(CITY)
    page.click("#briefing-batch")
    page.click("#job-cancel", timeout=PATIENCE)
    page.wait_for_selector("#job-state[data-state=cancelled]", timeout=PATIENCE)
    assert "没有留下文件" in page.inner_text("#job-state")
    assert page.locator("#job-progress a").count() == 0


def test_the_choice_stands_in_the_address_and_opens_the_same(writer: Visitor):
    page = writer.open(CITY)
    page.select_option("#briefing-org_unit", "110114")
    page.wait_for_url("**org_unit=110114**")
    writer.settle()
    page.select_option("#briefing-kind", "report")
    page.wait_for_url("**kind=report**")
    writer.settle()
    assert "昌平区" in page.inner_text("h1")
    again = Visitor(page.context.new_page(), writer.site)
    again.open(page.url.removeprefix(writer.site))
    assert again.page.input_value("#briefing-kind") == "report"
    assert "昌平区" in again.page.inner_text("h1")
    page.select_option("#briefing-org_unit", "110000")
    page.wait_for_function("() => !location.search.includes('org_unit')")


def test_a_text_is_written_and_saved_by_keys_alone(writer: Visitor):
    page = writer.open(f"{CITY}&org_unit=110105")
    page.focus("#actor")
    page.keyboard.type("李四")
    page.keyboard.press("Tab")
    page.keyboard.type("编者按的话。")
    for _ in range(8):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == "briefing-save":
            break
    page.keyboard.press("Enter")
    assert "已保存1段文字" in told(page)
    page.wait_for_selector("#texts .past", state="attached")
    page.wait_for_function("() => document.activeElement.id === 'briefing-save'")


def test_what_is_redrawn_after_a_batch_begins_no_other(writer: Visitor):
    page = writer.open(CITY)
    page.click("#briefing-batch")
    page.wait_for_selector("#job-state[data-state=running]", timeout=PATIENCE)
    # Once it is done the page is redrawn, and Dash asks for what stands in it: of a button that nobody has pressed.
    with page.expect_request(_asks_of_the_button, timeout=PATIENCE) as redrawn:
        page.wait_for_selector("#job-state[data-state=done]", timeout=PATIENCE)
    assert not redrawn.value.post_data_json["inputs"][0].get("value")


def _asks_of_the_button(request: Request) -> bool:
    return request.method == "POST" and "briefing-batch.n_clicks" in request.post_data_json["changedPropIds"]
