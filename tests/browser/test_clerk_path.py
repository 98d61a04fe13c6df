"""A clerk's way with a return, in Chromium: from the template to the receipt, guided by the messages alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Browser, Page, Route
from pypdf import PdfReader

from data.settings import Settings
from tests.browser.conftest import Visitor, running_site
from tests.browser.test_every_page import FLAGS_ASTRAY

PERIOD, UNIT = "2026-Q3", "110109"
LEDGER = "机构台账"
MESSAGE = re.compile(r"^(?P<sheet>[^!]+)!(?P<cell>[A-Z]+\d+)　")


@pytest.fixture
def own_site(demo_copy: Settings, tmp_path: Path) -> Iterator[str]:
    """A dashboard on a demonstration of the test's own, into which it may write."""
    with running_site(demo_copy, tmp_path / "log", workers=2) as address:
        yield address


@pytest.fixture
def clerk(chromium: Browser, own_site: str) -> Iterator[Visitor]:
    context = chromium.new_context(
        bypass_csp=True, viewport={"width": 1366, "height": 900}, locale="zh-CN", accept_downloads=True
    )
    context.set_default_timeout(30_000)
    visitor = Visitor(context.new_page(), own_site)
    visitor.watch()
    yield visitor
    context.close()
    assert visitor.foreign == []
    assert visitor.errors == []


class Workbook:
    """The clerk's file: cells are found by header, as a person finds them."""

    def __init__(self, content: bytes) -> None:
        self.book = openpyxl.load_workbook(BytesIO(content))
        sheet = self.book[LEDGER]
        self.heads = {cell.value: cell.column for cell in sheet[1]}
        self.lines = range(2, sheet.max_row + 1)

    def at(self, head: str, line: int):
        return self.book[LEDGER].cell(line, self.heads[head])

    def fill(self) -> None:
        """What a clerk types each quarter: the children present, and the training of the period."""
        for line in self.lines:
            if self.at("系统编号", line).value and self.at("运营状态", line).value == "正常":
                self.at("在托婴幼儿数", line).value = (self.at("核定托位数", line).value or 0) // 2
                self.at("普惠在托婴幼儿数", line).value = (self.at("普惠托位数", line).value or 0) // 2
        for row in self.book["队伍培训"].iter_rows(min_row=2):
            row[1].value = 3

    def say(self, item: str, words: str) -> None:
        """Type an item of 填报信息."""
        row = next(row for row in self.book["填报信息"].iter_rows() if row[0].value == item)
        row[1].value = words

    def bytes(self) -> bytes:
        target = BytesIO()
        self.book.save(target)
        return target.getvalue()


def open_lines(book: Workbook) -> list[int]:
    """Lines of institutions in operation with places."""
    return [
        line
        for line in book.lines
        if book.at("运营状态", line).value == "正常" and (book.at("核定托位数", line).value or 0) > 10
    ]


def spoil(book: Workbook) -> list[str]:
    """Ten errors of ten kinds in ten cells; the cells, as the messages must name them."""
    lines = open_lines(book)
    seeds = [
        ("普惠托位数", 9999),
        ("核定托位数", "四十"),
        ("在托婴幼儿数", -3),
        ("机构类型", "托儿所"),
        ("街乡代码", "110101001"),
        ("运营状态", "停业"),
        ("持证保育人员数", 888),
        ("状态起始日", "2026年13月1日"),
        ("机构名称", None),
        ("统一社会信用代码", "91110000I00000000O"),
    ]
    told = []
    for (head, wrong), line in zip(seeds, lines):
        cell = book.at(head, line)
        cell.value = wrong
        told.append(cell.coordinate)
    return told


def upload(page: Page, name: str, content: bytes) -> str:
    """Hand a file over and wait for what is said of it."""
    before = page.locator("#upload-judgement").inner_text()
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    page.locator("#upload input[type=file]").set_input_files({"name": name, "mimeType": kind, "buffer": content})
    page.wait_for_function("old => document.querySelector('#upload-judgement').innerText !== old", arg=before)
    page.wait_for_selector("#upload-judgement .judged")
    return page.locator("#upload-judgement").inner_text()


def messages(page: Page, kind: str) -> list[str]:
    return page.locator(f".issue-group.{kind} li").all_inner_texts()


def test_no_letter_of_a_flag_stands_on_the_verdict_of_what_would_change(clerk: Visitor):
    page = clerk.open(f"/returns?period={PERIOD}")
    filled = Workbook(template_from(page))
    filled.fill()
    upload(page, "报表.xlsx", filled.bytes())
    assert page.locator(".preview td.strong abbr.flag").count() > 1
    assert page.evaluate(FLAGS_ASTRAY) == []


def test_a_clerk_gets_a_return_right_from_the_messages_alone(clerk: Visitor):
    page = clerk.open(f"/returns?period={PERIOD}")
    template = template_from(page)
    right, wrong = Workbook(template), Workbook(template)
    crowded = fill_both(right, wrong)
    cells = spoil(wrong)

    told = upload(page, "报表.xlsx", wrong.bytes())
    assert "不能提交" in told
    assert page.locator("#upload-commit").count() == 0
    found = places(messages(page, "error"))
    assert set(cells) <= found
    marked = taken_back(page)
    assert [marked.book[LEDGER][cell].comment is None for cell in cells] == [False] * len(cells)
    assert {marked.book[LEDGER][cell].fill.fgColor.rgb for cell in cells} == {"FFF8B4AE"}

    for cell in found:
        marked.book[LEDGER][cell].value = right.book[LEDGER][cell].value
    assert "可以提交" in upload(page, "报表.xlsx", marked.bytes())
    assert messages(page, "error") == []
    assert places(messages(page, "warning")) == {crowded}
    assert "托位使用率" in page.locator(".preview").inner_text()

    press(page, "#upload-commit", "#upload-committed", "请先填写经办人")
    page.fill("#actor", "王会计")
    press(page, "#upload-commit", "#upload-committed", "已提交")
    page.wait_for_function("!document.querySelector('#awaited').innerText.includes('门头沟区')")
    assert [page.locator(gone).count() for gone in ("#upload-commit", ".preview")] == [0, 0]
    receipt = page.locator("#receipt-made").inner_text()
    assert receipt in page.inner_text("#told")
    assert receipt.startswith(f"TY-{UNIT}-2026Q3-R1-")
    assert "不重复入库" in upload(page, "报表（又一次）.xlsx", marked.bytes())

    assert page.input_value("#actor") == "王会计"
    page.click("#upload-judgement a[href*='receipt=']")
    page.wait_for_selector(act("accepted"))
    assert "王会计（未认证）" in page.inner_text("#main")
    assert page.input_value("#actor") == "", "who decides is not who handed in"
    page = clerk.open(f"/returns?receipt={receipt}")
    page.wait_for_selector(act("accepted"))
    assert page.input_value("#actor") == ""
    page.fill("#actor", "李审核")
    press(page, act("accepted"), "#review-decided", "没有说明")
    page.locator(".explaining textarea").fill("国庆前集中入托，已核实")
    press(page, act("explain"), "#told", "说明已保存")
    page.wait_for_function("document.querySelector('#remarks').innerText.includes('国庆前集中入托')")
    press(page, act("accepted"), "#told", "已审核通过")
    page.wait_for_selector(act("unlocked"))
    assert paper(page).pages[0].extract_text()

    right.at("核定托位数", open_lines(right)[1]).value += 1
    right.say("修订说明", "更正托位数")
    page = clerk.open(f"/returns?period={PERIOD}")
    assert "已审定" in upload(page, "修订.xlsx", right.bytes())
    assert page.locator("#upload-commit").count() == 0
    page = clerk.open(f"/returns?receipt={receipt}")
    page.fill("#actor", "李审核")
    press(page, act("unlocked"), "#review-decided", "写明原因")
    page.fill("#review-reason", "核定托位数有误")
    press(page, act("unlocked"), "#told", "已解锁")
    page = clerk.open(f"/returns?period={PERIOD}")
    assert "可以提交" in upload(page, "修订.xlsx", right.bytes())
    press(page, "#upload-commit", "#upload-committed", "已提交")
    page = clerk.open(f"/returns?receipt={page.locator('#receipt-made').inner_text()}")
    assert "核定托位数" in page.inner_text("#differences")


def test_the_receipt_stays_where_a_worker_answers_that_does_not_know_the_screen(clerk: Visitor):
    """A worker tells a change of the screens it sent itself; of any other it sends the screen whole."""
    page = clerk.open(f"/returns?period={PERIOD}")
    filled = Workbook(template_from(page))
    filled.fill()
    assert "可以提交" in upload(page, "报表.xlsx", filled.bytes())
    page.fill("#actor", "王会计")
    page.route(re.compile("_dash-update-component"), sent_as_if_nothing_were_shown)
    page.locator("#upload-commit").press("Enter")
    page.wait_for_function("!document.querySelector('#awaited').innerText.includes('门头沟区')")
    page.wait_for_timeout(500)  # a screen that takes the receipt away may be drawn a moment after its list
    assert page.locator("#receipt-made").count() == 1
    assert page.locator("#receipt-made").inner_text() in page.inner_text("#told")
    page = clerk.open(f"/returns?period={PERIOD}")
    assert page.locator("#receipt-made").count() == 0, "it is told once, and not to whoever opens the page later"


def sent_as_if_nothing_were_shown(route: Route) -> None:
    """Pass a question on without the name of the screen that is shown."""
    asked = route.request.post_data_json
    for state in asked.get("state", []):
        if state["id"] == "shown":
            state["value"] = None
    route.continue_(post_data=asked)


def template_from(page: Page) -> bytes:
    """The unit's template, taken away from the page."""
    page.locator(".templates summary").click()
    with page.expect_download() as arriving:
        page.locator(f"a[href*='/download/template/{UNIT}.xlsx']").click()
    assert arriving.value.suggested_filename == f"托育报表_{UNIT}_{PERIOD}.xlsx"
    return Path(arriving.value.path()).read_bytes()


def fill_both(right: Workbook, wrong: Workbook) -> str:
    """Both filled alike, with more children than places in one cell: a 疑点 that is so; the cell."""
    for book in (right, wrong):
        book.fill()
        line = open_lines(book)[-1]
        book.at("在托婴幼儿数", line).value = book.at("核定托位数", line).value + 1
    return book.at("在托婴幼儿数", line).coordinate


def places(lines: list[str]) -> set[str]:
    """The cells of the ledger that messages name."""
    found = (MESSAGE.match(line) for line in lines)
    return {place["cell"] for place in found if place and place["sheet"] == LEDGER}


def taken_back(page: Page) -> Workbook:
    """The same workbook with what was found written on it."""
    with page.expect_download() as arriving:
        page.click("#upload-marked")
    return Workbook(Path(arriving.value.path()).read_bytes())


def act(name: str) -> str:
    """The button of an act of review."""
    return f'[id=\'{{"act":"{name}"}}\']'


def press(page: Page, button: str, answer: str, said: str) -> None:
    """Press a button by keyboard and wait until the answer says so."""
    page.locator(button).press("Enter")
    page.wait_for_function(
        "([answer, said]) => (document.querySelector(answer) || {innerText: ''}).innerText.includes(said)",
        arg=[answer, said],
    )


def paper(page: Page) -> PdfReader:
    with page.expect_download() as arriving:
        page.locator("a[href*='form.pdf']").click()
    return PdfReader(BytesIO(Path(arriving.value.path()).read_bytes()))
