"""The list as a ledger: its lines as rows of the next return."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, replace

from data.institution_list.comparison import Comparison
from data.institution_list.listing import Listed
from data.returns import LedgerRow

KEPT = frozenset({"row", "number"})
_FIELDS = frozenset(field.name for field in fields(LedgerRow)) - KEPT


def ledger_from(comparison: Comparison, earlier: Sequence[LedgerRow]) -> tuple[LedgerRow, ...]:
    """Known institutions in the order of their numbers, new ones after them without a number.

    What the list says counts; what it leaves blank or does not ask is taken from ``earlier``, the rows as they
    would be prefilled. Institutions that the list does not have are left out, for the check to ask after them.
    """
    prefilled = {row.number: row for row in earlier}
    known = sorted(comparison.pairs, key=lambda pair: pair[1].number)
    rows = [_said(line, prefilled.get(row.number, row)) for line, row in known]
    rows += [_said(line, _nothing_known()) for line in comparison.only_listed]
    return tuple(replace(row, row=place) for place, row in enumerate(rows, start=2))


def _nothing_known() -> LedgerRow:
    return LedgerRow(0, "", "", None, "", None, None, None, None)


def _said(line: Listed, row: LedgerRow) -> LedgerRow:
    said = {key: value for key, value in line.values.items() if key in _FIELDS and value is not None}
    return replace(row, **said)
