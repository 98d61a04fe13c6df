"""缺口测算 as a reader uses it: a slider writes the address, and the address alone gives the same figures again."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Route

from tests.browser.conftest import Visitor

COST = "#planner .stat .big"
ASKS = re.compile("_dash-update-component")


def asked(visitor: Visitor) -> dict[str, str]:
    """The query of the address, decoded."""
    return {name: values[0] for name, values in parse_qs(urlsplit(visitor.page.url).query).items()}


def figures(visitor: Visitor) -> str:
    """What the planner says, its fields apart."""
    parts = ("#planner .strip", "#planner .stats", "#planner .figures.outcomes", "#planner .figures.ways", ".measures")
    return "\n".join(visitor.page.inner_text(part) for part in parts)


def waits_for_other_figures(visitor: Visitor, before: str) -> None:
    visitor.page.wait_for_function(
        "before => document.querySelector('#planner .stats')?.innerText !== before", arg=before
    )
    visitor.settle()


def test_a_slider_moved_by_keyboard_stands_in_the_address_and_opens_to_the_same_figures(visitor: Visitor):
    page = visitor.open("/gaps?period=2025-Q4")
    before = page.inner_text("#planner .stats")
    page.locator("#scenario-factor").focus()
    for _ in range(5):
        page.keyboard.press("ArrowRight")
    page.wait_for_url("**factor=150**")
    waits_for_other_figures(visitor, before)
    assert asked(visitor) == {"period": "2025-Q4", "factor": "150"}
    assert page.input_value("#scenario-factor-typed") == "150"
    told = figures(visitor)
    page.reload()
    visitor.settle()
    assert figures(visitor) == told
    assert page.input_value("#scenario-factor") == "150"


def test_a_slider_that_is_moved_asks_once_and_leaves_one_step_to_go_back(visitor: Visitor):
    page = visitor.open("/gaps?period=2025-Q4")
    before, steps, asks = page.inner_text("#planner .stats"), page.evaluate("history.length"), []
    page.on("request", lambda one: asks.append(one.url) if "..answer.data" in (one.post_data or "") else None)
    page.evaluate("""() => {
        const slider = document.querySelector("#scenario-factor");
        for (const value of [110, 120, 130, 140, 150]) {
            slider.value = value;
            slider.dispatchEvent(new Event("change", { bubbles: true }));
        }
    }""")
    waits_for_other_figures(visitor, before)
    assert asked(visitor)["factor"] == "150"
    assert (page.evaluate("history.length"), len(asks)) == (steps + 1, 1)


def test_an_answer_takes_no_slider_out_of_the_hand(visitor: Visitor):
    page = visitor.open("/gaps?period=2025-Q4")
    held: list[Route] = []

    def hold(asked: Route) -> None:
        held.append(asked)

    page.route(ASKS, hold)
    slider = page.locator("#scenario-factor")
    slider.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_url("**factor=110**")
    slider.scroll_into_view_if_needed()
    box = slider.bounding_box()
    assert box
    page.mouse.move(box["x"] + box["width"] / 4, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.8, box["y"] + box["height"] / 2, steps=5)
    moved = slider.input_value()
    assert int(moved) > 150
    assert held
    for one in held:
        one.continue_()
    page.unroute(ASKS)
    page.wait_for_function("() => document.documentElement.dataset.address.endsWith('factor=110')")
    page.wait_for_timeout(200)
    assert (slider.input_value(), page.input_value("#scenario-factor-typed")) == (moved, moved)
    page.mouse.up()
    page.wait_for_url(f"**factor={moved}**")
    visitor.settle()
    assert (slider.input_value(), page.input_value("#scenario-factor-typed")) == (moved, moved)


def test_targets_horizon_limits_and_order_are_all_in_the_address_and_back_undoes_them(visitor: Visitor):
    page = visitor.open("/gaps?period=2025-Q4")
    first = before = page.inner_text("#planner .stats")
    page.check("#target-G1")
    page.wait_for_url("**targets=**")
    waits_for_other_figures(visitor, before)
    assert "不能全部达到" in page.inner_text("#planner .strip.unmet")
    assert "即使只顾这一项" in page.inner_text(".unreached")
    before = page.inner_text("#planner .stats")
    page.select_option("#scenario-by", "2028-Q4")
    page.locator(".limits summary").click()
    page.fill("#limit-build-S1", "60")
    page.keyboard.press("Tab")
    page.wait_for_url("**limits=**")
    page.uncheck("#scenario-first")
    page.wait_for_url("**first=no**")
    assert asked(visitor) == {
        "period": "2025-Q4",
        "targets": "G1~G2",
        "by": "2028-Q4",
        "limits": "build.S1.60",
        "first": "no",
    }
    waits_for_other_figures(visitor, before)
    page.wait_for_function("() => document.querySelector('#planner .strip').innerText.includes('2028')")
    visitor.settle()
    told = figures(visitor)
    page.reload()
    visitor.settle()
    assert figures(visitor) == told
    page.get_by_text("恢复默认条件").click()
    page.wait_for_url(re.compile(r"gaps\?period=2025-Q4(#planner)?$"))
    page.wait_for_function("words => document.querySelector('#planner .stats').innerText === words", arg=first)
    assert not page.is_checked("#target-G1")


def test_a_number_that_is_too_large_is_taken_back_to_the_bound(visitor: Visitor):
    page = visitor.open("/gaps?period=2025-Q4")
    page.fill("#scenario-factor-typed", "900")
    page.keyboard.press("Enter")
    page.wait_for_url("**factor=300**")
    visitor.settle()
    assert page.locator(COST).count() == 6


def test_one_unit_keeps_its_lists_its_map_and_its_measures(visitor: Visitor):
    page = visitor.open("/gaps?period=2025-Q4")
    page.select_option("#filter-unit", "110117")
    page.wait_for_url("**org_unit=110117**")
    page.wait_for_function("() => document.querySelectorAll('.measure-unit').length === 1")
    assert "平谷区" in page.inner_text(".measure-unit summary")
    assert page.locator(".measure-unit tbody tr").first.is_visible()
    assert page.locator("#townships .hexagons > i").count() == 18
    listed = page.locator("#townships .need-list tbody th").all_inner_texts()
    assert listed
    assert all("平谷区" in words for words in listed if words)


def test_the_scheme_is_a_file_and_its_map_a_picture(visitor: Visitor):
    page = visitor.open("/gaps?period=2025-Q4")
    for ending in ("CSV", "XLSX"):
        with page.expect_download() as waiting:
            page.locator("#planner > .files a", has_text=ending).click()
        assert waiting.value.suggested_filename.startswith("补缺方案_2025-Q4")
    with page.expect_download() as waiting:
        page.locator("#planner .chart .files a", has_text="SVG").click()
    assert waiting.value.suggested_filename.endswith(".svg")
