"""Who has reported what, when, and which period a page shows unless told."""

from __future__ import annotations

from collections.abc import Callable, Collection

from data.model import Period
from data.returns import State
from metrics.knowledge import Knowledge
from metrics.results import Reporting, UnitReporting


def reporting_of(knowledge: Knowledge, period: Period) -> Reporting:
    """The units in administrative order, and the city's own return apart."""
    units = tuple(filer(knowledge, unit.code, period) for unit in knowledge.reference.units)
    city = filer(knowledge, knowledge.reference.city.code, period)
    sequences = [one.stored.sequence for one in (*units, city) if one.stored]
    open_warnings = knowledge.source.open_warnings(sequences=sequences, as_of=knowledge.as_of) if sequences else 0
    return Reporting(period=period, units=units, city=city, open_warnings=open_warnings)


def filer(knowledge: Knowledge, org_unit: str, period: Period) -> UnitReporting:
    """What one filer did. On time is decided by the first revision; at the very moment of 24:00 it is late."""
    standing = knowledge.standing(org_unit, period)
    due = knowledge.reference.due_moment(period)
    own = standing.own
    return UnitReporting(
        org_unit=org_unit,
        due=due,
        stored=own,
        on_time=None if own is None else (own.first_received_at or own.received_at) < due,
        carried_from=standing.carried_from,
        no_value=standing.no_value,
        is_returned=org_unit in knowledge.sent_back(period),
    )


def shown_period(knowledge: Knowledge) -> Period | None:
    """The latest period whose due date has passed or whose units' returns are all accepted.

    Where no period is that far, the newest one there is; None while nothing has been reported.
    """
    return latest_ready(knowledge.periods, lambda one: knowledge.is_due(one) or _all_accepted(knowledge, one))


def latest_ready(periods: Collection[Period], is_ready: Callable[[Period], bool]) -> Period | None:
    """The latest of the periods that are ready; of all where none is; None of none."""
    return max([one for one in periods if is_ready(one)] or periods, default=None)


def _all_accepted(knowledge: Knowledge, period: Period) -> bool:
    stored = (knowledge.returns.get((unit.code, period)) for unit in knowledge.reference.units)
    return all(one is not None and one.state is State.ACCEPTED for one in stored)


def newer_reporting(knowledge: Knowledge, period: Period) -> Reporting | None:
    """The newest period being reported, where it is newer than the one shown."""
    newest = max(knowledge.periods, default=period)
    return reporting_of(knowledge, newest) if newest > period else None
