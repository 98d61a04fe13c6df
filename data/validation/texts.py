"""Texts that another program might take for a formula (V28)."""

from __future__ import annotations

from collections.abc import Iterator

from data.cells import Cell, CellKind
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
        for entry in table.entries:
            for column in columns:
                cell = entry.cells.get(column.key)
                if cell is not None and _begins_with_operator(cell):
                    yield info("V28", "operator", entry.where(column.key), cell.text, header=column.header)


def _begins_with_operator(cell: Cell) -> bool:
    return cell.kind is CellKind.TEXT and str(cell.value)[0] in OPERATORS and not is_blank(str(cell.value))
