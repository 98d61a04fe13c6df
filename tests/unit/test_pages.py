"""Pages as trees of components: what stands where, and what a reader is told when something is missing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from dash.development.base_component import Component

from layouts.pages import methodology, overview
from layouts.pages.commitments import commitments
from layouts.pages.district import render as render_district
from layouts.pages.effects import nothing_to_compare
from layouts.reference_words import responsible
from layouts.text import LANGUAGES, text_for
from layouts.view import ViewQuery
from metrics.indicators import INDICATORS
from metrics.remedies import Need, Needs, Remedy, Trouble
from metrics.results import Coverage, NoValue, Overview
from metrics.unit_position import UnitPosition
from metrics.works import Works
from tests.sample_overview import sample_front, sample_overview, sample_reference
from tests.site_samples import BEIJING

VIEW = ViewQuery()
ZH = text_for("zh")
TODAY = date(2026, 11, 20)


def parts(tree: object) -> Iterator[Component]:
    """Every component of a tree, in reading order."""
    if isinstance(tree, Component):
        yield tree
        yield from parts(getattr(tree, "children", None))
    elif isinstance(tree, list | tuple):
        for one in tree:
            yield from parts(one)


def words(tree: object) -> str:
    """What a tree says, without spaces between its pieces."""
    if isinstance(tree, Component):
        return words(getattr(tree, "children", None))
    if isinstance(tree, list | tuple):
        return "".join(words(one) for one in tree)
    return "" if tree is None else str(tree)


def by_id(tree: object, name: str) -> Component:
    return next(one for one in parts(tree) if getattr(one, "id", None) == name)


def lines(tree: object) -> list[list[str]]:
    """The cells of the body rows of every table in a tree."""
    rows = [row for body in parts(tree) if body._type == "Tbody" for row in parts(body) if row._type == "Tr"]
    return [[words(cell) for cell in row.children] for row in rows]


def page(found: Overview, view: ViewQuery = VIEW, lang: str = "zh") -> Component:
    return overview.render(sample_front(found), sample_reference(), view, text_for(lang))


def test_the_rows_of_the_plan_stand_in_plan_order():
    found = sample_overview()
    anchors = [row.id for row in parts(page(found)) if str(getattr(row, "id", "")).startswith("row-")]
    assert anchors == ["row-G1", "row-G2", "row-G5", "row-G6", "row-G7", "row-G8"]


def test_every_figure_of_the_sentences_leads_to_a_place_on_the_page():
    tree = page(sample_overview(carried=["110119"]))
    places = {str(one.id) for one in parts(tree) if getattr(one, "id", None)}
    figures = [one.href for one in parts(tree) if getattr(one, "className", "") == "figure"]
    assert len(figures) >= 12
    assert {href.removeprefix("#") for href in figures if href.startswith("#")} <= places
    elsewhere = [href for href in figures if not href.startswith("#")]
    assert elsewhere == ["/gaps?period=2025-Q4#ways", "/quality?period=2025-Q4#warnings"]


def test_a_unit_without_a_return_keeps_its_place_and_says_so():
    rows = lines(by_id(page(sample_overview(missing=["110108"])), "units"))
    assert [row[0] for row in rows] == [unit.name for unit in sample_reference().units]
    haidian = next(row for row in rows if row[0] == "海淀区")
    assert haidian[1] == "未报送"
    assert "0" not in haidian[2:]


def test_units_sort_by_a_figure_only_when_asked_and_the_unknown_come_last():
    rows = lines(by_id(page(sample_overview(missing=["110101"]), VIEW.with_(sort="slots")), "units"))
    slots = [int(row[2].replace(",", "")) for row in rows[:-1]]
    assert slots == sorted(slots, reverse=True)
    assert rows[-1][0] == "东城区"


def test_a_partial_total_says_at_least():
    tree = by_id(page(sample_overview(missing=["110108"])), "row-G1")
    assert words(tree.children[1]).startswith("至少")


def test_a_row_without_value_prints_the_reason_and_no_zero():
    found = sample_overview()
    rows = tuple(
        replace(row, value=None, no_value=NoValue.NO_POPULATION, gap=None) if row.indicator == "G1" else row
        for row in found.scorecard.rows
    )
    tree = by_id(commitments(replace(found.scorecard, rows=rows), sample_reference(), VIEW, ZH), "row-G1")
    assert words(tree.children[1]) == "缺常住人口"
    assert words(tree.children[8]) == "—"


def test_a_bullet_has_its_words_for_the_ear():
    bullets = [one for one in parts(page(sample_overview())) if getattr(one, "className", "") == "bullet"]
    assert len(bullets) == 6
    assert all(one.role == "img" and getattr(one, "aria-label") for one in bullets)


def test_the_key_of_the_bars_names_what_is_required_by_now_only_where_it_is_drawn():
    before, after = (words(by_id(page(sample_overview(period)), "commitments")) for period in ("2024-Q4", "2025-Q4"))
    assert "粗竖线为目标，细竖线为序时应达值。" in before
    assert "粗竖线为目标。" in after
    assert "细竖线" not in after


def test_a_months_share_is_printed_as_every_other_count():
    card = sample_overview().scorecard
    rows = tuple(replace(row, gap=58394, per_month=1947) if row.indicator == "G1" else row for row in card.rows)
    tree = by_id(commitments(replace(card, rows=rows), sample_reference(), VIEW, ZH), "row-G1")
    assert "月均需1,947" in words(tree)


def test_exceptions_never_name_a_unit_for_standing_below_the_citys_figure():
    told = words(by_id(page(sample_overview()), "exceptions"))
    assert "参照" not in told
    assert "东城区" not in told.split("脆弱")[0].split("未覆盖")[0]


def test_a_zone_chosen_in_the_address_is_the_only_one_on_the_map():
    tree = by_id(page(sample_overview(), VIEW.with_(zone="北京城市副中心")), "coverage")
    assert "22" in next(getattr(one, "aria-label") for one in parts(tree) if getattr(one, "role", "") == "img")


def test_responsible_bodies_are_those_of_the_day():
    plan = sample_reference().plans[0]
    share = next(target for target in plan.targets if target.indicator == "G2")
    assert responsible(plan, share.tasks, date(2024, 12, 31))[0] == "市卫生健康委"
    assert "市卫生健康委" not in responsible(plan, share.tasks, date(2025, 12, 31))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_definitions_page_tells_every_indicator_and_every_target(lang):
    plan = sample_reference().plans[0]
    text = text_for(lang)
    none = nothing_to_compare(text)
    tree = methodology.render(plan, INDICATORS, sample_reference(), ViewQuery(), text, known_on=TODAY, effects=none)
    assert {one.id for one in parts(tree) if one._type == "Article"} == {one.id for one in INDICATORS}
    clauses = words([one for one in parts(tree) if one._type == "Q"])
    assert all(target.clause in clauses for target in plan.targets)


def test_derived_figures_are_not_shown_as_published():
    tree = by_id(
        methodology.render(
            sample_reference().plans[0],
            INDICATORS,
            sample_reference(),
            VIEW,
            ZH,
            known_on=TODAY,
            effects=nothing_to_compare(ZH),
        ),
        "published",
    )
    published = [one for one in sample_reference().published if not one.derived]
    assert len(lines(tree)) == len(published) < len(sample_reference().published)


def district(code: str, **given: object) -> Component:
    found = sample_overview(**given)
    unit = sample_reference().unit_by_code[code]
    own = tuple(t for t in found.townships if t.township.reporting_unit == code)
    filed = next(one for one in found.reporting.units if one.org_unit == code)
    bare = [one for one in own if one.coverage is Coverage.UNCOVERED]
    unknown = tuple(one for one in own if one.coverage is Coverage.UNKNOWN)
    listed = tuple(Need(one, (Trouble.NONE_INCLUSIVE,), (Remedy.CONVERT,), None, (), (), None) for one in bare)
    needs = Needs(listed, (), (), unknown)
    shown = UnitPosition(unit, found.scorecard, own, filed, Works((), (), None), needs)
    return render_district(shown, sample_reference(), VIEW, ZH, BEIJING)


def test_a_district_names_its_uncovered_townships_before_the_table():
    tree = district("110117")
    cards = [one for one in parts(by_id(tree, "coverage")) if one._type == "Strong"]
    first = [row[0] for row in lines(by_id(tree, "townships")) if "未覆盖" in row[2]]
    assert first
    assert [words(one.children[0]) for one in cards] == first
    assert words(by_id(tree, "coverage")).count("将现有机构转为普惠") == len(first)
    assert [row[0] for row in lines(by_id(tree, "townships"))][: len(first)] == first


def test_a_district_without_a_return_shows_when_it_is_due_and_no_zeros():
    tree = district("110117", missing=["110117"])
    assert "报送期限" in words(tree)
    assert "15日24时" in words(tree)
    assert all(cell == "—" for row in lines(by_id(tree, "townships")) for cell in row[3:])
    told = words(by_id(tree, "coverage"))
    assert "没有尚未覆盖的街道（乡镇）" not in told  # nothing is known, which is not the same
    assert "尚未覆盖（0个）" not in told
    assert "情况不明（18个）" in told


def test_a_unit_without_population_says_so_with_its_note():
    told = words(by_id(district("BDA"), "figures"))
    assert "缺常住人口" in told
    assert "未单独公布常住人口" in told


def test_a_later_period_is_a_strip_that_says_whether_it_is_still_being_filed():
    newer = sample_overview("2026-Q3", missing=["110119"]).reporting
    shown = sample_overview("2025-Q4")
    before = replace(shown.scorecard, as_of=newer.units[0].due.replace(day=1))
    after = replace(shown.scorecard, as_of=newer.units[0].due)
    told = [words(page(replace(shown, newer=newer, scorecard=card))) for card in (before, after)]
    assert "2026年三季度数据报送中，已报16/17" in told[0]
    assert "报送中" not in told[1]
    assert "已有更新的2026年三季度数据，已报16/17" in told[1]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_ids_are_unique_on_a_page(lang):
    names = [str(one.id) for one in parts(page(sample_overview(), lang=lang)) if getattr(one, "id", None)]
    assert len(names) == len(set(names))
