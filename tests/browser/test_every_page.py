"""What must hold on every page there is: for a keyboard, a screen reader, a telephone and a wall."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Visitor
from tests.page_addresses import DEEPER, addresses

AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text(encoding="utf-8")
PAGES = addresses()
ACCOUNTS = ("?period=2024-Q4&explain=G1~110000~", "districts/110114?explain=G3~110114~", "?explain=G2~110114~平原新城")
LANGUAGES = ("zh", "en")
WIDTHS = (320, 390, 768, 1366, 1920)
NOTHING_FILED = ("/?period=2026-Q4", "/screen?period=2026-Q4")
"""A period without any return, in which every verdict tells why there is none."""
TELEPHONE = 390

# What reaches past the right edge, innermost last; empty where the page does not scroll sideways.
TOO_WIDE = """() => {
    const edge = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= edge) return [];
    const beyond = [...document.body.querySelectorAll('*')]
        .filter(e => e.getBoundingClientRect().right > edge + 1)
        .map(e => `${e.tagName}.${e.className} ${Math.round(e.getBoundingClientRect().right)}`)
        .slice(0, 8);
    return [document.documentElement.scrollWidth, ...beyond];
}"""


# Tables that scroll inside the page.
INNER = """() => [...document.querySelectorAll('#main .wide')]
    .filter(one => one.scrollWidth > one.clientWidth + 1)
    .map(one => `${one.getAttribute('aria-label')} ${one.scrollWidth} in ${one.clientWidth}`)"""

# Cells of tables of many columns that are hidden, or that do not say which column they are of.
UNTOLD = """() => [...document.querySelectorAll('#main table.figures')]
    .filter(table => table.rows.length && table.rows[table.rows.length - 1].cells.length > 3)
    .flatMap(table => [...table.querySelectorAll('tbody td')])
    .filter(cell => !cell.offsetHeight || (!cell.matches('.bullet-cell, .bar-cell, .cards.commitments td, .strong')
        && getComputedStyle(cell, '::before').content.length < 3))
    .map(cell => `${cell.closest('table').caption.textContent}: ${cell.className} ${cell.textContent.slice(0, 20)}`)
    .slice(0, 8)"""

# Headings, cells and links whose own words do not fit the box they stand in and are clipped by it.
CUT = """() => [...document.querySelectorAll('#main h1, #main h2, #main h3, #main td, #main th, #main a')]
    .filter(e => e.clientWidth > 1 && getComputedStyle(e).overflowX !== 'visible' &&
        getComputedStyle(e).textOverflow !== 'ellipsis' && e.scrollWidth > e.clientWidth + 1)
    .map(e => `${e.tagName}.${e.className} ${e.textContent.slice(0, 30)}`)"""

# Letters of flags that do not follow their figure, or that what follows is printed over.
FLAGS_ASTRAY = """() => [...document.querySelectorAll('#main abbr.flag')].flatMap(one => {
    if (!one.offsetParent) return [];
    const cell = one.closest('td, th, li, p'), at = one.getBoundingClientRect(), boxes = [[], []];
    const words = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT), range = document.createRange();
    for (let side = 0; words.nextNode();) {
        if (one.contains(words.currentNode)) side = 1;
        else if (range.selectNodeContents(words.currentNode), words.currentNode.textContent.trim())
            boxes[side].push(...range.getClientRects());
    }
    const before = boxes[0].at(-1), over = boxes[1].some(box => box.left < at.right - 1 && at.left < box.right - 1
        && box.top < at.bottom - 4 && at.top < box.bottom - 4);
    const apart = at.left < before.right - 1 || at.left > before.right + 8;
    return over || apart ? [cell.textContent] : [];
})"""


def too_wide(page: Page) -> list:
    """What stays too wide: graphs answer a new width with a new drawing, on a busy machine not at once."""
    page.wait_for_timeout(300)
    for _ in range(20):
        if not page.evaluate(TOO_WIDE):
            break
        page.wait_for_timeout(250)
    return page.evaluate(TOO_WIDE)


@pytest.mark.parametrize("width", [390, 1366])
@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing_serious(visitor: Visitor, path: str, lang: str, width: int):
    visitor.page.set_viewport_size({"width": width, "height": 800})
    page = visitor.open(f"{path}?lang={lang}")
    visitor.unfold()
    page.evaluate(AXE)
    found = page.evaluate("async () => (await axe.run(document, {resultTypes: ['violations']})).violations")
    serious = {
        finding["id"]: [node["html"][:160] for node in finding["nodes"][:3]]
        for finding in found
        if finding["impact"] in {"serious", "critical"}
    }
    assert serious == {}, json.dumps(serious, ensure_ascii=False, indent=1)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("path", ACCOUNTS)
def test_a_figure_that_tells_how_it_came_about_passes_axe_and_fits_every_width(visitor: Visitor, path: str, lang: str):
    page = visitor.open(f"/{path}&lang={lang}")
    page.locator("#account").wait_for()
    page.evaluate(AXE)
    found = page.evaluate("async () => (await axe.run(document, {resultTypes: ['violations']})).violations")
    assert [one["id"] for one in found if one["impact"] in {"serious", "critical"}] == []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        assert too_wide(page) == [], width


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("path", [*PAGES, *NOTHING_FILED])
def test_no_width_scrolls_sideways_and_a_telephone_has_every_figure_under_its_words(
    visitor: Visitor, path: str, lang: str
):
    """Neither the page nor, with all its data unfolded, a table inside it. On a telephone the lines of tables with more
    than three columns are cards: no cell of them is hidden, none is without what it is.
    """
    page = visitor.open(f"{path}{'&' if '?' in path else '?'}lang={lang}")
    visitor.unfold()
    page.evaluate("document.querySelectorAll('#main details').forEach(one => one.open = true)")
    overflow, untold = {}, {}
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        overflow[width] = [*too_wide(page), *page.evaluate(INNER)]
        untold[width] = page.evaluate(UNTOLD) if width <= TELEPHONE else []
    assert (overflow, untold) == ({width: [] for width in WIDTHS},) * 2


@pytest.mark.parametrize(("path", "lang"), [("/gaps", "zh"), ("/", "en")])
def test_letters_of_flags_follow_their_figure(visitor: Visitor, path: str, lang: str):
    page = visitor.open(f"{path}?lang={lang}")
    page.evaluate("document.querySelectorAll('#main details').forEach(one => one.open = true)")
    assert page.locator("#main abbr.flag:visible").count() > 10
    assert page.evaluate(FLAGS_ASTRAY) == []


@pytest.mark.parametrize("path", PAGES)
def test_at_twice_the_size_of_letters_nothing_scrolls_sideways_and_nothing_is_cut(visitor: Visitor, path: str):
    """A window of 1280 at 200 % has 640 CSS pixels, each of two; letters alone at 200 % must not break it either."""
    context = visitor.page.context.browser.new_context(
        bypass_csp=True, viewport={"width": 640, "height": 400}, device_scale_factor=2, locale="zh-CN"
    )
    zoomed = Visitor(context.new_page(), visitor.site)
    page = zoomed.open(path)
    zoomed.unfold()
    assert too_wide(page) == []
    page.add_style_tag(content="html { font-size: 200% }")
    assert too_wide(page) == []
    assert page.evaluate(CUT) == []
    context.close()


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("path", [*PAGES, *DEEPER])
def test_every_page_says_its_language_and_that_it_is_a_demonstration(visitor: Visitor, path: str, lang: str):
    page = visitor.open(f"{path}{'&' if '?' in path else '?'}lang={lang}")
    assert page.get_attribute("html", "lang") == {"zh": "zh-CN", "en": "en"}[lang]
    assert {"zh": "演示数据", "en": "emonstration"}[lang] in page.inner_text("body")


@pytest.mark.parametrize("path", PAGES)
def test_every_page_has_one_heading_of_the_first_level(visitor: Visitor, path: str):
    assert visitor.open(path).locator("h1").count() == 1


@pytest.mark.parametrize("path", PAGES)
def test_no_key_of_a_catalogue_and_no_word_of_python_reaches_a_reader(visitor: Visitor, path: str):
    body = visitor.open(path).inner_text("body")
    assert [
        word for word in ("None", "nan", "NaN", "Fraction(", "undefined", "page.", "indicator.") if word in body
    ] == []
