"""/coverage with mouse and keyboard: a township, the slider, the search; back and forward; outlines of one's own."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest
from playwright.sync_api import Browser, Page

from data.settings import Settings
from tests.browser.conftest import Visitor, running_site
from tests.unit.test_register_outlines import feature

FIXED = "2026-11-20"
START = f"/coverage?period=2025-Q4&as_of={FIXED}"
CELLS = ".townmap .cells [data-code]"
TOLD = "cell => cell.getAttribute('aria-label')"
WHAT_IS_SHOWN = """() => [...document.querySelectorAll('#head, #main')].map(part => {
    const copy = part.cloneNode(true);
    copy.querySelectorAll('.dash-graph').forEach(graph => graph.remove());
    copy.querySelectorAll('[data-code]').forEach(cell => cell.removeAttribute('tabindex'));
    copy.removeAttribute('class');
    return copy.innerHTML;
})"""


def settled(visitor: Visitor) -> Page:
    visitor.settle()
    visitor.page.wait_for_function("!document.querySelector('#main.busy')")
    visitor.page.wait_for_timeout(300)
    return visitor.page


def wait_for_address(page: Page, part: str) -> None:
    page.wait_for_url(lambda url: part in unquote(url))


def cell(page: Page, code: str):
    return page.locator(f"{CELLS}[data-code='{code}']")


def test_a_click_opens_the_township_and_back_and_forward_follow(visitor: Visitor):
    page = visitor.open(START)
    assert page.locator(CELLS).count() == 343
    assert page.locator("#township").count() == 0
    name = cell(page, "110114001").text_content() or "?"
    cell(page, "110114001").click()
    wait_for_address(page, "township=110114001")
    page.locator("#township h2").filter(has_text=name).wait_for()
    assert cell(page, "110114001").get_attribute("aria-selected") == "true"
    cell(page, "110105001").click()
    wait_for_address(page, "township=110105001")
    page.go_back()
    page.locator("#township h2").filter(has_text=name).wait_for()
    page.go_back()
    page.locator("#township").wait_for(state="detached")
    page.wait_for_function("document.querySelectorAll('[aria-selected=true]').length === 0")
    page.go_forward()
    page.locator("#township h2").filter(has_text=name).wait_for()
    assert cell(page, "110114001").get_attribute("aria-selected") == "true"


def test_the_keyboard_walks_the_map_chooses_and_clears(visitor: Visitor):
    page = visitor.open(START)
    page.wait_for_selector(f"{CELLS}[tabindex='0']")
    assert page.locator(f"{CELLS}[tabindex='0']").count() == 1
    page.locator(f"{CELLS}[tabindex='0']").focus()
    first = page.evaluate("document.activeElement.dataset.code")
    seen = {first}
    for key in ("ArrowRight", "ArrowDown", "ArrowDown", "ArrowLeft"):
        page.keyboard.press(key)
        seen.add(page.evaluate("document.activeElement.dataset.code"))
    assert len(seen) >= 4
    assert page.locator(f"{CELLS}[tabindex='0']").count() == 1
    page.keyboard.press("End")
    chosen = page.evaluate("document.activeElement.dataset.code")
    assert chosen == page.locator(CELLS).last.get_attribute("data-code")
    page.keyboard.press("Enter")
    wait_for_address(page, f"township={chosen}")
    page.locator("#township h2").wait_for()
    settled(visitor)
    assert page.evaluate("document.activeElement.dataset.code") == chosen
    page.keyboard.press("Escape")
    page.locator("#township").wait_for(state="detached")
    assert "township" not in page.url


def test_every_cell_is_reached_by_arrow_keys_alone(visitor: Visitor):
    page = visitor.open(START)
    page.wait_for_selector(f"{CELLS}[tabindex='0']")
    reached = page.evaluate(
        """() => {
        const cells = [...document.querySelectorAll('.townmap .cells [data-code]')], seen = new Set([cells[0]]);
        const queue = [cells[0]];
        while (queue.length) {
            const from = queue.shift();
            for (const key of ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown']) {
                from.focus();
                from.dispatchEvent(new KeyboardEvent('keydown', {key, bubbles: true, cancelable: true}));
                const to = document.activeElement;
                if (!seen.has(to)) { seen.add(to); queue.push(to); }
            }
        }
        return seen.size;
    }"""
    )
    assert reached == 343


def test_pointing_and_focus_tell_the_same_words(visitor: Visitor):
    page = visitor.open(START + "&colour=use")
    one = cell(page, "110114001")
    one.hover()
    pointed = page.inner_text(".tip")
    page.mouse.move(2, 2)
    page.wait_for_selector(".tip", state="detached")
    one.focus()
    assert page.inner_text(".tip") == pointed == one.get_attribute("aria-label")
    assert re.fullmatch(r".+：托位使用率[0-9.]+%（.+）", pointed)


def test_the_slider_changes_the_period_by_keyboard_and_back_restores_it(visitor: Visitor):
    page = visitor.open(START)
    slider = page.locator("#period-slider")
    assert slider.get_attribute("aria-valuetext") == "2025年四季度"
    slider.focus()
    page.keyboard.press("ArrowLeft")
    assert slider.get_attribute("aria-valuetext") == "2025年三季度"
    wait_for_address(page, "period=2025-Q3")
    page.wait_for_function("document.querySelector('h1').innerText.includes('2025年三季度')")
    assert page.input_value("#filter-period") == "2025-Q3"
    settled(visitor)
    page.keyboard.press("Home")
    wait_for_address(page, "period=2022-Q4")
    page.wait_for_function("document.querySelector('h1').innerText.includes('2022年四季度')")
    page.go_back()
    page.wait_for_function("document.querySelector('h1').innerText.includes('2025年三季度')")
    page.wait_for_function("document.querySelector('#period-slider').value === '11'")
    assert slider.get_attribute("aria-valuetext") == "2025年三季度"
    page.go_back()
    page.wait_for_function("document.querySelector('h1').innerText.includes('2025年四季度')")


STILL = """() => new Promise(done => {
    let seen = 0;
    const watch = new MutationObserver(changes => { seen += changes.length; });
    watch.observe(document.documentElement, {childList: true, subtree: true, attributes: true});
    setTimeout(() => done(seen), 1500);
})"""


def test_a_page_that_nobody_touches_stands_still(visitor: Visitor):
    visitor.open(START)
    assert settled(visitor).evaluate(STILL) == 0


STEPS = {
    "period": lambda page: page.select_option("#filter-period", "2024-Q4"),
    "colour": lambda page: page.click(".map-controls .tabs:nth-of-type(1) a:nth-of-type(4)"),
    "zone": lambda page: page.click(".map-controls .tabs:nth-of-type(2) a:nth-of-type(5)"),
    "unit": lambda page: page.select_option("#map-unit", "110114"),
    "township": lambda page: cell(page, "110114001").click(),
    "data": lambda page: page.click(".data-link"),
    "page": lambda page: page.click(".pages a"),
    "explain": lambda page: page.click("#zones a.why"),
    "language": lambda page: page.click("a.language"),
}


@pytest.mark.parametrize("step", STEPS)
def test_a_changed_page_is_the_page_of_its_address(visitor: Visitor, step: str):
    page = visitor.open(START)
    before = page.url
    STEPS[step](page)
    page.wait_for_url(lambda url: url != before)
    settled(visitor)
    page.mouse.move(2, 2)
    page.evaluate("document.activeElement.blur()")
    after = page.evaluate(WHAT_IS_SHOWN)
    looks = page.eval_on_selector_all(CELLS, "cells => cells.map(cell => cell.getAttribute('class'))")
    visitor.open(page.url.removeprefix(visitor.site))
    settled(visitor)
    assert after == page.evaluate(WHAT_IS_SHOWN)
    assert looks == page.eval_on_selector_all(CELLS, "cells => cells.map(cell => cell.getAttribute('class'))")


def test_a_change_of_period_colour_or_zone_sends_few_bytes_and_no_geometry(visitor: Visitor):
    page = visitor.open(START)
    sent: list[int] = []

    def weigh(answer) -> None:
        if "_dash-update-component" in answer.url:
            sent.append(answer.request.sizes()["responseBodySize"])
            assert "data-code" not in answer.text()

    page.on("response", weigh)
    for step in ("period", "colour", "zone"):
        before = page.url
        STEPS[step](page)
        page.wait_for_url(lambda url, before=before: url != before)
        settled(visitor)
    of_period, *others = sent
    assert len(others) == 2
    assert max(others) < 8_000, sent
    assert of_period < 24_000, f"{sent}: another period has other slots at each of 1,400 institutions with a place"


def test_institutions_are_searched_by_name_unit_and_township(visitor: Visitor):
    page = visitor.open(START)
    page.fill("#institution-search-name", "１１０１１４－００３７")
    page.keyboard.press("Enter")
    wait_for_address(page, "name=１１０１１４－００３７")
    page.locator("#institutions", has_text="共1个机构").wait_for()
    page.fill("#institution-search-name", "")
    page.select_option("#institution-search-inclusive", "false")
    page.click("#institution-search button")
    wait_for_address(page, "inclusive=false")
    settled(visitor)
    assert "name" not in page.url
    page.select_option("#institution-search-org_unit", "110114")
    wait_for_address(page, "org_unit=110114")
    settled(visitor)
    page.select_option("#institution-search-township", "110114001")
    page.click("#institution-search button")
    wait_for_address(page, "township=110114001")
    page.locator("#township").wait_for()
    page.locator("#institutions a", has_text="清除条件").click()
    page.locator("#institutions", has_text="全市：共").wait_for()
    assert page.input_value("#institution-search-org_unit") == "all"


def test_a_figure_of_a_township_opens_its_cells(visitor: Visitor):
    page = visitor.open(START + "&township=110114001")
    page.locator("#township a.why").first.click()
    panel = page.locator("#account")
    panel.wait_for()
    assert "机构台账" in panel.inner_text()
    page.keyboard.press("Escape")
    panel.wait_for(state="detached")
    assert "township=110114001" in page.url


def test_in_print_there_are_hexagons_and_no_outlines(visitor: Visitor):
    page = visitor.open(START)
    page.emulate_media(media="print")
    assert page.locator(".townmap.hexes").is_visible()
    assert not page.locator("#districts").is_visible()
    assert not page.locator(".map-controls").is_visible()
    assert "示意图，不代表行政区域界线" in page.inner_text("#map")


def test_on_a_telephone_a_tap_brings_the_township_into_sight(visitor: Visitor):
    visitor.page.set_viewport_size({"width": 390, "height": 700})
    page = visitor.open(START)
    cell(page, "110114001").click()
    page.locator("#township").wait_for()
    page.wait_for_function("document.querySelector('#township').getBoundingClientRect().top < innerHeight - 100")


@pytest.fixture(scope="module")
def outlined(demo_settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A dashboard whose reference folder holds outlines of townships: squares in their districts."""
    folder = Path(shutil.copytree(Settings().reference, tmp_path_factory.mktemp("outlined") / "reference"))
    districts = json.loads((folder / "districts.geojson").read_text(encoding="utf-8"))["features"]
    labels = {one["properties"]["code"]: one["properties"] for one in districts}
    lines = (folder / "townships.csv").read_text(encoding="utf-8-sig").splitlines()[1:]
    official = [line.split(",") for line in lines if line.split(",")[7] == "true"]
    features = [
        feature(cells[0], labels[cells[2]]["label_lon"], labels[cells[2]]["label_lat"], place)
        for place, cells in enumerate(official)
    ]
    drawn = {"type": "FeatureCollection", "features": features}
    (folder / "townships.geojson").write_text(json.dumps(drawn), encoding="utf-8")
    settings = Settings(database_url=demo_settings.database_url, reference=folder)
    with running_site(settings, folder.parent / "log") as address:
        yield address


def test_outlines_of_ones_own_take_the_place_of_the_hexagons_on_the_screen_only(chromium: Browser, outlined: str):
    context = chromium.new_context(bypass_csp=True, viewport={"width": 1366, "height": 900})
    visitor = Visitor(context.new_page(), outlined)
    visitor.watch()
    page = visitor.open(START)
    page.wait_for_selector(".townmap.drawn path.covered")
    paths = page.locator(".townmap.drawn path[data-code]")
    assert paths.count() == 343
    assert not page.locator(".townmap.hexes").is_visible()
    chosen = page.locator(".townmap.drawn path[data-code='110114001']")
    chosen.focus()
    assert page.inner_text(".tip") == chosen.get_attribute("aria-label")
    page.keyboard.press("Enter")
    wait_for_address(page, "township=110114001")
    page.locator("#township").wait_for()
    page.click(".map-controls .tabs:nth-of-type(1) a:nth-of-type(2)")
    page.wait_for_selector(".townmap.drawn path.c3")
    page.emulate_media(media="print")
    assert page.locator(".townmap.hexes").is_visible()
    assert not page.locator(".townmap.drawn").is_visible()
    answer = page.request.get(f"{outlined}/maps/townships.svg")
    assert "immutable" in answer.headers["cache-control"]
    context.close()
    assert (visitor.errors, visitor.foreign) == ([], [])
