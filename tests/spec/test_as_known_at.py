"""Every figure belongs to a moment: what came later does not change it."""

from __future__ import annotations

from data.model import Period
from data.returns import State
from metrics.queries import scorecard
from metrics.results import Flag, NoValue
from tests.fakes import FakeSource, moment, small_city
from tests.spec.cases import row_of

ONE_UNIT = {"A01": "core"}


def test_a_late_return_does_not_change_an_earlier_as_of():
    source = FakeSource(small_city(townships=ONE_UNIT))
    source.file("A", "2025-Q3", {"A01": (100, 50)})
    before = row_of(source, "G1", as_of="2026-01-20")
    source.file("A", "2025-Q4", {"A01": (300, 50)}, at="2026-02-01")
    assert row_of(source, "G1", as_of="2026-01-20") == before
    assert row_of(source, "G1", as_of="2026-02-01").numerator == 300


def test_a_revision_counts_from_its_receipt_on_and_is_flagged():
    source = FakeSource(small_city(townships=ONE_UNIT))
    source.file("A", "2025-Q4", {"A01": (100, 50)}, at="2026-01-10")
    source.file("A", "2025-Q4", {"A01": (120, 50)}, at="2026-03-10")
    assert row_of(source, "G1", as_of="2026-03-09").numerator == 100
    later = row_of(source, "G1", as_of="2026-03-10")
    assert (later.numerator, later.flags) == (120, (Flag.REVISED,))


def test_a_received_return_counts_at_once_and_is_preliminary_until_accepted():
    source = FakeSource(small_city(townships=ONE_UNIT))
    receipt = source.file("A", "2025-Q4", {"A01": (100, 50)}, at="2026-01-10", accepted=False)
    source.change(receipt, State.ACCEPTED, "2026-01-20")
    assert row_of(source, "G1", as_of="2026-01-19").flags == (Flag.PRELIMINARY,)
    assert row_of(source, "G1", as_of="2026-01-20").flags == ()


def test_an_unlocked_return_still_counts_and_is_preliminary_again():
    source = FakeSource(small_city(townships=ONE_UNIT))
    receipt = source.file("A", "2025-Q4", {"A01": (100, 50)}, at="2026-01-10")
    source.change(receipt, State.UNLOCKED, "2026-02-01")
    row = row_of(source, "G1", as_of="2026-02-01")
    assert (row.numerator, row.flags) == (100, (Flag.PRELIMINARY,))


def test_a_returned_revision_gives_way_to_the_last_accepted_one():
    source = FakeSource(small_city(townships=ONE_UNIT))
    source.file("A", "2025-Q4", {"A01": (100, 50)}, at="2026-01-10")
    second = source.file("A", "2025-Q4", {"A01": (900, 50)}, at="2026-02-10", accepted=False)
    source.change(second, State.RETURNED, "2026-02-12")
    assert row_of(source, "G1", as_of="2026-02-11").numerator == 900
    assert row_of(source, "G1", as_of="2026-02-12").numerator == 100


def test_a_returned_first_revision_leaves_the_period_unreported_and_last_period_is_carried():
    source = FakeSource(small_city(townships=ONE_UNIT))
    source.file("A", "2025-Q3", {"A01": (70, 50)})
    receipt = source.file("A", "2025-Q4", {"A01": (900, 50)}, at="2026-01-10", accepted=False)
    source.change(receipt, State.RETURNED, "2026-01-12")
    assert row_of(source, "G1", as_of="2026-01-13").no_value is NoValue.NOT_DUE
    row = row_of(source, "G1", as_of="2026-01-16T00:00")
    assert (row.numerator, row.reported, row.carried) == (70, 0, 1)


def _digest(source: FakeSource, as_of: str, period: str = "2025-Q4") -> str:
    return scorecard(source, period=Period.parse(period), as_of=moment(as_of)).data_digest


def test_the_data_digest_changes_with_a_revision_or_a_state_and_not_with_later_periods():
    source = FakeSource(small_city(townships=ONE_UNIT))
    receipt = source.file("A", "2025-Q4", {"A01": (100, 50)}, at="2026-01-10", accepted=False)
    first = _digest(source, "2026-01-11")
    assert _digest(source, "2026-01-14") == first
    source.change(receipt, State.ACCEPTED, "2026-01-20")
    accepted = _digest(source, "2026-01-20")
    source.file("A", "2025-Q4", {"A01": (101, 50)}, at="2026-01-25")
    revised = _digest(source, "2026-01-25")
    source.file("A", "2026-Q1", {"A01": (102, 50)}, at="2026-04-10")
    assert len({first, accepted, revised}) == 3
    assert _digest(source, "2026-04-11") == revised
