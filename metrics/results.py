"""What screens, commands and briefings consume. Exact values (Fraction); words and rounding come later."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from fractions import Fraction

from data.model import Period, Plan, Population, SeriesBreak, Township
from data.returns import StoredReturn
from metrics.comparability import CitySplit, LikeForLike
from metrics.indicators import ZONE_INDICATORS


class NoValue(StrEnum):
    """Why there is no value (or only a partial one: incomplete)."""

    NOT_REPORTED = "not_reported"
    NOT_DUE = "not_due"
    STALE = "stale"
    INCOMPLETE = "incomplete"
    NO_BASELINE = "no_baseline"
    ZERO_DENOMINATOR = "zero_denominator"
    NO_POPULATION = "no_population"
    NOT_APPLICABLE = "not_applicable"
    SUPPRESSED = "suppressed"


class Status(StrEnum):
    ACHIEVED = "achieved"
    MISSED = "missed"
    ON_TRACK = "on_track"
    ACCELERATE = "accelerate"
    LAGGING = "lagging"
    BELOW_BASELINE = "below_baseline"
    FALLEN_BACK = "fallen_back"
    NOT_ASSESSABLE = "not_assessable"
    ABOVE_REFERENCE = "above_reference"
    BELOW_REFERENCE = "below_reference"


class TargetKind(StrEnum):
    PLAN = "plan"
    DISTRICT = "district"
    REFERENCE = "reference"
    DERIVED = "derived"


class Flag(StrEnum):
    PRELIMINARY = "p"
    REVISED = "r"
    ESTIMATED = "e"
    CARRIED = "i"
    BREAK = "d"
    AFTER_DEADLINE = "t"


@dataclass(frozen=True, slots=True)
class Row:
    """One indicator of one org unit (and zone), assessed. Shares, targets and changes of shares in %.

    ``is_least``: a partial value below which the whole cannot fall (至少); None = not told.
    """

    indicator: str
    org_unit: str
    zone: str | None
    unit: str
    numerator: int | None
    denominator: int | None
    value: Fraction | None
    no_value: NoValue | None
    target: Fraction | None = None
    target_kind: TargetKind | None = None
    comparator: str | None = None
    baseline: Fraction | None = None
    expected: Fraction | None = None
    pace: Fraction | None = None
    progress: Fraction | None = None
    elapsed: Fraction | None = None
    completion: Fraction | None = None
    change_previous: Fraction | None = None
    change_year: Fraction | None = None
    change_baseline: Fraction | None = None
    status: Status | None = None
    verdict: Status | None = None
    gap: int | None = None
    per_month: int | None = None
    reported: int = 0
    carried: int = 0
    expected_returns: int = 1
    flags: tuple[Flag, ...] = ()
    population: Population | None = None
    receipts: tuple[str, ...] = ()
    is_least: bool | None = None


@dataclass(frozen=True, slots=True)
class Scorecard:
    """Assessed rows for one period, as known at one moment, against one plan."""

    period: Period
    as_of: datetime
    plan: Plan
    definition_version: str
    data_digest: str
    demo: bool
    rows: tuple[Row, ...]

    def row(self, indicator: str, org_unit: str, zone: str | None = None) -> Row | None:
        """The row of that key, or None where the scorecard has none."""
        return next((r for r in self.rows if (r.indicator, r.org_unit, r.zone) == (indicator, org_unit, zone)), None)

    def targets_of(self, org_unit: str) -> tuple[Row, ...]:
        """Its rows that the plan has a target for, in plan order."""
        found = (self.row(one.indicator, org_unit, one.zone) for one in self.plan.targets)
        return tuple(row for row in found if row is not None)

    def zone_row(self, org_unit: str, zone: str) -> Row | None:
        """Its coverage of a zone by the indicator of that zone; None for a zone without one."""
        return next((row for key in ZONE_INDICATORS if (row := self.row(key, org_unit, zone))), None)


@dataclass(frozen=True, slots=True)
class TrendPoint:
    """One period of a series; ``value`` may be partial (no_value incomplete) or absent."""

    period: Period
    value: Fraction | None
    no_value: NoValue | None
    flags: tuple[Flag, ...]
    is_least: bool | None = None


@dataclass(frozen=True, slots=True)
class Trend:
    """An indicator over time with the 序时应达值 path (period, value) from baseline to deadline."""

    indicator: str
    org_unit: str
    zone: str | None
    unit: str
    points: tuple[TrendPoint, ...]
    path: tuple[tuple[Period, Fraction], ...]
    target: Fraction | None
    breaks: tuple[SeriesBreak, ...]
    target_kind: TargetKind | None = None

    @property
    def is_known(self) -> bool:
        """Some period has a value: there is something to draw."""
        return any(point.value is not None for point in self.points)


class Coverage(StrEnum):
    """Whether a township has an inclusive service; fragile is covered, by one institution or under 20 slots."""

    COVERED = "covered"
    FRAGILE = "fragile"
    UNCOVERED = "uncovered"
    UNKNOWN = "unknown"

    @property
    def is_covered(self) -> bool:
        """A fragile cover is one."""
        return self in (Coverage.COVERED, Coverage.FRAGILE)


@dataclass(frozen=True, slots=True)
class TownshipResult:
    """A township's position; a figure is None where a cell behind it is unknown.

    ``lost`` / ``gained``: covered last period and not now, or the reverse; ``compared``: known in both periods, from a
    return of each; where it is not, that it was neither lost nor gained says nothing.
    """

    township: Township
    coverage: Coverage
    institutions: int | None
    inclusive_institutions: int | None
    slots: int | None
    inclusive_slots: int | None
    children: int | None
    inclusive_children: int | None
    no_value: NoValue | None
    flags: tuple[Flag, ...]
    receipt: str | None
    lost: bool = False
    gained: bool = False
    compared: bool = True


@dataclass(frozen=True, slots=True)
class UnitReporting:
    """What one filer did for one period: its counting return, or why there is none.

    ``is_returned``: its newest revision went back for correction, whatever counts instead.
    """

    org_unit: str
    due: datetime
    stored: StoredReturn | None
    on_time: bool | None
    carried_from: Period | None
    no_value: NoValue | None
    is_returned: bool = False


@dataclass(frozen=True, slots=True)
class Reporting:
    """Completeness of one period at one as-of: the 17 units in administrative order (the city's own return apart)."""

    period: Period
    units: tuple[UnitReporting, ...]
    city: UnitReporting
    open_warnings: int

    @property
    def reported(self) -> int:
        return sum(unit.stored is not None for unit in self.units)

    @property
    def late(self) -> int:
        return sum(unit.on_time is False for unit in self.units)

    @property
    def carried(self) -> int:
        return sum(unit.carried_from is not None for unit in self.units)


@dataclass(frozen=True, slots=True)
class Overview:
    """Everything the overview page and the city briefing show, from one as-of.

    ``uncounted``: new inclusive slots of the channels that count toward neither target of new slots.
    """

    scorecard: Scorecard
    reporting: Reporting
    townships: tuple[TownshipResult, ...]
    trends: Mapping[str, Trend]
    newer: Reporting | None
    uncounted: int = 0
    compared: tuple[LikeForLike, ...] = ()
    splits: tuple[CitySplit, ...] = ()
