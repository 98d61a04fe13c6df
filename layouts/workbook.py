"""Tables as a workbook: numbers typed, text kept text whatever it begins with, the same bytes whenever it is made."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from layouts.charts.picture import DataTable, Typed

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

MADE = datetime(2000, 1, 1)  # noqa: DTZ001 - the same tables give the same bytes
MOST_NAME = 31
FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\", " "))
WIDEST, NARROWEST = 60, 8


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
    _fill(sheet, [[cell.typed for cell in row] for row in table.rows], first=1)


def _width(words: Sequence[str]) -> int:
    longest = max(sum(2 if ord(letter) > 0x2E7F else 1 for letter in word) for word in words)
    return max(NARROWEST, min(WIDEST, longest + 2))


def _fill(sheet: Worksheet, rows: Sequence[Sequence[Typed]], *, first: int = 0) -> None:
    for row, line in enumerate(rows, first):
        for column, value in enumerate(line):
            if isinstance(value, int | Decimal):
                sheet.write_number(row, column, value)
            elif value is not None:
                sheet.write_string(row, column, value)
