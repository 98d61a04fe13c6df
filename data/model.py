"""The vocabulary everybody shares: periods, places, people, plans. Frozen, standard library only."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction
from functools import cached_property, total_ordering


class Frequency(StrEnum):
    """How often an org unit files its return."""

    QUARTER = "quarter"
    MONTH = "month"

    @property
    def per_year(self) -> int:
        return 4 if self is Frequency.QUARTER else 12


_PERIOD = re.compile(r"(\d{4})-(?:Q([1-4])|(0[1-9]|1[0-2]))")


@total_ordering
@dataclass(frozen=True, slots=True)
class Period:
    """A reporting period, written 2025-Q4 or 2025-12."""

    year: int
    number: int
    frequency: Frequency = Frequency.QUARTER

    @classmethod
    def parse(cls, text: str) -> Period:
        """Read ``2025-Q4`` or ``2025-12``; raise ValueError for anything else."""
        match = _PERIOD.fullmatch(text.strip().upper())
        if match is None:
            raise ValueError(f"not a reporting period: {text!r}")
        year, quarter, month = match.groups()
        if quarter:
            return cls(int(year), int(quarter))
        return cls(int(year), int(month), Frequency.MONTH)

    @property
    def ordinal(self) -> int:
        """Periods since year 0, so that neighbours differ by one."""
        return self.year * self.frequency.per_year + self.number - 1

    def shift(self, steps: int) -> Period:
        year, number = divmod(self.ordinal + steps, self.frequency.per_year)
        return Period(year, number + 1, self.frequency)

    @property
    def previous(self) -> Period:
        return self.shift(-1)

    @property
    def next(self) -> Period:
        return self.shift(1)

    @property
    def year_earlier(self) -> Period:
        return self.shift(-self.frequency.per_year)

    @property
    def months(self) -> int:
        return 12 // self.frequency.per_year

    @property
    def start(self) -> date:
        return date(self.year, (self.number - 1) * self.months + 1, 1)

    @property
    def end(self) -> date:
        """Last day of the period."""
        return self.next.start - timedelta(days=1)

    def through(self, last: Period) -> Iterator[Period]:
        """This period and every later one up to and including ``last``."""
        for step in range(last.ordinal - self.ordinal + 1):
            yield self.shift(step)

    def __lt__(self, other: Period) -> bool:
        return self.ordinal < other.ordinal

    def __str__(self) -> str:
        mark = "Q" if self.frequency is Frequency.QUARTER else ""
        return f"{self.year}-{mark}{self.number:0{1 if mark else 2}d}"


class Level(StrEnum):
    CITY = "city"
    UNIT = "unit"
    TOWNSHIP = "township"


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
class OrgUnit:
    """The city or one of its reporting units. ``district`` is its administrative code, if it has one."""

    code: str
    name: str
    name_en: str
    level: Level
    parent: str | None = None
    population_note: str = ""


@dataclass(frozen=True, slots=True)
class Township:
    """A 街道, 镇 or 乡; ``official=False`` marks a statistical pseudo-unit, never in a denominator."""

    code: str
    name: str
    legal_name: str
    unit_type: str
    official: bool
    district: str
    reporting_unit: str
    zone: str
    zone_basis: str = ""
    aliases: tuple[str, ...] = ()
    valid_from: date | None = None
    valid_to: date | None = None

    def valid_at(self, day: date) -> bool:
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True, slots=True)
class Population:
    """Resident population of an area at a date; ``derived`` marks a figure computed by the collector."""

    area: str
    ref_date: date
    value: int
    source: str
    source_date: date | None
    derived: bool = False


@dataclass(frozen=True, slots=True)
class Target:
    """One number a plan promises. ``zone`` None = the whole city; ``value`` in the indicator's unit (% for shares)."""

    indicator: str
    value: Fraction
    comparator: str
    zone: str | None
    clause: str
    tasks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Duty:
    """Who is responsible from a date on, and by which document."""

    units: str
    since: date | None
    basis: str


@dataclass(frozen=True, slots=True)
class Task:
    """One of the plan's tasks or safeguards; ``units_printed`` verbatim, in printed order."""

    code: str
    name: str
    clause: str
    units_printed: tuple[str, ...]
    units_now: tuple[Duty, ...] = ()
    indicators: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """Targets with their own start, deadline and baseline."""

    id: str
    name: str
    name_en: str
    document: str
    start: date
    deadline: date
    baseline: Period
    targets: tuple[Target, ...]
    tasks: tuple[Task, ...] = ()
    derived_counts: tuple[str, ...] = ()

    def target_for(self, indicator: str, zone: str | None) -> Target | None:
        return next((t for t in self.targets if t.indicator == indicator and t.zone in (zone, None)), None)

    @property
    def months(self) -> int:
        return _months_between(self.start, self.deadline)

    def months_elapsed(self, period: Period) -> int:
        """Whole months of the plan gone by at the period's end, 0 before it starts, at most its length."""
        return max(0, min(_months_between(self.start, period.end), self.months))

    def months_left(self, period: Period) -> int:
        return self.months - self.months_elapsed(period)


def _months_between(start: date, end: date) -> int:
    """Months from the first day ``start`` to the last day ``end``, both included."""
    return (end.year - start.year) * 12 + end.month - start.month + 1


@dataclass(frozen=True, slots=True)
class SeriesBreak:
    """A date across which an indicator's figures are not of one kind; ``indicator`` '*' = all."""

    day: date
    indicator: str
    note: str
    note_en: str


@dataclass(frozen=True, slots=True)
class PublishedFigure:
    """A figure somebody printed; ``derived`` ones are never shown as published."""

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


@dataclass(frozen=True, slots=True)
class Hexagon:
    """A township's cell of the cartogram: odd-row offset grid, y up."""

    township: str
    column: int
    row: int

    @property
    def centre(self) -> tuple[float, float]:
        return self.column + 0.5 * (self.row % 2), self.row * 0.866


@dataclass(frozen=True, slots=True)
class Definitions:
    """Every (setting) of DOMAIN with the version that names them together."""

    version: str
    issued: date
    carry_forward_periods: int
    fragile_slots: int
    due_day: int
    due_dates: Mapping[Period, date] = field(default_factory=dict)


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

    @cached_property
    def unit_by_code(self) -> dict[str, OrgUnit]:
        return {unit.code: unit for unit in (self.city, *self.units)}

    @cached_property
    def township_by_code(self) -> dict[str, Township]:
        return {township.code: township for township in self.townships}

    def townships_at(self, day: date, unit: str | None = None) -> tuple[Township, ...]:
        """Official townships valid at ``day``, of one reporting unit or (None) of all."""
        return tuple(
            t for t in self.townships if t.official and t.valid_at(day) and unit in (None, t.reporting_unit)
        )

    def plan(self, plan_id: str | None) -> Plan:
        """The named plan, or the first; KeyError names an unknown one."""
        if plan_id is None:
            return self.plans[0]
        return {plan.id: plan for plan in self.plans}[plan_id]
