"""大屏: one still view on a wall, of whatever size; a page like any other on a telephone."""

from __future__ import annotations

import pytest

from tests.browser.conftest import Visitor

WALLS = ((1366, 768), (1920, 1080), (3840, 2160), (1920, 1200))
# Words that reach out of the box that holds them: of the wall itself, of a tile, of the table, of the map's part.
OUT = """() => {
    const out = [];
    for (const box of document.querySelectorAll('.wall, .wall-tile, .wall-targets, .wall-places')) {
        const edge = box.getBoundingClientRect();
        for (const e of box.querySelectorAll('h1, h2, h3, p, td, th, li, span, strong, a')) {
            const r = e.getBoundingClientRect();
            if (!r.width || !r.height || getComputedStyle(e).visibility === 'hidden') continue;
            if (e.closest('caption')) continue;
            if (r.right > edge.right + 1 || r.bottom > edge.bottom + 1 || r.left < edge.left - 1)
                out.push(`${box.className}: ${e.tagName} ${e.textContent.slice(0, 30)}`);
        }
    }
    return out;
}"""
# Names of the map of townships that run into each other.
RUN_TOGETHER = """() => {
    const names = [...document.querySelectorAll('.hexagons > span')]
        .map(e => [e.textContent, e.getBoundingClientRect()]);
    return names.flatMap(([name, a], place) => names.slice(0, place)
        .filter(([, b]) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom)
        .map(([other]) => `${other} ${name}`));
}"""
SHARES = """() => [...document.querySelectorAll('.wall-tile .big, .wall-rows tr, .wall-zone')]
    .map(e => e.getBoundingClientRect()).map(r => [r.left / innerWidth, r.top / innerWidth, r.height / innerWidth])"""


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(("width", "height"), WALLS)
def test_the_wall_fits_without_scrolling_and_nothing_reaches_out_of_its_box(
    visitor: Visitor, lang: str, width: int, height: int
):
    visitor.page.set_viewport_size({"width": width, "height": height})
    page = visitor.open(f"/screen?period=2026-Q3&lang={lang}")
    assert page.evaluate("[document.documentElement.scrollWidth, document.documentElement.scrollHeight]") == [
        width,
        height,
    ]
    assert page.evaluate(OUT) == []
    assert page.evaluate(RUN_TOGETHER) == []


def test_the_wall_is_the_same_picture_at_every_size_of_16_to_9(visitor: Visitor):
    found = []
    for width, height in ((1920, 1080), (3840, 2160)):
        visitor.page.set_viewport_size({"width": width, "height": height})
        found.append(visitor.open("/screen?period=2026-Q3").evaluate(SHARES))
    for small, large in zip(*found, strict=True):
        assert small == pytest.approx(large, abs=0.0015)


def test_the_smallest_words_of_a_wall_can_be_read_from_the_back_of_a_room(visitor: Visitor):
    """The figures of the tiles are a thirtieth of the height at least, the rows a fiftieth."""
    visitor.page.set_viewport_size({"width": 1920, "height": 1080})
    page = visitor.open("/screen?period=2026-Q3")
    size = "selector => parseFloat(getComputedStyle(document.querySelector(selector)).fontSize)"
    assert page.evaluate(size, ".wall-tile .big") >= 1080 / 30
    assert page.evaluate(size, ".wall-rows td") >= 1080 / 50


def test_the_wall_stands_still_and_offers_no_choices_but_says_what_it_rests_on(visitor: Visitor):
    page = visitor.open("/screen?period=2026-Q3")
    page.wait_for_function("document.getAnimations().length === 0")  # the page before it may still be fading
    assert page.locator(".filters, .site-head, select, input").count() == 0
    told = page.inner_text(".wall")
    assert "演示数据" in told
    assert "截至" in told
    assert "2026年三季度" in told
    assert "示意图，不代表行政区域界线" in told


def test_the_wall_tells_the_figures_of_the_overview(visitor: Visitor):
    figures = "selector => [...document.querySelectorAll(selector)].map(e => e.innerText.replace(/[a-z\\s]/g, ''))"
    wall = visitor.open("/screen?period=2025-Q4&as_of=2026-11-20").evaluate(
        figures, ".wall-rows td.number:nth-child(3)"
    )
    page = visitor.open("/?period=2025-Q4&as_of=2026-11-20").evaluate(figures, ".commitments td.number.strong")
    assert len(wall) == 12
    assert wall == page
