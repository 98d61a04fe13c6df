"""A city that reports by the month: due dates, the plan's months, carrying forward, windows and series all follow."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from fractions import Fraction

from data.details import FilerFigures
from data.model import Frequency, Period
from metrics.queries import trend
from metrics.results import Flag, NoValue, Row, Status
from tests.fakes import FakeSource, moment, percent_plan, small_city, target
from tests.spec.cases import row_of

PLAN = percent_plan(
    "monthly",
    start="2025-01-01",
    deadline="2026-12-31",
    baseline="2024-12",
    targets=[target("G2", "60"), target("T14a", "240")],
)
FIRST = Period.parse("2024-12")


def city() -> FakeSource:
    reference = small_city(people={"C": 1000}, townships={"A01": "core", "B01": "hills"}, plans=[PLAN])
    return FakeSource(replace(reference, frequency=Frequency.MONTH))


def grown(months: int, *, silent: frozenset[str] = frozenset()) -> FakeSource:
    """A and B file from December 2024 on: of 100 slots each, 40 are inclusive and one more every month."""
    source = city()
    for step in range(months + 1):
        period = str(FIRST.shift(step))
        for unit in ("A", "B"):
            if f"{unit} {period}" not in silent:
                source.file(unit, period, {f"{unit}01": (100, 40 + step)})
                told = FilerFigures({"heads_trained": 2, "parent_events": 1}, 0, {})
                source.filer_told[source.filed[-1].stored.sequence] = told
    return source


def row(source: FakeSource, indicator: str, period: str, unit: str = "C", as_of: str = "2027-03-01") -> Row:
    return row_of(source, indicator, unit, period=period, as_of=as_of)


def test_a_months_return_is_due_on_the_fifteenth_of_the_next_one_24_00():
    reference = city().reference
    assert reference.due_moment(Period.parse("2025-06")) == datetime(2025, 7, 15, 16, tzinfo=UTC)
    assert reference.due_moment(Period.parse("2025-12")) == datetime(2026, 1, 15, 16, tzinfo=UTC)


def test_the_plans_months_pass_one_by_one():
    """40 % at the baseline, 46 % after six of 24 months, 60 % wanted: p = 6/20, e = 6/24, pace 6/5."""
    found = row(grown(6), "G2", "2025-06")
    assert (found.value, found.baseline, found.elapsed) == (46, 40, Fraction(6, 24))
    assert found.expected == 40 + 20 * Fraction(6, 24)
    assert (found.progress, found.pace, found.status) == (Fraction(6, 20), Fraction(6, 5), Status.ON_TRACK)
    assert (found.gap, found.per_month) == (120 - 92, -(-28 // 18))


def test_changes_are_over_a_month_and_over_twelve():
    found = row(grown(13), "G2", "2026-01")
    assert (found.change_previous, found.change_year, found.change_baseline) == (1, 12, 13)


def test_one_silent_month_is_carried_and_a_second_one_is_stale():
    source = grown(6, silent=frozenset({"B 2025-05", "B 2025-06"}))
    carried, stale = row(source, "G2", "2025-05", "B"), row(source, "G2", "2025-06", "B")
    assert (carried.value, carried.carried, carried.no_value) == (44, 1, None)
    assert Flag.CARRIED in carried.flags
    assert (stale.value, stale.no_value) == (None, NoValue.STALE)
    early = row(source, "G2", "2025-05", "B", as_of="2025-06-15")
    assert (early.value, early.no_value) == (None, NoValue.NOT_DUE)


def test_flows_add_up_from_the_plans_first_month_or_from_january():
    source = grown(13)
    assert row(source, "T14a", "2026-01", "A").value == 2 * 13
    assert row(source, "T16a", "2026-01", "A").value == 1
    assert row(source, "T16a", "2025-12", "A").value == 12
    assert row(source, "T16a", "2026-01", "A").change_previous is None


def test_a_series_has_a_point_and_a_stop_of_its_path_for_every_month():
    found = trend(grown(6), indicator="G2", org_unit="C", period=Period.parse("2025-06"), as_of=moment("2027-03-01"))
    assert [str(point.period) for point in found.points] == [
        *("2024-12", "2025-01", "2025-02", "2025-03", "2025-04", "2025-05", "2025-06"),
    ]
    assert [point.value for point in found.points] == [40, 41, 42, 43, 44, 45, 46]
    assert len(found.path) == 25
    assert found.path[-1] == (Period.parse("2026-12"), 60)


def test_at_the_deadlines_month_there_is_a_verdict_and_it_stands_in_later_months():
    source = grown(25)
    assert row(source, "G2", "2026-12").status is Status.ACHIEVED
    later = row(source, "G2", "2027-01")
    assert (later.status, later.verdict) == (Status.ACHIEVED, Status.ACHIEVED)
    assert Flag.AFTER_DEADLINE in later.flags
