"""What is read and cannot be seen (V27): hidden sheets, rows and columns; errors and formulas stand in .values."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from data.cells import Cell, Sheet, letters
from data.forms import TOWNSHIPS
from data.issues import Issue, Location
from data.returns import Mode
from data.validation.draft import Draft
from data.validation.findings import warning
from data.validation.spelling import is_blank
from data.validation.tables import Table


def nothing_read_is_hidden(draft: Draft) -> Iterator[Issue]:
    """V27: of each sheet that is read, the hidden sheet, rows or columns with content, each kind told once.

    街道乡镇 of a 台账 return, the row 合计 and sheets that the form does not name are read by nobody.
    """
    sheets = {sheet.name: sheet for sheet in draft.book.sheets}
    for table in draft.tables.values():
        sheet = sheets.get(table.name)
        if sheet and _hides(sheet) and not (table.form is TOWNSHIPS and draft.mode is Mode.LEDGER):
            yield from _hidden(sheet, list(_read_cells(table)))


def _hides(sheet: Sheet) -> bool:
    return bool(sheet.hidden or sheet.hidden_rows or sheet.hidden_columns)


def _read_cells(table: Table) -> Iterator[Cell]:
    for entry in table.entries:
        if not entry.sum_word:
            yield from (cell for cell in entry.cells.values() if not is_blank(cell.text))


def _hidden(sheet: Sheet, cells: list[Cell]) -> Iterator[Issue]:
    if sheet.hidden and cells:
        yield warning("V27", "hidden_sheet", Location(sheet.name), sheet=sheet.name)
        return
    in_rows = [cell for cell in cells if cell.row in sheet.hidden_rows]
    in_columns = [cell for cell in cells if cell.column in sheet.hidden_columns]
    if in_rows:
        rows = _spans(sorted({cell.row for cell in in_rows}), str)
        yield warning("V27", "hidden_rows", _first(sheet, in_rows), rows=rows)
    if in_columns:
        columns = _spans(sorted({cell.column for cell in in_columns}), letters)
        yield warning("V27", "hidden_columns", _first(sheet, in_columns), columns=columns)


def _first(sheet: Sheet, cells: list[Cell]) -> Location:
    return Location(sheet.name, min(cells, key=lambda cell: (cell.row, cell.column)).address)


def _spans(numbers: list[int], name: Callable[[int], str]) -> str:
    """3, 5-9: what follows one another is told as a span."""
    spans: list[list[int]] = []
    for number in numbers:
        if spans and spans[-1][-1] == number - 1:
            spans[-1][1:] = [number]
        else:
            spans.append([number])
    return ", ".join("-".join(map(name, span)) for span in spans)
