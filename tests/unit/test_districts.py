"""各区对比 and the parts of 各区详情 as trees: order, missing ones in place, references in grey, no league table."""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction

import pytest

from data.issues import UsageError
from data.model import Period
from data.returns import LedgerRow
from layouts.pages.comparison_pictures import comparison_pictures, pictures_by_key
from layouts.pages.districts import render
from layouts.pages.institutions import institutions
from layouts.text import LANGUAGES, text_for
from layouts.view import ViewQuery
from metrics.comparison import Order, comparison
from metrics.registry import PAGE_SIZE, Registered, register_page
from tests.sample_overview import sample_reference
from tests.site_samples import LATE, MISSING, clock, sample_source
from tests.unit.test_pages import by_id, lines, parts, words

Q4 = Period.parse("2025-Q4")
ZH = text_for("zh")
UNITS = [unit.name for unit in sample_reference().units]
PEOPLE = (21_832_000, 21_893_095)
"""The city at the end of 2024 and in the census of 2020."""
LEAGUE = ("排名", "名次", "第一名", "先进", "落后", "末位", "倒数")


def page(lang: str = "zh", **asked: object):
    view = ViewQuery(zone=asked.get("zone"), indicator=asked.get("indicator"), sort=asked.pop("sort", None))
    found = comparison(sample_source(), period=Q4, as_of=clock(), order=Order(view.sort or "name"), **asked)
    return render(found, sample_reference(), view, text_for(lang))


def chosen(tree) -> list[list[str]]:
    """The lines of the bars: those of the first table of the section."""
    return lines(by_id(tree, "chosen"))[: len(UNITS)]


def test_all_units_stand_in_administrative_order_and_the_missing_one_says_what_stands_for_it():
    rows = chosen(page())
    assert [row[0] for row in rows] == UNITS
    missing = rows[[u.code for u in sample_reference().units].index(MISSING)]
    assert missing[-1] == "未报送，沿用2025年三季度数"
    assert missing[2].startswith(re.match(r"[\d.]+", missing[2])[0] + "i")  # its flag
    late = rows[[u.code for u in sample_reference().units].index(LATE)]
    assert late[-1] == "逾期报送"


def test_the_page_says_how_many_have_reported_and_who_has_not():
    told = words(next(one for one in parts(page()) if getattr(one, "className", "") == "completeness"))
    assert told.startswith("17个填报单位（16个区和北京经济技术开发区）已报16个，其中逾期1个。")
    assert "延庆区：未报送，沿用2025年三季度数。" in told


def test_a_unit_without_residents_says_so_in_both_per_head_columns():
    row = next(one for one in lines(by_id(page(), "matrix")) if one[0] == "北京经济技术开发区")
    assert row[1:3] == ["缺常住人口", "缺常住人口"]


def test_a_unit_has_no_light_against_the_citys_target():
    tree = page(indicator="G2")
    found = [one for one in parts(by_id(tree, "chosen")) if getattr(one, "className", "") == "status quiet"]
    assert {words(one) for one in found} <= {"高于参照值", "低于参照值"}
    assert len(found) == len(UNITS)
    assert not [one for one in parts(by_id(tree, "chosen")) if getattr(one, "className", "") == "status"]


def test_a_zone_that_binds_every_township_gives_a_verdict_and_says_so_in_its_head():
    tree = page(indicator="G5")
    heads = [words(one) for one in parts(by_id(tree, "chosen")) if one._type == "Th"]
    assert "结论" in heads
    assert "与参照值比较" not in heads


@pytest.mark.parametrize("sort", ["gap", "change"])
def test_an_order_is_told_by_numbers_that_ties_share_and_never_as_a_league(sort):
    tree = page(indicator="G7", sort=sort)
    ranks = [words(one) for one in parts(tree) if getattr(one, "className", "") == "rank"]
    assert ranks == sorted(ranks, key=int)
    assert len(set(ranks)) < len(ranks)
    assert [word for word in LEAGUE if word in words(tree)] == []


def test_an_order_without_figures_says_that_the_register_is_kept():
    assert "没有缺口可排" in words(by_id(page(indicator="USE", sort="gap"), "chosen"))


def test_every_figure_of_the_matrix_opens_its_explanation():
    tree = by_id(page(), "matrix")
    cells = [cell for cell in parts(tree) if cell._type == "Td" and re.match(r"[\d,.]+", words(cell))]
    drawn = [cell for cell in cells if any(getattr(one, "className", "") == "why" for one in parts(cell))]
    tables = [one for one in parts(tree) if (getattr(one, "className", "") or "").startswith("figures sticky")]
    inside = [
        cell for table in tables for cell in parts(table) if cell._type == "Td" and re.match(r"[\d,.]+", words(cell))
    ]
    city_sum = 1  # inclusive coverage of the whole city is a sum of four zones, each told in its own table
    assert len(drawn) == len(inside) - city_sum


def test_like_zones_stand_together_with_the_city_on_top():
    told = by_id(page(), "zones")
    assert [words(one) for one in parts(told) if one._type == "H3"] == [
        "中心城区（6个单位）", "北京城市副中心（1个单位）", "平原新城（5个单位）", "生态涵养区（5个单位）",
    ]  # fmt: skip
    assert [row[0] for row in lines(told)].count("全市该区域") == 4


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("zone", [None, "生态涵养区"])
def test_ids_are_unique_and_every_picture_has_a_key_of_its_own(lang, zone):
    tree = page(lang, zone=zone)
    names = [str(one.id) for one in parts(tree) if getattr(one, "id", None)]
    assert len(names) == len(set(names))
    found = comparison(sample_source(), period=Q4, as_of=clock(), zone=zone)
    keys = list(pictures_by_key(comparison_pictures(found, sample_reference(), text_for(lang))))
    assert keys == ["chosen", "series", "plan", "running"]


def test_bars_are_held_against_the_reference_and_the_city_and_say_which():
    chart = comparison_pictures(comparison(sample_source(), period=Q4, as_of=clock()), sample_reference(), ZH).bars[1]
    assert (chart.line, chart.line_label) == (4.5, "全市目标参照值4.5（非区级任务）")
    assert re.fullmatch(r"全市[\d.]+（2020年11月1日人口）", chart.city_label)
    sums = comparison(sample_source(), period=Q4, as_of=clock(), indicator="INST")
    assert comparison_pictures(sums, sample_reference(), ZH).bars[1].city is None


def test_the_citys_figure_says_its_residents_and_what_it_is_on_those_of_the_units():
    found = comparison(sample_source(), period=Q4, as_of=clock())
    slots = found.row("G1", "110000").numerator
    own, alike = (f"{int(Fraction(slots * 100_000, people) + Fraction(1, 2)) / 100:.2f}" for people in PEOPLE)
    tree = page()
    assert f"{own}个/千人（按2024年末常住人口2183.2万人；按各单位的共同人口基准2020年11月1日人口为{alike}）" in words(
        by_id(tree, "chosen")
    )
    assert re.search(rf"{own}[a-z]*同基准{alike}$", lines(by_id(tree, "matrix"))[0][1])
    drawn = comparison_pictures(found, sample_reference(), ZH)
    last = drawn.matrices["plan"][0].table.rows[-1]
    assert [cell.shown for cell in last][:3] == ["北京市（同一人口基准）", alike, "—"]
    for picture in (drawn.matrices["plan"][0], drawn.series[0]):
        assert any(f"按同一人口基准为{alike}" in note for note in picture.chart.notes)


def test_of_a_zone_the_citys_line_is_named_for_the_zone_and_not_for_the_city():
    tree = page(zone="生态涵养区")
    assert lines(by_id(tree, "matrix"))[0][0] == "全市该区域"
    named = [words(one) for one in parts(by_id(tree, "series")) if one._type == "Strong"]
    assert named[0] == "全市该区域"
    assert "北京市" not in words(tree)
    chart = comparison_pictures(
        comparison(sample_source(), period=Q4, as_of=clock(), zone="生态涵养区"), sample_reference(), ZH
    ).bars[1]
    assert chart.city_label.startswith("全市该区域")


def ledger(count: int) -> tuple[Registered, ...]:
    place = sample_reference().townships_at(Q4.end, "110114")
    stored = next(one for one in sample_source().returns(period=Q4) if one.org_unit == "110114")
    rows = [LedgerRow(i + 2, f"110114-{i:04}", f"示例园{i}", None, "", None, 20, 20, 9) for i in range(count)]
    return tuple(Registered(stored, None, row, place[i % 2], True, 20, 20) for i, row in enumerate(rows))


def test_institutions_come_a_page_at_a_time_and_a_page_that_is_none_is_refused():
    found = ledger(2 * PAGE_SIZE + 1)
    assert [len(register_page(found, None, page).shown) for page in (None, 1, 2, 3)] == [PAGE_SIZE] * 3 + [1]
    with pytest.raises(UsageError):
        register_page(found, None, 4)
    assert register_page((), None, None).pages == 1


def test_institutions_are_found_by_their_name_or_that_of_their_township():
    found = ledger(24)
    assert [one.row.number for one in register_page(found, "园7", None).shown] == ["110114-0007"]
    place = found[1].township.name
    assert {one.township.name for one in register_page(found, place, None).shown} == {place}
    assert register_page(found, "没有", None).found == 0


def test_an_institution_names_its_line_and_the_return_and_a_paused_one_counts_nothing():
    found = ledger(2)
    paused = replace(found[1], in_operation=False, slots=0, inclusive_slots=0)
    tree = institutions(register_page((found[0], paused), None, None), "/districts/110114", ViewQuery(), ZH)
    rows = lines(tree)
    assert [row[-1] for row in rows] == ["机构台账!2", "机构台账!3"]
    assert found[0].stored.receipt in words(tree)
    assert (rows[0][4], rows[1][4]) == ("20", "0核定20")


def test_a_unit_without_a_ledger_says_so():
    tree = institutions(register_page((), None, None), "/districts/110114", ViewQuery(), ZH)
    assert "没有可用的机构台账" in words(tree)


def test_changes_gaps_and_townships_covered_open_how_they_came_about():
    tree = page(indicator="G2")
    told = [words(one) for one in parts(by_id(tree, "chosen")) if "why side" in str(getattr(one, "className", ""))]
    assert any(one.endswith("个百分点") for one in told)
    assert any(re.fullmatch(r"[\d,]+", one) for one in told)
    zones = [one for one in parts(by_id(tree, "zones")) if "why side" in str(getattr(one, "className", ""))]
    assert any(re.fullmatch(r"\d+/139", words(one)) and one.href == "?explain=G5~110000~中心城区" for one in zones)
