"""Cells that remember their address: what the reader hands to the rules. No rule is known here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple


class CellKind(StrEnum):
    """What stood in the cell. A date's value is ISO text; an error's or formula's value is its own text."""

    TEXT = "text"
    NUMBER = "number"
    BOOLEAN = "boolean"
    DATE = "date"
    TIME = "time"
    ERROR = "error"
    FORMULA = "formula"


class Cell(NamedTuple):
    """A cell that is not empty; ``row`` and ``column`` count from 1. FORMULA = a formula without a stored value."""

    row: int
    column: int
    kind: CellKind
    value: str | int | float | bool

    @property
    def address(self) -> str:
        return f"{letters(self.column)}{self.row}"

    @property
    def text(self) -> str:
        """The value as the clerk sees it: whole numbers without a decimal point, TRUE and FALSE in capitals."""
        if isinstance(self.value, str):
            return self.value
        if isinstance(self.value, bool):
            return str(self.value).upper()
        if isinstance(self.value, float) and self.value.is_integer():
            return str(int(self.value))
        return str(self.value)


Row = dict[int, Cell]
Range = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: its rows that hold anything, by row number, each its cells by column number.

    ``widths`` counts the fields of a CSV line, empty ones too; in a workbook a row has no width of its own.
    ``hidden``: the whole sheet, or single rows and columns, cannot be seen by who opens the workbook.
    ``merged`` are ranges of more than one cell: (first row, first column, last row, last column).
    """

    name: str
    rows: dict[int, Row]
    widths: Mapping[int, int] = field(default_factory=dict)
    hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    merged: tuple[Range, ...] = ()


@dataclass(frozen=True, slots=True)
class Workbook:
    """A file that could be read. ``epoch_1904``: plain serial dates count from 1904-01-01."""

    name: str
    sheets: tuple[Sheet, ...]
    epoch_1904: bool = False


def letters(column: int) -> str:
    """The column's letters: 1 is A, 27 is AA."""
    name = ""
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def column_number(name: str) -> int:
    """The number of a column's letters: A is 1, AA is 27."""
    number = 0
    for letter in name:
        number = number * 26 + ord(letter) - 64
    return number
