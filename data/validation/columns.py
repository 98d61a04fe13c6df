"""Whole columns of a table at once: each different cell is read once, and line by line only what an issue is about.

A quarter's ledger says 正常 a thousand times. The values, and the issues in their order, are those of .values.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Final

from data.cells import Told, cell_of, columns_of
from data.forms import Column, Kind
from data.issues import Issue
from data.validation.spelling import Misspelt, choice_key, is_blank, is_plain_count, prose
from data.validation.tables import Table
from data.validation.values import DEAD, Value, read_values, value_of


class _Odd:
    """What must be read in its own line, since something is to be said of it."""


ODD: Final = _Odd()
MISSED = frozenset({Kind.COUNT, Kind.CHOICE, Kind.TEXT})
"""Kinds of a required column whose blank cells are told."""

Key = str | float | tuple[str, ...] | _Odd
"""A told cell as the key of what it means; numbers and truth values that equal each other would share one."""


def read_lines(table: Table, columns: Sequence[Column], *, epoch_1904: bool) -> Iterator[Issue]:
    """Fill in the values of every line that is no sum; the issues line by line, as ``read_values`` tells them."""
    plain = [place for place, entry in enumerate(table.entries) if not entry.sum_word]
    entries = [table.entries[place] for place in plain]
    told = columns_of([table.lines[place] for place in plain])
    read: list[Sequence[Value | _Odd]] = []
    odd: dict[int, list[Column]] = defaultdict(list)
    for column in columns:
        number = table.columns.get(column.key)
        cells = told.get(number, ("",) * len(entries)) if number else ()
        read.append(_read_column(cells, column, epoch_1904=epoch_1904) if number else [None] * len(entries))
        for place in _odd_places(read[-1]):
            odd[place].append(column)
    keys = [column.key for column in columns]
    for entry, values in zip(entries, zip(*read)):
        entry.values = dict(zip(keys, values))
    for place in sorted(odd):
        yield from read_values(entries[place], tuple(odd[place]), epoch_1904=epoch_1904)


def _odd_places(values: Sequence[Value | _Odd]) -> list[int]:
    return [place for place, value in enumerate(values) if value is ODD]


def _read_column(cells: Sequence[Told], column: Column, *, epoch_1904: bool) -> list[Value | _Odd]:
    keys: Sequence[Key] = cells if set(map(type, cells)) <= {str, float} else list(map(_key, cells))  # type: ignore[assignment]
    meaning = {key: _meaning(key, column, epoch_1904=epoch_1904) for key in set(keys)}
    return list(map(meaning.__getitem__, keys))


def _key(told: Told) -> Key:
    if isinstance(told, list):
        return tuple(told)
    return told if isinstance(told, str) or type(told) is float else ODD


def _meaning(key: Key, column: Column, *, epoch_1904: bool) -> Value | _Odd:
    """The value of a cell of which nothing is to be said; ODD for every other."""
    if key == "":
        return ODD if column.required and column.kind in MISSED else None
    if isinstance(key, _Odd) or (isinstance(key, str) and is_blank(key)):
        return ODD
    if isinstance(key, str) and column.kind in _WORDS:
        return _word(key, column)
    return _value(list(key) if isinstance(key, tuple) else key, column, epoch_1904=epoch_1904)


_WORDS = frozenset({Kind.TEXT, Kind.CODE})


def _word(text: str, column: Column) -> str | _Odd:
    return (prose(text) or ODD) if column.kind is Kind.TEXT else choice_key(text)


def _value(told: Told, column: Column, *, epoch_1904: bool) -> Value | _Odd:
    if isinstance(told, str) and column.kind is Kind.COUNT and not is_plain_count(told):
        return ODD
    cell = cell_of(0, 0, told)
    if cell.kind in DEAD:
        return ODD
    try:
        value = value_of(cell, column, epoch_1904=epoch_1904)
    except Misspelt:
        return ODD
    return ODD if value is None else value
