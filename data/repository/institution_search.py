"""Institutions looked for in the ledgers: every word of the reader is a bound parameter, wildcards are plain signs."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, case, func, select

from data import schema
from data.institution_search import FoundInstitutions, InstitutionQuery, folded, forms_of
from data.repository.facts import ledger_rows_of
from data.repository.institution_figures import counted_inclusive
from data.returns import LedgerRow

_LEDGER, _RETURNS = schema.ledger_rows.c, schema.returns.c
_FIELDS = [field.name for field in fields(LedgerRow)]


def institutions(connection: Connection, wanted: InstitutionQuery) -> FoundInstitutions:
    """Those asked for, in the order of the query's returns and then by number, the same on every database."""
    if not wanted.sequences:
        return FoundInstitutions(0, ())
    total = connection.execute(_narrowed(select(func.count()), wanted)).scalar_one()
    order = case({sequence: place for place, sequence in enumerate(wanted.sequences)}, value=_LEDGER.return_sequence)
    query = _narrowed(select(_LEDGER.return_sequence, *(_LEDGER[name] for name in _FIELDS)), wanted)
    page = query.order_by(order, _LEDGER.number, _LEDGER.row).offset(wanted.offset)
    if wanted.limit is not None:
        page = page.limit(wanted.limit)
    rows = connection.execute(page).all()
    lines = ledger_rows_of(_FIELDS, [tuple(row)[1:] for row in rows])
    return FoundInstitutions(total, tuple(zip((row[0] for row in rows), lines)))


def _narrowed(query: Select[Any], wanted: InstitutionQuery) -> Select[Any]:
    joined = schema.ledger_rows.join(schema.returns, _LEDGER.return_sequence == _RETURNS.sequence)
    narrowed = query.select_from(joined).where(_LEDGER.return_sequence.in_(wanted.sequences))
    if wanted.townships is not None:
        narrowed = narrowed.where(_LEDGER.township.in_(sorted(wanted.townships)))
    if needle := folded(wanted.name):
        narrowed = narrowed.where(_folded_name(needle).contains(needle, autoescape=True))
    if wanted.inclusive is not None:
        slots = counted_inclusive()
        narrowed = narrowed.where(slots > 0 if wanted.inclusive else slots == 0)
    if wanted.located:
        narrowed = narrowed.where(_LEDGER.longitude.is_not(None), _LEDGER.latitude.is_not(None))
    return narrowed


def _folded_name(needle: str) -> ColumnElement[str]:
    """The name with the letters of the needle folded; what else stands in it decides nothing."""
    name: ColumnElement[str] = _LEDGER.name
    for letter in sorted(set(needle)):
        for form in forms_of(letter):
            name = func.replace(name, form, letter)
    return name
