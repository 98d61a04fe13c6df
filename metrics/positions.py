"""Where an area stands on an indicator in a period: sums over its townships, with whatever is unknown."""

from __future__ import annotations

from dataclasses import dataclass

from data.model import Level, OrgUnit, Period, Plan, Reference
from data.returns import StoredReturn
from metrics.compute import UNKNOWN_TOWNSHIP, Amount, Part, amount_of, sum_of
from metrics.contributions import (
    FILING,
    MILESTONES,
    NEW_SLOTS,
    SINCE_BASELINE,
    Contribution,
    Contributions,
    first_of_window,
)
from metrics.definition import Element, Filers, Indicator
from metrics.knowledge import Knowledge, Standing, absence, flags_of
from metrics.populations import Populations
from metrics.results import Flag, NoValue


@dataclass(frozen=True, slots=True)
class Area:
    """The whole city or a unit, or (``zone``) its part in one zone; or a township in its zone. ``units`` report it."""

    org_unit: str
    level: Level
    zone: str | None
    units: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Behind:
    """The returns on which an area's figures stand: the same for all its indicators."""

    reported: int
    carried: int
    expected: int
    flags: tuple[Flag, ...]
    receipts: tuple[str, ...]


BY_FILER = NEW_SLOTS | FILING | MILESTONES.keys() | {Element.PROGRAMMES, Element.CERTIFIED}
"""Numerators that filers contribute as wholes, flows aside."""
ORDER = (
    NoValue.NOT_APPLICABLE,
    NoValue.NOT_DUE,
    NoValue.STALE,
    NoValue.NO_BASELINE,
    NoValue.NOT_REPORTED,
)


def is_stock(indicator: Indicator) -> bool:
    """Carried forward where a return is missing."""
    return indicator.window is None and indicator.numerator not in FILING


class Positions:
    """Amounts of areas made of ``units``, put together from what their returns add up to.

    ``until`` fixes the units' common population base; ``plan`` says from when flows and new slots count.
    """

    def __init__(self, knowledge: Knowledge, *, until: Period, plan: Plan) -> None:
        self.knowledge = knowledge
        self.populations = Populations(knowledge.reference, known_on=knowledge.day, until=until.end)
        self.contributions = Contributions(knowledge, plan)
        self.plan = plan

    @staticmethod
    def by_filer(indicator: Indicator) -> bool:
        """Filers contribute to it as wholes; townships do not add up to it."""
        return indicator.window is not None or indicator.numerator in BY_FILER

    def filers(self, indicator: Indicator, area: Area) -> tuple[str, ...]:
        """Whose returns an area's figure comes from."""
        city = self.knowledge.reference.city.code
        if area.level is not Level.CITY or indicator.filers is Filers.UNITS:
            return area.units
        return (city,) if indicator.filers is Filers.CITY else (*area.units, city)

    def standings(self, area: Area, period: Period) -> tuple[Standing, ...]:
        return tuple(self.knowledge.standing(unit, period) for unit in area.units)

    def amount(self, indicator: Indicator, area: Area, period: Period) -> Amount:
        """The exact value of an area in a period, carried stocks included."""
        if self.by_filer(indicator):
            filers = self.filers(indicator, area)
            return _added(indicator, [self.contributions.of(indicator, filer, period) for filer in filers])
        if indicator.numerator is Element.NET_INCLUSIVE_SLOTS:
            return _added(indicator, self._net(area, period))
        part = self._part(indicator, area, period)
        population = None
        if indicator.per_residents:
            org_unit = self.knowledge.reference.area_by_code[area.org_unit]
            population = self.populations.behind(indicator, org_unit, period.end)
        missing = None if part.known else absence(self.standings(area, period))
        return amount_of(indicator, part, absent=missing, population=population)

    def _net(self, area: Area, period: Period) -> list[Contribution]:
        township = area.org_unit if area.level is Level.TOWNSHIP else None
        net_in = self.contributions.net_in
        return [net_in(unit, period, zone=area.zone, township=township) for unit in area.units]

    def _part(self, indicator: Indicator, area: Area, period: Period) -> Part:
        if area.level is Level.TOWNSHIP:
            stored = self.knowledge.standing(area.units[0], period).stored
            return UNKNOWN_TOWNSHIP if stored is None else self.knowledge.totals(stored).part(indicator, area.org_unit)
        by_unit = (self.knowledge.parts(indicator, unit, period) for unit in area.units)
        if area.zone is None:
            return sum_of(part for parts in by_unit for part in parts.values())
        return sum_of(parts[area.zone] for parts in by_unit if area.zone in parts)

    def returns_behind(self, indicator: Indicator, area: Area, period: Period) -> tuple[StoredReturn, ...]:
        """The returns that a figure adds up, filer by filer, each oldest first."""
        filers = self.filers(indicator, area)
        if indicator.window is not None:
            first = first_of_window(indicator.window, self.plan, period)
            return tuple(one for filer in filers for one in self.knowledge.counted(filer, first, period))
        if indicator.numerator in NEW_SLOTS:
            return tuple(one for filer in filers for one in self.contributions.behind(filer, period))
        if indicator.numerator is Element.NET_INCLUSIVE_SLOTS:
            found = (self.contributions.behind(filer, period) for filer in filers)
            return tuple(one for returns in found if returns for one in dict.fromkeys((returns[0], returns[-1])))
        standings = (self.knowledge.standing(filer, period) for filer in filers)
        stored = (one.own if indicator.numerator in FILING else one.stored for one in standings)
        return tuple(one for one in stored if one)

    def behind(self, indicator: Indicator, area: Area, period: Period) -> Behind:
        """What a row says of the returns behind it: its period's own, those carried, all that its figure adds up."""
        filers = self.filers(indicator, area)
        standings = [self.knowledge.standing(filer, period) for filer in filers]
        carried = sum(standing.carried_from is not None for standing in standings) if is_stock(indicator) else 0
        stored = self.returns_behind(indicator, area, period)
        estimated = self.is_estimated(indicator, area, period)
        return Behind(
            reported=sum(standing.own is not None for standing in standings),
            carried=carried,
            expected=len(standings),
            flags=flags_of(stored, carried=carried > 0, estimated=estimated),
            receipts=tuple(one.receipt for one in stored),
        )

    def is_estimated(self, indicator: Indicator, area: Area, period: Period) -> bool:
        """New slots of a unit that filed sums are followed by township and channel (flag e)."""
        if indicator.numerator not in SINCE_BASELINE:
            return False
        return any(self.contributions.estimated(filer, period) for filer in self.filers(indicator, area))


def _added(indicator: Indicator, contributions: list[Contribution]) -> Amount:
    """Sum over sum of filers; where nothing is known, the first reason in the order of their weight."""
    reasons = {one.no_value for one in contributions}
    missing = None if None in reasons else next((one for one in ORDER if one in reasons), None)
    return amount_of(indicator, sum_of(one.part for one in contributions), absent=missing)


def areas_of(reference: Reference, knowledge: Knowledge, period: Period) -> tuple[Area, ...]:
    """The city, its units, then the zone parts of the city and of the units."""
    codes = tuple(unit.code for unit in reference.units)
    present = {(township.reporting_unit, township.zone) for township in knowledge.townships(period)}
    whole = [Area(reference.city.code, Level.CITY, None, codes)]
    whole += [Area(code, Level.UNIT, None, (code,)) for code in codes]
    zoned = [_zone_of_city(reference.city, zone, codes, present) for zone in reference.zones]
    zoned += [Area(c, Level.UNIT, zone, (c,)) for c in codes for zone in reference.zones if (c, zone) in present]
    return (*whole, *zoned)


def areas_in(reference: Reference, knowledge: Knowledge, period: Period, code: str) -> tuple[Area, ...]:
    """An org unit whole, be it the city, a region or a unit, then its parts in the zones where it has townships.

    A township in its zone; nothing for a code that is none of them, or a township that was not there.
    """
    if code in reference.area_by_code:
        return _whole_and_zones(reference, knowledge, period, reference.area_by_code[code])
    unit = reference.township_by_code[code].reporting_unit if code in reference.township_by_code else ""
    inside = (one for one in knowledge.own_townships(unit, period) if one.code == code)
    return tuple(Area(code, Level.TOWNSHIP, one.zone, (unit,)) for one in inside)


def _whole_and_zones(reference: Reference, knowledge: Knowledge, period: Period, found: OrgUnit) -> tuple[Area, ...]:
    units = reference.units_of(found.code)
    present: dict[str, dict[str, None]] = {zone: {} for zone in reference.zones}
    for unit in units:
        for township in knowledge.own_townships(unit, period):
            present[township.zone][unit] = None
    is_city = found.level is Level.CITY
    zoned = ((zone, tuple(inside)) for zone, inside in present.items() if inside or is_city)
    return (Area(found.code, found.level, None, units), *(Area(found.code, found.level, *one) for one in zoned))


def _zone_of_city(city: OrgUnit, zone: str, codes: tuple[str, ...], present: set[tuple[str, str]]) -> Area:
    """A zone of the city, reported by the units that have a township in it."""
    return Area(city.code, Level.CITY, zone, tuple(code for code in codes if (code, zone) in present))


def township_areas(knowledge: Knowledge, period: Period) -> tuple[Area, ...]:
    """Every township by itself, in the register's order; the zone is its own and binds G5 to G8."""
    return tuple(
        Area(township.code, Level.TOWNSHIP, township.zone, (township.reporting_unit,))
        for township in knowledge.townships(period)
    )
