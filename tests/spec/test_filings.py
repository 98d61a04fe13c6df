"""Who filed what, and who is awaited."""

from __future__ import annotations

from dataclasses import replace

import pytest

from data.model import Frequency, Period
from data.returns import State
from metrics.filings import filing_calendar, open_period
from tests.fakes import FakeSource, moment, small_city

QUARTER = Period.parse("2025-Q4")
AFTER = moment("2026-02-01")


def calendar(source: FakeSource, as_of=AFTER, periods=(QUARTER,)):
    return filing_calendar(source.reference, source.returns(as_of=as_of), periods=periods, as_of=as_of)


def filing(source: FakeSource, unit: str, **more):
    return next(row[0] for row in calendar(source, **more).rows if row[0].org_unit == unit)


@pytest.fixture
def source() -> FakeSource:
    return FakeSource(small_city())


def test_units_stand_in_order_and_the_city_last(source):
    assert [row[0].org_unit for row in calendar(source).rows] == ["A", "B", "X", "C"]


def test_periods_run_from_the_newest_back(source):
    shown = calendar(source, periods=(QUARTER.previous, QUARTER)).periods
    assert shown == (QUARTER, QUARTER.previous)


def test_what_was_not_filed_is_missing_and_from_24_00_of_the_due_date_overdue(source):
    assert filing(source, "A", as_of=moment("2026-01-15T23:59:59")).state == "missing"
    assert filing(source, "A", as_of=moment("2026-01-16T00:00:00")).state == "overdue"


def test_on_time_is_decided_by_the_first_revision(source):
    source.file("A", "2025-Q4", at="2026-01-10")
    source.file("A", "2025-Q4", at="2026-01-20")
    source.file("B", "2025-Q4", at="2026-01-16T00:00:00")
    assert filing(source, "A").on_time is True
    assert filing(source, "B").on_time is False
    assert filing(source, "X").on_time is None


@pytest.mark.parametrize(
    ("state", "awaited"), [(State.RETURNED, True), (State.UNLOCKED, True), (State.ACCEPTED, False)]
)
def test_what_went_back_to_the_unit_is_awaited_again(source, state, awaited):
    receipt = source.file("A", "2025-Q4", accepted=False)
    assert not filing(source, "A").is_awaited
    source.change(receipt, state, "2026-01-20")
    assert filing(source, "A").is_awaited is awaited
    assert ("A" in {one.org_unit for one in calendar(source).awaited(QUARTER)}) is awaited


def test_an_earlier_as_of_knows_no_later_return(source):
    source.file("A", "2025-Q4", at="2026-01-20")
    assert filing(source, "A", as_of=moment("2026-01-18")).state == "overdue"


def test_the_period_being_filed_is_the_last_that_has_ended():
    assert open_period(small_city(), moment("2025-12-31")) == Period.parse("2025-Q3")
    assert open_period(small_city(), moment("2026-01-01")) == QUARTER


def test_where_returns_are_monthly_last_month_is_open():
    monthly = replace(small_city(), frequency=Frequency.MONTH)
    assert open_period(monthly, moment("2026-01-01")) == Period.parse("2025-12")
