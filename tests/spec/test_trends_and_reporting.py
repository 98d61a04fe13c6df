"""Series over time, who has reported, and which period is shown unless told."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from data.issues import UsageError
from data.model import Period, SeriesBreak
from data.returns import State
from metrics.queries import (
    default_period,
    overview,
    periods,
    provenance,
    reporting,
    scorecard,
    township_results,
    trend,
)
from metrics.results import Flag, NoValue, TargetKind
from tests.fakes import PLAN_B, FakeSource, moment, small_city, warning
from tests.spec.cases import people
from tests.spec.test_new_inclusive_slots import CENTRE, PLAN, institution, ledger

Q3, Q4 = Period.parse("2025-Q3"), Period.parse("2025-Q4")
LATE = moment("2026-12-01")
NEW = replace(PLAN, derived_counts=("T4a",))


def one_unit(**slots: int) -> FakeSource:
    source = FakeSource(small_city(townships={"A01": "core"}))
    for period, number in slots.items():
        source.file("A", f"{period[1:5]}-{period[5:]}", {"A01": (number, 0)})
    return source


def test_a_trend_runs_from_the_first_period_to_the_one_shown_with_its_gaps_named():
    source = one_unit(p2022Q4=100, p2023Q1=200, p2023Q4=400, p2024Q1=900)
    found = trend(source, indicator="G1", org_unit="C", period=Period.parse("2023-Q4"), as_of=LATE)
    assert [str(point.period) for point in found.points] == ["2022-Q4", "2023-Q1", "2023-Q2", "2023-Q3", "2023-Q4"]
    assert [point.value for point in found.points] == [1, 2, 2, None, 4]
    assert found.points[2].flags == (Flag.CARRIED,)
    assert found.points[3].no_value is NoValue.STALE


def test_the_path_leads_straight_from_the_baseline_to_the_target():
    found = trend(one_unit(p2022Q4=100, p2023Q1=200), indicator="G1", org_unit="C", period=Q4, as_of=LATE)
    assert len(found.path) == 13
    assert found.path[0] == (Period.parse("2022-Q4"), Fraction(1))
    assert found.path[1] == (Period.parse("2023-Q1"), 1 + Fraction(7, 2) / 12)
    assert found.path[-1] == (Q4, Fraction(9, 2))
    assert (found.target, found.target_kind) == (Fraction(9, 2), TargetKind.PLAN)


def test_a_unit_has_no_path_of_its_own_only_a_reference():
    found = trend(one_unit(p2022Q4=100), indicator="G1", org_unit="A", period=Q4, as_of=LATE)
    assert (found.path, found.target_kind) == ((), TargetKind.REFERENCE)


def test_without_a_baseline_there_is_no_path():
    assert trend(one_unit(p2024Q4=100), indicator="G1", org_unit="C", period=Q4, as_of=LATE).path == ()


def test_a_plan_that_starts_after_the_period_shown_still_has_its_path():
    source = one_unit(p2024Q4=100, p2025Q4=300)
    shown = Period.parse("2024-Q4")
    found = trend(source, indicator="G2", org_unit="C", period=shown, as_of=LATE, plan_id="second")
    assert [point.period for point in found.points] == [shown]
    assert found.path[0] == (Q4, 0)
    assert found.path[-1] == (Period.parse("2026-Q4"), 68)


def test_a_units_trend_keeps_one_population_from_end_to_end():
    source = FakeSource(
        small_city(townships={"A01": "core"}, populations=[people("A", 30_000, "2024-12-31")]),
    )
    for period in ("2022-Q4", "2025-Q4"):
        source.file("A", period, {"A01": (60, 0)})
    found = trend(source, indicator="G1", org_unit="A", period=Q4, as_of=LATE)
    assert (found.points[0].value, found.points[-1].value) == (2, 2)


def test_who_reported_on_time_late_not_at_all_or_is_carried():
    source = FakeSource(small_city())
    source.file("A", "2025-Q4", {}, at="2026-01-15T23:59:59")
    source.file("B", "2025-Q4", {}, at="2026-01-16T00:00")
    source.file("X", "2025-Q3", {})
    found = reporting(source, period=Q4, as_of=moment("2026-02-01"))
    assert [(one.org_unit, one.on_time) for one in found.units] == [("A", True), ("B", False), ("X", None)]
    assert (found.reported, found.late, found.carried) == (2, 1, 1)
    assert found.units[2].carried_from == Q3
    assert found.city.no_value is NoValue.NOT_REPORTED


def test_a_revision_after_the_due_date_does_not_make_a_timely_return_late():
    source = FakeSource(small_city())
    source.file("A", "2025-Q4", {}, at="2026-01-10")
    source.file("A", "2025-Q4", {}, at="2026-02-10")
    found = reporting(source, period=Q4, as_of=LATE).units[0]
    assert (found.stored.revision, found.on_time) == (2, True)


def test_open_warnings_are_those_of_the_returns_that_count():
    source = FakeSource(small_city())
    for unit in ("A", "B"):
        source.file(unit, "2025-Q4", {})
    source.file("A", "2025-Q4", {}, at="2026-02-10")
    source.issues = {sequence: [warning(n) for n in range(many)] for sequence, many in {1: 5, 2: 3, 3: 1}.items()}
    assert reporting(source, period=Q4, as_of=LATE).open_warnings == 4


def everybody(source: FakeSource, period: str, *, accepted: bool = False) -> list[str]:
    return [source.file(unit, period, {}, accepted=accepted) for unit in ("A", "B", "X")]


def test_a_period_is_shown_from_its_due_date_on():
    source = FakeSource(small_city())
    everybody(source, "2025-Q3")
    source.file("A", "2025-Q4", {})
    assert default_period(source, as_of=moment("2026-01-15")) == Q3
    assert default_period(source, as_of=moment("2026-01-16T00:00")) == Q4


def test_a_period_is_shown_before_its_due_date_once_all_its_returns_are_accepted():
    source = FakeSource(small_city())
    everybody(source, "2025-Q3")
    receipts = everybody(source, "2025-Q4")
    for receipt in receipts[:2]:
        source.change(receipt, State.ACCEPTED, "2026-01-11")
    assert default_period(source, as_of=moment("2026-01-12")) == Q3
    source.change(receipts[2], State.ACCEPTED, "2026-01-12")
    assert default_period(source, as_of=moment("2026-01-12")) == Q4


def test_an_empty_store_shows_no_period():
    assert default_period(FakeSource(small_city()), as_of=LATE) is None
    assert periods(FakeSource(small_city()), as_of=LATE) == ()


def test_periods_are_those_known_at_the_moment():
    source = one_unit(p2025Q3=1, p2025Q4=1)
    assert periods(source, as_of=moment("2025-12-01")) == (Q3,)


def test_the_overview_says_the_same_as_the_single_questions_and_asks_less():
    source = one_unit(p2022Q4=100, p2025Q3=200, p2025Q4=450)
    source.file("A", "2026-Q1", {"A01": (500, 0)})
    at = moment("2026-04-12")
    source.queries = 0
    found = overview(source, period=Q4, as_of=at)
    assert source.queries <= 8
    assert found.scorecard == scorecard(source, period=Q4, as_of=at, scope="all")
    assert found.trends["G1"] == trend(source, indicator="G1", org_unit="C", period=Q4, as_of=at)
    assert found.townships == township_results(source, org_unit="C", period=Q4, as_of=at)
    assert found.reporting == reporting(source, period=Q4, as_of=at)
    assert found.newer == reporting(source, period=Period.parse("2026-Q1"), as_of=at)


def test_there_is_nothing_newer_beside_the_newest_period():
    assert overview(one_unit(p2025Q4=1), period=Q4, as_of=LATE).newer is None


def test_a_return_sent_back_is_told_apart_from_one_that_never_came():
    source = FakeSource(small_city(townships={"A01": "core", "B01": "core"}))
    first = source.file("A", "2025-Q4", {"A01": (10, 5)}, at="2026-01-10", accepted=False)
    source.change(first, State.RETURNED, "2026-01-12")
    found = reporting(source, period=Period.parse("2025-Q4"), as_of=moment("2026-01-20"))
    assert [(unit.org_unit, unit.stored, unit.is_returned) for unit in found.units] == [
        ("A", None, True),
        ("B", None, False),
    ]
    earlier = reporting(source, period=Period.parse("2025-Q4"), as_of=moment("2026-01-11"))
    assert [unit.is_returned for unit in earlier.units] == [False, False]


def test_where_an_accepted_return_counts_again_its_correction_is_still_awaited():
    source = FakeSource(small_city(townships={"A01": "core"}))
    source.file("A", "2025-Q4", {"A01": (10, 5)}, at="2026-01-10")
    second = source.file("A", "2025-Q4", {"A01": (12, 5)}, at="2026-01-11", accepted=False)
    source.change(second, State.RETURNED, "2026-01-12")
    unit = reporting(source, period=Period.parse("2025-Q4"), as_of=moment("2026-01-20")).units[0]
    assert (unit.stored.revision, unit.is_returned) == (1, True)


def test_a_trend_says_of_what_it_is_and_where_its_series_broke():
    broken = [SeriesBreak(Q3.start, name, "note", "note") for name in ("G2", "*", "G1")]
    source = FakeSource(small_city(townships={"A01": "core", "B01": "hills"}, breaks=broken))
    source.file("A", "2025-Q4", {"A01": (100, 60)})
    source.file("B", "2025-Q4", {"B01": (100, 60)})
    found = trend(source, indicator="G5", org_unit="A", zone="core", period=Q4, as_of=LATE)
    assert (found.indicator, found.org_unit, found.zone, found.unit) == ("G5", "A", "core", "percent")
    assert (found.target, found.target_kind) == (100, TargetKind.PLAN)
    assert [one.indicator for one in found.breaks] == ["*"]
    whole = trend(source, indicator="G2", org_unit="C", period=Q4, as_of=LATE)
    assert [one.indicator for one in whole.breaks] == ["G2", "*"]
    bare = trend(source, indicator="INST", org_unit="C", period=Q4, as_of=LATE)
    assert (bare.target, bare.target_kind, bare.path, bare.unit) == (None, None, (), "count")


def test_a_derived_count_asks_for_every_unit_in_its_trend_and_new_slots_have_their_history():
    source = FakeSource(small_city(townships={"A01": "core", "B01": "hills"}, plans=[NEW]))
    for unit in "AB":
        source.file_content(ledger("2022-Q4", unit=unit))
        source.file_content(ledger("2025-Q4", replace(institution("1", 9, 9), township=f"{unit}01"), unit=unit))
    derived = trend(source, indicator="T4a", org_unit="C", period=Q4, as_of=LATE)
    assert (derived.target, derived.target_kind, derived.path) == (2, TargetKind.DERIVED, ())
    new = trend(source, indicator="G3", org_unit="C", period=Q4, as_of=LATE)
    assert [point.value for point in new.points][:1] + [point.value for point in new.points][-1:] == [0, 18]
    asked = source.queries
    trend(source, indicator="G3", org_unit="C", period=Q4, as_of=LATE)
    assert source.queries - asked == 6


@pytest.mark.parametrize(
    ("asked", "key", "value"),
    [
        ({"indicator": "G99"}, "query.indicator", "G99"),
        ({"indicator": "G1", "org_unit": "Z"}, "query.org_unit", "Z"),
        ({"indicator": "G2", "zone": "nowhere"}, "query.org_unit", "C"),
        ({"indicator": "G1", "plan_id": "none"}, "query.plan", "none"),
    ],
)
def test_a_series_that_there_is_not_is_refused_by_name(asked, key, value):
    with pytest.raises(UsageError) as refused:
        trend(FakeSource(small_city()), **{"org_unit": "C", "period": Q4, "as_of": LATE, **asked})
    assert (refused.value.key, dict(refused.value.facts)) == (key, {"value": value})


def test_the_overview_stands_on_the_plan_asked_for_and_tells_what_counts_toward_neither_target():
    source = FakeSource(small_city(townships={"A01": "core"}, plans=[NEW, PLAN_B]))
    source.file_content(ledger("2022-Q4"))
    source.file_content(ledger("2025-Q4", institution("1", 9, 9, CENTRE), institution("2", 5, 5)))
    first, second = (overview(source, period=Q4, as_of=LATE, plan_id=name) for name in ("first", "second"))
    assert (first.scorecard.plan.id, second.scorecard.plan.id) == ("first", "second")
    assert (first.uncounted, second.uncounted) == (9, 0)
    assert provenance(source, period=Q4, as_of=LATE, plan_id="second").plan.id == "second"
    assert provenance(source, period=Q4, as_of=LATE).rows == ()


def test_a_report_names_its_period_and_counts_the_citys_own_return_and_doubts_as_known_then():
    source = FakeSource(small_city())
    source.file("A", "2025-Q4", at="2026-01-10")
    source.file("C", "2025-Q4", at="2026-01-10")
    source.issues = {1: [warning(1, told="是", at="2026-02-01")], 2: [warning(1)]}
    before, after = (reporting(source, period=Q4, as_of=moment(day)) for day in ("2026-01-31", "2026-02-01"))
    assert (before.period, before.open_warnings, after.open_warnings) == (Q4, 2, 1)
    assert before.city.org_unit == "C"
    assert before.city.stored is not None
    empty = reporting(source, period=Q3, as_of=LATE)
    assert (empty.open_warnings, empty.reported) == (0, 0)


def test_a_return_that_went_back_is_told_of_its_own_period_alone():
    source = FakeSource(small_city())
    source.file("A", "2025-Q3")
    receipt = source.file("A", "2025-Q4", accepted=False)
    source.change(receipt, State.RETURNED, "2026-01-20")
    assert [reporting(source, period=one, as_of=LATE).units[0].is_returned for one in (Q3, Q4)] == [False, True]


def test_without_any_return_no_newer_period_is_being_reported():
    assert overview(FakeSource(small_city()), period=Q4, as_of=LATE).newer is None
