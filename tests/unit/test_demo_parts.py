"""The small parts of the demonstration: splitting slots, inventing codes, laying down pinned units."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.demo.calibration import Segment, calibration
from data.demo.capacities import capacities, exact_capacities, largest_remainder
from data.demo.credit_codes import NO_REGION, check_character, invented_credit_code
from data.demo.places import Places
from data.demo.stocks import Stocks

PALETTE = (5, 20, 25, 40, 60, 100)


@given(st.integers(0, 5_000), st.lists(st.floats(0.1, 100), min_size=1, max_size=40))
def test_shares_add_up_and_stay_within_one_of_their_quota(total, weights):
    shares = largest_remainder(total, weights)
    assert sum(shares) == total
    for share, weight in zip(shares, weights):
        assert abs(share - total * weight / sum(weights)) < 1 + 1e-6


@given(st.integers(15, 3_000), st.integers(0, 1_000))
def test_capacities_come_to_the_total_exactly(total, seed):
    sizes = capacities(total, PALETTE, Random(seed))
    assert sum(sizes) == total
    assert min(sizes) > 0


@given(st.integers(1, 60), st.integers(0, 1_000))
def test_pinned_capacities_keep_their_count_and_total(count, seed):
    sizes = exact_capacities(count * 27, count, PALETTE, Random(seed))
    assert (len(sizes), sum(sizes)) == (count, count * 27)
    assert min(sizes) > 0


@pytest.mark.parametrize(
    "code", ["91350100M000100Y43", "12110101MB0000001F", "52110105MJ0000002N", "91110108MA0000003K"]
)
def test_the_check_character_is_that_of_the_standard(code):
    assert check_character(code[:17]) == code[17]


def test_invented_codes_lie_in_a_region_that_does_not_exist():
    codes = {invented_credit_code(Random(seed)) for seed in range(200)}
    assert len(codes) == 200
    assert {code[2:8] for code in codes} == {NO_REGION}
    assert all(check_character(code[:17]) == code[17] for code in codes)


def test_the_calibration_covers_every_quarter_and_two_to_come():
    plan = calibration()
    assert len(plan.quarters) == 16
    rows = plan.raw["city"].values()
    assert {len(row) for row in rows} == {18}
    assert all(slots > 0 for row in plan.targets for slots in row.values())


def test_pinned_units_come_to_the_figures_on_the_record():
    pins = calibration().pins
    changping = [pin for pin in pins if pin.unit == "110114"]
    assert sum(pin.institutions for pin in changping) == 99
    assert sum(pin.slots for pin in changping) == 5_580
    assert sum(pin.slots for pin in changping if pin.segment.inclusive) == 2_611
    tongzhou = [pin for pin in pins if pin.unit == "110112"]
    assert {pin.segment for pin in tongzhou} == {Segment.KINDERGARTEN_INCLUSIVE, Segment.KINDERGARTEN_MARKET}
    assert sum(pin.slots for pin in tongzhou) == 2_478


def test_a_unit_on_the_record_goes_on_from_its_figure():
    plan = calibration()
    stocks, segment = Stocks(plan), Segment.KINDERGARTEN_INCLUSIVE
    pin = plan.pin("110114", segment)
    assert stocks.behind("110114", segment, pin.quarter) == pin.slots == 1_350
    grown = stocks.behind("110114", segment, pin.quarter + 1) - pin.slots
    assert 0 < grown < plan.targets[pin.quarter + 1][segment] - plan.targets[pin.quarter][segment]
    assert plan.pin("110105", segment) is None


def test_a_second_institution_comes_where_there_is_one_but_not_to_a_thin_township(reference):
    places = Places(reference, calibration(), Random(7))
    unit = "110118"
    thin, (usual, *others) = places.thin[unit], [code for code in places.order[unit] if code not in places.thin[unit]]
    served = {usual: 1} | dict.fromkeys([*thin, *others], 2) | dict.fromkeys(thin, 1)
    chosen = [places.for_inclusive(unit, 15, served) for _ in range(200)]
    assert set(chosen).isdisjoint(thin)
    assert chosen.count(usual) > 100
