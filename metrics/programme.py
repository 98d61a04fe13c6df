"""The choice that the planner makes, in whole numbers: what could be done, what it must reach, what limits it.

Pure arithmetic, without a word about places on a map: `metrics.at_hand` puts it together, `metrics.planner` solves it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from data.model import Channel


@dataclass(frozen=True, slots=True)
class Option:
    """Something that can be done up to ``units`` times in one ``place``; each has ``least`` to ``most`` slots.

    Costs in 元. ``adds``: the slots are new ones, else existing ones turn inclusive. ``counts``: they count as new
    inclusive slots of their channel (not where the institution had them before). All its slots are inclusive.
    """

    place: str
    zone: str
    unit: str
    way: str
    channel: Channel
    units: int
    least: int
    most: int
    fixed: Fraction
    per_slot: Fraction
    adds: bool
    counts: bool = True


@dataclass(frozen=True, slots=True)
class Demand:
    """Something to be reached: sum of weight x slots >= ``need`` or (``coverage``) so many more places covered.

    ``building`` and ``converting`` weigh a slot that is added or turned; ``channels`` (None = all) are those whose
    slots weigh at all; ``zone`` and ``unit`` (None = everywhere) say where.
    """

    id: str
    need: int
    building: int = 0
    converting: int = 0
    channels: frozenset[Channel] | None = None
    zone: str | None = None
    unit: str | None = None
    coverage: bool = False

    def speaks_of(self, zone: str, unit: str) -> bool:
        """Whether what is done there is weighed."""
        return self.zone in (None, zone) and self.unit in (None, unit)

    def weight(self, option: Option) -> int:
        """What a slot of the option adds to the sum."""
        if self.coverage or not self.speaks_of(option.zone, option.unit):
            return 0
        if self.channels is not None and not (option.counts and option.channel in self.channels):
            return 0
        return self.building if option.adds else self.converting


@dataclass(frozen=True, slots=True)
class Programme:
    """``uncovered``: place -> (zone, unit) of those without an inclusive slot, each apart from all other places.

    ``limits``: way -> units of it that can be done in all. ``first``: cover as many of the uncovered as can be.
    ``cover``: an uncovered place gets no slot, or at least so many (or all that can be had there), so that its cover
    is not one slot thin.
    """

    options: tuple[Option, ...]
    demands: tuple[Demand, ...]
    limits: Mapping[str, int]
    uncovered: Mapping[str, tuple[str, str]]
    first: bool = True
    cover: int = 1

    def least_cover(self, place: str) -> int:
        """Slots that a place gets if it gets any; the limits do not make it fewer."""
        return min(self.cover, sum(one.most * one.units for one in self.options if one.place == place))


@dataclass(frozen=True, slots=True)
class Amounts:
    """Of one option: how many units, and how many slots they have together."""

    units: int
    slots: int


@dataclass(frozen=True, slots=True)
class Choice:
    """``amounts`` by option, in the order of the programme; ``lacking``: demand -> what stays unmet.

    ``bound``: no choice that meets as much costs less, as far as the solver could prove it; ``proven``: it looked at
    everything that it was asked to.
    """

    amounts: tuple[Amounts, ...]
    lacking: Mapping[str, int]
    bound: Fraction
    proven: bool


def cost_of(option: Option, amounts: Amounts) -> Fraction:
    """元, exactly."""
    return option.fixed * amounts.units + option.per_slot * amounts.slots


def total_cost(programme: Programme, amounts: Iterable[Amounts]) -> Fraction:
    """元 of a whole choice, exactly."""
    return sum((cost_of(one, done) for one, done in zip(programme.options, amounts, strict=True)), Fraction(0))


def covered_by(programme: Programme, amounts: Iterable[Amounts]) -> frozenset[str]:
    """The uncovered places that get an inclusive slot."""
    done = zip(programme.options, amounts, strict=True)
    return frozenset(one.place for one, given in done if given.slots and one.place in programme.uncovered)


def reached(programme: Programme, demand: Demand, amounts: tuple[Amounts, ...]) -> int:
    """How far a choice comes towards a demand."""
    if demand.coverage:
        places = covered_by(programme, amounts)
        return sum(demand.speaks_of(*programme.uncovered[place]) for place in places)
    return sum(demand.weight(one) * given.slots for one, given in zip(programme.options, amounts, strict=True))


def faults_of(programme: Programme, amounts: tuple[Amounts, ...]) -> tuple[str, ...]:
    """What a choice breaks, in whole numbers: sizes, limits, covers too thin. Empty = it may be done."""
    broken = [
        f"{one.way} {one.place}"
        for one, done in zip(programme.options, amounts, strict=True)
        if not (0 <= done.units <= one.units and one.least * done.units <= done.slots <= one.most * done.units)
    ]
    spent: dict[str, int] = {}
    served: dict[str, int] = {}
    for one, done in zip(programme.options, amounts, strict=True):
        spent[one.way] = spent.get(one.way, 0) + done.units
        served[one.place] = served.get(one.place, 0) + done.slots
    over = (way for way, units in spent.items() if units > programme.limits.get(way, 0))
    thin = (place for place in programme.uncovered if 0 < served.get(place, 0) < programme.least_cover(place))
    return (*broken, *over, *thin)
