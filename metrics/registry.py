"""The institutions that stand in the ledgers of a period, with what may be told of them to anybody."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from data.institution_search import InstitutionQuery
from data.issues import UsageError
from data.model import Period, Township
from data.returns import LedgerRow, Mode, StoredReturn
from metrics.knowledge import Knowledge, Standing, known_of
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


def registered(source: Source, *, period: Period, as_of: datetime, scope: str | None = None) -> tuple[Registered, ...]:
    """Every institution of the ledgers that stand for a period, by unit in administrative order and by number.

    ``scope``: of the units of one org unit.
    """
    units = source.reference.units_of(scope or source.reference.city.code)
    return registered_of(source, known_of(source, as_of, scope), units, period)


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


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a reader looks for: of a unit, a zone, a township; by a part of the name; inclusive or surely not."""

    org_unit: str | None = None
    zone: str | None = None
    township: str | None = None
    name: str = ""
    inclusive: bool | None = None


@dataclass(frozen=True, slots=True)
class InstitutionPage:
    """Institutions found: ``total`` in all, one ``page`` of them (from 1). ``silent``: units whose institutions are
    not known, as they filed sums or nothing stands for them.
    """

    wanted: Wanted
    total: int
    page: int
    size: int
    found: tuple[Registered, ...]
    silent: tuple[str, ...]

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // self.size))


def institution_page(
    source: Source, wanted: Wanted, *, period: Period, as_of: datetime, page: int = 1, size: int | None = None
) -> InstitutionPage:
    """Institutions in the ledgers that stand for a period, by unit in administrative order and by number.

    ``size`` None = all on one page. What counts is told at the end of the ledger's own period, as the sums are.
    """
    knowledge = Knowledge(source, as_of)
    units = [one.code for one in source.reference.units if wanted.org_unit in (None, one.code)]
    standings = [knowledge.standing(unit, period) for unit in units]
    found = knowledge.source.institutions(
        InstitutionQuery(
            sequences=tuple(one.stored.sequence for one in standings if one.stored),
            townships=_townships(knowledge, wanted, period),
            name=wanted.name,
            inclusive=wanted.inclusive,
            offset=0 if size is None else (page - 1) * size,
            limit=size,
        )
    )
    silent = tuple(one.org_unit for one in standings if one.stored is None or one.stored.mode is not Mode.LEDGER)
    rows = listed(knowledge, standings, found.rows)
    return InstitutionPage(wanted, found.total, page, size or found.total or 1, rows, silent)


def _townships(knowledge: Knowledge, wanted: Wanted, period: Period) -> frozenset[str] | None:
    if wanted.township is None and wanted.zone is None:
        return None
    inside = (one.code for one in knowledge.townships(period) if wanted.zone in (None, one.zone))
    return frozenset(code for code in inside if wanted.township in (None, code))


def listed(
    knowledge: Knowledge, standings: Sequence[Standing], rows: Iterable[tuple[int, LedgerRow]]
) -> tuple[Registered, ...]:
    """Lines of the ledgers of these standings with what counts of them at the end of the ledger's own period."""
    by_sequence = {one.stored.sequence: (one.stored, one.carried_from) for one in standings if one.stored}
    found = []
    for sequence, row in rows:
        stored, carried_from = by_sequence[sequence]
        found.append(_registered(knowledge, stored, carried_from, row, stored.period))
    return tuple(found)
