"""Cells that remember their address: what the reader hands to the rules. No rule is known here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import zip_longest
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


Told = str | int | float | bool | list[str]
"""What a cell says as the reader found it: "" is nothing; a date, a time, an error or a formula is [kind, text]."""
_KINDS = {str: CellKind.TEXT, bool: CellKind.BOOLEAN, int: CellKind.NUMBER, float: CellKind.NUMBER}


class Row(Mapping[int, Cell]):
    """A row: what is told from column ``first`` on, and by column number the cells that are not empty.

    A cell is made when somebody asks for it: a long ledger has half a million, and the rules ask for few.
    """

    __slots__ = ("first", "number", "told")

    def __init__(self, number: int, first: int, told: list[Told]) -> None:
        self.number, self.first, self.told = number, first, told

    def __getitem__(self, column: int) -> Cell:
        place = column - self.first
        if 0 <= place < len(self.told) and (told := self.told[place]) != "":
            return cell_of(self.number, column, told)
        raise KeyError(column)

    def __iter__(self) -> Iterator[int]:
        return (column for column, told in enumerate(self.told, self.first) if told != "")

    def __len__(self) -> int:
        return sum(1 for _ in self)


def cell_of(row: int, column: int, told: Told) -> Cell:
    """What is told there as a cell; only a list brings its own kind."""
    if isinstance(told, list):
        return Cell(row, column, CellKind(told[0]), told[1])
    return Cell(row, column, _KINDS[type(told)], told)


def columns_of(rows: Sequence[Row]) -> dict[int, tuple[Told, ...]]:
    """Column number -> what the rows tell in it, in their order; "" where a row ends before."""
    left = min((row.first for row in rows), default=1)
    lines = (row.told if row.first == left else [""] * (row.first - left) + row.told for row in rows)
    return dict(enumerate(zip_longest(*lines, fillvalue=""), left))


Range = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: its rows that hold anything, by row number.

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
