"""The same address is the same picture, to the pixel: opened afresh, or come to from another page.

Reference pictures kept in the repository would differ by fonts and versions of the browser and fail on every machine
but one. Two renderings of one run differ by nothing but the way there, so every pixel is compared and none is masked
(ADR 0025). That the comparison sees a difference is proved by a change of one word.
"""

from __future__ import annotations

import hashlib

import pytest

from tests.browser.conftest import Visitor
from tests.browser.test_addresses import PATIENCE, follow

STABLE = (
    "/?period=2025-Q4",
    "/districts/110114?period=2025-Q4",
    "/methodology?period=2025-Q4",
    "/screen?period=2025-Q4",
)
MOMENT = "&as_of=2026-11-20"
STILL = "*, *::before, *::after { animation: none !important; transition: none !important; caret-color: transparent; }"


def picture(visitor: Visitor) -> str:
    """The digest of the whole page as drawn, at its top, with nothing focused or pointed at."""
    page = visitor.page
    page.add_style_tag(content=STILL)
    page.evaluate("() => { document.activeElement.blur(); scrollTo(0, 0); return document.fonts.ready; }")
    page.mouse.move(0, 0)
    page.wait_for_timeout(300)
    return hashlib.sha256(page.screenshot(full_page=True)).hexdigest()


@pytest.mark.parametrize("address", STABLE)
def test_a_page_opened_afresh_and_come_to_from_another_is_one_picture(visitor: Visitor, address: str):
    visitor.page.set_default_timeout(PATIENCE)
    visitor.open(address + MOMENT)
    afresh = picture(visitor)
    visitor.page.goto("about:blank")
    visitor.open(f"/quality?period=2024-Q4{MOMENT}")
    follow(visitor, address + MOMENT)
    assert picture(visitor) == afresh


def test_another_word_is_another_picture(visitor: Visitor):
    visitor.open(STABLE[0] + MOMENT)
    before = picture(visitor)
    visitor.page.evaluate("document.querySelector('#main h1').append('。')")
    assert picture(visitor) != before
