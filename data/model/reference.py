"""A checked reference folder: one city with everything that is not a return."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from functools import cached_property
from zoneinfo import ZoneInfo

from data.model.costs import Costs
from data.model.definitions import Definitions
from data.model.periods import Frequency, Period
from data.model.places import (
    DistrictShape,
    Hexagon,
    OrgUnit,
    Plane,
    Population,
    Township,
    TownshipPeople,
    TownshipShape,
)
from data.model.plans import DistrictTarget, Plan


@dataclass(frozen=True, slots=True)
class SeriesBreak:
    """A date across which an indicator's figures are not of one kind; ``indicator`` '*' = all."""

    day: date
    indicator: str
    note: str
    note_en: str


@dataclass(frozen=True, slots=True)
class PublishedFigure:
    """A figure somebody printed; ``derived`` ones are never shown as published.

    ``compared_with`` names the period beside which it is put, where ``period`` is no date that can be read.
    """

    indicator: str
    area: str
    period: str
    value: Fraction
    unit: str
    qualifier: str
    source: str
    source_date: str
    confidence: str
    note: str
    url: str = ""
    quote: str = ""
    compared_with: Period | None = None
    source_en: str = ""

    @property
    def derived(self) -> bool:
        """Computed by the collector: never shown as published."""
        return self.confidence == "derived"

    def known_on(self, day: date) -> bool:
        """Printed by that day; a source dated to its year or month only counts from its beginning."""
        return self.source_date <= day.isoformat()[: len(self.source_date)]


@dataclass(frozen=True)
class Reference:
    """A checked reference folder: one city (or country) with everything that is not a return.

    ``definitions`` are those in force, the last of ``versions``; ``digest`` is of all the folder but them and
    the ``costs``. ``printed_plans``: the plans with the dates of their own file, where a definition has chosen others.
    ``mountain``: township -> the register's zone and the other one in which it could be counted.
    ``outside``: areas outside the city that published figures speak of, with their names in both languages.
    ``plane``: where places with coordinates lie on the map of districts. ``township_shapes``: all of them, or none.
    """

    city: OrgUnit
    units: tuple[OrgUnit, ...]
    zones: tuple[str, ...]
    townships: tuple[Township, ...]
    populations: tuple[Population, ...]
    plans: tuple[Plan, ...]
    breaks: tuple[SeriesBreak, ...]
    published: tuple[PublishedFigure, ...]
    hexagons: tuple[Hexagon, ...]
    definitions: Definitions
    frequency: Frequency
    zone_names_en: Mapping[str, str]
    map_approval_number: str
    digest: str
    timezone: str = "Asia/Shanghai"
    zone_short: Mapping[str, str] = field(default_factory=dict)
    zone_short_en: Mapping[str, str] = field(default_factory=dict)
    zone_brief: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    units_described: str = ""
    units_described_en: str = ""
    demo_note: str = ""
    demo_note_en: str = ""
    districts: tuple[DistrictShape, ...] = ()
    versions: tuple[Definitions, ...] = ()
    mountain: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    district_targets: tuple[DistrictTarget, ...] = ()
    regions: tuple[OrgUnit, ...] = ()
    costs: Costs | None = None
    printed_plans: tuple[Plan, ...] = ()
    people: tuple[TownshipPeople, ...] = ()
    plane: Plane | None = None
    township_shapes: tuple[TownshipShape, ...] = ()
    outside: Mapping[str, tuple[str, str]] = field(default_factory=dict)

    @cached_property
    def unit_by_code(self) -> dict[str, OrgUnit]:
        """Everybody who files: the city and its reporting units."""
        return {unit.code: unit for unit in (self.city, *self.units)}

    @cached_property
    def area_by_code(self) -> dict[str, OrgUnit]:
        """Everything that has figures and is no township: those who file, and the regions between them."""
        return {unit.code: unit for unit in (self.city, *self.regions, *self.units)}

    def units_of(self, code: str) -> tuple[str, ...]:
        """The reporting units that make up an org unit, in administrative order."""
        if code == self.city.code:
            return tuple(unit.code for unit in self.units)
        return self._units_of_regions.get(code, (code,))

    @cached_property
    def _units_of_regions(self) -> dict[str, tuple[str, ...]]:
        found: dict[str, list[str]] = {region.code: [] for region in self.regions}
        for unit in self.units:
            above = unit.parent
            while above in found:
                found[above].append(unit.code)
                above = self.area_by_code[above].parent
        return {code: tuple(units) for code, units in found.items()}

    @cached_property
    def township_by_code(self) -> dict[str, Township]:
        return {township.code: township for township in self.townships}

    @cached_property
    def populations_of(self) -> dict[str, tuple[Population, ...]]:
        """The populations of each area, in the order of the folder."""
        found: dict[str, list[Population]] = defaultdict(list)
        for one in self.populations:
            found[one.area].append(one)
        return {area: tuple(populations) for area, populations in found.items()}

    @cached_property
    def common_population_dates(self) -> dict[date, date]:
        """Dates at which every unit that has a population has one -> the day since which all of them were known."""
        units = [unit.code for unit in self.units if unit.population_published]
        known = [_known_since(self.populations_of.get(unit, ())) for unit in units]
        shared = set.intersection(*map(set, known)) if known else set()
        return {day: max(of_unit[day] for of_unit in known) for day in shared}

    def townships_at(self, day: date, unit: str | None = None) -> tuple[Township, ...]:
        """Official townships valid at ``day``, of one reporting unit or (None) of all, in the register's order."""
        among = self.townships if unit is None else self._townships_of_units.get(unit, ())
        return tuple(t for t in among if t.official and t.valid_at(day))

    @cached_property
    def _townships_of_units(self) -> dict[str, tuple[Township, ...]]:
        """So that a question about one unit never looks through the register of a country."""
        found: dict[str, list[Township]] = defaultdict(list)
        for township in self.townships:
            found[township.reporting_unit].append(township)
        return {unit: tuple(townships) for unit, townships in found.items()}

    def due_moment(self, period: Period) -> datetime:
        """24:00 of the due date where the city is; up to it a return is on time, from it on the period is due."""
        midnight = datetime.combine(self.definitions.due_date(period) + timedelta(days=1), time.min)
        return midnight.replace(tzinfo=ZoneInfo(self.timezone))

    def plan(self, plan_id: str | None) -> Plan:
        """The named plan, or the first; KeyError names an unknown one."""
        if plan_id is None:
            return self.plans[0]
        return {plan.id: plan for plan in self.plans}[plan_id]

    def district_target(self, plan: str, org_unit: str, indicator: str, day: date) -> DistrictTarget | None:
        """A unit's own target as known on a day: the one made known last; None where there is none yet."""
        known = [one for one in self._targets_of.get((plan, org_unit, indicator), ()) if one.known_from <= day]
        return max(known, key=lambda one: one.known_from, default=None)

    def people_of(self, township: str, until: date, known_on: date) -> TownshipPeople | None:
        """Who lived in a township last before a day, as known on another; None where nothing is published."""
        known = [one for one in self._people_by_township.get(township, ()) if one.known_on(known_on)]
        return max((one for one in known if one.ref_date <= until), key=lambda one: one.ref_date, default=None)

    @cached_property
    def _people_by_township(self) -> dict[str, list[TownshipPeople]]:
        found: dict[str, list[TownshipPeople]] = {}
        for one in self.people:
            found.setdefault(one.township, []).append(one)
        return found

    @cached_property
    def _targets_of(self) -> dict[tuple[str, str, str], list[DistrictTarget]]:
        found: dict[tuple[str, str, str], list[DistrictTarget]] = {}
        for one in self.district_targets:
            found.setdefault((one.plan, one.org_unit, one.indicator), []).append(one)
        return found

    def defined(self, version: str) -> Definitions:
        """The definitions of that version; KeyError names an unknown one."""
        return {made.version: made for made in (*self.versions, self.definitions)}[version]

    def under(self, definitions: Definitions) -> Reference:
        """The same city by other definitions: 山区镇 stand in the zone and plans have the dates that these choose."""
        chosen = {one.plan: one for one in definitions.plan_dates}
        printed = self.printed_plans or self.plans
        plans = tuple(plan.dated(chosen[plan.id]) if plan.id in chosen else plan for plan in printed)
        listed = int(definitions.mountain_in_other_zone)
        zones = {code: both[listed] for code, both in self.mountain.items()}
        townships = tuple(replace(one, zone=zones.get(one.code, one.zone)) for one in self.townships)
        found = replace(self, definitions=definitions, plans=plans, printed_plans=printed)
        return replace(found, townships=townships) if zones else found


def _known_since(populations: Iterable[Population]) -> dict[date, date]:
    """Date of a population -> the day since which one was known; the first day there is where it always was."""
    found: dict[date, date] = {}
    for one in populations:
        since = one.source_date or date.min
        found[one.ref_date] = min(found.get(one.ref_date, since), since)
    return found
