"""Whether figures that say the same thing in two ways agree: targets, stock and flow, whole and parts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from math import ceil

from data.model import Channel, Level, Period, Plan, Population
from data.returns import Mode, StoredReturn
from metrics.comparability import CitySplit, LikeForLike
from metrics.definition import Element
from metrics.gaps import slots_needed
from metrics.gross import Gross
from metrics.indicators import BY_ID
from metrics.like_for_like import like_for_like, splits
from metrics.positions import Area
from metrics.results import NoValue, TownshipResult
from metrics.rows import RowMaker
from metrics.townships import townships_of


@dataclass(frozen=True, slots=True)
class Triangle:
    """What G1 and G2 ask for together on a population, beside what G3 and G4 add to the baseline.

    ``inclusive_needed`` is the least that G2 asks of ``slots_needed``; ``planned`` is G3 + G4, a sum that the plan
    does not state; ``opening`` the inclusive slots at the baseline. ``slots``, ``inclusive``, ``added`` are reached
    now; None = not known.
    """

    population: Population
    slots_needed: int
    inclusive_needed: int
    planned: int
    opening: int | None
    slots: int | None
    inclusive: int | None
    added: int | None

    @property
    def planned_stock(self) -> int | None:
        """The inclusive slots there would be if G3 and G4 were met to the slot and nothing were lost."""
        return None if self.opening is None else self.opening + self.planned


@dataclass(frozen=True, slots=True)
class Flow:
    """A unit's way from the inclusive slots of the baseline to those of now, by what was gained and given up.

    opening + resting + education + society + apart - given_up = closing. ``resting``: slots of institutions that
    were paused at the baseline; ``apart``: channels that count toward neither target; ``given_up``: what each
    institution holds less than its highest mark. ``channels``: the closing stock added up by channel.
    """

    org_unit: str
    opening: int
    resting: int
    education: int
    society: int
    apart: int
    closing: int
    channels: int
    estimated: bool

    @property
    def gained(self) -> int:
        return self.education + self.society + self.apart

    @property
    def given_up(self) -> int:
        return self.opening + self.resting + self.gained - self.closing

    @property
    def closes(self) -> bool:
        """Nothing is lost that was never there, and the channels add up to the stock."""
        return self.given_up >= 0 and self.channels == self.closing


class Stated(StrEnum):
    """Two ways to one figure."""

    UNITS = "units"
    TOWNSHIPS = "townships"
    ZONES = "zones"


@dataclass(frozen=True, slots=True)
class Check:
    """A figure of an area (``element`` of ``org_unit``) added up in two ways."""

    stated: Stated
    element: Element
    org_unit: str
    whole: int
    parts: int

    @property
    def agrees(self) -> bool:
        return self.whole == self.parts


@dataclass(frozen=True, slots=True)
class Consistency:
    """Everything that can be held against something else; ``unknown_flows``: units without a way, and why."""

    triangle: Triangle | None
    flows: tuple[Flow, ...]
    unknown_flows: Mapping[str, NoValue]
    checks: tuple[Check, ...]
    comparisons: tuple[LikeForLike, ...]
    splits: tuple[CitySplit, ...]


def consistency_of(maker: RowMaker, areas: tuple[Area, ...]) -> Consistency:
    """``areas`` are those of the period, loaded, the city first; channels of the returns are read here."""
    city = areas[0]
    units = tuple(area for area in areas if area.level is Level.UNIT and area.zone is None)
    ways = {area.org_unit: flow_of(maker, area) for area in units}
    return Consistency(
        triangle=triangle_of(maker, city),
        flows=tuple(way for way in ways.values() if isinstance(way, Flow)),
        unknown_flows={unit: way for unit, way in ways.items() if isinstance(way, NoValue)},
        checks=tuple(_checks(maker, areas)),
        comparisons=like_for_like(maker, city),
        splits=splits(maker, units),
    )


def triangle_of(maker: RowMaker, city: Area) -> Triangle | None:
    """G1 x G2 against G3 + G4; None where the plan lacks one of them or nobody is counted."""
    targets = _city_targets(maker.plan)
    amount = maker.positions.amount(BY_ID["G1"], city, maker.period)
    if amount.population is None or not {"G1", "G2", "G3", "G4"} <= targets.keys():
        return None
    needed = slots_needed(amount.population.value, targets["G1"])
    inclusive = maker.positions.amount(BY_ID["G2"], city, maker.period)
    opening = maker.positions.amount(BY_ID["G2"], city, maker.plan.baseline)
    gained = [maker.positions.amount(BY_ID[name], city, maker.period) for name in ("G3", "G4")]
    return Triangle(
        population=amount.population,
        slots_needed=needed,
        inclusive_needed=ceil(targets["G2"] * needed / 100),
        planned=int(targets["G3"] + targets["G4"]),
        opening=None if opening.unknown else opening.numerator,
        slots=None if amount.unknown else amount.numerator,
        inclusive=None if inclusive.unknown else inclusive.numerator,
        added=None if any(one.whole is None for one in gained) else sum(one.numerator or 0 for one in gained),
    )


def _city_targets(plan: Plan) -> dict[str, Fraction]:
    return {one.indicator: one.value for one in plan.targets if one.zone is None}


def flow_of(maker: RowMaker, unit: Area) -> Flow | NoValue:
    """A unit's way since the baseline, or why it cannot be told."""
    contributions = maker.positions.contributions
    gross = contributions.gross(unit.org_unit, maker.period)
    if isinstance(gross, NoValue):
        return gross
    then, now = (_inclusive(maker, unit, period) for period in (maker.plan.baseline, maker.period))
    if then is None or now is None or gross.unknown:
        return NoValue.INCOMPLETE
    returns = contributions.behind(unit.org_unit, maker.period)
    channels = _by_channel(maker, returns[-1])
    if channels is None:
        return NoValue.INCOMPLETE
    education, society = (
        _gained(gross, contributions.channels(one)) for one in (Element.NEW_SLOTS_EDUCATION, Element.NEW_SLOTS_SOCIETY)
    )
    return Flow(
        org_unit=unit.org_unit,
        opening=then,
        resting=_baseline(maker, returns) - then if all(one.mode is Mode.LEDGER for one in returns) else 0,
        education=education,
        society=society,
        apart=sum(gross.by_channel.values()) - education - society,
        closing=now,
        channels=channels,
        estimated=gross.estimated,
    )


def _gained(gross: Gross, channels: frozenset[Channel]) -> int:
    return sum(more for channel, more in gross.by_channel.items() if channel in channels)


def _inclusive(maker: RowMaker, unit: Area, period: Period) -> int | None:
    amount = maker.positions.amount(BY_ID["G2"], unit, period)
    return None if amount.unknown else amount.numerator


def _baseline(maker: RowMaker, returns: tuple[StoredReturn, ...]) -> int:
    """What later gains are measured from, institution by institution."""
    marks = maker.positions.knowledge.readings.marks(returns[:1])[returns[0].sequence]
    return sum(mark.as_baseline or 0 for mark in marks)


def _by_channel(maker: RowMaker, stored: StoredReturn) -> int | None:
    slots = maker.positions.knowledge.readings.channel_slots([stored])[stored.sequence]
    return None if any(one.unknown for one in slots) else sum(one.slots for one in slots)


ADDED_UP = {
    Element.SLOTS: "slots",
    Element.INCLUSIVE_SLOTS: "inclusive_slots",
    Element.INSTITUTIONS: "institutions",
}
"""What is added up in two ways, and where a township's result carries it."""
_NUMERATOR_OF = {Element.SLOTS: "G1", Element.INCLUSIVE_SLOTS: "G2", Element.INSTITUTIONS: "INST"}


def _checks(maker: RowMaker, areas: tuple[Area, ...]) -> Iterator[Check]:
    """The city against its units and its zones, and every unit of which all is known against its townships."""
    knowledge, city = maker.positions.knowledge, areas[0]
    units = [area for area in areas if area.level is Level.UNIT and area.zone is None]
    zones = [area for area in areas if area.level is Level.CITY and area.zone is not None]
    by_unit: dict[str, list[TownshipResult]] = {unit.org_unit: [] for unit in units}
    for one in townships_of(knowledge, city, maker.period):
        by_unit[one.township.reporting_unit].append(one)
    for element, cell in ADDED_UP.items():
        whole = _sum(maker, element, city)
        yield Check(Stated.UNITS, element, city.org_unit, whole, sum(_sum(maker, element, one) for one in units))
        if element is Element.INCLUSIVE_SLOTS:
            parts = sum(_sum(maker, element, one) for one in zones)
            yield Check(Stated.ZONES, element, city.org_unit, whole, parts)
        for unit in units:
            cells = [getattr(one, cell) for one in by_unit[unit.org_unit]]
            if None not in cells:
                yield Check(Stated.TOWNSHIPS, element, unit.org_unit, _sum(maker, element, unit), sum(cells))


def _sum(maker: RowMaker, element: Element, area: Area) -> int:
    return maker.positions.amount(BY_ID[_NUMERATOR_OF[element]], area, maker.period).numerator or 0
