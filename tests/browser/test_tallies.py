"""A number that counts lands at what it counts: elsewhere on the page, folded, or sent only when it is asked for."""

from __future__ import annotations

from tests.browser.conftest import Visitor

NEAR_THE_TOP = "id => Math.abs(document.getElementById(id).getBoundingClientRect().top) < 200"
MARKED = "id => document.getElementById(id).matches(':target')"


def test_targets_counted_lead_to_the_first_row_of_theirs_which_is_marked(visitor: Visitor):
    page = visitor.open("/?period=2025-Q4")
    page.locator(".tally a.counts", has_text="未达标").first.click()
    page.wait_for_function(MARKED, arg="row-G1")
    page.wait_for_function(NEAR_THE_TOP, arg="row-G1")


def test_townships_counted_beside_the_map_open_the_folded_list_of_them(visitor: Visitor):
    page = visitor.open("/?period=2025-Q4")
    assert page.locator("#needs-fragile").get_attribute("open") is None
    page.locator("#coverage .legend a.counts", has_text="脆弱覆盖").click()
    page.wait_for_function("() => document.getElementById('needs-fragile').open")


def test_townships_counted_lead_to_their_list_on_another_page_and_on_the_same(visitor: Visitor):
    for width in (1366, 390):
        visitor.page.set_viewport_size({"width": width, "height": 800})
        for start, link in (
            ("/?period=2025-Q4", "#coverage .legend a.counts"),
            ("/coverage?period=2025-Q4", ".townmap-legend a.counts"),
        ):
            page = visitor.open(start)
            page.locator(link).first.click()
            page.wait_for_url("**/coverage?*table=map#map-data")
            page.locator("#map-data table").wait_for()
            page.wait_for_function(NEAR_THE_TOP, arg="map-data")
        page.goto("about:blank")
