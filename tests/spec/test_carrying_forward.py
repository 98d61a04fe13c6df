"""A unit that is silent takes last period's stocks, once, and only when its time is up."""

from __future__ import annotations

import pytest

from metrics.results import Flag, NoValue, Status
from tests.fakes import FakeSource, small_city
from tests.spec.cases import row_of

NOW = {"A": {"A01": (100, 60)}, "B": {"B01": (50, 50)}, "X": {"X01": (10, 10)}}


def filed(**last_period: str) -> FakeSource:
    """Everybody files each quarter of 2025 up to the period named, inclusive."""
    source = FakeSource(small_city())
    for unit, last in last_period.items():
        for quarter in range(1, int(last[-1]) + 1):
            source.file(unit, f"2025-Q{quarter}", NOW[unit])
    return source


def test_at_the_last_moment_before_the_due_date_ends_nothing_is_carried():
    row = row_of(filed(A="Q4", B="Q4", X="Q3"), "G1", "X", as_of="2026-01-15T23:59:59")
    assert (row.value, row.no_value, row.carried, row.flags) == (None, NoValue.NOT_DUE, 0, ())


def test_from_the_end_of_the_due_date_on_last_periods_stocks_are_carried():
    row = row_of(filed(A="Q4", B="Q4", X="Q3"), "INST", "X", as_of="2026-01-16T00:00")
    assert (row.value, row.no_value, row.reported, row.carried) == (1, None, 0, 1)
    assert Flag.CARRIED in row.flags


def test_what_is_carried_is_not_compared_with_itself():
    """Its change since last period is not known, which is not 0; that of a total with returns of its own is."""
    source = filed(A="Q4", B="Q4", X="Q3")
    assert row_of(source, "INST", "X", as_of="2026-01-16T00:00").change_previous is None
    assert row_of(source, "INST", "A", as_of="2026-01-16T00:00").change_previous == 0
    assert row_of(source, "INST", as_of="2026-01-16T00:00").change_previous == 0


def test_before_the_due_date_the_city_is_partial_and_after_it_whole_with_the_carried_stocks():
    source = filed(A="Q4", B="Q4", X="Q3")
    before = row_of(source, "G1", as_of="2026-01-15")
    after = row_of(source, "G1", as_of="2026-01-16T00:00")
    assert (before.numerator, before.no_value, before.carried) == (150, NoValue.INCOMPLETE, 0)
    assert (after.numerator, after.no_value, after.reported, after.carried) == (160, None, 2, 1)
    assert after.flags == (Flag.CARRIED,)
    assert row_of(source, "G2", zone="core").flags == (Flag.CARRIED,)


def test_a_carried_return_stands_among_the_receipts():
    source = filed(A="Q4", B="Q4", X="Q3")
    carried = next(one.stored.receipt for one in reversed(source.filed) if one.stored.org_unit == "X")
    assert carried in row_of(source, "G1").receipts


def test_only_one_period_is_carried_and_what_is_older_is_stale_and_adds_nothing():
    source = filed(A="Q4", B="Q4", X="Q2")
    unit, city = row_of(source, "INST", "X"), row_of(source, "G1")
    assert (unit.value, unit.no_value) == (None, NoValue.STALE)
    assert (city.numerator, city.no_value, city.status) == (150, NoValue.INCOMPLETE, Status.NOT_ASSESSABLE)


def test_a_unit_that_never_reported_is_not_reported_rather_than_stale():
    assert row_of(filed(A="Q4", B="Q4"), "G1", "X").no_value is NoValue.NOT_REPORTED


def test_a_later_return_does_not_make_an_earlier_silence_stale():
    source = FakeSource(small_city())
    source.file("A", "2025-Q4", NOW["A"])
    assert row_of(source, "G1", "A", period="2025-Q2").no_value is NoValue.NOT_REPORTED


def test_a_change_on_last_period_counts_the_carried_stocks_of_then():
    source = filed(A="Q3", B="Q3", X="Q2")
    for unit in NOW:
        source.file(unit, "2025-Q4", {f"{unit}01": (200, 200)})
    row = row_of(source, "INST")
    assert (row.value, row.change_previous) == (3, 0)


@pytest.mark.parametrize(
    ("as_of", "reason"), [("2025-12-31", NoValue.NOT_DUE), ("2026-01-16T00:00", NoValue.NOT_REPORTED)]
)
def test_a_city_of_which_nobody_reported_says_whether_it_is_due(as_of, reason):
    assert row_of(FakeSource(small_city()), "G1", as_of=as_of).no_value is reason
