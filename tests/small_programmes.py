"""Small programmes from a seed, and their best choice by trying every one: what the planner is held against."""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from itertools import product
from random import Random

from data.model import Channel
from metrics.programme import Amounts, Demand, Option, Programme

WAYS = {"convert.S3": (False, Channel.S3), "classes.K1": (True, Channel.K1), "build.S1": (True, Channel.S1)}
SIZES = {"convert.S3": (1, 1), "classes.K1": (3, 3), "build.S1": (2, 4)}
MOST_CHOICES = 4_000


def small_programme(seed: int) -> Programme:
    """Three places in two zones, two of them uncovered; few enough choices that all can be tried."""
    while True:
        random = Random(seed)
        found = _programme(random)
        if _count(found) <= MOST_CHOICES:
            return found
        seed += 1_000_000


def _programme(random: Random) -> Programme:
    options = [
        _option(random, place, zone, way)
        for place, zone in (("A", "core"), ("B", "core"), ("C", "hills"))
        for way in WAYS
        if random.random() < 0.7
    ]
    slots = sum(one.units * one.most for one in options)
    demands = [
        Demand("G1", random.randint(0, max(1, slots // 2)), building=1),
        Demand("G2", random.randint(-4, max(1, slots)), building=2, converting=5),
        Demand("G4", random.randint(0, max(1, slots // 3)), 1, 1, channels=frozenset({Channel.S1, Channel.S3})),
        Demand("G5", random.randint(0, 2), zone="core", coverage=True),
    ]
    return Programme(
        options=tuple(options),
        demands=tuple(one for one in demands if random.random() < 0.7),
        limits={way: random.randint(0, 3) for way in WAYS},
        uncovered={"A": ("core", "u"), "C": ("hills", "u")},
        first=random.random() < 0.6,
        cover=random.randint(1, 4),
    )


def _option(random: Random, place: str, zone: str, way: str) -> Option:
    adds, channel = WAYS[way]
    fixed = Fraction(random.randint(0, 9) if adds else 0)
    price = Fraction(random.randint(1, 6), random.choice((1, 1, 3)))
    least, most = SIZES[way]
    units = random.randint(1, 3)
    counts = random.random() < 0.8
    return Option(place, zone, "u", way, channel, units, least, most, fixed, price, adds, counts)


def _amounts(option: Option) -> list[Amounts]:
    return [
        Amounts(units, slots)
        for units in range(option.units + 1)
        for slots in range(option.least * units, option.most * units + 1)
    ]


def _count(programme: Programme) -> int:
    count = 1
    for option in programme.options:
        count *= len(_amounts(option))
    return count


@cache
def best_of_seed(seed: int) -> tuple[Fraction, int, Fraction] | None:
    """The best of the small programme of that seed."""
    return best(small_programme(seed))


def best(programme: Programme) -> tuple[Fraction, int, Fraction] | None:
    """What is lacking (each as a share of its need), places covered (0 where nobody asks first), and the cost."""
    tried = (_judged(programme, choice) for choice in product(*map(_amounts, programme.options)))
    return min((one for one in tried if one is not None), default=None)


def _judged(programme: Programme, choice: tuple[Amounts, ...]) -> tuple[Fraction, int, Fraction] | None:
    """Worked out by hand, not by the code that is tested; None where a limit is broken."""
    cost, spent, lacking = Fraction(0), dict.fromkeys(programme.limits, 0), Fraction(0)
    slots = dict.fromkeys(programme.uncovered, 0)
    for option, done in zip(programme.options, choice, strict=True):
        spent[option.way] += done.units
        cost += option.fixed * done.units + option.per_slot * done.slots
        if option.place in slots:
            slots[option.place] += done.slots
    served = {place for place, number in slots.items() if number}
    thin = any(0 < number < _least_cover(programme, place) for place, number in slots.items())
    if thin or any(spent[way] > most for way, most in programme.limits.items()):
        return None
    for demand in programme.demands:
        if demand.need > 0:
            lacking += Fraction(max(0, demand.need - _towards(demand, programme, choice, served)), demand.need)
    return lacking, -len(served) if programme.first else 0, cost


def _towards(demand: Demand, programme: Programme, choice: tuple[Amounts, ...], served: set[str]) -> int:
    if demand.id == "G5":
        return len(served & {"A"})
    total = 0
    for option, done in zip(programme.options, choice, strict=True):
        if demand.id == "G1":
            total += done.slots if option.adds else 0
        elif demand.id == "G2":
            total += done.slots * (2 if option.adds else 5)
        elif option.channel in (Channel.S1, Channel.S3) and option.counts:
            total += done.slots
    return total


def _least_cover(programme: Programme, place: str) -> int:
    """So many slots as asked for, or all that can be had in the place."""
    had = 0
    for option in programme.options:
        if option.place == place:
            had += option.most * option.units
    return min(programme.cover, had)
