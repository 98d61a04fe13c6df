"""Cells in which two revisions of a return differ: what was said first, and what is said now. Pure.

Rows are matched by what they are about (系统编号, 街乡代码, 事项代码, ...), so that another order of lines is no
difference.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from data.forms import HEADER, LEDGER, PROGRAMMES, PROJECTS, TASKS, TOWNSHIPS, WORKFORCE, Column, SheetForm
from data.model import Channel
from data.returns import ReturnContent
from data.validation.spelling import header_key

CHANNELS = {channel.value: channel for channel in Channel}


class DifferenceKind(StrEnum):
    """A cell was changed, or the whole row came or went."""

    CHANGED = "changed"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class CellDifference:
    """One cell as the clerk sees it in the later file (of a row that went: in the earlier one).

    ``cell`` is None in 填报信息, whose items keep no address. ``subject`` says whom the row is about. Of a row that
    came or went the first filled cell stands for all of it.
    """

    sheet: str
    cell: str | None
    subject: str
    header: str
    old: str | None
    new: str | None
    kind: DifferenceKind = DifferenceKind.CHANGED


@dataclass(frozen=True, slots=True)
class _Table:
    """How the rows of one sheet are told apart and called."""

    form: SheetForm
    rows: Callable[[ReturnContent], Sequence[Any]]
    key: Callable[[Any], object]
    subject: Callable[[Any], str]


_TABLES = (
    _Table(LEDGER, lambda content: content.ledger, lambda row: row.number, lambda row: f"{row.number} {row.name}"),
    _Table(TOWNSHIPS, lambda content: content.townships, lambda row: row.township, lambda row: str(row.township)),
    _Table(TASKS, lambda content: content.tasks, lambda row: row.task, lambda row: str(row.task)),
    _Table(
        PROJECTS,
        lambda content: content.projects,
        lambda row: (row.kind, row.name, row.township or ""),
        lambda row: str(row.name),
    ),
    _Table(
        PROGRAMMES,
        lambda content: content.programmes,
        lambda row: (row.school, row.name),
        lambda row: f"{row.school} {row.name}",
    ),
)


def differences(first: ReturnContent, latest: ReturnContent) -> tuple[CellDifference, ...]:
    """Every cell that differs, in the order of the form."""
    found = [*_header(first, latest), *_workforce(first, latest)]
    for table in _TABLES:
        found += _table(table, first, latest)
    order = {form.name: place for place, form in enumerate((HEADER, LEDGER, TOWNSHIPS, WORKFORCE, TASKS))}
    return tuple(sorted(found, key=lambda one: order.get(one.sheet, len(order))))


def _header(first: ReturnContent, latest: ReturnContent) -> Iterator[CellDifference]:
    for column in HEADER.columns:
        old, new = first.header.get(column.key), latest.header.get(column.key)
        if old != new:
            yield CellDifference(HEADER.name, None, "", column.header, old, new)


def _workforce(first: ReturnContent, latest: ReturnContent) -> Iterator[CellDifference]:
    headers = {column.key: column.header for form in (WORKFORCE, HEADER) for column in form.columns}
    said = {figure.key: figure for figure in first.workforce}
    for figure in latest.workforce:
        old = said[figure.key].value if figure.key in said else None
        if old != figure.value:
            yield CellDifference(figure.sheet, figure.cell, "", headers[figure.key], _text(old), _text(figure.value))


def _table(table: _Table, first: ReturnContent, latest: ReturnContent) -> Iterator[CellDifference]:
    before = _by_key(table, first)
    now = _by_key(table, latest)
    for key, row in now.items():
        if key in before:
            yield from _row(table, latest, before[key], row)
        else:
            yield _whole(table, latest, row, DifferenceKind.ADDED)
    for key, row in before.items():
        if key not in now:
            yield _whole(table, first, row, DifferenceKind.REMOVED)


def _by_key(table: _Table, content: ReturnContent) -> dict[tuple[object, int], Any]:
    """Rows by what they are about; rows about the same thing by their order."""
    found: dict[tuple[object, int], Any] = {}
    for row in table.rows(content):
        again = 0
        while (table.key(row), again) in found:
            again += 1
        found[table.key(row), again] = row
    return found


def _row(table: _Table, latest: ReturnContent, before: Any, now: Any) -> Iterator[CellDifference]:  # noqa: ANN401
    places = _places(latest, table.form)
    for column in table.form.columns:
        old, new = _value(before, column), _value(now, column)
        if old != new:
            cell = _cell(places, column.key, now.row)
            yield CellDifference(table.form.name, cell, table.subject(now), column.header, old, new)


def _whole(table: _Table, content: ReturnContent, row: Any, kind: DifferenceKind) -> CellDifference:  # noqa: ANN401
    column = next(column for column in table.form.columns if _value(row, column) is not None)
    cell, value = _cell(_places(content, table.form), column.key, row.row), _value(row, column)
    old, new = (None, value) if kind is DifferenceKind.ADDED else (value, None)
    return CellDifference(table.form.name, cell, table.subject(row), column.header, old, new, kind)


def _value(row: Any, column: Column) -> str | None:  # noqa: ANN401
    """What the row says in a column, as text; None for a blank, and for what is not stored (街乡名称)."""
    channel = CHANNELS.get(column.key)
    return _text(row.channels.get(channel) if channel else getattr(row, column.key, None))


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _places(content: ReturnContent, form: SheetForm) -> Mapping[str, str]:
    """Column key -> letters in the file; its sheet may be spelt with blanks or other widths."""
    named = (places for name, places in content.columns.items() if header_key(name) == header_key(form.name))
    return next(named, {})


def _cell(places: Mapping[str, str], key: str, row: int) -> str | None:
    return f"{places[key]}{row}" if key in places else None
