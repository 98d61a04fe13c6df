"""A page reached by changing another shows exactly what a fresh visit to its address shows."""

from __future__ import annotations

import pytest

from tests.browser.conftest import Visitor

FIXED = "2026-11-20"
WHAT_IS_SHOWN = """() => [...document.querySelectorAll('#head, #main')].map(part => {
    const copy = part.cloneNode(true);
    copy.querySelectorAll('.dash-graph').forEach(graph => graph.remove());
    copy.removeAttribute('class');
    return copy.innerHTML;
})"""
STEPS = {
    "period": lambda page: page.select_option("#filter-period", "2024-Q4"),
    "plan": lambda page: page.select_option("#filter-plan", "2026"),
    "zone": lambda page: page.click("#coverage .tabs a:nth-child(5)"),
    "sort": lambda page: page.click("#units thead th:nth-child(3) a"),
    "language": lambda page: page.click("a.language"),
    "district": lambda page: page.click("#units a[href*='/districts/110114']"),
    "definitions": lambda page: page.click("header a[href*='/methodology']"),
}


@pytest.mark.parametrize("step", STEPS)
def test_a_changed_page_is_the_page_of_its_address(visitor: Visitor, step: str):
    page = visitor.open(f"/?period=2025-Q4&as_of={FIXED}")
    before = page.url
    STEPS[step](page)
    page.wait_for_url(lambda url: url != before)
    visitor.settle()
    page.wait_for_function("!document.querySelector('#main.busy')")
    page.wait_for_timeout(300)
    after = page.evaluate(WHAT_IS_SHOWN)
    visitor.open(page.url.removeprefix(visitor.site))
    page.wait_for_timeout(300)
    assert after == page.evaluate(WHAT_IS_SHOWN)


def test_there_and_back_shows_the_same_again(visitor: Visitor):
    page = visitor.open(f"/?period=2025-Q4&as_of={FIXED}")
    first = page.evaluate(WHAT_IS_SHOWN)
    page.select_option("#filter-period", "2023-Q4")
    page.wait_for_function("document.querySelector('#main').innerText.includes('2023年12月底')")
    page.go_back()
    page.wait_for_function("document.querySelector('#main').innerText.includes('2025年12月底')")
    visitor.settle()
    page.wait_for_timeout(300)
    assert page.evaluate(WHAT_IS_SHOWN) == first


def test_pointing_at_a_hexagon_tells_its_township(visitor: Visitor):
    page = visitor.open(f"/?period=2025-Q4&as_of={FIXED}")
    cell = page.locator(".hexagons > i").nth(40)
    cell.hover()
    assert (cell.get_attribute("data-name") or "?") in page.inner_text(".tip")
