"""数字核对 in Chromium: the Word file is taken from the page, changed, and handed over to be checked."""

from __future__ import annotations

import io
import json
from pathlib import Path

import docx
import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Visitor
from tests.browser.test_every_page import AXE, TOO_WIDE

PATIENCE = 120_000
"""Milliseconds for the first Word file of a process on busy cores."""
ADDRESS = "/briefings?period=2025-Q4&org_unit=110114&format=docx"


def draft_of(page: Page) -> bytes:
    with page.expect_download(timeout=PATIENCE) as found:
        page.click("#choice .downloads a")
    return Path(found.value.path()).read_bytes()


def slipped(content: bytes) -> bytes:
    """A cell of the first table after 数据说明 with another figure, and a sentence of the office's own."""
    paper = docx.Document(io.BytesIO(content))
    paper.paragraphs[3].insert_paragraph_before("今年以来召开调度会3次。")
    paper.tables[1].rows[2].cells[4].paragraphs[0].runs[0].text = "98765"
    out = io.BytesIO()
    paper.save(out)
    return out.getvalue()


def hand_over(page: Page, content: bytes, name: str = "草稿.docx") -> str:
    page.locator("#draft input[type=file]").set_input_files({"name": name, "mimeType": "", "buffer": content})
    page.wait_for_function("() => document.querySelector('#draft-checked').children.length > 0", timeout=PATIENCE)
    return page.inner_text("#draft-checked")


def test_the_untouched_draft_is_clean_and_a_slip_is_shown(visitor: Visitor):
    page = visitor.open(ADDRESS)
    content = draft_of(page)
    assert "没有发现不符的数字" in hand_over(page, content)
    page = visitor.open(ADDRESS)
    told = hand_over(page, slipped(content))
    assert "不符的数字（1个）" in told
    assert "表2第3行第5列" in told
    assert "98765" in told
    assert "未找到对应的数字（1个）" in told


def test_what_is_no_word_file_is_refused_in_words(visitor: Visitor):
    page = visitor.open(ADDRESS)
    assert "不接收.doc格式" in hand_over(page, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "草稿.doc")


@pytest.mark.parametrize("width", [390, 1366])
def test_the_answer_fits_and_axe_finds_nothing_serious(visitor: Visitor, width: int):
    visitor.page.set_viewport_size({"width": width, "height": 800})
    page = visitor.open(ADDRESS)
    hand_over(page, slipped(draft_of(page)))
    page.evaluate("document.querySelectorAll('#number-check details').forEach(one => one.open = true)")
    assert page.evaluate(TOO_WIDE) == []
    page.evaluate(AXE)
    found = page.evaluate("async () => (await axe.run('#number-check', {resultTypes: ['violations']})).violations")
    serious = {one["id"]: [node["html"][:160] for node in one["nodes"][:3]] for one in found
               if one["impact"] in {"serious", "critical"}}  # fmt: skip
    assert serious == {}, json.dumps(serious, ensure_ascii=False, indent=1)
