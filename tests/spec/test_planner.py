"""The planner against trying everything; its answers in whole numbers; what a looser limit does."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from data.model import Channel
from metrics import planner
from metrics.planner import NotSolved, furthest, solved
from metrics.programme import Amounts, Demand, Option, Programme, covered_by, faults_of, reached, total_cost
from tests.small_programmes import best_of_seed, small_programme

SEEDS = range(200)


def most_of(programme: Programme, demand: Demand) -> int:
    return reached(programme, demand, furthest(programme, demand))


def lacking_of(programme: Programme, amounts: tuple[Amounts, ...]) -> Fraction:
    needed = [one for one in programme.demands if one.need > 0]
    return sum((Fraction(max(0, one.need - reached(programme, one, amounts)), one.need) for one in needed), Fraction(0))


@pytest.mark.parametrize("seed", SEEDS)
def test_the_choice_is_as_good_as_the_best_of_all_choices(seed):
    programme = small_programme(seed)
    chosen = solved(programme)
    covered = -len(covered_by(programme, chosen.amounts)) if programme.first else 0
    found = (lacking_of(programme, chosen.amounts), covered, total_cost(programme, chosen.amounts))
    assert found == best_of_seed(seed)
    assert chosen.proven
    assert faults_of(programme, chosen.amounts) == ()
    assert total_cost(programme, chosen.amounts) - chosen.bound <= Fraction(1, 10**6) * (1 + chosen.bound)


def test_the_seeds_hold_every_kind_of_case():
    answers = [(small_programme(seed), best_of_seed(seed)) for seed in SEEDS]
    assert sum(found[0] > 0 for _, found in answers) >= 40
    assert sum(found[0] == 0 and found[2] > 0 for _, found in answers) >= 40
    assert sum(one.first and found[1] < 0 for one, found in answers) >= 40


@pytest.mark.parametrize("seed", range(0, 200, 8))
def test_a_looser_limit_never_costs_more_where_all_is_met_and_never_lacks_more(seed):
    programme = small_programme(seed)
    before = solved(programme)
    wider = replace(programme, limits={way: most + 1 for way, most in programme.limits.items()})
    after = solved(wider)
    assert lacking_of(wider, after.amounts) <= lacking_of(programme, before.amounts)
    same_reach = (
        lacking_of(wider, after.amounts) == lacking_of(programme, before.amounts)
        and len(covered_by(wider, after.amounts)) == len(covered_by(programme, before.amounts))
    )  # fmt: skip
    if same_reach:
        assert total_cost(wider, after.amounts) <= total_cost(programme, before.amounts)


@pytest.mark.parametrize("seed", range(0, 200, 10))
def test_the_order_in_which_limits_and_places_are_told_does_not_change_what_is_chosen(seed):
    programme = small_programme(seed)
    other = replace(
        programme,
        limits=dict(reversed(programme.limits.items())),
        uncovered=dict(reversed(programme.uncovered.items())),
    )
    assert solved(other) == solved(programme)


def turning(units: int, **more: object) -> Option:
    facts = {"place": "P", "zone": "core", "unit": "u", "way": "convert.S3", "channel": Channel.S3, "units": units}
    sizes = {"least": 1, "most": 1, "fixed": Fraction(0), "per_slot": Fraction(3), "adds": False}
    return Option(**{**facts, **sizes, **more})


def building(units: int, **more: object) -> Option:
    sizes = {"least": 20, "most": 50, "fixed": Fraction(100), "adds": True}
    return turning(units, way="build.S1", channel=Channel.S1, **{**sizes, **more})


def programme(*options: Option, demands: tuple[Demand, ...] = (), first: bool = True, **more: object) -> Programme:
    limits = {"convert.S3": 1000, "build.S1": 10}
    return Programme(options, demands, **{"limits": limits, "uncovered": {}, "first": first, **more})


def test_turning_inclusive_moves_the_share_and_the_new_slots_but_not_the_slots_per_1000():
    demands = (Demand("G1", 30, building=1), Demand("G2", 100, building=2, converting=5))
    asked = programme(turning(100), building(3), demands=demands)
    only_turned = (Amounts(50, 50), Amounts(0, 0))
    assert [reached(asked, one, only_turned) for one in demands] == [0, 250]
    chosen = solved(asked)
    assert chosen.amounts == (Amounts(8, 8), Amounts(1, 30))
    assert not any(chosen.lacking.values())


def test_slots_of_channels_that_count_in_neither_group_do_not_count():
    demand = Demand("G4", 10, 1, 1, channels=frozenset({Channel.S1, Channel.S3}))
    asked = programme(turning(50, channel=Channel.O), demands=(demand,))
    chosen = solved(asked)
    assert chosen.lacking == {"G4": 10}
    assert chosen.amounts == (Amounts(0, 0),)


def test_slots_that_an_institution_had_before_count_once():
    demand = Demand("G4", 10, 1, 1, channels=frozenset({Channel.S3}))
    again = turning(50, counts=False, per_slot=Fraction(1))
    chosen = solved(programme(again, turning(50), demands=(demand,)))
    assert chosen.amounts == (Amounts(0, 0), Amounts(10, 10))


def test_the_uncovered_come_first_even_where_no_target_asks_for_them():
    places = {"U": ("core", "u"), "V": ("hills", "u")}
    options = (turning(100), building(1, place="U"), building(1, place="V", zone="hills"))
    demand = Demand("G2", 50, building=2, converting=5)
    asked = programme(*options, demands=(demand,), uncovered=places)
    chosen = solved(asked)
    assert covered_by(asked, chosen.amounts) == {"U", "V"}
    later = replace(asked, first=False)
    assert covered_by(later, solved(later).amounts) == frozenset()
    assert total_cost(asked, chosen.amounts) > total_cost(later, solved(later).amounts)


def test_what_cannot_be_met_is_named_with_the_best_that_can_be_reached():
    demands = (Demand("G1", 600, building=1), Demand("G2", 40, building=2, converting=5))
    asked = programme(turning(100), building(20), demands=demands)
    chosen = solved(asked)
    assert chosen.lacking == {"G1": 100, "G2": 0}
    assert most_of(asked, demands[0]) == 500


def test_demands_that_can_be_met_one_by_one_but_not_together_lack_the_least_share():
    demands = (Demand("a", 100, 1, zone="core"), Demand("b", 400, 1, zone="hills"))
    options = (building(10), building(10, zone="hills", place="Q"))
    asked = programme(*options, demands=demands, limits={"build.S1": 9})
    chosen = solved(asked)
    assert [most_of(asked, one) >= one.need for one in demands] == [True, True]
    assert chosen.lacking == {"a": 0, "b": 50}


def test_an_answer_that_breaks_a_limit_when_counted_again_is_not_given(monkeypatch):
    asked = programme(turning(10), demands=(Demand("G2", 20, building=2, converting=5),))
    honest = planner._minimum
    broken = lambda *given, **more: replace(honest(*given, **more), values=(11,))  # noqa: E731
    monkeypatch.setattr(planner, "_minimum", broken)
    with pytest.raises(NotSolved):
        solved(asked)


def test_an_answer_that_is_not_whole_is_not_given():
    import numpy as np

    with pytest.raises(NotSolved):
        planner._whole(np.array([0.5, 1.0]), ())
    assert planner._whole(np.array([0.9999999, 0.5]), {1})[0] == 1


def test_a_site_too_small_or_too_large_is_a_fault():
    asked = programme(building(2))
    assert faults_of(asked, (Amounts(1, 19),))
    assert faults_of(asked, (Amounts(1, 51),))
    assert faults_of(asked, (Amounts(3, 90),))
    assert faults_of(replace(asked, limits={"build.S1": 1}), (Amounts(2, 40),)) == ("build.S1",)
    assert faults_of(asked, (Amounts(2, 100),)) == ()


def test_nothing_to_do_costs_nothing():
    chosen = solved(programme(turning(10), demands=(Demand("G2", -5, building=2, converting=5),)))
    assert chosen.amounts == (Amounts(0, 0),)
    assert (chosen.bound, chosen.proven) == (0, True)
    assert solved(Programme((), (Demand("G1", 3, 1),), {}, {})).lacking == {"G1": 3}
