"""What is to be done a month: over the months left of the plan in force, whichever plan the gap is of."""

from __future__ import annotations

import pytest

from data.model import Period
from metrics.queries import shortfall
from metrics.results import NoValue, Status
from metrics.shortfall import Shortfall
from tests.fakes import FakeSource, moment, small_city
from tests.spec.cases import LATE


def lacking(period: str, slots: int = 360) -> Shortfall:
    """450 slots are asked for on 100,000 people."""
    source = FakeSource(small_city(people={"C": 100_000, "A": 100_000}, townships={"A01": "core"}))
    for one in ("2022-Q4", period):
        source.file("A", one, {"A01": (slots, 0)})
    return shortfall(source, period=Period.parse(period), as_of=moment(LATE))


@pytest.mark.parametrize(
    ("period", "months"), [("2025-Q2", 6), ("2025-Q3", 3), ("2026-Q1", 9), ("2026-Q2", 6), ("2026-Q3", 3)]
)
def test_after_the_plans_own_deadline_months_are_counted_to_the_next_plans(period, months):
    found = lacking(period)
    row = found.scorecard.row("G1", "C")
    assert found.lacking(row) == 90
    assert found.monthly(row) == -(-90 // months)
    # the row itself is the plan's, whose months are over after 2025
    assert row.per_month == (None if period.startswith("2026") else found.monthly(row))


@pytest.mark.parametrize("period", ["2025-Q4", "2026-Q4"])
def test_where_no_month_is_left_of_any_plan_there_is_none(period):
    found = lacking(period)
    assert found.running is None
    assert found.monthly(found.scorecard.row("G1", "C")) is None


def test_what_is_met_whatever_is_unknown_lacks_nothing():
    source = FakeSource(small_city())
    source.file("A", "2025-Q3", {"A01": (500, 400)})
    found = shortfall(source, period=Period.parse("2025-Q3"), as_of=moment(LATE))
    row = found.scorecard.row("G1", "C")
    assert (row.no_value, row.status, row.gap) == (NoValue.INCOMPLETE, Status.ACHIEVED, None)
    assert (found.lacking(row), found.monthly(row)) == (0, 0)


def test_what_is_partial_and_not_decided_lacks_nobody_knows_how_much():
    source = FakeSource(small_city())
    source.file("A", "2025-Q3", {"A01": (100, 40)})
    found = shortfall(source, period=Period.parse("2025-Q3"), as_of=moment(LATE))
    row = found.scorecard.row("G1", "C")
    assert (found.lacking(row), found.monthly(row)) == (None, None)
