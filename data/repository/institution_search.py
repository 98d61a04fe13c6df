"""Institutions looked for in the ledgers: every word of the reader is a bound parameter, wildcards are plain signs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, case, func, select

from data import schema
from data.institution_search import HALF, WIDE, FoundInstitutions, InstitutionQuery, folded
from data.repository.facts import ledger_rows_of
from data.repository.institution_figures import counted_inclusive
from data.repository.masking import is_held
from data.returns import LedgerRow
from data.scope import EVERYTHING, Scope

_LEDGER, _RETURNS = schema.ledger_rows.c, schema.returns.c
Text = ColumnElement[str]
_FIELDS = [field.name for field in fields(LedgerRow)]


def institutions(connection: Connection, wanted: InstitutionQuery, scope: Scope = EVERYTHING) -> FoundInstitutions:
    """Those asked for, in the order of the query's returns and then by number, the same on every database."""
    if not wanted.sequences:
        return FoundInstitutions(0, ())
    holds = _conditions(wanted, _FOLDED[connection.dialect.name])
    own = is_held(scope)
    holds += [] if own is None else [own]
    total = connection.execute(_of_ledgers(func.count()).where(*holds)).scalar_one()
    order = case({sequence: place for place, sequence in enumerate(wanted.sequences)}, value=_LEDGER.return_sequence)
    query = _of_ledgers(_LEDGER.return_sequence, *(_LEDGER[name] for name in _FIELDS)).where(*holds)
    page = query.order_by(order, _LEDGER.number, _LEDGER.row).offset(wanted.offset).limit(wanted.limit)
    rows = connection.execute(page).all()
    lines = ledger_rows_of(_FIELDS, [tuple(row)[1:] for row in rows])
    return FoundInstitutions(total, tuple(zip((row[0] for row in rows), lines)))


def _of_ledgers(*columns: ColumnElement[Any]) -> Select[Any]:
    """Ledger rows beside their return, which knows the period."""
    joined = schema.ledger_rows.join(schema.returns, _LEDGER.return_sequence == _RETURNS.sequence)
    return select(*columns).select_from(joined)


def _conditions(wanted: InstitutionQuery, folded_name: Callable[[Text], Text]) -> list[ColumnElement[bool]]:
    holds: list[ColumnElement[bool]] = [_LEDGER.return_sequence.in_(wanted.sequences)]
    if wanted.townships is not None:
        holds.append(_LEDGER.township.in_(sorted(wanted.townships)))
    if needle := folded(wanted.name):
        holds.append(folded_name(_LEDGER.name).contains(needle, autoescape=True))
    if wanted.inclusive is not None:
        slots = counted_inclusive()
        holds.append(slots > 0 if wanted.inclusive else slots == 0)
    if wanted.located:
        holds += [_LEDGER.longitude.is_not(None), _LEDGER.latitude.is_not(None)]
    return holds


_FOLDED: dict[str, Callable[[Text], Text]] = {
    "sqlite": func.folded,
    "postgresql": lambda name: func.lower(func.translate(name, WIDE, HALF)),
}
"""A name as ``folded`` makes it: by the function that each connection is given, or by the database's own (whose lower
knows ASCII only, as the column is collated by byte).
"""
