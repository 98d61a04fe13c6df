"""What is missing, in whole slots and townships: DOMAIN section 5."""

from __future__ import annotations

from fractions import Fraction

import pytest

from metrics.gaps import count_gap, per_month_of, share_gap, slot_gaps, slots_needed
from tests.fakes import FakeSource, small_city
from tests.spec.cases import city_of, row_of

TABLE = [  # slots, inclusive, people, T*, a, all new, conversion only, converted after building
    (4_000, 1_500, 1_000_000, 4_500, 500, 2_250, 900, 700),
    (4_600, 2_600, 1_000_000, 4_500, 0, 400, 160, 160),
    (4_600, 2_760, 1_000_000, 4_500, 0, 0, 0, 0),
    (4_499, 2_699, 1_000_000, 4_500, 1, 1, 1, 0),
    (60_000, 15_777, 21_858_000, 98_361, 38_361, 50_558, 20_223, 4_879),
]


@pytest.mark.parametrize(("slots", "inclusive", "people", "needed", "build", "all_new", "only", "converted"), TABLE)
def test_the_three_routes_of_the_table(slots, inclusive, people, needed, build, all_new, only, converted):
    found = slot_gaps(slots=slots, inclusive=inclusive, population=people)
    assert (found.needed, found.build) == (needed, build)
    assert (found.all_new_inclusive, found.conversion_only, found.converted) == (all_new, only, converted)


@pytest.mark.parametrize(("slots", "inclusive", "people", "needed", "build", "all_new", "only", "converted"), TABLE)
def test_every_route_ends_at_its_targets_and_one_slot_less_does_not(
    slots, inclusive, people, needed, build, all_new, only, converted
):
    assert 5 * (inclusive + all_new) >= 3 * (slots + all_new)
    assert 2000 * (slots + all_new) >= 9 * people
    assert 5 * (inclusive + only) >= 3 * slots
    assert 5 * (inclusive + build + converted) >= 3 * (slots + build)
    if all_new:
        less = all_new - 1
        assert 5 * (inclusive + less) < 3 * (slots + less) or 2000 * (slots + less) < 9 * people


def test_conversion_alone_reaches_both_targets_only_where_nothing_is_to_be_built():
    assert slot_gaps(slots=4_600, inclusive=2_600, population=1_000_000).conversion_reaches_both
    assert not slot_gaps(slots=4_499, inclusive=2_699, population=1_000_000).conversion_reaches_both


def test_the_consistency_triangle():
    assert slots_needed(21_858_000, Fraction(9, 2)) == 98_361
    assert share_gap(0, 98_361, Fraction(3, 5)) == 59_017
    assert slots_needed(21_832_000, Fraction(9, 2)) == 98_244
    assert share_gap(0, 98_244, Fraction(3, 5)) == 58_947


@pytest.mark.parametrize(("people", "needed"), [(1, 1), (222, 1), (223, 2), (2_000, 9), (2_001, 10), (0, 0)])
def test_the_slots_needed_are_whole_and_never_too_few(people, needed):
    assert slots_needed(people, Fraction(9, 2)) == needed
    assert 2000 * needed >= 9 * people > 2000 * (needed - 1)


def test_where_the_share_is_met_the_slots_still_have_to_be_built():
    found = slot_gaps(slots=4_000, inclusive=4_000, population=1_000_000)
    assert (found.all_new_inclusive, found.conversion_only, found.converted) == (500, 0, 0)


def test_a_gap_is_never_negative():
    assert share_gap(80, 100, Fraction(3, 5)) == 0
    assert count_gap(7, 5) == 0
    assert slot_gaps(slots=10_000, inclusive=9_000, population=1_000_000).all_new_inclusive == 0


def test_the_row_of_slots_per_thousand_lacks_slots_and_that_of_the_share_lacks_conversions():
    source = city_of(60_000, 15_777, 21_858_000)
    assert row_of(source, "G1").gap == 38_361
    assert row_of(source, "G2").gap == 20_223


def test_per_month_rounds_up_and_is_not_given_once_no_month_is_left():
    assert per_month_of(100, 3) == 34
    assert per_month_of(99, 3) == 33
    assert per_month_of(0, 3) == 0
    assert per_month_of(7, 1) == 7
    assert per_month_of(100, 0) is None
    assert per_month_of(None, 3) is None


def test_the_gap_is_spread_over_the_months_to_the_deadline_of_the_plan_in_force():
    source = FakeSource(small_city(people={"C": 1_000_000, "A": 1_000_000}, townships={"A01": "core"}))
    source.file("A", "2025-Q3", {"A01": (4_400, 0)})
    before = row_of(source, "G1", period="2025-Q3")
    assert (before.gap, before.per_month) == (100, 34)
    source.file("A", "2025-Q4", {"A01": (4_400, 0)})
    after = row_of(source, "G1")
    assert (after.gap, after.per_month) == (100, None)
