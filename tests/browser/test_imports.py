"""Several returns at once on /returns, as somebody at the desk does it: by mouse and by keyboard, wide and narrow."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Browser

from app import House
from data.settings import Settings
from tests.browser.conftest import Visitor, running_site
from tests.browser.test_every_page import AXE, TOO_WIDE
from tests.import_samples import packed, papers_of, wrong_papers

PATIENCE = 60_000
ZIP = "application/zip"
LONG = "_" + "a" * 60
"""What no line of a telephone holds."""


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, House]]:
    """The address of a dashboard over an empty store, and its house."""
    folder = tmp_path_factory.mktemp("imports")
    house = House(Settings(database_url=f"sqlite:///{folder / 'a.sqlite'}"))
    house.repository.close()
    with running_site(house.settings, folder / "log") as address:
        yield address, House(house.settings)


@pytest.fixture
def clerk(desk: tuple[str, House], chromium: Browser) -> Iterator[Visitor]:
    context = chromium.new_context(bypass_csp=True, locale="zh-CN", accept_downloads=True)
    visitor = Visitor(context.new_page(), desk[0])
    visitor.watch()
    yield visitor
    assert (visitor.errors, visitor.foreign) == ([], [])
    context.close()


def chosen(page, files: dict[str, bytes]) -> None:
    told = [{"name": name, "mimeType": ZIP, "buffer": content} for name, content in files.items()]
    page.locator("#import-files input[type=file]").set_input_files(told)


def files_of(tail: str) -> dict[str, bytes]:
    many = {"朝阳区/报表.xlsx": papers_of("110105").xlsx(), "昌平区/报表.xlsx": wrong_papers("110114").xlsx()}
    return {f"各区{tail}.zip": packed(many, "gb18030"), f"海淀区{tail}{LONG}.xlsx": papers_of("110108").xlsx()}


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("width", [390, 1366])
def test_several_returns_are_handed_in_told_of_and_taken_away(clerk: Visitor, width: int, lang: str):
    clerk.page.set_viewport_size({"width": width, "height": 800})
    page = clerk.open(f"/returns?lang={lang}")
    begin = page.locator("#import-begin")
    page.wait_for_selector("#import-files input[type=file]", state="attached")
    assert begin.is_disabled()
    chosen(page, files_of(f"{width}{lang}"))
    page.wait_for_selector("#import-chosen li")
    assert page.locator("#import-chosen li").all_inner_texts() == list(files_of(f"{width}{lang}"))
    page.fill("#actor", "王会计")
    begin.click()
    page.wait_for_selector("#job-state", timeout=PATIENCE)
    job = page.url.split("job=")[1][:16]
    page.wait_for_selector("#job-state[data-state=done]", timeout=PATIENCE)
    page.wait_for_function("() => document.getElementById('told').textContent", timeout=PATIENCE)
    clerk.settle()
    page.wait_for_selector("#job-progress tbody tr:nth-child(3)", timeout=PATIENCE)
    # What is redrawn presses no button.
    assert page.inner_text("#import-told") == ""
    assert f"job={job}" in page.url
    # What was chosen is gone: nobody begins with it twice.
    assert page.locator("#import-chosen li").count() == 0
    assert begin.is_disabled()
    lines = page.locator("#job-progress tbody tr").all_inner_texts()
    assert f"各区{width}{lang}.zip/昌平区/报表.xlsx" in lines[1]
    assert ("未入库" if lang == "zh" else "Not stored") in lines[1]
    assert "TY-110108-2025Q4-R1-" in lines[2]
    # The address is enough: another look tells the same.
    address = page.url
    page.goto(address)
    page.wait_for_function("() => document.getElementById('told').textContent", timeout=PATIENCE)
    clerk.settle()
    page.wait_for_selector("#job-progress tbody tr:nth-child(3)", timeout=PATIENCE)
    assert page.locator("#job-progress tbody tr").all_inner_texts() == lines
    with page.expect_download() as download:
        page.click("#job-progress .downloads a >> nth=0")
    sheet = openpyxl.load_workbook(io.BytesIO(Path(download.value.path()).read_bytes())).worksheets[0]
    assert [row[0].value for row in sheet.iter_rows(min_row=2)][2] == f"海淀区{width}{lang}{LONG}.xlsx"
    assert page.evaluate(TOO_WIDE) == []
    page.evaluate(AXE)
    found = page.evaluate("async () => (await axe.run(document, {resultTypes: ['violations']})).violations")
    serious = {
        one["id"]: [node["html"][:160] for node in one["nodes"][:3]]
        for one in found
        if one["impact"] in {"serious", "critical"}
    }
    assert serious == {}, json.dumps(serious, ensure_ascii=False, indent=1)
    page.locator("#job-progress .wide a >> nth=0").click()
    page.wait_for_selector("#receipt")
    assert "job=" not in page.url


def test_files_that_are_too_large_together_are_told_without_being_sent(clerk: Visitor):
    page = clerk.open("/returns")
    page.wait_for_selector("#import-files input[type=file]", state="attached")
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    chosen(page, {"a.xlsx": b"PK" + b"0" * (6 * 1024 * 1024), "b.xlsx": b"PK" + b"0" * (6 * 1024 * 1024)})
    page.wait_for_selector("#import-chosen .told-no")
    assert "11MB" in page.inner_text("#import-chosen")
    assert page.locator("#import-begin").is_disabled()
    assert sent == []


def test_the_calendar_is_that_of_after_the_import_however_fast_it_was(clerk: Visitor):
    page = clerk.open("/returns?period=2025-Q4")
    page.wait_for_selector("#import-files input[type=file]", state="attached")
    chosen(page, {"丰台.xlsx": papers_of("110106").xlsx()})
    page.fill("#actor", "王会计")
    assert "丰台区" in page.inner_text("#awaited")
    page.click("#import-begin")
    page.wait_for_selector("#job-state[data-state=done]", timeout=PATIENCE)
    page.wait_for_function("() => !document.querySelector('#awaited').innerText.includes('丰台区')", timeout=PATIENCE)


def test_an_import_is_stopped_by_its_button_and_says_what_stays(clerk: Visitor):
    page = clerk.open("/returns")
    page.wait_for_selector("#import-files input[type=file]", state="attached")
    chosen(page, {"all.zip": packed({f"{number}.xlsx": wrong_papers("110114").xlsx() for number in range(150)})})
    page.fill("#actor", "王会计")
    page.click("#import-begin")
    page.click("#job-cancel", timeout=PATIENCE)
    page.wait_for_selector("#job-state[data-state=cancelled]", timeout=PATIENCE)
    assert "已入库的0份仍有效" in page.inner_text("#job-state")


def test_the_place_for_several_files_is_opened_by_keyboard(clerk: Visitor):
    page = clerk.open("/returns")
    page.wait_for_selector("#import-files input[type=file]", state="attached")
    page.focus("#import-files button, #import-files [tabindex='0'], #import-files input")
    with page.expect_file_chooser() as chooser:
        page.keyboard.press("Space")
    assert chooser.value.is_multiple()
