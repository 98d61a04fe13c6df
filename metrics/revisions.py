"""The revision table: what was said first, what is said now, and what that did to the headline. Over a Source."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from data.model import Period
from data.returns import StoredReturn, TownshipTotal
from metrics.overlay import Instead
from metrics.queries import scorecard
from metrics.results import Row, Scorecard
from metrics.source import Source, counted

HEADLINE = ("G1", "G2", "COV")
"""The city's figures a revision is measured by."""


@dataclass(frozen=True, slots=True)
class Figures:
    """What a return says in sum: the known cells, and how many townships it covers."""

    slots: int
    inclusive_slots: int
    covered: int


@dataclass(frozen=True, slots=True)
class Effect:
    """A city figure had the first revision stood, and as it is."""

    indicator: str
    unit: str
    first: Row
    now: Row

    @property
    def change(self) -> Fraction | None:
        """What the revision added to it; None where one of the two is no whole value."""
        if self.first.value is None or self.now.value is None:
            return None
        if self.first.no_value is not None or self.now.no_value is not None:
            return None
        return self.now.value - self.first.value


@dataclass(frozen=True, slots=True)
class RevisionRow:
    """One revised return. ``counting`` (and ``now``) is None where nothing of the unit counts at the as-of."""

    org_unit: str
    period: Period
    first: StoredReturn
    latest: StoredReturn
    counting: StoredReturn | None
    said_first: Figures
    said_now: Figures | None
    effects: tuple[Effect, ...]


def revision_rows(source: Source, *, period: Period, as_of: datetime) -> tuple[RevisionRow, ...]:
    """Every return of the period that came more than once by ``as_of``, in administrative order."""
    source = counted(source)
    histories: dict[str, list[StoredReturn]] = {}
    for stored in source.returns(period=period, as_of=as_of):
        histories.setdefault(stored.org_unit, []).append(stored)
    order = [source.reference.city.code, *(unit.code for unit in source.reference.units)]
    revised = [histories[unit] for unit in order if len(histories.get(unit, ())) > 1]
    if not revised:
        return ()
    now = scorecard(source, period=period, as_of=as_of)
    counting = source.counting_returns(periods=[period], as_of=as_of)
    return tuple(_row(source, now, history, counting.get((history[0].org_unit, period))) for history in revised)


def _row(source: Source, now: Scorecard, history: Sequence[StoredReturn], counting: StoredReturn | None) -> RevisionRow:
    first, latest = history[0], history[-1]
    return RevisionRow(
        org_unit=first.org_unit,
        period=first.period,
        first=first,
        latest=latest,
        counting=counting,
        said_first=_figures(source, first),
        said_now=None if counting is None else _figures(source, counting),
        effects=_effects(source, now, first),
    )


def _figures(source: Source, stored: StoredReturn) -> Figures:
    totals: Sequence[TownshipTotal] = source.township_totals(sequences=[stored.sequence])
    return Figures(
        slots=sum(total.slots for total in totals),
        inclusive_slots=sum(total.inclusive_slots for total in totals),
        covered=sum(total.inclusive_slots > 0 for total in totals),
    )


def _effects(source: Source, now: Scorecard, first: StoredReturn) -> tuple[Effect, ...]:
    """The city's headline with the first revision in the place of what counts."""
    then = scorecard(Instead(source, first), period=now.period, as_of=now.as_of)
    city = source.reference.city.code
    pairs = ((name, then.row(name, city), now.row(name, city)) for name in HEADLINE)
    return tuple(Effect(name, after.unit, before, after) for name, before, after in pairs if before and after)
