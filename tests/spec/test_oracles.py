"""The worked cases of the definitions, from returns to the row that a page shows: DOMAIN sections 4 and 5."""

from __future__ import annotations

import random
from dataclasses import replace
from fractions import Fraction
from itertools import product

import pytest

from data.model import Period, Plan
from layouts.format import figure, status_word
from layouts.text import text_for
from metrics import queries
from metrics.growth import Growth
from metrics.results import Row, Status
from tests.fakes import PLAN_A, FakeSource, small_city, target
from tests.spec.cases import judged, moment, period_at, row_of
from tests.spec.test_new_inclusive_slots import institution, ledger

ZH = text_for("zh")
PLAN = replace(PLAN_A, targets=(*PLAN_A.targets, target("G3", "30000"), target("G4", "32000"), target("T14c", "90")))


def grown(indicator: str, before: int, now: int, years: int) -> FakeSource:
    """A city of 100,000 people and 100 core townships that stood at ``before`` and, years later, at ``now``.

    The figure is slots in hundredths per 1,000 (G1), inclusive slots of 100 (G2), or covered townships of 100 (G5).
    """
    codes = {f"A{number:02d}": "core" for number in range(100)}
    source = FakeSource(small_city(people={"C": 100_000, "A": 100_000}, townships=codes, plans=[PLAN]))
    for period, size in (("2022-Q4", before), (str(period_at(12 * years)), now)):
        covered = dict.fromkeys(list(codes)[:size], (1, 1))
        source.file("A", period, {"G1": {"A00": (size, 0)}, "G2": {"A00": (100, size)}, "G5": covered}[indicator])
    return source


def row_at(source: FakeSource, indicator: str, months: int) -> Row:
    return row_of(source, indicator, zone="core" if indicator == "G5" else None, period=str(period_at(months)))


CASES = {  # indicator, y0, y, years, R to six places, pace, light, 序时应达值
    "A": ("G1", 200, 260, 1, 0.966586, "18/25", Status.ACCELERATE, "17/6", Growth.ON_TRACK),
    "B": ("G1", 200, 300, 2, 0.724118, "3/5", Status.ACCELERATE, "11/3", Growth.ACCELERATION_NEEDED),
    "C": ("G1", 300, 310, 2, 0.114225, "1/10", Status.LAGGING, "4", Growth.LIMITED),
    "D": ("G1", 300, 290, 1, -0.230339, "-1/5", Status.BELOW_BASELINE, "7/2", Growth.DETERIORATION),
    "E": ("G2", 40, 52, 2, 0.968636, "9/10", Status.ACCELERATE, "160/3", Growth.ON_TRACK),
    "F": ("G2", 25, 45, 2, 1.008189, "6/7", Status.ACCELERATE, "145/3", Growth.ON_TRACK),
    "G": ("G5", 50, 80, 2, 1.019198, "9/10", Status.ACCELERATE, "250/3", Growth.ON_TRACK),
}


@pytest.mark.parametrize("case", CASES)
def test_each_worked_case_is_the_citys_row_and_what_stands_beside_its_light(case):
    indicator, before, now, years, ratio, pace, light, expected, growth = CASES[case]
    source = grown(indicator, before, now, years)
    row = row_at(source, indicator, 12 * years)
    scale = 100 if indicator == "G1" else 1
    assert (row.baseline, row.value, row.change_baseline) == (
        Fraction(before, scale),
        Fraction(now, scale),
        Fraction(now - before, scale),
    )
    assert (row.pace, row.status, row.expected) == (Fraction(pace), light, Fraction(expected))
    assert (row.elapsed, row.progress) == (Fraction(years, 3), Fraction(pace) * Fraction(years, 3))
    asked = {"period": period_at(12 * years), "as_of": moment("2026-12-01"), "zone": row.zone}
    told = queries.derivation(source, indicator=indicator, org_unit="C", **asked)[1]
    assert (round(told.ratio, 6), told.growth) == (ratio, growth)


def new_slots(places: int, months: int) -> Row:
    """A city whose one kindergarten opened after the baseline with so many inclusive places."""
    source = FakeSource(small_city(people={"C": 1_000}, townships={"A01": "core"}, plans=[PLAN]))
    source.file_content(ledger("2022-Q4"))
    source.file_content(ledger(str(period_at(months)), institution("1", places, places)))
    return row_of(source, "G3", period=str(period_at(months)))


@pytest.mark.parametrize(
    ("places", "months", "pace", "light"),
    [
        (19_000, 24, "19/20", Status.ON_TRACK),
        (18_999, 24, "18999/20000", Status.ACCELERATE),
        (12_000, 24, "3/5", Status.ACCELERATE),
        (11_999, 24, "11999/20000", Status.LAGGING),
        (10, 12, "1/1000", Status.LAGGING),
        (0, 12, "0", Status.LAGGING),
    ],
)
def test_new_places_are_held_to_a_straight_line_from_nothing(places, months, pace, light):
    row = new_slots(places, months)
    assert (row.value, row.baseline, row.pace, row.status) == (places, 0, Fraction(pace), light)
    assert (row.gap, row.per_month) == (30_000 - places, -((places - 30_000) // (36 - months)))


def test_the_target_met_to_the_slot_is_achieved_and_one_slot_less_is_not():
    assert new_slots(30_000, 33).status is Status.ACHIEVED
    assert new_slots(29_999, 33).status is Status.ON_TRACK
    assert [new_slots(places, 36).status for places in (29_999, 30_000)] == [Status.MISSED, Status.ACHIEVED]


def certified(carers: int, holding: int) -> Row:
    source = FakeSource(small_city(people={"C": 1_000}, townships={"A01": "core"}, plans=[PLAN]))
    source.file_content(ledger("2025-Q3", replace(institution("1", 10, 0), carers=carers, certified=holding)))
    return row_of(source, "T14c", period="2025-Q3")


@pytest.mark.parametrize(
    ("carers", "holding", "gap"), [(100, 89, 1), (100, 90, 0), (101, 90, 1), (101, 91, 0), (11, 9, 1), (11, 10, 0)]
)
def test_the_certified_still_missing_are_whole_people(carers, holding, gap):
    row = certified(carers, holding)
    assert (row.gap, row.status is Status.ACHIEVED) == (gap, gap == 0)
    assert (row.gap == 0) == (10 * holding >= 9 * carers)


def test_the_worked_case_of_the_whole_city_lacks_what_the_table_says_by_every_route():
    source = FakeSource(small_city(people={"C": 21_858_000, "A": 21_858_000}, townships={"A01": "core"}, plans=[PLAN]))
    source.file("A", "2025-Q3", {"A01": (60_000, 15_777)})
    found = queries.shortfall(source, period=Period.parse("2025-Q3"), as_of=moment("2026-02-01"))
    routes = found.routes["C"]
    assert (routes.needed, routes.build, routes.all_new_inclusive) == (98_361, 38_361, 50_558)
    assert (routes.conversion_only, routes.converted) == (20_223, 4_879)
    slots, share = found.scorecard.row("G1", "C"), found.scorecard.row("G2", "C")
    assert (slots.gap, slots.per_month, share.gap, share.per_month) == (38_361, 12_787, 20_223, 6_741)


def test_the_next_plans_gap_is_spread_to_its_own_deadline():
    source = FakeSource(small_city(people={"C": 1_000}, townships={"A01": "core"}))
    source.file("A", "2025-Q4", {"A01": (100, 60)})
    source.file("A", "2026-Q3", {"A01": (100, 61)})
    row = row_of(source, "G2", period="2026-Q3", plan="second")
    assert (row.gap, row.per_month, row.expected, row.pace) == (7, 3, 66, Fraction(1, 6))
    first = row_of(source, "G2", period="2026-Q3", plan="first")
    assert (first.gap, first.per_month, first.pace) == (0, None, None)


def decided(numerator: int, denominator: int, indicator: str) -> Row:
    """The city's row at the deadline over so many slots (G2) or people (G1)."""
    people = denominator if indicator == "G1" else 1_000
    source = FakeSource(small_city(people={"C": people}, townships={"A01": "core"}, plans=[PLAN]))
    slots = (numerator, 0) if indicator == "G1" else (denominator, numerator)
    source.file("A", "2025-Q4", {"A01": slots})
    return row_of(source, indicator)


@pytest.mark.parametrize("indicator", ["G1", "G2"])
def test_the_word_and_the_figure_of_a_row_agree_with_whole_numbers_around_the_target(indicator):
    draw = random.Random(45)
    for _ in range(60):
        whole = draw.randint(1, 22_000_000 if indicator == "G1" else 100_000)
        edge = 9 * whole // 2000 if indicator == "G1" else 3 * whole // 5
        part = max(0, edge + draw.randint(-1, 1))
        row = decided(part, whole, indicator)
        met = 2000 * part >= 9 * whole if indicator == "G1" else 5 * part >= 3 * whole
        assert status_word(row, ZH) == ("已达标" if met else "未达标")
        assert (Fraction(figure(row.value, row.unit, row.target).rstrip("%")) >= row.target) == met
        assert (row.gap == 0) == met


def _word(y0: int, y: int, target_: int, months: int) -> str:
    """The light worked out in whole numbers alone; a target above its baseline, before the deadline."""
    if y >= target_:
        return "已达标"
    if y < y0:
        return "低于基期"
    done, way = 36 * (y - y0), months * (target_ - y0)
    return "进展正常" if 20 * done >= 19 * way else "需加快" if 5 * done >= 3 * way else "滞后"


def test_ten_thousand_lights_are_those_of_whole_numbers():
    """Half of them within one of a boundary; every word is met often."""
    draw, met = random.Random(2023), dict.fromkeys(("已达标", "低于基期", "进展正常", "需加快", "滞后"), 0)
    row = new_slots(1, 12)
    for _ in range(10_000):
        months, y0, way = 3 * draw.randint(1, 11), draw.randint(0, 5_000), draw.randint(1, 30_000)
        share = draw.choice([Fraction(19, 20), Fraction(3, 5), Fraction(0), Fraction(36, months)])
        edge = y0 + way * months * share / 36
        y = int(edge) + draw.randint(-1, 1) if draw.random() < 0.5 else draw.randint(0, y0 + way + 10)
        found = judged(str(y0), str(y), str(y0 + way), months)
        shown = replace(row, value=Fraction(y), baseline=Fraction(y0), target=Fraction(y0 + way), status=found.status)
        word = status_word(shown, ZH)
        assert word == _word(y0, y, y0 + way, months), (y0, y, y0 + way, months)
        met[word] += 1
    assert min(met.values()) > 500


@pytest.mark.parametrize(("indicator", "drop"), [*product(("G1", "G2", "G3", "G4", "COV"), "AB")])
def test_a_silent_unit_is_never_a_nought_in_the_citys_sum(indicator, drop):
    """Of two units one never reports: the city's row says so, decides nothing, and compares nothing."""
    city = small_city(people={"C": 10**9}, townships={"A01": "core", "B01": "core"}, plans=[PLAN])
    source = FakeSource(city)
    other = "B" if drop == "A" else "A"
    for period in ("2022-Q4", "2025-Q4"):
        source.file_content(ledger(period, replace(institution("1", 40, 40), township=f"{other}01"), unit=other))
    row = row_of(source, indicator)
    assert row.no_value is not None
    assert row.status in (None, Status.NOT_ASSESSABLE)
    assert (row.change_baseline, row.pace, row.gap) == (None, None, None)
    unit = row_of(source, indicator, drop)
    assert (unit.value, unit.numerator) == (None, None)


def test_a_plans_months_are_those_of_the_calendar():
    odd: Plan = replace(PLAN_A, start=period_at(3).start, deadline=period_at(15).end)
    assert (odd.months, odd.months_elapsed(period_at(3)), odd.months_left(period_at(12))) == (15, 3, 3)
    assert odd.months_elapsed(period_at(0)) == 0
