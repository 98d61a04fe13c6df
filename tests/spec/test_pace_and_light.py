"""How far, how fast, and which light: DOMAIN section 4."""

from __future__ import annotations

from fractions import Fraction

import pytest

from metrics.progress import elapsed_of, pace_word
from metrics.results import Status
from tests.fakes import PLAN_A, small_city
from tests.spec.cases import NEW_SLOTS, judged, period_at

ORACLES = [  # baseline, value, target, years, pace, light, 序时应达值 to four places
    ("2.00", "2.60", "4.5", 1, "0.72", Status.ACCELERATE, "2.8333"),
    ("2.00", "3.00", "4.5", 2, "0.60", Status.ACCELERATE, "3.6667"),
    ("3.00", "3.10", "4.5", 2, "0.10", Status.LAGGING, "4.0000"),
    ("3.00", "2.90", "4.5", 1, "-0.20", Status.BELOW_BASELINE, "3.5000"),
    ("40", "52", "60", 2, "0.90", Status.ACCELERATE, "53.3333"),
    ("25", "45", "60", 2, "0.857143", Status.ACCELERATE, "48.3333"),
    ("50", "80", "100", 2, "0.90", Status.ACCELERATE, "83.3333"),
]


@pytest.mark.parametrize(("y0", "y", "target", "years", "pace", "light", "expected"), ORACLES)
def test_the_oracles_of_the_definitions_hold(y0, y, target, years, pace, light, expected):
    found = judged(y0, y, target, 12 * years)
    assert round(found.pace, 6) == Fraction(pace)
    assert round(found.expected, 4) == Fraction(expected)
    assert found.status is light


def test_nineteen_thousand_of_thirty_after_two_of_three_years_is_exactly_on_the_boundary_and_on_track():
    found = judged("0", "19000", "30000", 24, NEW_SLOTS)
    assert found.pace == Fraction(19, 20)
    assert found.status is Status.ON_TRACK


@pytest.mark.parametrize(
    ("pace", "told"),
    [
        (Fraction(1001, 1000), "ahead"), (Fraction(1), "level"), (Fraction(999_999, 1_000_000), "near"),
        (Fraction(19, 20), "near"), (Fraction(18_999, 20_000), "slower"), (Fraction(3, 5), "slower"),
        (Fraction(5_999, 10_000), "far"), (Fraction(-1, 5), "far"),
    ],
)  # fmt: skip
def test_a_pace_is_told_in_prose_by_its_exact_value(pace, told):
    assert pace_word(pace, small_city().definitions) == told


def test_one_slot_under_nineteen_twentieths_is_not_on_track():
    assert judged("0", "18999", "30000", 24, NEW_SLOTS).status is Status.ACCELERATE


def test_three_fifths_is_accelerate_and_one_slot_under_is_lagging():
    assert judged("0", "12000", "30000", 24, NEW_SLOTS).status is Status.ACCELERATE
    assert judged("0", "11999", "30000", 24, NEW_SLOTS).status is Status.LAGGING


def test_ten_of_thirty_thousand_after_a_year_lags_however_fast_ten_grew_from_nothing():
    assert judged("0", "10", "30000", 12, NEW_SLOTS).status is Status.LAGGING


def test_standing_still_is_lagging_and_only_falling_is_below_baseline():
    assert judged("2", "2", "4.5", 12).status is Status.LAGGING
    assert judged("2", "1.999", "4.5", 12).status is Status.BELOW_BASELINE


def test_an_exactly_met_target_is_achieved_before_and_at_the_deadline():
    assert judged("2", "4.5", "4.5", 24).status is Status.ACHIEVED
    assert judged("2", "4.5", "4.5", 36).status is Status.ACHIEVED


def test_a_target_met_at_the_baseline_is_kept_or_fallen_back_from():
    assert judged("4.5", "4.6", "4.5", 24).status is Status.ACHIEVED
    for baseline in ("4.5", "5"):
        fallen = judged(baseline, "4.4", "4.5", 24)
        assert fallen.status is Status.FALLEN_BACK
        assert (fallen.progress, fallen.pace) == (None, None)


def test_at_the_deadline_there_is_no_light_any_more_only_achieved_or_missed():
    missed = judged("2", "4.499", "4.5", 36)
    assert missed.status is Status.MISSED
    assert missed.pace is None
    assert missed.progress == Fraction(2499, 2500)
    assert missed.expected == Fraction(9, 2)


def test_after_the_deadline_a_value_that_fell_is_missed_and_not_below_baseline():
    assert judged("2", "1", "4.5", 45).status is Status.MISSED


def test_without_a_baseline_or_at_the_very_start_nothing_can_be_said_unless_it_is_met():
    assert judged(None, "3", "4.5", 12).status is Status.NOT_ASSESSABLE
    assert judged("2", "3", "4.5", 0).status is Status.NOT_ASSESSABLE
    assert judged(None, "4.5", "4.5", 12).status is Status.ACHIEVED


def test_without_a_baseline_the_deadline_still_brings_its_verdict():
    assert judged(None, "3", "4.5", 36).status is Status.MISSED


def test_completion_is_value_over_target_in_percent():
    assert judged("2", "2.84", "4.5", 36).completion == Fraction(100 * 284, 450)


@pytest.mark.parametrize(
    ("months", "elapsed"), [(0, "0"), (3, "1/12"), (12, "1/3"), (33, "11/12"), (36, "1"), (39, "1")]
)
def test_whole_months_go_by_at_a_quarters_end_and_never_more_than_the_plan_has(months, elapsed):
    assert elapsed_of(PLAN_A, period_at(months)) == Fraction(elapsed)


def test_the_last_quarter_before_the_deadline_leaves_three_months():
    assert [PLAN_A.months_left(period_at(months)) for months in (0, 33, 36, 45)] == [36, 3, 0, 0]
