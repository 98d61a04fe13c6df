"""Texts that another program might take for a formula (V28)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from data.cells import Cell, CellKind, Told, columns_of
from data.forms import Kind
from data.issues import Issue
from data.validation.draft import Draft
from data.validation.findings import info
from data.validation.spelling import is_blank

OPERATORS = frozenset("=+-@\t\r＝＋－＠")


def texts_begin_without_operator(draft: Draft) -> Iterator[Issue]:
    """V28: a text that begins with an operator stays the text it is; that it does is logged."""
    for table in draft.tables.values():
        columns = [column for column in table.form.columns if column.kind in (Kind.TEXT, Kind.CODE)]
        told = columns_of(table.lines)
        if not table.form.is_list:
            columns = [one for one in columns if _may_begin_so(told.get(table.columns.get(one.key, 0), ()))]
        for entry in table.entries if columns else ():
            for column in columns:
                cell = entry.cells.get(column.key)
                if cell is not None and _begins_with_operator(cell):
                    yield info("V28", "operator", entry.where(column.key), cell.text, header=column.header)


def _may_begin_so(told: Sequence[Told]) -> bool:
    """Whether any text of the column does, asked of all first characters at once."""
    return not OPERATORS.isdisjoint({value[:1] for value in told if isinstance(value, str)})


def _begins_with_operator(cell: Cell) -> bool:
    return cell.kind is CellKind.TEXT and str(cell.value)[0] in OPERATORS and not is_blank(str(cell.value))
