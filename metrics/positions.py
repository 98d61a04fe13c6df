"""Where an area stands on an indicator in a period: sums over its townships, with whatever is unknown."""

from __future__ import annotations

from dataclasses import dataclass

from data.model import Level, OrgUnit, Period, Reference
from metrics.compute import UNKNOWN_TOWNSHIP, Amount, Part, amount_of, part_of, sum_of
from metrics.definition import Indicator
from metrics.knowledge import Knowledge, Standing, absence
from metrics.populations import Populations


@dataclass(frozen=True, slots=True)
class Area:
    """The whole city or a unit, or (``zone``) its part in one zone; or a township in its zone. ``units`` report it."""

    org_unit: str
    level: Level
    zone: str | None
    units: tuple[str, ...]


class Positions:
    """Amounts of areas made of ``units``, put together from what their returns add up to.

    ``until`` fixes the units' common population base. The totals must have been loaded.
    """

    def __init__(self, knowledge: Knowledge, *, until: Period) -> None:
        self.knowledge = knowledge
        self.populations = Populations(knowledge.reference, known_on=knowledge.day, until=until.end)

    def standings(self, area: Area, period: Period) -> tuple[Standing, ...]:
        return tuple(self.knowledge.standing(unit, period) for unit in area.units)

    def amount(self, indicator: Indicator, area: Area, period: Period) -> Amount:
        """The exact value of an area in a period, carried stocks included."""
        part = self._part(indicator, area, period)
        population = None
        if indicator.per_residents:
            org_unit = self.knowledge.reference.unit_by_code[area.org_unit]
            population = self.populations.behind(indicator, org_unit, period.end)
        absent = None if part.known else absence(self.standings(area, period))
        return amount_of(indicator, part, absent=absent, population=population)

    def _part(self, indicator: Indicator, area: Area, period: Period) -> Part:
        if area.level is Level.TOWNSHIP:
            return self._township_part(indicator, area, period)
        by_unit = (self.knowledge.parts(indicator, unit, period) for unit in area.units)
        if area.zone is None:
            return sum_of(part for parts in by_unit for part in parts.values())
        return sum_of(parts[area.zone] for parts in by_unit if area.zone in parts)

    def _township_part(self, indicator: Indicator, area: Area, period: Period) -> Part:
        total = self.knowledge.total(self.knowledge.standing(area.units[0], period), area.org_unit)
        return UNKNOWN_TOWNSHIP if total is None else part_of(total, indicator)


def areas_of(reference: Reference, knowledge: Knowledge, period: Period) -> tuple[Area, ...]:
    """The city, its units, then the zone parts of the city and of the units."""
    codes = tuple(unit.code for unit in reference.units)
    present = {(township.reporting_unit, township.zone) for township in knowledge.townships(period)}
    whole = [Area(reference.city.code, Level.CITY, None, codes)]
    whole += [Area(code, Level.UNIT, None, (code,)) for code in codes]
    zoned = [_zone_of_city(reference.city, zone, codes, present) for zone in reference.zones]
    zoned += [Area(c, Level.UNIT, zone, (c,)) for c in codes for zone in reference.zones if (c, zone) in present]
    return (*whole, *zoned)


def _zone_of_city(city: OrgUnit, zone: str, codes: tuple[str, ...], present: set[tuple[str, str]]) -> Area:
    """A zone of the city, reported by the units that have a township in it."""
    return Area(city.code, Level.CITY, zone, tuple(code for code in codes if (code, zone) in present))


def township_areas(knowledge: Knowledge, period: Period) -> tuple[Area, ...]:
    """Every township by itself, in the register's order; the zone is its own and binds G5 to G8."""
    return tuple(
        Area(township.code, Level.TOWNSHIP, township.zone, (township.reporting_unit,))
        for township in knowledge.townships(period)
    )
