"""How far the returns can be relied on: who filed, who filed on time, and what nobody has explained yet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from data.model import Period
from data.returns import StoredIssue, StoredReturn
from metrics.consistency import Consistency
from metrics.knowledge import Knowledge
from metrics.published import Comparison, comparisons_of
from metrics.queries import consistency, provenance
from metrics.reporting import filer
from metrics.results import NoValue, Scorecard, UnitReporting
from metrics.revisions import RevisionRow, revision_rows
from metrics.source import Source

REVISED = 2
"""The revision that makes of a return a revised one."""


@dataclass(frozen=True, slots=True)
class Rate:
    """Returns that were due, of these the received ones, and of these the ones on time."""

    due: int
    received: int
    on_time: int

    @property
    def completeness(self) -> Fraction | None:
        """完整率: received / due, in %; None while nothing was due."""
        return Fraction(100 * self.received, self.due) if self.due else None

    @property
    def punctuality(self) -> Fraction | None:
        """及时率: on time / due, in %; None while nothing was due."""
        return Fraction(100 * self.on_time, self.due) if self.due else None


@dataclass(frozen=True, slots=True)
class FilerRecord:
    """One filer over all periods shown, oldest first, and its rate over those that were due."""

    org_unit: str
    filings: tuple[UnitReporting, ...]
    rate: Rate


@dataclass(frozen=True, slots=True)
class Completeness:
    """Filers by row, periods by column. Totals are of the units; the city's own return stands apart."""

    periods: tuple[Period, ...]
    units: tuple[FilerRecord, ...]
    city: FilerRecord
    by_period: tuple[Rate, ...]
    total: Rate


@dataclass(frozen=True, slots=True)
class FiledWarning:
    """A 疑点 of a counting return."""

    stored: StoredReturn
    warning: StoredIssue

    @property
    def is_open(self) -> bool:
        """Nobody has explained it yet."""
        return self.warning.explanation is None


@dataclass(frozen=True, slots=True)
class Quality:
    """Everything of the page 数据质量; ``provenance`` is a scorecard without rows.

    ``revisions`` are of the period shown, ``revision_notes`` go by sequence; ``revised_periods`` names the period
    of every return, of whatever period, that came more than once.
    """

    provenance: Scorecard
    completeness: Completeness
    warnings: tuple[FiledWarning, ...]
    comparisons: tuple[Comparison, ...]
    consistency: Consistency
    revisions: tuple[RevisionRow, ...]
    revision_notes: Mapping[int, str]
    revised_periods: tuple[Period, ...]


def quality(source: Source, *, period: Period, as_of: datetime, plan_id: str | None = None) -> Quality:
    """Who filed, what is in doubt, what was revised, and the public record beside it."""
    knowledge = Knowledge(source, as_of)
    rows = revision_rows(source, period=period, as_of=as_of)
    return Quality(
        provenance=provenance(source, period=period, as_of=as_of, plan_id=plan_id),
        completeness=completeness_of(knowledge, sorted({*(one for one in knowledge.periods if one <= period), period})),
        warnings=warnings_of(knowledge, period),
        comparisons=comparisons_of(knowledge, period),
        consistency=consistency(source, period=period, as_of=as_of, plan_id=plan_id),
        revisions=rows,
        revision_notes=source.revision_notes(sequences=[row.latest.sequence for row in rows]),
        revised_periods=revised_periods(source.returns(as_of=as_of)),
    )


def revised_periods(stored: Iterable[StoredReturn]) -> tuple[Period, ...]:
    """The period of every return that came more than once, one entry a return, ascending."""
    return tuple(sorted(one.period for one in stored if one.revision == REVISED))


def completeness_of(knowledge: Knowledge, periods: Sequence[Period]) -> Completeness:
    """Who filed for each of ``periods``. A period before its due date is shown and enters no rate."""
    units = tuple(_record(knowledge, unit.code, periods) for unit in knowledge.reference.units)
    by_period = tuple(rate_of(record.filings[column] for record in units) for column in range(len(periods)))
    return Completeness(
        periods=tuple(periods),
        units=units,
        city=_record(knowledge, knowledge.reference.city.code, periods),
        by_period=by_period,
        total=rate_of(filing for record in units for filing in record.filings if _was_due(knowledge, filing)),
    )


def _record(knowledge: Knowledge, org_unit: str, periods: Sequence[Period]) -> FilerRecord:
    filings = tuple(filer(knowledge, org_unit, period) for period in periods)
    return FilerRecord(org_unit, filings, rate_of(one for one in filings if _was_due(knowledge, one)))


def _was_due(knowledge: Knowledge, filing: UnitReporting) -> bool:
    return filing.due <= knowledge.as_of


def rate_of(filings: Iterable[UnitReporting]) -> Rate:
    """How many of these returns came, and came on time. One that went back for correction has not come."""
    listed = list(filings)
    return Rate(
        due=len(listed),
        received=sum(one.stored is not None for one in listed),
        on_time=sum(one.on_time is True for one in listed),
    )


def is_awaited(filing: UnitReporting) -> bool:
    """Not received, and not late either: its due date has not passed."""
    return filing.stored is None and filing.no_value is NoValue.NOT_DUE


def warnings_of(knowledge: Knowledge, period: Period) -> tuple[FiledWarning, ...]:
    """The 疑点 of the returns that count for a period: units in administrative order, then the city."""
    reference = knowledge.reference
    filers = [unit.code for unit in (*reference.units, reference.city)]
    counting = [stored for code in filers if (stored := knowledge.returns.get((code, period)))]
    sequences = [stored.sequence for stored in counting]
    told = knowledge.source.warnings(sequences=sequences, as_of=knowledge.as_of) if sequences else {}
    return tuple(FiledWarning(stored, one) for stored in counting for one in told.get(stored.sequence, ()))
