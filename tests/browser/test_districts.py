"""各区对比 and 各区详情 as a reader uses them: every choice is an address, and back and forward keep their word."""

from __future__ import annotations

import re

from tests.browser.conftest import Visitor

UNITS = 17


# Words of the matrix's heads that break in two, and flags that left the line of their figure.
BROKEN = """() => [...document.querySelectorAll('.unit-matrix thead a span')].flatMap(e => [...e.childNodes])
    .filter(node => node.nodeType === 3 && !node.data.includes('（'))
    .filter(node => {
        const range = document.createRange();
        range.selectNodeContents(node);
        return range.getClientRects().length > 1;
    }).map(node => node.data)
    .concat([...document.querySelectorAll('.unit-matrix tbody tr:not(.total) td.number')]
        .filter(cell => cell.querySelector('.flag') && cell.offsetHeight > 40).map(cell => cell.textContent))"""


def names(visitor: Visitor) -> list[str]:
    return visitor.page.locator(".chosen-bars tbody th a").all_inner_texts()


def drawn(visitor: Visitor, address: str) -> None:
    visitor.page.wait_for_url(re.compile(address))
    visitor.settle()
    visitor.page.wait_for_function("() => !document.querySelector('.busy')")


def test_sort_zone_and_indicator_are_kept_in_the_address_and_back_and_forward_return_to_them(visitor: Visitor):
    page = visitor.open("/districts?period=2025-Q4")
    by_name = names(visitor)
    assert (len(by_name), by_name[0]) == (UNITS, "东城区")
    page.locator(".sorting a", has_text="按缺口").click()
    drawn(visitor, "sort=gap")
    page.locator(".rank").first.wait_for()
    by_gap = names(visitor)
    assert by_gap != by_name
    assert sorted(by_gap) == sorted(by_name)
    page.locator(".choosing .tabs a", has_text="生态涵养区").click()
    drawn(visitor, "zone=")
    page.wait_for_function("() => document.querySelectorAll('.chosen-bars tbody tr').length === 5")
    assert "普惠托育服务街道（乡镇）覆盖率（生态涵养区）" in page.inner_text("#chosen h2")
    page.go_back()
    page.wait_for_function("() => document.querySelectorAll('.chosen-bars tbody tr').length === 17")
    assert names(visitor) == by_gap
    page.go_back()
    page.wait_for_function("() => !document.querySelector('.rank')")
    assert names(visitor) == by_name
    page.go_forward()
    page.locator(".rank").first.wait_for()
    assert names(visitor) == by_gap


def test_a_link_opens_the_same_figures(visitor: Visitor):
    page = visitor.open("/districts?period=2025-Q4&indicator=G2&sort=change")
    first = page.inner_text("#chosen")
    assert "普惠托位占比" in page.inner_text("#chosen h2")
    page.goto(page.url)
    visitor.settle()
    assert page.inner_text("#chosen") == first


def test_the_head_of_a_column_puts_its_indicator_into_the_bars(visitor: Visitor):
    page = visitor.open("/districts?period=2025-Q4")
    page.locator(".unit-matrix thead a", has_text="按期报送率").click()
    drawn(visitor, "indicator=RET_T")
    assert "报表按期报送率" in page.inner_text("#chosen h2")
    assert page.locator(".unit-matrix th.chosen").count() == 1
    assert page.locator(".panel").count() == UNITS + 1


def test_an_indicator_is_chosen_with_the_keyboard_alone(visitor: Visitor):
    page = visitor.open("/districts?period=2025-Q4")
    page.locator(".choosing summary").focus()
    page.keyboard.press("Enter")
    page.locator(".indicator-choice a", has_text="持证上岗率").focus()
    page.keyboard.press("Enter")
    drawn(visitor, "indicator=T14c")
    assert "上岗率" in page.inner_text("#chosen h2")


def test_a_figure_of_the_matrix_tells_how_it_came_about(visitor: Visitor):
    page = visitor.open("/districts?period=2025-Q4")
    page.locator(".unit-matrix tbody tr", has_text="昌平区").first.locator("a.why").first.click()
    page.locator("#account").wait_for()
    assert "昌平区" in page.inner_text("#account")
    page.keyboard.press("Escape")
    page.locator("#account").wait_for(state="detached")


def test_a_telephone_shows_the_indicator_and_the_matrix_as_cards(visitor: Visitor):
    visitor.page.set_viewport_size({"width": 390, "height": 800})
    page = visitor.open("/districts?period=2025-Q4")
    page.click("#matrix .fold-button")
    assert page.locator(".unit-matrix").first.locator("tbody tr").count() == UNITS + 1
    assert page.locator(".unit-matrix tbody tr").first.evaluate("row => getComputedStyle(row).display") == "grid"
    assert page.locator(".chosen-bars tbody tr").count() == UNITS
    assert page.evaluate("document.documentElement.scrollWidth") == 390


def test_a_chart_is_a_file_in_four_kinds(visitor: Visitor):
    page = visitor.open("/districts?period=2025-Q4&indicator=G2")
    for place, ending in enumerate(("csv", "xlsx", "png", "svg")):
        with page.expect_download() as waiting:
            page.locator("#chosen .files a").nth(place).click()
        assert waiting.value.suggested_filename == f"普惠托位占比_2025-Q4.{ending}"


def test_institutions_are_found_through_the_address_and_back_shows_all_again(visitor: Visitor):
    page = visitor.open("/districts/110114?period=2025-Q4")
    rows = page.locator(".institutions tbody tr")
    assert rows.count() == 30
    page.fill("#find-institution", "回龙观")
    page.keyboard.press("Enter")
    drawn(visitor, "name=%E5%9B%9E")
    page.locator("#institutions [role=status]", has_text="回龙观").wait_for()
    found = rows.count()
    assert 0 < found < 30
    assert all("回龙观" in row for row in rows.all_inner_texts())
    page.go_back()
    page.wait_for_function("() => document.querySelectorAll('.institutions tbody tr').length === 30")
    page.go_forward()
    page.wait_for_function(f"() => document.querySelectorAll('.institutions tbody tr').length === {found}")
    assert page.input_value("#find-institution") == "回龙观"


def test_pages_of_institutions_turn_and_a_search_begins_at_the_first(visitor: Visitor):
    page = visitor.open("/districts/110114?period=2025-Q4")
    page.locator("#institutions .tabs a", has_text="2").click()
    drawn(visitor, "page=2")
    page.locator("#institutions [role=status]", has_text="第2页").wait_for()
    page.fill("#find-institution", "示例")
    page.locator(".find button").click()
    drawn(visitor, "name=")
    assert "page=" not in page.url


def test_a_township_opens_its_institutions_and_nothing_found_is_said(visitor: Visitor):
    page = visitor.open("/districts/110114?period=2025-Q4")
    page.locator("#townships tbody th a").first.click()
    drawn(visitor, "name=")
    page.locator("#institutions [role=status]", has_text="名称含").wait_for()
    page.wait_for_function("() => document.querySelector('#institutions').getBoundingClientRect().top < 400")
    page.fill("#find-institution", "没有这样的名字")
    page.keyboard.press("Enter")
    page.locator("#institutions [role=status]", has_text="机构0家").wait_for()


def test_what_to_act_on_stands_first_and_every_anchor_leads_somewhere(visitor: Visitor):
    page = visitor.open("/districts/110109?period=2025-Q4")
    assert page.locator("section").first.get_attribute("id") == "coverage"
    assert page.locator("#coverage .need-cards > li").count() == 2
    anchors = [link.get_attribute("href") for link in page.locator(".contents a").all()]
    assert all(page.locator(anchor).count() == 1 for anchor in anchors)


def test_the_codes_of_tasks_are_drawn_with_a_font_that_has_them(visitor: Visitor):
    page = visitor.open("/districts/110114?period=2025-Q4")
    family = page.evaluate("getComputedStyle(document.querySelector('#tasks code')).fontFamily")
    assert "Tuoyu Sans" in family
    widths = page.evaluate(
        """() => { const draw = (words) => { const pen = document.createElement('canvas').getContext('2d');
            pen.font = '16px ' + getComputedStyle(document.querySelector('#tasks code')).fontFamily;
            return pen.measureText(words).width; }; return [draw('保'), draw('口')]; }"""
    )
    assert widths[0] == widths[1] > 10


def test_heads_of_the_matrix_break_between_words_and_a_flag_stays_with_its_figure(visitor: Visitor):
    page = visitor.open("/districts?period=2025-Q4&lang=zh")
    assert page.locator(".unit-matrix tbody td .flag").count() > 0
    assert page.evaluate(BROKEN) == []
