"""A checked reference folder: one city with everything that is not a return."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from functools import cached_property
from zoneinfo import ZoneInfo

from data.model.definitions import Definitions
from data.model.periods import Frequency, Period
from data.model.places import DistrictShape, Hexagon, OrgUnit, Plane, Population, Township, TownshipShape
from data.model.plans import Plan


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

    ``definitions`` are those in force, the last of ``versions``; ``digest`` is of all the folder but them.
    ``mountain``: township -> the register's zone and the other one in which it could be counted.
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
    units_described: str = ""
    units_described_en: str = ""
    demo_note: str = ""
    demo_note_en: str = ""
    districts: tuple[DistrictShape, ...] = ()
    versions: tuple[Definitions, ...] = ()
    mountain: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    plane: Plane | None = None
    township_shapes: tuple[TownshipShape, ...] = ()

    @cached_property
    def unit_by_code(self) -> dict[str, OrgUnit]:
        return {unit.code: unit for unit in (self.city, *self.units)}

    @cached_property
    def township_by_code(self) -> dict[str, Township]:
        return {township.code: township for township in self.townships}

    def townships_at(self, day: date, unit: str | None = None) -> tuple[Township, ...]:
        """Official townships valid at ``day``, of one reporting unit or (None) of all."""
        return tuple(t for t in self.townships if t.official and t.valid_at(day) and unit in (None, t.reporting_unit))

    def due_moment(self, period: Period) -> datetime:
        """24:00 of the due date where the city is; up to it a return is on time, from it on the period is due."""
        midnight = datetime.combine(self.definitions.due_date(period) + timedelta(days=1), time.min)
        return midnight.replace(tzinfo=ZoneInfo(self.timezone))

    def plan(self, plan_id: str | None) -> Plan:
        """The named plan, or the first; KeyError names an unknown one."""
        if plan_id is None:
            return self.plans[0]
        return {plan.id: plan for plan in self.plans}[plan_id]

    def defined(self, version: str) -> Definitions:
        """The definitions of that version; KeyError names an unknown one."""
        return {made.version: made for made in (*self.versions, self.definitions)}[version]

    def under(self, definitions: Definitions) -> Reference:
        """The same city by other definitions: 山区镇 stand in the zone that these choose."""
        listed = int(definitions.mountain_in_other_zone)
        zones = {code: both[listed] for code, both in self.mountain.items()}
        townships = tuple(replace(one, zone=zones.get(one.code, one.zone)) for one in self.townships)
        return replace(self, definitions=definitions, townships=townships if zones else self.townships)
