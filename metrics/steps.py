"""A choice of the programme brought back to townships: who does what, by which quarter, the uncovered first."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from data.model import Costs, Way
from metrics.at_hand import Groups, Resource
from metrics.programme import Amounts, Choice, Option
from metrics.remedies import Need
from metrics.scenario import Quarter, Scenario, capacity
from metrics.scheme import Measure, WayTotal


def measures_of(
    groups: Groups,
    choice: Choice,
    needs: Mapping[str, Need],
    *,
    covered: Collection[str],
    ahead: Sequence[Quarter],
    scenario: Scenario,
) -> tuple[Measure, ...]:
    """Every measure, those that cover a township first and then in the order in which each way turns to them."""
    undated = [
        measure
        for (option, members), amounts in zip(groups.items(), choice.amounts, strict=True)
        for measure in _shared(option, members, amounts, needs, ahead[-1])
    ]
    marked = (replace(one, covers=one.township.code in covered) for one in undated)
    ordered = sorted(marked, key=lambda one: not one.covers)
    return tuple(_dated(ordered, ahead, scenario))


def _shared(
    option: Option, members: Sequence[Resource], amounts: Amounts, needs: Mapping[str, Need], last: Quarter
) -> Iterator[Measure]:
    """Units go to the most urgent first; each has at least the least, and the rest of the slots goes the same way."""
    units, spare = amounts.units, amounts.slots - option.least * amounts.units
    for one in members:
        taken = min(units, one.units)
        if not taken:
            return
        more = min(spare, (option.most - option.least) * taken)
        units, spare = units - taken, spare - more
        result = needs[one.township].result
        slots = option.least * taken + more
        yield Measure(
            township=result.township,
            way=one.way,
            units=taken,
            slots=slots,
            cost=option.fixed * taken + option.per_slot * slots,
            by=last.period,
            counts=one.counts,
            covers=False,
        )


def _dated(ordered: Sequence[Measure], ahead: Sequence[Quarter], scenario: Scenario) -> Iterator[Measure]:
    """The first quarter by whose end so many units of the way can have been done."""
    done: dict[str, int] = {}
    for one in ordered:
        done[one.way.id] = done.get(one.way.id, 0) + one.units
        room = capacity(one.way, ahead, scenario)
        quarter = next(place for place, most in enumerate(room) if most >= done[one.way.id])
        yield replace(one, by=ahead[quarter].period)


def totals_of(
    measures: Sequence[Measure], costs: Costs, ahead: Sequence[Quarter], scenario: Scenario
) -> tuple[WayTotal, ...]:
    """Every way of the cost file over all townships, those not used too."""
    return tuple(_total(way, [one for one in measures if one.way == way], ahead, scenario) for way in costs.ways)


def _total(way: Way, measures: Sequence[Measure], ahead: Sequence[Quarter], scenario: Scenario) -> WayTotal:
    units = sum(one.units for one in measures)
    reached = [min(units, most) for most in capacity(way, ahead, scenario)]
    return WayTotal(
        way=way,
        units=units,
        slots=sum(one.slots for one in measures),
        cost=sum((one.cost for one in measures), Fraction(0)),
        limit=capacity(way, ahead, scenario)[-1],
        by_quarter=tuple(now - before for now, before in zip(reached, [0, *reached[:-1]], strict=True)),
    )
