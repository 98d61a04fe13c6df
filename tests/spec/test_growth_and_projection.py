"""The readings that stand beside the light: growth ratio, straight-line projection, ESCAP's gap (DOMAIN section 4)."""

from __future__ import annotations

import math
import random
from fractions import Fraction

import pytest
from scipy import stats

from metrics.definition import Direction
from metrics.growth import Growth, growth_of, growth_ratio
from metrics.projection import Course, course_of, escap_gap, projection_of

HALF_YEARS = tuple(zip(range(5), (2.00, 2.30, 2.75, 3.05, 3.60), strict=True))


def ratio(baseline: str, value: str, target: str, years: int, until: int = 3, direction: Direction = Direction.UP):
    start, now, wanted = (Fraction(one) for one in (baseline, value, target))
    spans = {"years": Fraction(years), "years_to_target": Fraction(until)}
    return growth_ratio(now, start, wanted, direction=direction, **spans)


@pytest.mark.parametrize(
    ("case", "wanted"),
    [
        (("2.00", "2.60", "4.5", 1), 0.966586),
        (("2.00", "3.00", "4.5", 2), 0.724118),
        (("3.00", "3.10", "4.5", 2), 0.114225),
        (("3.00", "2.90", "4.5", 1), -0.230339),
        (("40", "52", "60", 2), 0.968636),
        (("25", "45", "60", 2), 1.008189),
        (("50", "80", "100", 2), 1.019198),
        (("5", "6", "9", 1, 15), 5.004546),
        (("10", "30", "1", 1, 15, Direction.DOWN), -14.054409),
        (("0.5", "0.75", "1", 1, 1), 0.5),
        (("0.4", "0.5", "0.9", 1, 2), 0.5),
    ],
)
def test_the_growth_ratio_of_each_worked_case(case, wanted):
    assert round(ratio(*case), 6) == wanted


@pytest.mark.parametrize(
    ("value", "word"),
    [
        (0.95, Growth.ON_TRACK),
        (0.9499, Growth.ACCELERATION_NEEDED),
        (0.60, Growth.ACCELERATION_NEEDED),
        (0.5999, Growth.LIMITED),
        (0.0, Growth.LIMITED),
        (-0.0001, Growth.DETERIORATION),
    ],
)
def test_the_word_of_a_growth_ratio_at_its_boundaries(value, word):
    assert growth_of(value) is word


@pytest.mark.parametrize(
    "case",
    [
        ("0", "10", "30000", 1),
        ("2", "0", "4.5", 1),
        ("4.5", "4.6", "4.5", 1),
        ("2", "3", "4.5", 0),
        ("2", "1", "0", 1),
        ("2", "3", "4.5", 1, 0),
    ],
)
def test_a_growth_ratio_that_has_no_meaning_is_not_told(case):
    assert ratio(*case) is None


def test_the_worked_regression():
    found = projection_of(HALF_YEARS, 6, target=4.5)
    told = (found.slope, found.value, found.deviation, found.low80, found.high80, found.low95, found.high95)
    assert [round(one, 6) for one in told] == [0.395, 4.32, 0.074722, 4.115227, 4.524773, 3.922088, 4.717912]
    assert round(escap_gap(4.5, 2.0, found.value), 6) == 7.2
    assert course_of(7.2) is Course.MAINTAIN


def test_a_line_through_two_points_has_no_interval_and_one_point_has_no_line():
    found = projection_of(HALF_YEARS[:2], 6, target=4.5)
    assert (found.low80, found.high95, found.chance) == (None, None, None)
    assert (round(found.value, 9), round(found.slope, 9)) == (3.8, 0.3)
    assert projection_of(HALF_YEARS[:1], 6) is None
    assert projection_of([], 6) is None


def test_the_chance_is_that_of_the_good_direction_and_there_is_none_without_a_target():
    """Student's t of 3 degrees of freedom in closed form, at 0.18 / error; error^2 = 0.01675/3 * (1 + 1/5 + 16/10)."""
    up, down = (projection_of(HALF_YEARS, 6, target=4.5, up=way) for way in (True, False))
    beyond = 0.18 / math.sqrt(0.01675 / 3 * 2.8) / math.sqrt(3)
    chance = 0.5 - (beyond / (1 + beyond**2) + math.atan(beyond)) / math.pi
    assert (round(up.chance, 5), round(down.chance, 5)) == (round(chance, 5), round(1 - chance, 5))
    without = projection_of(HALF_YEARS, 6)
    assert (without.chance, round(without.low95, 6)) == (None, 3.922088)


def test_points_on_a_line_leave_no_doubt():
    points = [(0, 1.0), (1, 2.0), (2, 3.0)]
    assert projection_of(points, 3, target=4.0).chance == 1.0
    assert projection_of(points, 3, target=4.5).chance == 0.0
    assert projection_of(points, 3, target=4.5, up=False).chance == 1.0


@pytest.mark.parametrize(
    ("gap", "course"), [(0, "maintain"), (10, "maintain"), (10.01, "accelerate"), (100, "accelerate"), (101, "reverse")]
)
def test_the_class_of_an_escap_gap_at_its_boundaries(gap, course):
    assert course_of(gap) == course


def test_a_target_beyond_reach_of_the_projection_only_counts_on_the_wrong_side():
    assert escap_gap(4.5, 2.0, 5.0) == 0
    assert escap_gap(1.0, 10.0, 0.5, up=False) == 0
    assert escap_gap(1.0, 10.0, 5.5, up=False) == 50
    assert escap_gap(2.0, 2.0, 5.0) is None


def test_a_thousand_random_series_agree_with_an_independent_library_to_nine_digits():
    chooser = random.Random(20231231)
    for _ in range(1000):
        count = chooser.randint(3, 16)
        points = [(float(x), chooser.uniform(-50, 50)) for x in sorted(chooser.sample(range(40), count))]
        at, target = chooser.uniform(0, 60), chooser.uniform(-80, 80)
        found = projection_of(points, at, target=target)
        xs, ys = zip(*points, strict=True)
        line = stats.linregress(xs, ys)
        value = line.intercept + line.slope * at
        middle = sum(xs) / count
        spread = sum((x - middle) ** 2 for x in xs)
        rest = sum((y - line.intercept - line.slope * x) ** 2 for x, y in points)
        error = (rest / (count - 2) * (1 + 1 / count + (at - middle) ** 2 / spread)) ** 0.5
        low80, high80 = stats.t.interval(0.80, count - 2, loc=value, scale=error)
        low95, high95 = stats.t.interval(0.95, count - 2, loc=value, scale=error)
        chance = stats.t.sf(target, count - 2, loc=value, scale=error)
        told = (found.value, found.low80, found.high80, found.low95, found.high95, found.chance)
        assert told == pytest.approx((value, low80, high80, low95, high95, chance), rel=1e-9, abs=1e-9)
