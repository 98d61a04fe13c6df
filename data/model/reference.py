"""A checked reference folder: one city with everything that is not a return."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from fractions import Fraction
from functools import cached_property
from zoneinfo import ZoneInfo

from data.model.periods import Frequency, Period
from data.model.places import DistrictShape, Hexagon, OrgUnit, Population, Township
from data.model.plans import Plan


class Channel(StrEnum):
    """The way by which inclusive slots come about (DOMAIN section 3)."""

    K1 = "K1"
    K2 = "K2"
    K3 = "K3"
    S1 = "S1"
    S2 = "S2"
    S3 = "S3"
    C = "C"
    O = "O"  # noqa: E741 - the field's own letter for 其他


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


@dataclass(frozen=True, slots=True)
class Setting:
    """One definition that could have been chosen otherwise: its value as printed, its own version and date."""

    id: str
    value: str
    version: int
    since: date


@dataclass(frozen=True, slots=True)
class Definitions:
    """Every (setting) of the rules, with the version that names them together.

    Pace thresholds are exact; ``settings`` lists all of them for the methodology page.
    """

    version: str
    issued: date
    carry_forward_periods: int
    fragile_slots: int
    due_day: int
    due_dates: Mapping[Period, date] = field(default_factory=dict)
    fee_least: int = 300
    fee_most: int = 20_000
    pace_on_track: Fraction = Fraction(19, 20)
    pace_accelerate: Fraction = Fraction(3, 5)
    unit_population_base: str = "common"
    home_based_counts: bool = True
    uncounted_channels: tuple[Channel, ...] = (Channel.C, Channel.O)
    settings: tuple[Setting, ...] = ()

    def due_date(self, period: Period) -> date:
        """The last day on which a period's return is on time."""
        return self.due_dates.get(period) or period.next.start.replace(day=self.due_day)


@dataclass(frozen=True)
class Reference:
    """A checked reference folder: one city (or country) with everything that is not a return."""

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
