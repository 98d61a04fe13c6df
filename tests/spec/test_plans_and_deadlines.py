"""Whose target a number is, when a plan ends, and what follows it."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from data.model import SeriesBreak
from metrics.results import Flag, Status, TargetKind
from tests.fakes import PLAN_A, PLAN_B, FakeSource, percent_plan, small_city, target
from tests.spec.cases import row_of

FULL = {
    "A": {"A01": (270, 162), "A02": (0, 0)},
    "B": {"B01": (90, 54), "B02": (45, 27), "B03": (45, 27), "B04": (0, 0)},
    "X": {"X01": (0, 0)},
}


def filed(*periods: str) -> FakeSource:
    source = FakeSource(small_city())
    for period in periods:
        for unit, figures in FULL.items():
            source.file(unit, period, figures)
    return source


def test_the_city_carries_the_plans_targets_as_its_own():
    row = row_of(filed("2025-Q4"), "G1")
    assert (row.target, row.target_kind, row.comparator) == (Fraction(9, 2), TargetKind.PLAN, ">=")
    assert (row.value, row.status) == (Fraction(9, 2), Status.ACHIEVED)


@pytest.mark.parametrize(("indicator", "org_unit", "zone"), [("G1", "B", None), ("G2", "A", None), ("G2", "C", "core")])
def test_units_and_zones_stand_beside_the_citys_figure_without_a_light(indicator, org_unit, zone):
    row = row_of(filed("2022-Q4", "2024-Q4"), indicator, org_unit, zone, period="2024-Q4")
    assert row.target_kind is TargetKind.REFERENCE
    assert row.status in (Status.ABOVE_REFERENCE, Status.BELOW_REFERENCE)
    nothing = (row.expected, row.pace, row.progress, row.completion, row.gap, row.per_month, row.verdict)
    assert nothing == (None,) * 7
    assert row.baseline is not None
    assert row.change_baseline == 0


def test_exactly_at_the_reference_is_above_it():
    source = filed("2025-Q4")
    assert row_of(source, "G1", "A").status is Status.ABOVE_REFERENCE
    assert row_of(source, "G2", "A").value == 60
    assert row_of(source, "G2", "A").status is Status.ABOVE_REFERENCE


def test_a_hundred_percent_target_binds_a_units_townships_and_eighty_five_is_only_a_reference():
    source = filed("2025-Q4")
    core, hills = row_of(source, "G5", "A", "core"), row_of(source, "G8", "B", "hills")
    assert (core.target_kind, core.status, core.gap) == (TargetKind.PLAN, Status.MISSED, 1)
    assert (hills.target_kind, hills.status, hills.gap) == (TargetKind.REFERENCE, Status.BELOW_REFERENCE, None)


def test_secondary_indicators_have_neither_target_nor_status():
    for indicator in ("COV", "USE", "INST"):
        row = row_of(filed("2025-Q4"), indicator)
        assert (row.target, row.target_kind, row.comparator, row.status, row.gap) == (None,) * 5


def test_in_the_deadlines_period_the_verdict_is_the_status_and_nothing_is_after_it():
    row = row_of(filed("2022-Q4", "2025-Q4"), "G5", zone="core")
    assert (row.status, row.verdict, row.pace, row.per_month) == (Status.MISSED, None, None, None)
    assert Flag.AFTER_DEADLINE not in row.flags


def test_a_later_period_is_judged_on_its_own_value_and_keeps_the_plans_verdict_beside_it():
    source = filed("2022-Q4", "2025-Q4")
    source.file("A", "2026-Q1", FULL["A"] | {"A02": (9, 9)})
    source.file("B", "2026-Q1", FULL["B"])
    source.file("X", "2026-Q1", {"X01": (1, 1)})
    row = row_of(source, "G5", zone="core", period="2026-Q1")
    assert (row.status, row.verdict) == (Status.ACHIEVED, Status.MISSED)
    assert row.flags == (Flag.AFTER_DEADLINE,)
    assert (row.pace, row.per_month) == (None, None)
    assert row_of(source, "COV", period="2026-Q1").flags == ()


def test_the_next_plan_has_its_own_baseline_and_start_and_only_its_own_targets():
    source = filed("2025-Q4", "2026-Q2")
    row = row_of(source, "G2", period="2026-Q2", plan="second")
    assert (row.target, row.baseline, row.elapsed, row.status) == (68, 60, Fraction(1, 2), Status.LAGGING)
    assert row.flags == ()
    slots = row_of(source, "G1", period="2026-Q2", plan="second")
    assert (slots.target, slots.status) == (None, None)


def test_coverage_stays_with_its_zone_under_a_plan_that_says_nothing_of_it():
    row = row_of(filed("2025-Q4"), "G5", zone="core", plan="second")
    assert (row.numerator, row.denominator, row.target, row.status) == (1, 3, None, None)


def test_before_its_start_no_time_of_a_plan_has_gone_by():
    row = row_of(filed("2025-Q4"), "G2", plan="second")
    assert (row.elapsed, row.status, row.expected) == (0, Status.NOT_ASSESSABLE, 60)


def test_a_deadline_inside_a_period_ends_the_plan_in_that_period():
    plan = percent_plan(
        "odd", start="2025-01-01", deadline="2025-11-30", baseline="2024-Q4", targets=[target("G2", "60")]
    )
    source = FakeSource(small_city(plans=[plan]))
    for unit, figures in FULL.items():
        source.file(unit, "2025-Q4", figures)
    assert row_of(source, "G2").status is Status.ACHIEVED
    assert row_of(source, "G2").elapsed == 1


def test_changes_are_against_last_period_last_year_and_the_baseline():
    source = FakeSource(small_city(townships={"A01": "core"}))
    for period, slots in {"2022-Q4": 100, "2024-Q4": 200, "2025-Q3": 300, "2025-Q4": 450}.items():
        source.file("A", period, {"A01": (slots, 0)})
    row = row_of(source, "G1")
    changes = (row.change_previous, row.change_year, row.change_baseline)
    assert changes == (Fraction(3, 2), Fraction(5, 2), Fraction(7, 2))
    assert row.baseline == 1


@pytest.mark.parametrize(
    ("day", "flagged"), [("2024-12-31", False), ("2025-01-01", True), ("2025-12-31", True), ("2026-01-01", False)]
)
def test_a_break_is_flagged_while_a_years_comparison_crosses_it(day, flagged):
    city = small_city(breaks=[SeriesBreak(date.fromisoformat(day), "G2", "note", "note")])
    source = FakeSource(city)
    source.file("A", "2025-Q4", FULL["A"])
    assert (Flag.BREAK in row_of(source, "G2", "A").flags) is flagged
    assert Flag.BREAK not in row_of(source, "G1", "A").flags


def test_a_break_of_everything_touches_every_indicator():
    source = FakeSource(small_city(breaks=[SeriesBreak(date(2025, 7, 1), "*", "note", "note")]))
    source.file("A", "2025-Q4", FULL["A"])
    assert all(Flag.BREAK in row_of(source, one, "A").flags for one in ("G1", "G2", "INST"))


def test_the_first_plan_is_the_default():
    assert [PLAN_A.id, PLAN_B.id] == ["first", "second"]
    assert row_of(filed("2025-Q4"), "G2").target == 60
