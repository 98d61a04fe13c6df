"""Who filed what for which period, and what is still to be chased: the calendar of returns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from data.model import Period, Reference
from data.returns import State, StoredReturn

OPEN_AGAIN = (State.RETURNED, State.UNLOCKED)
"""States in which the next step is the unit's."""


@dataclass(frozen=True, slots=True)
class Filing:
    """One unit and period: its latest revision, or none; ``overdue`` = the due moment passed without any return."""

    org_unit: str
    period: Period
    due: datetime
    stored: StoredReturn | None
    overdue: bool

    @property
    def on_time(self) -> bool | None:
        """Whether the first revision came before the due moment; None where none came."""
        if self.stored is None:
            return None
        return (self.stored.first_received_at or self.stored.received_at) < self.due

    @property
    def state(self) -> str:
        """The state of the latest revision; overdue or missing where there is none."""
        if self.stored is None:
            return "overdue" if self.overdue else "missing"
        return self.stored.state.value

    @property
    def is_awaited(self) -> bool:
        """Nothing received, or what was received went back to the unit."""
        return self.stored is None or self.stored.state in OPEN_AGAIN


@dataclass(frozen=True, slots=True)
class FilingCalendar:
    """Filers by row (units in administrative order, then the city), periods by column, newest first."""

    periods: tuple[Period, ...]
    rows: tuple[tuple[Filing, ...], ...]

    def awaited(self, period: Period) -> tuple[Filing, ...]:
        """Who still has to file (or to file again) for the period."""
        return tuple(one for row in self.rows for one in row if one.period == period and one.is_awaited)


def filing_calendar(
    reference: Reference, stored: Iterable[StoredReturn], *, periods: Sequence[Period], as_of: datetime
) -> FilingCalendar:
    """The calendar of ``stored`` revisions (in the order they came) as known at ``as_of``."""
    latest = {(one.org_unit, one.period): one for one in stored}
    shown = tuple(sorted(periods, reverse=True))
    rows = tuple(
        tuple(_filing(reference, latest, unit.code, period, as_of) for period in shown)
        for unit in (*reference.units, reference.city)
    )
    return FilingCalendar(shown, rows)


def _filing(
    reference: Reference, latest: dict[tuple[str, Period], StoredReturn], unit: str, period: Period, as_of: datetime
) -> Filing:
    due, stored = reference.due_moment(period), latest.get((unit, period))
    return Filing(unit, period, due, stored, overdue=stored is None and as_of >= due)


def open_period(reference: Reference, as_of: datetime) -> Period:
    """The period that is being filed: the last one that has ended by the day of ``as_of`` (in the city's time)."""
    return Period.holding(as_of.date(), reference.frequency).previous
