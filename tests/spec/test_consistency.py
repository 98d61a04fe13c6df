"""What is said in two ways agrees: the targets, stock and flow, whole and parts, and changes on a common basis."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from data.model import Period, SeriesBreak
from data.returns import Mode, ReturnContent
from metrics import queries
from metrics.comparability import LikeForLike, Since
from metrics.consistency import Check, Consistency, Flow, Stated
from metrics.definition import Element
from metrics.results import NoValue, Overview
from tests.fakes import PLAN_A, PLAN_B, FakeSource, census, moment, small_city, target
from tests.spec.test_new_inclusive_slots import CENTRE, FOR_PROFIT, institution, ledger, summary

PLAN = replace(PLAN_A, targets=(*PLAN_A.targets, target("G3", "30000"), target("G4", "32000")))
AS_OF = moment("2026-12-01")


def held(source: FakeSource, period: str = "2025-Q4", plan: str | None = None) -> Consistency:
    return queries.consistency(source, period=Period.parse(period), as_of=AS_OF, plan_id=plan)


def city(people: int = 21_858_000) -> FakeSource:
    return FakeSource(small_city(people={"C": people}, townships={"A01": "core", "B01": "hills"}, plans=[PLAN, PLAN_B]))


def filed(*contents: ReturnContent) -> FakeSource:
    source = city()
    for content in contents:
        source.file_content(content)
        source.file_content(ledger(str(content.period), unit="B"))
    return source


def flow(source: FakeSource, unit: str = "A") -> Flow:
    return next(one for one in held(source).flows if one.org_unit == unit)


@pytest.mark.parametrize(("people", "slots", "inclusive"), [(21_858_000, 98_361, 59_017), (21_832_000, 98_244, 58_947)])
def test_what_the_targets_ask_for_together(people, slots, inclusive):
    source = city(people)
    source.file("A", "2022-Q4", {"A01": (5000, 3000)})
    source.file("B", "2022-Q4", {"B01": (0, 0)})
    source.file("A", "2025-Q4", {"A01": (62_000, 37_500)})
    source.file("B", "2025-Q4", {"B01": (0, 0)})
    triangle = held(source).triangle
    assert triangle is not None
    assert (triangle.slots_needed, triangle.inclusive_needed, triangle.planned) == (slots, inclusive, 62_000)
    assert (triangle.opening, triangle.planned_stock) == (3000, 65_000)
    assert (triangle.slots, triangle.inclusive) == (62_000, 37_500)


def test_a_plan_without_the_four_targets_has_no_triangle():
    source = city()
    source.file("A", "2025-Q4", {"A01": (10, 5)})
    assert held(source, plan="second").triangle is None


def test_what_nobody_reported_is_unknown_in_the_triangle():
    source = city()
    source.file("A", "2025-Q4", {"A01": (10, 5)})
    triangle = held(source).triangle
    assert triangle is not None
    assert (triangle.slots, triangle.inclusive, triangle.opening, triangle.planned_stock, triangle.added) == (None,) * 5


def test_stock_and_flow_close_by_channel():
    flow_of_a = flow(
        filed(
            ledger("2022-Q4", institution("1", 40, 20), institution("2", 30, 0, FOR_PROFIT)),
            ledger(
                "2024-Q4",
                institution("1", 40, 40),
                institution("2", 30, 30, FOR_PROFIT),
                institution("3", 10, 10, CENTRE),
            ),
            ledger("2025-Q4", institution("1", 40, 25), institution("3", 10, 10, CENTRE)),
        )
    )
    # 1 gained 20 and gave up 15; 2 became inclusive and is gone; 3 counts toward neither target.
    assert (flow_of_a.opening, flow_of_a.resting) == (20, 0)
    assert flow_of_a.apart == 10
    assert flow_of_a.gained == 60
    assert flow_of_a.education + flow_of_a.society == 50
    assert (flow_of_a.given_up, flow_of_a.closing, flow_of_a.channels) == (45, 35, 35)
    assert flow_of_a.closes


def test_what_rested_at_the_baseline_is_no_gain_and_no_loss():
    paused = replace(institution("1", 40, 20), state="暂停", state_since=None)
    told = flow(filed(ledger("2022-Q4", paused), ledger("2025-Q4", institution("1", 40, 20))))
    assert (told.opening, told.resting, told.gained, told.given_up, told.closing) == (0, 20, 0, 0, 20)
    assert told.closes


def test_sums_close_too_and_are_marked_as_estimates():
    told = flow(filed(summary("2022-Q4", K1=10, S1=10), summary("2025-Q4", K1=30, S1=5)))
    assert (told.opening, told.education, told.society, told.given_up, told.closing) == (20, 20, 0, 5, 35)
    assert told.estimated
    assert told.closes


def test_channels_that_do_not_add_up_to_the_stock_are_seen():
    told = replace(flow(filed(summary("2022-Q4", K1=10), summary("2025-Q4", K1=30))), channels=29)
    assert not told.closes
    assert not replace(told, channels=30, closing=41).closes


def test_a_unit_without_a_baseline_has_no_way_and_says_why():
    source = filed(ledger("2025-Q4", institution("1", 40, 20)))
    assert held(source).unknown_flows == {"A": NoValue.NO_BASELINE, "B": NoValue.NO_BASELINE}


def test_a_blank_cell_hides_the_way():
    source = filed(ledger("2022-Q4", institution("1", 40, 20)), ledger("2025-Q4", institution("1", 40, None)))
    assert held(source).unknown_flows == {"A": NoValue.INCOMPLETE}


def test_the_whole_is_the_sum_of_its_parts():
    checks = held(filed(ledger("2025-Q4", institution("1", 40, 20)))).checks
    assert all(one.agrees for one in checks)
    assert Check(Stated.UNITS, Element.SLOTS, "C", 40, 40) in checks
    assert Check(Stated.ZONES, Element.INCLUSIVE_SLOTS, "C", 20, 20) in checks
    assert Check(Stated.TOWNSHIPS, Element.INSTITUTIONS, "A", 1, 1) in checks
    assert not Check(Stated.UNITS, Element.SLOTS, "C", 40, 39).agrees


def test_a_unit_with_an_unknown_township_is_not_checked_against_its_townships():
    source = city()
    source.file("A", "2025-Q4", {"A01": (None, 5)}, mode=Mode.SUMMARY)
    source.file("B", "2025-Q4", {"B01": (10, 5)})
    checked = {(one.org_unit, one.element) for one in held(source).checks if one.stated is Stated.TOWNSHIPS}
    assert ("A", Element.SLOTS) not in checked
    assert ("B", Element.SLOTS) in checked


def compared(source: FakeSource, indicator: str, since: Since) -> LikeForLike:
    return next(one for one in held(source).comparisons if (one.indicator, one.since) == (indicator, since))


def test_a_change_counts_only_the_units_that_reported_both():
    source = city()
    source.file("A", "2025-Q3", {"A01": (100, 50)})
    source.file("A", "2025-Q4", {"A01": (130, 70)})
    source.file("B", "2025-Q4", {"B01": (900, 900)})
    share, slots = (compared(source, name, Since.PREVIOUS) for name in ("G2", "G1"))
    assert (share.units, share.now_only, share.then_only, share.same_units) == (("A",), ("B",), (), False)
    assert (share.then, share.now, share.change) == (50, Fraction(700, 13), Fraction(50, 13))
    assert (slots.unit, slots.then, slots.now, slots.change) == ("count", 100, 130, 30)


def test_a_carried_unit_is_not_present():
    source = city()
    for unit in "AB":
        source.file(unit, "2025-Q3", {f"{unit}01": (100, 50)})
    source.file("A", "2025-Q4", {"A01": (130, 70)})
    slots = compared(source, "G1", Since.PREVIOUS)
    assert (slots.units, slots.then_only, slots.change) == (("A",), ("B",), 30)


def test_the_same_units_make_every_change_a_common_one():
    source = city()
    for period, slots in (("2022-Q4", 10), ("2024-Q4", 60), ("2025-Q3", 90), ("2025-Q4", 100)):
        for unit in "AB":
            source.file(unit, period, {f"{unit}01": (slots, 5)})
    changes = {since: compared(source, "G1", since) for since in Since}
    assert {since: one.change for since, one in changes.items()} == {
        Since.PREVIOUS: 20,
        Since.YEAR: 80,
        Since.BASELINE: 180,
    }
    assert all(one.same_units for one in changes.values())


def test_a_period_that_nobody_reported_is_compared_with_nothing():
    source = city()
    source.file("A", "2025-Q4", {"A01": (100, 50)})
    assert held(source).comparisons == ()


def test_a_break_between_the_two_is_said():
    broken = SeriesBreak(Period.parse("2025-Q4").start, "G2", "first list", "first list")
    source = FakeSource(small_city(people={"C": 1000}, townships={"A01": "core"}, plans=[PLAN], breaks=[broken]))
    for period in ("2025-Q3", "2025-Q4"):
        source.file("A", period, {"A01": (100, 50)})
    assert compared(source, "G2", Since.PREVIOUS).broken
    assert not compared(source, "G1", Since.PREVIOUS).broken


def apart() -> FakeSource:
    """Both shares rise and the city's falls, as slots move to the unit with the lower one."""
    source = FakeSource(
        small_city(
            people={"C": 1000}, townships={"A01": "core", "B01": "hills"}, plans=[PLAN], populations=[census("A", 5)]
        )
    )
    source.file("A", "2025-Q3", {"A01": (100, 80)})
    source.file("B", "2025-Q3", {"B01": (100, 10)})
    source.file("A", "2025-Q4", {"A01": (10, 9)})
    source.file("B", "2025-Q4", {"B01": (190, 30)})
    return source


def test_most_units_rise_and_the_city_falls():
    split = next(one for one in held(apart()).splits if one.indicator == "G2")
    assert (split.since, split.units, split.split.risen) == (Since.PREVIOUS, 2, 2)
    assert (split.split.before, split.split.now) == (45, Fraction(39, 2))
    assert split.split.within + split.split.mix == Fraction(39, 2) - 45


def test_the_overview_tells_of_it_too():
    found: Overview = queries.overview(apart(), period=Period.parse("2025-Q4"), as_of=AS_OF)
    assert [one.indicator for one in found.splits] == ["G2"]
    assert {one.since for one in found.compared} == {Since.PREVIOUS}


def test_the_triangle_names_its_people_and_what_was_added_by_both_ways():
    source = filed(
        ledger("2022-Q4", institution("1", 40, 20)),
        ledger("2025-Q4", institution("1", 40, 25), institution("2", 9, 9, FOR_PROFIT)),
    )
    triangle = held(source).triangle
    assert triangle is not None
    assert (triangle.population.value, triangle.added) == (21_858_000, 14)
    nothing = held(filed(ledger("2022-Q4", institution("1", 40, 20)), ledger("2025-Q4", institution("1", 40, 20))))
    assert nothing.triangle is not None
    assert nothing.triangle.added == 0


def test_what_is_partly_unknown_at_the_baseline_is_not_told_in_the_triangle():
    source = filed(ledger("2022-Q4", institution("1", 40, None)), ledger("2025-Q4", institution("1", 40, 25)))
    triangle = held(source).triangle
    assert triangle is not None
    assert (triangle.opening, triangle.inclusive, triangle.added) == (None, 25, None)


def test_a_blank_that_hides_no_gain_hides_the_stock_all_the_same():
    """A place without a slot count now: what is new is known to be nothing, what there is is not."""
    blank = filed(ledger("2022-Q4", institution("1", 40, 20)), summary("2025-Q4", K1=None))
    assert held(blank).unknown_flows["A"] is NoValue.INCOMPLETE
    then = filed(ledger("2022-Q4", institution("1", None, 20)), ledger("2025-Q4", institution("1", 40, 20)))
    assert held(then).unknown_flows["A"] is NoValue.INCOMPLETE


def test_the_slots_that_rest_are_those_of_the_baseline_alone():
    paused = replace(institution("1", 40, 20), state="暂停", state_since=None)
    told = flow(
        filed(
            ledger("2022-Q4", paused, institution("2", 9, 0)),
            ledger("2024-Q4", institution("1", 40, 30)),
            ledger("2025-Q4", institution("1", 40, 30)),
        )
    )
    assert (told.opening, told.resting, told.gained, told.closing) == (0, 20, 10, 30)


def test_only_the_city_is_held_against_its_zones_and_every_unit_against_its_townships_once():
    checks = held(filed(ledger("2025-Q4", institution("1", 40, 20)))).checks
    assert sorted((one.stated.value, one.org_unit, one.element.value) for one in checks) == sorted(
        [("zones", "C", "inclusive_slots")]
        + [("units", "C", name) for name in ("slots", "inclusive_slots", "institutions")]
        + [("townships", unit, name) for unit in "AB" for name in ("slots", "inclusive_slots", "institutions")]
    )
    assert {one.whole for one in checks if one.org_unit == "C"} == {40, 20, 1}


def test_a_comparison_names_its_period_and_its_unit_of_measure():
    source = city()
    source.file("A", "2024-Q4", {"A01": (100, 50)})
    source.file("A", "2025-Q4", {"A01": (130, 70)})
    share, slots = (compared(source, name, Since.YEAR) for name in ("G2", "G1"))
    assert (share.period, share.unit, slots.unit) == (Period.parse("2024-Q4"), "percent", "count")
    assert {one.since for one in held(source).comparisons} == {Since.YEAR}


def test_a_side_with_a_blank_is_not_compared_and_not_split():
    source = city()
    source.file("A", "2025-Q3", {"A01": {"slots": 100, "slots_unknown": 1, "inclusive_slots": 80}}, mode=Mode.SUMMARY)
    source.file("A", "2025-Q4", {"A01": (130, 70)})
    for indicator in ("G1", "G2"):
        found = compared(source, indicator, Since.PREVIOUS)
        assert (found.then, found.change) == (None, None)
    assert held(source).splits == ()


@pytest.mark.parametrize(("day", "broken"), [("2025-09-30", False), ("2025-10-01", True), ("2025-12-31", True)])
def test_a_break_counts_from_the_day_after_the_earlier_period_to_the_end_of_the_later(day, broken):
    one = SeriesBreak(date.fromisoformat(day), "G2", "first list", "first list")
    source = FakeSource(small_city(people={"C": 1000}, townships={"A01": "core"}, plans=[PLAN], breaks=[one]))
    for period in ("2025-Q3", "2025-Q4"):
        source.file("A", period, {"A01": (100, 50)})
    assert compared(source, "G2", Since.PREVIOUS).broken is broken


def test_at_the_baseline_itself_there_is_no_way_since_it():
    source = city()
    for period in ("2022-Q3", "2022-Q4"):
        source.file("A", period, {"A01": (100, 50)})
    assert {one.since for one in held(source, period="2022-Q4").comparisons} == {Since.PREVIOUS}


def test_a_split_says_its_unit_and_its_period():
    found = next(one for one in held(apart()).splits if one.indicator == "G2")
    assert (found.unit, found.period) == ("percent", Period.parse("2025-Q3"))
