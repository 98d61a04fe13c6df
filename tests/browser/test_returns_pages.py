"""The page of one return, and the desk, for a keyboard, a screen reader and a telephone."""

from __future__ import annotations

import json

import pytest

from data.model import Period
from tests.browser.conftest import Visitor
from tests.browser.test_every_page import AXE, TOO_WIDE, WIDTHS


@pytest.fixture
def one_return(demo_repository) -> str:
    """The address of a return of 昌平 that waits for its review."""
    found = demo_repository.returns(period=Period.parse("2026-Q3"))
    receipt = next(one.receipt for one in found if one.org_unit == "110114")
    return f"/returns?receipt={receipt}"


@pytest.fixture
def revised_return(demo_repository) -> str:
    """The address of a return that was revised."""
    receipt = next(one.receipt for one in reversed(demo_repository.returns()) if one.revision > 1)
    return f"/returns?receipt={receipt}"


@pytest.mark.parametrize("width", [390, 1366])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_axe_finds_nothing_serious_on_the_page_of_a_return(visitor: Visitor, one_return: str, lang: str, width: int):
    visitor.page.set_viewport_size({"width": width, "height": 800})
    page = visitor.open(f"{one_return}&lang={lang}")
    page.evaluate(AXE)
    found = page.evaluate("async () => (await axe.run(document, {resultTypes: ['violations']})).violations")
    serious = {
        finding["id"]: [node["html"][:160] for node in finding["nodes"][:3]]
        for finding in found
        if finding["impact"] in {"serious", "critical"}
    }
    assert serious == {}, json.dumps(serious, ensure_ascii=False, indent=1)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("which", ["one_return", "revised_return"])
def test_the_page_of_a_return_never_scrolls_sideways(
    visitor: Visitor, request: pytest.FixtureRequest, which: str, lang: str
):
    page = visitor.open(f"{request.getfixturevalue(which)}&lang={lang}")
    overflow = {}
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        overflow[width] = page.evaluate(TOO_WIDE)
    assert overflow == {width: [] for width in WIDTHS}


def test_a_revised_return_shows_its_first_and_latest_figures_side_by_side(visitor: Visitor, revised_return: str):
    page = visitor.open(revised_return)
    assert page.locator("#differences tbody tr").count() > 0


def test_the_place_for_a_file_is_opened_by_keyboard(visitor: Visitor):
    page = visitor.open("/returns")
    page.wait_for_selector("#upload input[type=file]", state="attached")
    page.focus("#actor")
    page.keyboard.press("Tab")
    page.wait_for_function("document.activeElement.closest('#upload')")
    with page.expect_file_chooser():
        page.keyboard.press("Space")


def test_a_file_over_ten_megabytes_is_told_without_being_sent(visitor: Visitor):
    page = visitor.open("/returns")
    sent = []
    page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    large = {"name": "大.xlsx", "mimeType": "application/zip", "buffer": b"PK" + b"0" * (10 * 1024 * 1024)}
    page.locator("#upload input[type=file]").set_input_files(large)
    page.wait_for_selector("#upload-judgement .told-no")
    assert "10MB" in page.inner_text("#upload-judgement")
    assert sent == []


def test_the_reminder_is_copied_by_its_button(visitor: Visitor):
    page = visitor.open("/returns?period=2026-Q3")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.locator("[data-copy=awaited-text]").press("Enter")
    page.wait_for_function("document.querySelector('[data-copy=awaited-text]').textContent === '已复制'")
    assert "门头沟区：未报送" in page.evaluate("navigator.clipboard.readText()")
