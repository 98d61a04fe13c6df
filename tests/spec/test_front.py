"""The first page beside its overview: plans, series of every target, what changed since the last period."""

from __future__ import annotations

from fractions import Fraction

from data.model import Period
from metrics.front import Front, front
from metrics.queries import overview, scorecard, trend
from metrics.results import Status
from tests.fakes import FakeSource, moment, small_city

Q3, Q4, LATER = Period.parse("2025-Q3"), Period.parse("2025-Q4"), Period.parse("2026-Q1")
AT = moment("2026-05-01")
BASE = {"A01": (60, 10), "A02": (40, 0)}


def history() -> FakeSource:
    """A, B and X at the baseline; A and B in both quarters, X only in the last."""
    source = FakeSource(small_city())
    for unit, figures in (("A", BASE), ("B", {"B01": (50, 20)}), ("X", {"X01": (30, 0)})):
        source.file(unit, "2022-Q4", figures)
    source.file("A", "2025-Q3", {"A01": (200, 100), "A02": (60, 0)})
    source.file("B", "2025-Q3", {"B01": (100, 60), "B02": (50, 25)})
    source.file("A", "2025-Q4", {"A01": (220, 130), "A02": (80, 40)})
    source.file("B", "2025-Q4", {"B01": (90, 50), "B02": (50, 0)})
    source.file("X", "2025-Q4", {"X01": (30, 5)})
    return source


def asked(source: FakeSource, period: Period = Q4, plan: str | None = None) -> Front:
    return front(source, period=period, as_of=AT, plan_id=plan)


def test_the_first_page_holds_the_very_overview_and_series_of_the_single_questions():
    source = history()
    found = asked(source)
    assert found.overview == overview(source, period=Q4, as_of=AT)
    assert [one.indicator for one in found.series] == ["G1", "G2", "G5", "G8"]
    assert found.series[1] == trend(source, indicator="G2", org_unit="C", period=Q4, as_of=AT)


def test_units_that_moved_are_those_that_reported_both_periods_from_the_greatest_rise_to_the_greatest_fall():
    changes = asked(history()).changes
    assert changes is not None
    # A: 100 -> 170; B: 85 -> 50; X did not report the third quarter and is compared with nothing.
    assert [(one.org_unit, one.then, one.now, one.change) for one in changes.moves] == [
        ("A", 100, 170, 70),
        ("B", 85, 50, -35),
    ]
    assert changes.compared == 2


def test_a_unit_that_stood_still_is_compared_and_not_told():
    source = FakeSource(small_city())
    for period in ("2025-Q2", "2025-Q3"):
        source.file("A", period, {"A01": (10, 5)})
    changes = asked(source, Q3).changes
    assert changes is not None
    assert (changes.moves, changes.compared, changes.statuses, changes.gained) == ((), 1, (), ())


def test_a_unit_with_an_unknown_cell_is_not_compared():
    source = FakeSource(small_city())
    source.file("A", "2025-Q3", {"A01": (10, 5)})
    source.file("A", "2025-Q4", {"A01": (10, None)})
    changes = asked(source).changes
    assert changes is not None
    assert (changes.moves, changes.compared) == ((), 0)


def test_townships_won_and_lost_are_named():
    changes = asked(history()).changes
    assert changes is not None
    assert [one.township.code for one in changes.gained] == ["A02"]
    assert [one.township.code for one in changes.lost] == ["B02"]


def test_a_status_that_changed_is_told_with_what_it_was():
    found = asked(history())
    now = scorecard(history(), period=Q4, as_of=AT)
    then = scorecard(history(), period=Q3, as_of=AT)
    assert found.changes is not None
    told = {one.now.indicator: (one.before.status, one.now.status) for one in found.changes.statuses}
    keys = [("G1", None), ("G2", None), ("G5", "core"), ("G8", "hills")]
    pairs = {key: (then.row(key, "C", zone), now.row(key, "C", zone)) for key, zone in keys}
    assert told == {key: (a.status, b.status) for key, (a, b) in pairs.items() if a.status is not b.status}
    assert told


def test_revisions_are_those_received_after_the_last_period_was_due_newest_first():
    source = history()
    source.file("A", "2025-Q3", {"A01": (200, 90)}, at="2025-10-14")  # before the third quarter was due
    source.file("B", "2025-Q3", {"B01": (100, 61)}, at="2025-11-03")
    source.file("A", "2025-Q4", {"A01": (221, 130)}, at="2026-02-01")
    changes = asked(source).changes
    assert changes is not None
    assert [(one.org_unit, str(one.period), one.revision) for one in changes.revisions] == [
        ("A", "2025-Q4", 2),
        ("B", "2025-Q3", 2),
    ]
    earlier = front(source, period=Q4, as_of=moment("2026-01-20")).changes
    assert earlier is not None
    assert [one.org_unit for one in earlier.revisions] == ["B"]


def test_the_first_period_of_all_has_nothing_to_be_compared_with():
    source = FakeSource(small_city())
    source.file("A", "2025-Q4", {"A01": (10, 5)})
    assert asked(source).changes is None


def test_a_plan_that_has_ended_is_told_as_it_stood_at_its_end_and_the_next_one_as_it_stands():
    source = history()
    for unit, figures in (("A", {"A01": (220, 200)}), ("B", {"B01": (90, 80)}), ("X", {"X01": (30, 20)})):
        source.file(unit, "2026-Q1", figures)
    first, second = asked(source, LATER).plans
    assert (first.plan.id, first.period, first.is_final) == ("first", Q4, True)
    assert (second.plan.id, second.period, second.is_final) == ("second", LATER, False)
    at_end = scorecard(source, period=Q4, as_of=AT)
    assert first.rows[0] == at_end.row("G1", "C")
    assert {row.status for row in first.rows} <= {Status.ACHIEVED, Status.MISSED}
    # 300 inclusive of 340 slots
    assert second.rows[0].value == Fraction(300 * 100, 340)
    assert [row.indicator for row in second.rows] == ["G2"]


def test_a_plan_that_has_not_begun_is_not_told():
    assert [one.plan.id for one in asked(history()).plans] == ["first"]


def test_the_series_are_those_of_the_plan_that_is_asked_for():
    assert [one.indicator for one in asked(history(), Q4, "second").series] == ["G2"]


def test_a_series_worked_out_once_is_worked_out_anew_when_a_return_behind_it_is_revised():
    source = history()
    before = asked(source).series[0]
    source.file("A", "2025-Q3", {"A01": (300, 100), "A02": (60, 0)}, at="2026-02-01")
    after = asked(source).series[0]
    changed = [(str(a.period), a.value, b.value) for a, b in zip(before.points, after.points, strict=True) if a != b]
    # A 260 and then 360 slots, B 150, X unknown; 100,000 people
    assert changed == [("2025-Q3", Fraction(410, 100), Fraction(510, 100))]
