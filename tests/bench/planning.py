"""``python -m tests.bench.planning``: what the planner's scheme of the demonstration costs against a greedy one.

The greedy one does what a person with a list does: cover each uncovered township by its cheapest way, then go through
the targets and take the cheapest slot until each is met. The bound is the same programme with everything in
fractions, its covered townships too.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from fractions import Fraction
from functools import partial
from unittest.mock import patch
from zoneinfo import ZoneInfo

from app import House
from data.model import Period
from data.settings import from_env
from metrics import planner
from metrics.planning import gaps
from metrics.programme import Amounts, Option, Programme, covered_by, reached, total_cost
from metrics.scenario import Scenario
from metrics.source import Source
from tests.bench.ratios import Comparison, table

AS_OF = datetime(2026, 11, 20, tzinfo=ZoneInfo("Asia/Shanghai"))
CASES = (
    ("2024-Q4", Scenario(targets=("G2", "G5", "G6", "G7", "G8"))),
    ("2025-Q4", Scenario(targets=("G2", "G3", "G5", "G6", "G7", "G8"))),
    ("2026-Q3", Scenario(targets=("G1", "G2", "G3", "G4"), by=Period.parse("2030-Q4"))),
)


def compare(source: Source, rounds: int = 3) -> Iterator[Comparison]:
    """Cost against the greedy way and the bound, and the time of the search, for each case."""
    for name, scenario in CASES:
        programme = programme_of(source, Period.parse(name), scenario)
        words = f"scheme of 343 townships, {name}, {' '.join(scenario.targets or ())}"
        chosen = planner.solved(programme)
        ours = float(total_cost(programme, chosen.amounts))
        yield Comparison(f"{words}: cost", "greedy", "-", "元", [ours], [float(greedy(programme))])
        yield Comparison(f"{words}: cost", "bound without whole sites", "-", "元", [ours], [bound(programme)])
        timed = Comparison(f"{words}: time of the search", "greedy", "-")
        for _ in range(rounds):
            timed.time(partial(planner.solved, programme), partial(greedy, programme))
        yield timed


def programme_of(source: Source, period: Period, scenario: Scenario) -> Programme:
    """The programme that the page would hand to the planner."""
    asked: list[Programme] = []
    noting = patch.object(planner, "solved", side_effect=asked.append)
    with noting, suppress(AttributeError):  # nothing is solved: the programme is all that is wanted
        gaps(source, period=period, as_of=AS_OF, scenario=scenario)
    return asked[0]


def greedy(programme: Programme) -> Fraction:
    """The cost of the list-keeper's way; it may miss a target that the planner meets."""
    units: Counter[Option] = Counter()
    slots: Counter[Option] = Counter()
    left = Counter(programme.limits)

    def take(option: Option, wanted: int) -> None:
        more = min(option.units - units[option], left[option.way], -(-wanted // option.most))
        if more > 0:
            units[option] += more
            left[option.way] -= more
            slots[option] += max(option.least * more, min(option.most * more, wanted))

    for place in sorted(programme.uncovered):
        own = [one for one in programme.options if one.place == place]
        if own:
            take(min(own, key=price), programme.least_cover(place))
    for demand in programme.demands:
        for option in sorted((one for one in programme.options if demand.weight(one)), key=price):
            lacking = demand.need - reached(programme, demand, amounts(programme, units, slots))
            if lacking > 0:
                take(option, -(-lacking // demand.weight(option)))
    return total_cost(programme, amounts(programme, units, slots))


def price(option: Option) -> Fraction:
    """元 a slot of a full unit."""
    return option.fixed / option.most + option.per_slot


def amounts(programme: Programme, units: Counter[Option], slots: Counter[Option]) -> tuple[Amounts, ...]:
    return tuple(Amounts(units[one], slots[one]) for one in programme.options)


def bound(programme: Programme) -> float:
    """The cheapest with fractions of units, every target met as far as the planner meets it."""
    search = planner._Search(programme)
    chosen = planner.solved(programme)
    search.hold(dict(chosen.lacking))
    search.hold_covered(len(covered_by(programme, chosen.amounts)) if programme.first else 0)
    columns = set(range(len(search._model.highest)))
    return planner._minimum(search._model, search._costs, free=columns).bound / search._scale


if __name__ == "__main__":
    print(table(compare(House(from_env(os.environ)).repository)))
