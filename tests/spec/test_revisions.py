"""First said, said now, and what the difference did to the city's headline."""

from __future__ import annotations

from fractions import Fraction

from data.model import Period
from data.returns import State
from metrics.results import NoValue
from metrics.revisions import RevisionRow, revision_rows
from tests.fakes import FakeSource, moment, small_city

Q4 = Period.parse("2025-Q4")
LATE = moment("2026-12-01")


def revised() -> FakeSource:
    """A city of 100,000 people: A says 100 slots, then 140; B says 60 and keeps to it."""
    source = FakeSource(small_city(townships={"A01": "core", "A02": "core", "B01": "hills"}))
    source.file("A", "2025-Q4", {"A01": (100, 50), "A02": (0, 0)}, at="2026-01-10")
    source.file("B", "2025-Q4", {"B01": (60, 30)}, at="2026-01-10")
    source.file("A", "2025-Q4", {"A01": (100, 50), "A02": (40, 40)}, at="2026-03-10", accepted=False)
    return source


def rows(source: FakeSource, as_of: str = "2026-12-01") -> tuple[RevisionRow, ...]:
    return revision_rows(source, period=Q4, as_of=moment(as_of))


def test_a_return_that_came_once_is_no_revision():
    assert [one.org_unit for one in rows(revised())] == ["A"]
    assert rows(revised(), as_of="2026-03-09") == ()


def test_first_and_now_are_told_in_slots_and_townships():
    (row,) = rows(revised())
    assert (row.said_first.slots, row.said_first.inclusive_slots, row.said_first.covered) == (100, 50, 1)
    assert row.said_now is not None
    assert (row.said_now.slots, row.said_now.inclusive_slots, row.said_now.covered) == (140, 90, 2)
    assert (row.first.revision, row.latest.revision) == (1, 2)


def test_the_effect_is_what_the_city_would_have_read():
    (row,) = rows(revised())
    effects = {one.indicator: one for one in row.effects}
    assert (effects["G1"].first.numerator, effects["G1"].now.numerator) == (160, 200)
    assert effects["G1"].change == Fraction(40 * 1000, 100_000)
    assert effects["G2"].change == Fraction(120 * 100, 200) - Fraction(80 * 100, 160)
    assert effects["COV"].change == Fraction(100 * 3, 3) - Fraction(100 * 2, 3)


def test_a_revision_that_was_returned_leaves_the_first_word_standing():
    source = revised()
    source.change("R1", State.ACCEPTED, "2026-01-20")
    source.change("R3", State.RETURNED, "2026-03-12")
    (row,) = rows(source)
    assert (row.counting and row.counting.revision, row.latest.revision) == (1, 2)
    assert row.said_now == row.said_first
    assert {one.change for one in row.effects} == {0}


def test_where_nothing_of_the_unit_counts_there_is_no_now_and_no_effect():
    source = FakeSource(small_city(townships={"A01": "core"}))
    for day in ("2026-01-10", "2026-02-10"):
        source.file("A", "2025-Q4", {"A01": (100, 50)}, at=day, accepted=False)
    for receipt in ("R1", "R2"):
        source.change(receipt, State.RETURNED, "2026-02-12")
    (row,) = rows(source)
    assert (row.counting, row.said_now) == (None, None)
    assert {one.change for one in row.effects} == {None}
    assert {one.now.no_value for one in row.effects} == {NoValue.NOT_REPORTED}


def test_a_row_names_its_period_and_each_effect_its_unit_of_measure():
    (row,) = rows(revised())
    assert row.period == Q4
    assert {one.indicator: one.unit for one in row.effects} == {"G1": "per_1000", "G2": "percent", "COV": "percent"}


def test_a_return_of_three_revisions_is_told_by_its_first_and_its_last():
    source = revised()
    source.file("A", "2025-Q4", {"A01": (1, 1), "A02": (2, 0)}, at="2026-04-10")
    (row,) = rows(source)
    assert (row.first.revision, row.latest.revision, row.counting and row.counting.revision) == (1, 3, 3)
    assert row.said_now is not None
    assert (row.said_now.slots, row.said_now.covered) == (3, 1)


def test_two_units_that_revised_are_each_told_by_their_own():
    source = revised()
    source.file("B", "2025-Q4", {"B01": (70, 30)}, at="2026-03-12")
    found = rows(source)
    assert [(one.org_unit, one.said_now and one.said_now.slots) for one in found] == [("A", 140), ("B", 70)]
