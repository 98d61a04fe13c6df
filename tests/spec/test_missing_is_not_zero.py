"""Unknown stays unknown: blanks, absent townships, absent units, and what a partial total may still decide."""

from __future__ import annotations

from fractions import Fraction

import pytest

from data.returns import Mode
from metrics.compute import Amount
from metrics.indicators import BY_ID
from metrics.progress import certainty
from metrics.results import NoValue, Status
from tests.fakes import FakeSource, small_city
from tests.spec.cases import row_of
from tests.spec.test_new_inclusive_slots import institution, ledger

EVERYBODY = {"A": {"A01": (100, 60), "A02": (40, 0)}, "B": {"B01": (50, 50)}, "X": {"X01": (10, 10)}}
HILLS = dict.fromkeys(("B01", "B02", "B03", "B04"), "hills")


def reported(
    *units: str, period: str = "2025-Q4", at: str | None = None, source: FakeSource | None = None
) -> FakeSource:
    source = source or FakeSource(small_city())
    for unit in units:
        source.file(unit, period, EVERYBODY[unit], at=at)
    return source


def test_a_township_that_a_ledger_does_not_name_is_a_true_zero():
    row = row_of(reported("A", "B", "X"), "G8", "B", "hills")
    assert (row.numerator, row.denominator, row.no_value) == (1, 4, None)


def test_a_township_that_a_summary_leaves_out_is_unknown():
    source = FakeSource(small_city())
    source.file("B", "2025-Q4", {"B01": (50, 50)}, mode=Mode.SUMMARY)
    row = row_of(source, "G8", "B", "hills")
    assert (row.numerator, row.denominator, row.no_value) == (1, 1, NoValue.INCOMPLETE)


def test_a_blank_cell_of_a_summary_is_unknown_and_a_zero_is_a_zero():
    source = FakeSource(small_city())
    source.file("A", "2025-Q4", {"A01": (0, 0), "A02": (None, None)}, mode=Mode.SUMMARY)
    assert row_of(source, "INST", "A").no_value is NoValue.INCOMPLETE
    assert row_of(source, "INST", "A").numerator == 0
    assert row_of(source, "COV", "A").denominator == 1


def test_a_known_zero_everywhere_is_a_value_and_a_share_of_it_has_a_zero_denominator():
    source = FakeSource(small_city())
    source.file("A", "2025-Q4", {})
    assert (row_of(source, "G1", "A").value, row_of(source, "G1", "A").no_value) == (0, None)
    share = row_of(source, "G2", "A")
    assert (share.numerator, share.denominator, share.value, share.no_value) == (0, 0, None, NoValue.ZERO_DENOMINATOR)
    assert share.status is Status.NOT_ASSESSABLE


def test_a_zero_denominator_of_the_known_alone_is_incomplete():
    source = FakeSource(small_city())
    source.file("A", "2025-Q4", {"A01": (0, 0), "A02": (None, None)}, mode=Mode.SUMMARY)
    row = row_of(source, "G2", "A")
    assert (row.denominator, row.value, row.no_value) == (0, None, NoValue.INCOMPLETE)


def test_a_return_of_blanks_only_has_no_value_rather_than_nought():
    source = FakeSource(small_city())
    source.file("A", "2025-Q4", {"A01": (None, None), "A02": (None, None)}, mode=Mode.SUMMARY)
    row = row_of(source, "G1", "A")
    assert (row.numerator, row.value, row.no_value) == (None, None, NoValue.INCOMPLETE)


def test_a_township_with_one_unknown_side_leaves_both_sides_of_a_share():
    source = FakeSource(small_city())
    source.file("A", "2025-Q4", {"A01": (100, None), "A02": (40, 10)}, mode=Mode.SUMMARY)
    row = row_of(source, "G2", "A")
    assert (row.numerator, row.denominator, row.value, row.no_value) == (10, 40, 25, NoValue.INCOMPLETE)


def test_the_known_cells_of_a_half_known_township_still_count_toward_at_least():
    source = FakeSource(small_city())
    source.file("A", "2025-Q4", {"A01": {"slots": 30, "slots_unknown": 1}, "A02": (40, 0)}, mode=Mode.SUMMARY)
    row = row_of(source, "G1", "A")
    assert (row.numerator, row.no_value) == (70, NoValue.INCOMPLETE)


def test_a_township_with_one_known_inclusive_slot_is_covered_whatever_else_is_blank():
    source = FakeSource(small_city())
    figures = {"slots": 30, "inclusive_slots": 1, "inclusive_slots_unknown": 2}
    source.file("A", "2025-Q4", {"A01": figures, "A02": (40, 0)}, mode=Mode.SUMMARY)
    row = row_of(source, "G5", "A", "core")
    assert (row.numerator, row.denominator, row.no_value) == (1, 2, None)


def test_a_blank_cell_of_a_ledger_is_unknown_in_every_sum_that_it_is_part_of():
    source = FakeSource(small_city(people={"C": 1_000, "A": 1_000}, townships={"A01": "core"}))
    source.file_content(ledger("2025-Q4", institution("1", None, None), institution("2", 30, 10)))
    slots, share = row_of(source, "G1", "A"), row_of(source, "G2", "A")
    assert (slots.numerator, slots.no_value) == (30, NoValue.INCOMPLETE)
    assert (share.value, share.no_value) == (None, NoValue.INCOMPLETE)


def test_a_partial_city_total_shows_the_known_and_compares_nothing():
    source = reported("A", "B", "X", period="2022-Q4")
    reported("A", "B", "X", period="2024-Q4", source=source)
    row = row_of(reported("A", "B", period="2025-Q4", source=source), "G1")
    assert (row.numerator, row.denominator, row.no_value) == (190, 100_000, NoValue.INCOMPLETE)
    assert row.value == Fraction(19, 10)
    assert (row.change_previous, row.change_year, row.change_baseline) == (None, None, None)
    assert (row.gap, row.per_month, row.completion, row.progress, row.pace) == (None, None, None, None, None)
    assert (row.reported, row.expected_returns) == (2, 3)


def test_a_partial_city_total_is_never_achieved_unless_it_is_met_whatever_is_unknown():
    source = FakeSource(small_city())
    source.file("A", "2025-Q4", {"A01": (449, 449)})
    assert row_of(source, "G1").status is Status.NOT_ASSESSABLE
    enough = FakeSource(small_city())
    enough.file("A", "2025-Q4", {"A01": (450, 450)})
    row = row_of(enough, "G1")
    assert (row.status, row.no_value) == (Status.ACHIEVED, NoValue.INCOMPLETE)


def test_a_partial_city_total_is_never_missed():
    source = FakeSource(small_city())
    source.file("A", "2025-Q4", {"A01": (1, 1)})
    assert row_of(source, "G1").status is Status.NOT_ASSESSABLE


@pytest.mark.parametrize("inclusive", [0, 100])
def test_a_partial_share_is_never_decided(inclusive):
    source = FakeSource(small_city())
    source.file("A", "2025-Q4", {"A01": (100, inclusive)})
    row = row_of(source, "G2")
    assert (row.value, row.status) == (inclusive, Status.NOT_ASSESSABLE)


@pytest.mark.parametrize(
    ("covered", "blank", "status"),
    [
        (4, 0, Status.ACHIEVED),
        (3, 1, Status.NOT_ASSESSABLE),
        (2, 1, Status.MISSED),
        (3, 0, Status.MISSED),
    ],
)
def test_partial_coverage_is_missed_only_when_out_of_reach_even_with_all_unknown(covered, blank, status):
    """Four townships at 85 % need all four."""
    source = FakeSource(small_city(townships=HILLS))
    codes = list(HILLS)
    figures = dict.fromkeys(codes, (5, 0)) | dict.fromkeys(codes[:covered], (5, 5))
    figures |= dict.fromkeys(codes[covered : covered + blank], (5, None))
    source.file("B", "2025-Q4", figures, mode=Mode.SUMMARY)
    assert row_of(source, "G8", zone="hills").status is status


def test_partial_coverage_is_achieved_once_the_known_townships_suffice_for_all():
    codes = {f"B{number:02d}": "hills" for number in range(20)}
    source = FakeSource(small_city(townships=codes))
    figures = dict.fromkeys(codes, (5, 5)) | dict.fromkeys(list(codes)[:3], (None, None))
    source.file("B", "2025-Q4", figures, mode=Mode.SUMMARY)
    row = row_of(source, "G8", zone="hills")
    assert (row.numerator, row.denominator, row.value, row.status) == (17, 17, 100, Status.ACHIEVED)
    figures["B19"] = (None, None)
    source.file("B", "2025-Q4", figures, mode=Mode.SUMMARY)
    assert row_of(source, "G8", zone="hills").status is Status.NOT_ASSESSABLE


@pytest.mark.parametrize(("covered", "status"), [(16, Status.NOT_ASSESSABLE), (15, Status.MISSED)])
def test_a_target_just_within_reach_of_the_unknown_is_not_missed(covered, status):
    """Seventeen of twenty are 85 % exactly; one township is unknown."""
    codes = [f"B{number:02d}" for number in range(20)]
    source = FakeSource(small_city(townships=dict.fromkeys(codes, "hills")))
    figures = dict.fromkeys(codes, (5, 0)) | dict.fromkeys(codes[:covered], (5, 5)) | {"B19": (5, None)}
    source.file("B", "2025-Q4", figures, mode=Mode.SUMMARY)
    assert row_of(source, "G8", zone="hills").status is status


def test_before_the_deadline_partial_coverage_out_of_reach_is_not_missed_yet():
    source = FakeSource(small_city(townships=HILLS))
    source.file("B", "2025-Q3", {"B01": (5, None), "B02": (5, 0), "B03": (5, 0), "B04": (5, 0)}, mode=Mode.SUMMARY)
    assert row_of(source, "G8", zone="hills", period="2025-Q3").status is Status.NOT_ASSESSABLE


def test_a_partial_baseline_is_no_baseline():
    source = reported("A", "B", period="2022-Q4")
    row = row_of(reported("A", "B", "X", period="2024-Q4", source=source), "G1", period="2024-Q4")
    assert (row.baseline, row.pace, row.change_baseline) == (None, None, None)
    assert row.status is Status.NOT_ASSESSABLE


def test_nobody_having_reported_gives_every_row_its_reason_and_no_number():
    row = row_of(FakeSource(small_city()), "G2")
    assert (row.numerator, row.denominator, row.value, row.no_value) == (None, None, None, NoValue.NOT_REPORTED)
    assert (row.status, row.reported, row.receipts) == (Status.NOT_ASSESSABLE, 0, ())


@pytest.mark.parametrize(
    ("covered", "known", "unknown", "met"),
    [
        (84, 99, 1, None),
        (85, 99, 1, True),
        (843, 999, 1, False),
        (849, 999, 1, None),
        (0, 4, 16, False),
        (0, 3, 17, None),
    ],
)
def test_partial_coverage_is_held_to_its_bounds_to_the_township(covered, known, unknown, met):
    """Met: 100 x covered >= 85 x all. Out of reach: 100 x (covered + unknown) < 85 x all."""
    amount = Amount(covered, known, Fraction(100 * covered, known), NoValue.INCOMPLETE, known, unknown)
    assert certainty(BY_ID["G8"], amount, Fraction(85)) is met
    if met is None:
        assert 100 * covered < 85 * (known + unknown) <= 100 * (covered + unknown)


def test_a_place_of_which_nothing_is_known_still_says_on_whose_people_it_would_stand():
    row = row_of(FakeSource(small_city()), "G1")
    assert (row.value, row.denominator) == (None, None)
    assert row.population is not None
    assert row.population.value == 100_000
