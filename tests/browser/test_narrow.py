"""On a telephone: tables are cards that still sort and explain, and no letter of a chart meets another or is cut."""

from __future__ import annotations

import pytest

from tests.browser.conftest import Visitor
from tests.browser.test_every_page import FLAGS_ASTRAY
from tests.page_addresses import addresses

TELEPHONE = {"width": 390, "height": 844}
MOMENT = "period=2025-Q4&as_of=2026-11-20"
CHARTS = ("/supply", "/workforce", "/districts/110114", "/coverage", "/")

# Letters of a drawing that are cut by its edge, or of one axis that stand on each other.
COLLIDING = """() => [...document.querySelectorAll('#main .js-plotly-plot')].flatMap(plot => {
    const edge = plot.getBoundingClientRect(), found = [];
    const boxes = selector => [...plot.querySelectorAll(selector)]
        .filter(one => one.textContent.trim())
        .map(one => [one.textContent, one.getBoundingClientRect()]);
    for (const [words, box] of boxes('.xtick text, .ytick text, .annotation-text, .textpoint text, .legendtext'))
        if (box.left < edge.left - 2 || box.right > edge.right + 2 || box.bottom > edge.bottom + 2)
            found.push(`cut: ${words}`);
    for (const axis of ['.xtick text', '.ytick text', '.legendtext']) {
        const all = boxes(axis);
        all.forEach(([words, a], i) => all.slice(i + 1).forEach(([others, b]) => {
            if (a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 3 && b.top < a.bottom - 3)
                found.push(`on each other: ${words} | ${others}`);
        }));
    }
    return found;
})"""


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("path", CHARTS)
def test_no_letter_of_a_chart_is_cut_or_meets_another(visitor: Visitor, path: str, lang: str):
    visitor.page.set_viewport_size(TELEPHONE)
    page = visitor.open(f"{path}?{MOMENT}&lang={lang}")
    visitor.unfold()
    for _ in range(20):  # a drawing answers a new width with a new one, on a busy machine not at once
        if not page.evaluate(COLLIDING):
            break
        page.wait_for_timeout(250)
    assert page.evaluate(COLLIDING) == []


# Words of a drawing that a straight line goes through: a target, a reference, a break of the series.
STRUCK = """() => [...document.querySelectorAll('#main .js-plotly-plot')].flatMap(plot => {
    const boxes = selector => [...plot.querySelectorAll(selector)].map(one => [one, one.getBoundingClientRect()]);
    const lines = boxes('.shapelayer path, .scatterlayer .lines path')
        .filter(([, box]) => Math.min(box.width, box.height) < 2 && Math.max(box.width, box.height) > 40);
    return boxes('.annotation-text, .textpoint text').filter(([one]) => one.textContent.trim()).flatMap(([one, a]) =>
        lines.filter(([, b]) => a.left + 1 < b.right && b.left < a.right - 1
            && a.top + 2 < b.bottom && b.top < a.bottom - 2).map(() => one.textContent));
})"""


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("width", [390, 1366])
def test_no_line_of_a_target_strikes_words_out(visitor: Visitor, width: int, lang: str):
    visitor.page.set_viewport_size({"width": width, "height": 844})
    page = visitor.open(f"/workforce?{MOMENT}&lang={lang}")
    visitor.unfold()
    page.wait_for_function(f"() => ({STRUCK})().length === 0", timeout=5_000)
    page.evaluate("document.querySelectorAll('#certified .annotation').forEach(one => one.style.translate = '30px')")
    assert page.evaluate(STRUCK) != []


def test_that_check_sees_letters_on_each_other(visitor: Visitor):
    visitor.page.set_viewport_size(TELEPHONE)
    page = visitor.open(f"/workforce?{MOMENT}")
    visitor.unfold()
    page.evaluate(
        "document.querySelectorAll('.js-plotly-plot .ytick text').forEach(one => one.style.fontSize = '60px')"
    )
    assert page.evaluate(COLLIDING) != []


def test_the_cards_of_the_units_are_sorted_and_explained(visitor: Visitor):
    visitor.page.set_viewport_size(TELEPHONE)
    page = visitor.open(f"/?{MOMENT}")
    page.click("#units .fold-button")
    page.click("#units a.sort[href*='sort=slots']")
    page.wait_for_selector("#units th[aria-sort=descending]")
    visitor.settle()
    first = page.locator("#units tbody tr").first
    assert "朝阳区" in first.inner_text()
    assert first.evaluate("row => getComputedStyle(row).display") == "grid"
    first.locator("a.why").first.click()
    page.wait_for_selector("#account")


def test_the_matrix_of_units_says_the_indicator_in_every_cell(visitor: Visitor):
    visitor.page.set_viewport_size(TELEPHONE)
    page = visitor.open(f"/districts?{MOMENT}")
    page.click("#matrix .fold-button")
    cells = page.locator("#matrix tbody tr").nth(1).locator("td")
    told = cells.evaluate_all("all => all.map(one => getComputedStyle(one, '::before').content)")
    assert len(told) == len(set(told)) >= 12


def test_a_number_keeps_its_unit_on_the_wall_screen_held_in_a_hand(visitor: Visitor):
    visitor.page.set_viewport_size(TELEPHONE)
    page = visitor.open(f"/screen?{MOMENT}&lang=zh")
    lines = page.locator(".wall-tile .keep").evaluate_all("all => all.map(one => one.getClientRects().length)")
    assert lines
    assert set(lines) == {1}


def test_new_slots_by_channel_are_held_against_both_targets(visitor: Visitor):
    page = visitor.open(f"/supply?{MOMENT}&lang=zh")
    drawn = page.locator("#new .js-plotly-plot").first
    words = drawn.inner_text()
    for told in ("期初", "期末", "目标30,000", "目标32,000", "+26,190", "+8,198", "37,500"):
        assert told in words, told
    marks = drawn.evaluate("plot => plot.layout.shapes.filter(one => one.line.width === 3).map(one => one.x0)")
    assert marks == [3000 + 30000, 3000 + 26190 + 32000]


# Parts of which only the head can be seen, by their heads.
SHUT = """() => [...document.querySelectorAll('.folds')]
    .filter(one => one.querySelector('.fold-button').getAttribute('aria-expanded') === 'false')
    .map(one => one.id)"""
MOST_SCREENS = 13
INSIDE, INSIDE_TASK = "table:visible, figure:visible, dl:visible, ol:visible", "details:visible"
"""What a folded part does not show; of a task what was said of it stays, but not its clause."""


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("path", [*addresses(), "/tasks?show=agenda"])
def test_a_page_is_a_dozen_screens_of_a_telephone_and_every_part_of_it_opens(visitor: Visitor, path: str, lang: str):
    visitor.page.set_viewport_size(TELEPHONE)
    page = visitor.open(f"{path}{'&' if '?' in path else '?'}{MOMENT}&lang={lang}")
    assert page.evaluate("document.documentElement.scrollHeight") <= MOST_SCREENS * TELEPHONE["height"]
    for name in page.evaluate(SHUT):
        part = page.locator(f"[id='{name}']")
        inside = part.locator(INSIDE_TASK if name.startswith("task-") else INSIDE)
        assert inside.count() == 0, name
        part.locator(".fold-button").first.focus()
        page.keyboard.press("Enter")
        inside.first.wait_for()
    page.wait_for_function(
        "() => [...document.querySelectorAll('.folds .main-svg')].every(one => one.clientWidth < 400)"
    )


def test_a_link_into_a_folded_part_opens_it_and_paper_and_a_desk_show_all(visitor: Visitor):
    visitor.page.set_viewport_size(TELEPHONE)
    page = visitor.open(f"/districts/110114?{MOMENT}")
    towns = page.locator("#townships table").first
    assert not towns.is_visible()
    page.emulate_media(media="print")
    assert towns.is_visible()
    assert not page.locator(".fold-button").first.is_visible()
    page.emulate_media(media="screen")
    page.click(".contents a[href='#townships']")
    towns.wait_for(state="visible")
    assert page.locator("#townships .fold-button").get_attribute("aria-expanded") == "true"
    assert not page.locator("#institutions table").is_visible()
    page = visitor.open("/methodology#T14c")
    page.locator("#indicators .definition").first.wait_for(state="visible")
    page.set_viewport_size({"width": 1366, "height": 768})
    assert page.locator("#tasks table").is_visible()
    assert page.locator(".fold-button:visible").count() == 0


def test_a_task_on_a_telephone_is_its_name_and_what_was_said_until_it_is_opened(visitor: Visitor):
    visitor.page.set_viewport_size(TELEPHONE)
    page = visitor.open(f"/tasks?{MOMENT}&lang=zh")
    task = page.locator("#task-4")
    assert "推进中" in task.inner_text()
    assert "印发时责任单位" not in task.inner_text()
    task.locator(".fold-button").click()
    assert "印发时责任单位" in task.inner_text()
    assert "每千人口托位数" in task.inner_text()


# Cells of cards whose words run into the cell beside them, or break within a word of letters.
SPILLED = """() => [...document.querySelectorAll('.stacks tbody td')].flatMap(cell => {
    if (!cell.offsetHeight) return [];
    const words = document.createRange(), edge = cell.getBoundingClientRect().right + 1;
    words.selectNodeContents(cell);
    const out = [...words.getClientRects()].some(one => one.right > edge);
    const small = [...cell.querySelectorAll('small')].some(one => /^[A-Za-z]+$/.test(one.textContent.trim())
        && one.getClientRects().length && one.offsetHeight > 1.9 * parseFloat(getComputedStyle(one).lineHeight));
    return out || small ? [cell.textContent] : [];
})"""


@pytest.mark.parametrize("path", ["/coverage", "/returns"])
def test_a_state_stays_in_its_cell_of_a_card(visitor: Visitor, path: str):
    visitor.page.set_viewport_size(TELEPHONE)
    page = visitor.open(f"{path}?period=2026-Q3&lang=en")
    assert page.locator(".stacks tbody td:visible").count() > 20
    assert page.evaluate(SPILLED) == []


# Cells of cards that stand beside one another, and whose words over their figures are not on one line.
ASKEW = """() => [...document.querySelectorAll('.stacks tbody tr')].flatMap(row => {
    const cells = [...row.querySelectorAll('td')].map(one => [one, one.getBoundingClientRect()]);
    return cells.slice(1).flatMap(([one, box], at) =>
        box.left > cells[at][1].left + 1 && Math.abs(box.top - cells[at][1].top) > 1 ? [one.textContent] : []);
})"""


@pytest.mark.parametrize(("path", "lang"), [("/coverage", "zh"), ("/screen", "en")])
def test_words_over_the_figures_of_a_card_stand_on_one_line_and_letters_of_flags_beside_theirs(
    visitor: Visitor, path: str, lang: str
):
    visitor.page.set_viewport_size(TELEPHONE)
    page = visitor.open(f"{path}?period=2026-Q3&lang={lang}")
    visitor.unfold()
    assert page.locator(".stacks tbody abbr.flag:visible").count() > 3
    assert page.evaluate(ASKEW) == []
    assert page.evaluate(FLAGS_ASTRAY) == []


def test_what_is_expected_keeps_off_its_name(visitor: Visitor):
    visitor.page.set_viewport_size(TELEPHONE)
    page = visitor.open("/gaps?period=2026-Q3&lang=en")
    visitor.unfold()
    gaps = page.locator("#forecast .facts > div").evaluate_all(
        "all => all.map(one => [...one.children].map(part => part.getBoundingClientRect()))"
        ".map(([name, figure]) => figure.left - name.right)"
    )
    assert gaps
    assert min(gaps) >= 8
