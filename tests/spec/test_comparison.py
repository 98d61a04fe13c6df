"""Units side by side: who is listed, in which order, with which rank; what is missing keeps its place."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from data.issues import UsageError
from data.model import Period
from metrics.comparison import Comparison, Order, comparison, lacking_of, ranks, shown_indicator
from metrics.indicators import BY_ID
from metrics.results import NoValue, Row, TargetKind
from tests.fakes import HILLS, FakeSource, moment
from tests.sample_overview import sample_reference
from tests.site_samples import MISSING, clock, sample_source

Q4 = Period.parse("2025-Q4")
NAMES = [unit.code for unit in sample_reference().units]


def asked(source: FakeSource | None = None, **given: object) -> Comparison:
    return comparison(source or sample_source(), period=Q4, as_of=clock(), **given)


def codes(found: Comparison) -> list[str]:
    return [one.org_unit for one in found.units]


def test_units_stand_as_the_register_has_them_without_rank():
    found = asked()
    assert (found.indicator.id, codes(found)) == ("G1", NAMES)
    assert {one.rank for one in found.units} == {None}


def test_by_gap_the_most_lacking_stand_first_and_those_without_a_figure_last():
    found = asked(order=Order.GAP)
    gaps = {one.org_unit: one.lacking for one in found.units}
    known = [gap for gap in gaps.values() if gap is not None]
    assert known == sorted(known, reverse=True)
    assert codes(found)[-1] == "BDA"
    assert gaps["BDA"] is None  # it has no residents of its own, which is not 0
    first = found.units[0].row
    assert found.units[0].lacking == -(-9 * first.denominator // 2000) - first.numerator


def test_by_change_what_grew_most_stands_first():
    found = asked(indicator="G2", order=Order.CHANGE)
    changes = [one.row.change_previous for one in found.units]
    known = [change for change in changes if change is not None]
    assert known == sorted(known, reverse=True)
    assert changes[: len(known)] == known


def test_equal_figures_share_a_rank_and_the_next_counts_those_before_it():
    figures = [Fraction(3), None, Fraction(5), Fraction(5), Fraction(0)]
    assert ranks(figures) == (3, None, 1, 1, 4)


def test_ties_stand_as_the_register_has_them():
    found = asked(indicator="G7", order=Order.GAP)
    places = {code: place for place, code in enumerate(NAMES)}
    by_rank: dict[int | None, list[int]] = {}
    for one in found.units:
        by_rank.setdefault(one.rank, []).append(places[one.org_unit])
    assert any(len(tied) > 1 for tied in by_rank.values())
    assert all(tied == sorted(tied) for tied in by_rank.values())


def test_without_a_target_there_is_no_gap_to_order_by():
    found = asked(indicator="USE", order=Order.GAP)
    assert (found.ordered, codes(found)) == (False, NAMES)


def test_a_missing_unit_keeps_its_place_with_its_carried_figure_or_its_reason():
    found = next(one for one in asked().units if one.org_unit == MISSING)
    assert found.reporting.stored is None
    assert found.reporting.carried_from == Period.parse("2025-Q3")
    assert found.row.carried == 1
    late = comparison(sample_source(), period=Period.parse("2025-Q3"), as_of=moment("2025-10-01"))
    assert {one.row.no_value for one in late.units} == {NoValue.NOT_DUE}


def test_a_zone_lists_the_units_with_a_township_there_and_the_figures_of_that_zone():
    found = asked(zone="生态涵养区")
    inside = {t.reporting_unit for t in sample_reference().townships_at(Q4.end) if t.zone == "生态涵养区"}
    assert codes(found) == [code for code in NAMES if code in inside]
    assert (found.indicator.id, found.row_zone) == ("G8", "生态涵养区")
    assert {one.row.zone for one in found.units} == {"生态涵养区"}
    assert {one.row.target_kind for one in found.units} == {TargetKind.REFERENCE}
    assert len(found.trends) == len(inside) + 1  # the city's zone is of the same scale


def test_a_whole_unit_is_shown_where_an_indicator_knows_no_zones():
    found = asked(indicator="G1", zone="平原新城")
    assert (found.row_zone, {one.row.zone for one in found.units}) == (None, {None})


def test_a_zones_own_indicator_brings_its_zone_and_is_refused_in_another():
    assert shown_indicator(sample_reference(), "G5", None) == (BY_ID["G5"], "中心城区")
    for indicator, zone in (("G5", "平原新城"), ("T13a", None)):
        with pytest.raises(UsageError):
            asked(indicator=indicator, zone=zone)


def test_a_sum_of_the_city_is_not_drawn_beside_its_units():
    assert [len(asked(indicator=name).trends) for name in ("G2", "INST")] == [18, 17]


def test_what_a_row_lacks_is_whole_slots_townships_or_persons():
    row = Row("G1", "A", None, "per_1000", 98_360, 21_858_000, Fraction(98_360, 21_858), None)
    per_head = {"target": Fraction(9, 2), "target_kind": TargetKind.REFERENCE}
    assert lacking_of(_with(row, **per_head)) == 1
    assert lacking_of(_with(row, numerator=98_361, **per_head)) == 0
    share = {"unit": "percent", "numerator": 1_500, "denominator": 4_000, "target": Fraction(60)}
    assert lacking_of(_with(row, **share)) == 900
    assert lacking_of(_with(row, no_value=NoValue.INCOMPLETE, **per_head)) is None
    assert lacking_of(_with(row, gap=7, **per_head)) == 7
    assert lacking_of(row) is None


def _with(row: Row, **changes: object) -> Row:
    return Row(**{name: getattr(row, name) for name in row.__slots__} | changes)


def test_a_zone_without_units_is_an_empty_list_and_no_fault():
    assert HILLS not in sample_reference().zones
    source = FakeSource(sample_reference())
    source.file("110101", "2025-Q4", {})
    found = asked(source, zone="北京城市副中心")
    assert codes(found) == ["110112"]
    assert found.units[0].row.value is None


def test_the_city_is_told_on_the_residents_of_the_units_too_and_keeps_its_own_figure():
    found = asked()
    own, alike = found.row("G1", "110000"), found.alike["G1"]
    census = 21_893_095  # the sum of the 16 districts on 1 November 2020, as published
    assert sum(one.row.denominator for one in found.units if one.row.denominator) == census
    assert (alike.numerator, alike.denominator) == (own.numerator, census)
    assert alike.value == Fraction(1000 * own.numerator, census) != own.value
    assert own.denominator == 21_832_000  # the end of 2024
    assert {row.population.ref_date for row in (alike, found.units[0].row)} == {date(2020, 11, 1)}


def test_a_share_of_the_city_has_one_base_only():
    assert set(asked(indicator="G2").alike) == {"G1"}
