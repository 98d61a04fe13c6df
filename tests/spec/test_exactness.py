"""A status is decided on the exact value; what is printed never contradicts it."""

from __future__ import annotations

import random
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.model import Population, Target
from layouts.format import truthful
from metrics.compute import Part, amount_of
from metrics.indicators import BY_ID
from metrics.progress import certainty, final_status
from metrics.results import Status
from tests.fakes import FakeSource, small_city, target
from tests.spec.cases import city_of, judged, row_of


@pytest.mark.parametrize(("slots", "status"), [(98_360, Status.MISSED), (98_361, Status.ACHIEVED)])
def test_one_slot_decides_whether_four_and_a_half_per_thousand_is_reached(slots, status):
    assert row_of(city_of(slots, 0, 21_858_000), "G1").status is status


@pytest.mark.parametrize(("inclusive", "status"), [(59_016, Status.MISSED), (59_017, Status.ACHIEVED)])
def test_one_inclusive_slot_decides_whether_sixty_percent_is_reached(inclusive, status):
    assert row_of(city_of(98_361, inclusive, 21_858_000), "G2").status is status


@pytest.mark.parametrize(("covered", "status", "gap"), [(72, Status.MISSED, 1), (73, Status.ACHIEVED, 0)])
def test_seventy_three_of_eighty_five_townships_are_eighty_five_percent(covered, status, gap):
    codes = {f"A{number:02d}": "hills" for number in range(85)}
    source = FakeSource(small_city(townships=codes))
    source.file("A", "2025-Q4", dict.fromkeys(list(codes)[:covered], (9, 9)))
    row = row_of(source, "G8", zone="hills")
    assert (row.numerator, row.denominator, row.status, row.gap) == (covered, 85, status, gap)


@pytest.mark.parametrize(
    ("value", "threshold", "printed"),
    [
        (Fraction(100 * 37_100, 62_000), 60, "59.8"),
        (Fraction(100 * 37_190, 62_000), 60, "59.98"),
        (Fraction(100 * 37_200, 62_000), 60, "60.0"),
        (Fraction(5996, 100), 60, "59.96"),
    ],
)
def test_a_share_is_printed_with_as_many_decimals_as_its_side_of_the_target_needs(value, threshold, printed):
    assert truthful(value, 1, Fraction(threshold)) == printed


@pytest.mark.parametrize(
    ("value", "decimals", "printed"),
    [
        (Fraction(1, 8), 2, "0.13"),
        (Fraction(-1, 8), 2, "-0.13"),
        (Fraction(5, 2), 0, "3"),
        (Fraction(49, 4), 1, "12.3"),
        (Fraction(12249, 1000), 1, "12.2"),
    ],
)
def test_a_five_is_rounded_up_and_not_to_the_even_neighbour(value, decimals, printed):
    assert truthful(value, decimals, None) == printed


def test_98360_slots_never_print_as_four_point_five():
    assert truthful(Fraction(98_360_000, 21_858_000), 2, Fraction(9, 2)) == "4.49995"


def _share_case(source: random.Random) -> tuple[int, int]:
    slots = source.randint(1, 120_000)
    near = 3 * slots // 5 + source.randint(-2, 2)
    return max(0, min(slots, near)), slots


def test_ten_thousand_cases_near_the_target_agree_with_whole_numbers_and_with_their_print():
    draw = random.Random(20_251_231)
    for _ in range(10_000):
        inclusive, slots = _share_case(draw)
        amount = amount_of(BY_ID["G2"], Part(inclusive, slots, 1, 0), absent=None)
        met = final_status(certainty(BY_ID["G2"], amount, Fraction(60))) is Status.ACHIEVED
        assert met == (5 * inclusive >= 3 * slots)
        assert (Fraction(truthful(amount.value, 1, Fraction(60))) >= 60) == met


@settings(max_examples=300, deadline=None, derandomize=True)
@given(slots=st.integers(0, 200_000), population=st.integers(1, 40_000_000))
def test_slots_per_thousand_are_met_exactly_when_two_thousand_slots_reach_nine_populations(slots, population):
    people = Population("C", None, population, "", None)  # type: ignore[arg-type]
    amount = amount_of(BY_ID["G1"], Part(slots, 0, 1, 0), absent=None, population=people)
    met = certainty(BY_ID["G1"], amount, Fraction(9, 2))
    assert met == (2000 * slots >= 9 * population)
    assert (Fraction(truthful(amount.value, 2, Fraction(9, 2))) >= Fraction(9, 2)) == met


def test_city_ratios_are_sum_over_sum_and_not_the_mean_of_the_units():
    source = FakeSource(small_city())
    source.file("A", "2025-Q4", {"A01": (900, 100)})
    source.file("B", "2025-Q4", {"B01": (100, 100)})
    source.file("X", "2025-Q4", {})
    row = row_of(source, "G2")
    assert (row.numerator, row.denominator, row.value) == (200, 1000, 20)


def test_numerator_and_denominator_are_plain_sums_and_never_reduced():
    row = row_of(city_of(4_600, 2_760, 1_000_000), "G2")
    assert (row.numerator, row.denominator, row.value, row.status) == (2_760, 4_600, 60, Status.ACHIEVED)


def test_the_value_and_not_its_print_decides_a_light():
    almost: Target = target("G1", "4.5")
    assert judged("0", "2.8499999999", str(almost.value), 24).status is Status.ACCELERATE
    assert judged("0", "2.85", str(almost.value), 24).status is Status.ON_TRACK
