"""The institutions that stand in the ledgers of a period, with what may be told of them to anybody."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from data.issues import UsageError
from data.model import Period, Township
from data.returns import LedgerRow, StoredReturn
from metrics.knowledge import Knowledge
from metrics.source import Source


@dataclass(frozen=True, slots=True)
class Registered:
    """One institution at the end of the period shown. ``slots`` and ``inclusive_slots`` are what counts there:
    0 where it is paused or closed, or its recognition as inclusive has ended; None = not known.
    """

    stored: StoredReturn
    carried_from: Period | None
    row: LedgerRow
    township: Township | None
    in_operation: bool
    slots: int | None
    inclusive_slots: int | None


def registered(source: Source, *, period: Period, as_of: datetime) -> tuple[Registered, ...]:
    """Every institution of the ledgers that stand for a period, by unit in administrative order and by number."""
    return registered_of(source, Knowledge(source, as_of), [unit.code for unit in source.reference.units], period)


def registered_of(source: Source, knowledge: Knowledge, units: Iterable[str], period: Period) -> tuple[Registered, ...]:
    """Those of some units, in their order; home-based points too, whether they count or not."""
    standings = [knowledge.standing(unit, period) for unit in units]
    ledgers = source.ledgers(sequences=[one.stored.sequence for one in standings if one.stored])
    found = []
    for standing in standings:
        if standing.stored is not None:
            rows = sorted(ledgers.get(standing.stored.sequence, ()), key=lambda row: row.number)
            found += [_registered(knowledge, standing.stored, standing.carried_from, row, period) for row in rows]
    return tuple(found)


def _registered(
    knowledge: Knowledge, stored: StoredReturn, carried_from: Period | None, row: LedgerRow, period: Period
) -> Registered:
    is_open = row.in_operation(period.end)
    inclusive = row.inclusive_slots if is_open and row.is_inclusive_at(period.end) else 0
    township = knowledge.reference.township_by_code.get(row.township)
    return Registered(stored, carried_from, row, township, is_open, row.slots if is_open else 0, inclusive)


PAGE_SIZE = 30


@dataclass(frozen=True, slots=True)
class RegisterPage:
    """A page of those institutions whose name, or whose township's name, holds the words looked for."""

    shown: tuple[Registered, ...]
    found: int
    all: int
    page: int
    pages: int


def register_page(institutions: Sequence[Registered], words: str | None, page: int | None) -> RegisterPage:
    """UsageError for a page that there is not."""
    found = [one for one in institutions if _holds(one, words or "")]
    pages, number = max(1, -(-len(found) // PAGE_SIZE)), page or 1
    if number > pages:
        raise UsageError("query.page", value=str(number))
    first = (number - 1) * PAGE_SIZE
    return RegisterPage(tuple(found[first : first + PAGE_SIZE]), len(found), len(institutions), number, pages)


def _holds(one: Registered, words: str) -> bool:
    place = one.township.name if one.township else ""
    return any(words.casefold() in name.casefold() for name in (one.row.name, place))
