"""Ten tasks of everyday done by keyboard alone: Tab, Shift+Tab, Enter, Space, arrows, Escape. Nothing is clicked."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Visitor

PERIOD = "/?period=2025-Q4"
MOST_TABS = 400
FOCUSED = "() => document.activeElement && document.activeElement.outerHTML.slice(0, 400)"
OUTLINED = """() => { const e = document.activeElement, s = getComputedStyle(e);
    return s.outlineStyle !== 'none' || s.boxShadow !== 'none' || e.tagName === 'MAIN'; }"""


def tab_to(page: Page, wanted: str | Callable[[str], bool], *, key: str = "Tab") -> None:
    """Press Tab until what is focused matches the selector; every stop on the way can be seen to be focused."""
    for _ in range(MOST_TABS):
        page.keyboard.press(key)
        assert page.evaluate(OUTLINED), page.evaluate(FOCUSED)
        if page.evaluate("selector => document.activeElement.matches(selector)", wanted):
            return
    raise AssertionError(f"{wanted} is not reached by {MOST_TABS} x {key}")


def test_past_the_navigation_to_the_figures(visitor: Visitor):
    page = visitor.open(PERIOD)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('#main') !== null")


def test_open_how_a_figure_came_about_and_close_it_again(visitor: Visitor):
    page = visitor.open(PERIOD)
    tab_to(page, "#row-G1 a.why")
    page.keyboard.press("Enter")
    page.wait_for_selector("#account")
    page.wait_for_function("document.activeElement.id === 'account-title'")
    page.keyboard.press("Escape")
    page.wait_for_selector("#account", state="detached")
    page.wait_for_function("document.activeElement.matches('a.why')")
    assert "explain" not in page.url


def test_change_the_period(visitor: Visitor):
    page = visitor.open(PERIOD)
    tab_to(page, "#filter-period")
    page.keyboard.press("ArrowDown")
    page.wait_for_url("**period=2025-Q3**")
    visitor.settle()
    page.wait_for_function("document.querySelector('#main').innerText.includes('2025年9月底')")


def test_change_the_plan(visitor: Visitor):
    page = visitor.open("/?period=2026-Q3")
    tab_to(page, "#filter-plan")
    page.keyboard.press("ArrowDown")
    page.wait_for_url("**plan=2026**")
    visitor.settle()
    page.wait_for_function("document.querySelectorAll('[id^=row-G]').length === 1")


def test_switch_the_language(visitor: Visitor):
    page = visitor.open(PERIOD)
    tab_to(page, "a.language")
    page.keyboard.press("Enter")
    page.wait_for_function("document.documentElement.lang === 'en'")
    visitor.settle()
    assert "period=2025-Q4" in page.url


def test_download_the_data_of_a_chart(visitor: Visitor):
    page = visitor.open(PERIOD)
    tab_to(page, "#trends a[href*='.csv']")
    with page.expect_download() as arriving:
        page.keyboard.press("Enter")
    assert Path(arriving.value.path()).read_bytes().startswith(b"\xef\xbb\xbf")


def test_unfold_the_data_of_a_chart(visitor: Visitor):
    page = visitor.open(PERIOD)
    tab_to(page, "#trends a.data-link")
    page.keyboard.press("Enter")
    page.wait_for_selector("#trends details[open] table a.why")
    assert page.locator("#trends table").is_visible()


def test_open_a_district(visitor: Visitor):
    page = visitor.open(PERIOD)
    tab_to(page, "#units a[href*='/districts/110114']")
    page.keyboard.press("Enter")
    page.wait_for_url("**/districts/110114**")
    visitor.settle()
    assert "昌平区" in page.inner_text("h1")
    assert page.evaluate("document.activeElement.id") == "main", "a new page takes the focus"


def test_sort_the_units_by_a_figure_and_back(visitor: Visitor):
    page = visitor.open(PERIOD)
    tab_to(page, "#units a.sort[href*='sort=slots']")
    page.keyboard.press("Enter")
    page.wait_for_url("**sort=slots**")
    page.wait_for_selector("#units th[aria-sort=descending]")
    assert "朝阳区" in page.locator("#units tbody tr").first.inner_text()
    tab_to(page, "#units a.sort:not([href*='sort='])", key="Shift+Tab")
    page.keyboard.press("Enter")
    page.wait_for_selector("#units th[aria-sort=ascending]")
    assert "东城区" in page.locator("#units tbody tr").first.inner_text()


def test_follow_a_targets_name_to_its_own_trend_and_close_it(visitor: Visitor):
    page = visitor.open(PERIOD)
    tab_to(page, "#trends .panel-name a[href*='indicator=T14c']")
    page.keyboard.press("Enter")
    page.wait_for_url("**indicator=T14c**")
    visitor.settle()
    assert page.locator("#trends .dash-graph").count() == 1
    page.wait_for_function("document.activeElement.closest('#trends')")  # once the new tree is drawn
    tab_to(page, "#trends a.close-trend", key="Shift+Tab")
    page.keyboard.press("Enter")
    page.wait_for_selector("#trends .dash-graph", state="detached")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_open_the_menu_of_a_narrow_screen_and_go_to_another_page(visitor: Visitor, lang: str):
    visitor.page.set_viewport_size({"width": 320, "height": 640})
    page = visitor.open(f"{PERIOD}&lang={lang}")
    assert not page.locator("#places").is_visible()
    tab_to(page, ".menu-button")
    page.keyboard.press("Enter")
    assert page.get_attribute(".menu-button", "aria-expanded") == "true"
    assert page.locator("#places").is_visible()
    page.keyboard.press("Escape")
    assert not page.locator("#places").is_visible()
    page.keyboard.press("Enter")
    tab_to(page, "#places a[href*='/quality']")
    page.keyboard.press("Enter")
    page.wait_for_url("**/quality**")
    visitor.settle()
    assert not page.locator("#places").is_visible(), "another page shuts the menu"
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_narrow_the_map_to_a_zone(visitor: Visitor):
    page = visitor.open(PERIOD)
    tab_to(page, "#coverage .tabs a[href*='zone=']")
    page.keyboard.press("Enter")
    page.wait_for_function("location.search.includes('zone=')")
    page.wait_for_function("document.querySelectorAll('#coverage .hexagons > i').length === 139")
