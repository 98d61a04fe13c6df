"""Tables as a workbook: numbers typed, text kept text whatever it begins with, the same bytes whenever it is made."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from layouts.charts.picture import DataCell, DataTable, Typed
from layouts.format import letters

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

MADE = datetime(2000, 1, 1)  # noqa: DTZ001 - the same tables give the same bytes
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
"""The kind of a file, as it is sent."""
MOST_NAME = 31
FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\", " "))
WIDEST, NARROWEST = 60, 8
PRINTED = re.compile(r"[0-9][0-9,]*(?:\.(?P<decimals>[0-9]+))?(?P<percent>%)?")
"""A number as a page prints it, whatever stands around it."""


def workbook(tables: Sequence[DataTable], facts: tuple[str, Sequence[tuple[str, str]]]) -> bytes:
    """A sheet a table, and last the sheet of facts (its name, and pairs of a word and its value)."""
    import xlsxwriter

    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True}) as book:
        book.set_properties({"created": MADE})
        for table in tables:
            _sheet(book, table)
        name, pairs = facts
        _fill(book.add_worksheet(_sheet_name(book, name)), pairs)
    return made.getvalue()


def _sheet_name(book: Workbook, wanted: str) -> str:
    """Short enough, without forbidden signs, told apart from the sheets before it."""
    name = wanted.translate(FORBIDDEN)[:MOST_NAME].strip("' ") or "Sheet"
    taken = {sheet.get_name().lower() for sheet in book.worksheets()}
    number = 2
    while name.lower() in taken:
        end = f" {number}"
        name, number = name[: MOST_NAME - len(end)] + end, number + 1
    return name


def _sheet(book: Workbook, table: DataTable) -> None:
    sheet = book.add_worksheet(_sheet_name(book, table.title))
    sheet.freeze_panes(1, 1)
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    for column, head in enumerate(table.heads):
        sheet.write_string(0, column, head, bold)
        sheet.set_column(column, column, _width([head, *(row[column].shown for row in table.rows)]))
    if table.rows:
        sheet.autofilter(0, 0, len(table.rows), len(table.heads) - 1)
    _fill_numbers(book, sheet, table)


def _fill_numbers(book: Workbook, sheet: Worksheet, table: DataTable) -> None:
    """Numbers look as they are printed; their full value is in the cell."""
    formats = {"": None} | {one: book.add_format({"num_format": one}) for one in _formats(table)}
    for row, line in enumerate(table.rows, 1):
        for column, cell in enumerate(line):
            if isinstance(cell.typed, int | Decimal):
                sheet.write_number(row, column, cell.typed, formats[number_format(cell)])
            elif cell.typed is not None:
                sheet.write_string(row, column, cell.typed)


def _formats(table: DataTable) -> list[str]:
    """In the order they are met, so that the same table gives the same bytes."""
    found = dict.fromkeys(number_format(cell) for row in table.rows for cell in row)
    return [one for one in found if one]


def number_format(cell: DataCell) -> str:
    """Of a number with the decimals and the sign of percent that it is printed with: 0.00, 0.0"%", #,##0; else none."""
    printed = PRINTED.search(cell.shown) if isinstance(cell.typed, int | Decimal) else None
    if printed is None:
        return ""
    decimals = f".{'0' * len(printed['decimals'])}" if printed["decimals"] else ""
    whole = "#,##0" if "," in printed[0] or not (decimals or printed["percent"]) else "0"
    return whole + decimals + ('"%"' if printed["percent"] else "")


def _width(words: Sequence[str]) -> int:
    longest = max(map(letters, words))
    return max(NARROWEST, min(WIDEST, longest + 2))


def _fill(sheet: Worksheet, rows: Sequence[Sequence[Typed]], *, first: int = 0) -> None:
    for row, line in enumerate(rows, first):
        for column, value in enumerate(line):
            if isinstance(value, int | Decimal):
                sheet.write_number(row, column, value)
            elif value is not None:
                sheet.write_string(row, column, value)
