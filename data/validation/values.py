"""Cells to values, by the kind of their column: V03, V04, V16, V24 and what of V27 must not pass for a blank."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from functools import lru_cache

from data.cells import Cell, CellKind
from data.forms import Column, Kind
from data.issues import Issue
from data.validation.findings import error, info
from data.validation.spelling import (
    Misspelt,
    choice_key,
    count_of,
    count_of_number,
    date_of,
    date_of_serial,
    decimal_of,
    folded,
    is_blank,
    is_plain_count,
    prose,
)
from data.validation.tables import Entry

Value = str | int | Decimal | date | None

RULE_OF_KIND = {Kind.COUNT: "V03", Kind.DECIMAL: "V03", Kind.DATE: "V24", Kind.CHOICE: "V16", Kind.CODE: "V03"}
DEAD = (CellKind.ERROR, CellKind.FORMULA)


def read_values(entry: Entry, columns: tuple[Column, ...], *, epoch_1904: bool) -> Iterator[Issue]:
    """Fill ``entry.values`` for these columns and say what could not be read, what was normalised, what is blank."""
    for column in columns:
        cell = entry.cells.get(column.key)
        if cell is None:
            entry.values[column.key] = None
            if column.required:
                yield from _blank(entry, column)
        elif cell.kind in DEAD:
            yield from _dead(entry, column, cell)
        elif cell.kind is CellKind.TEXT and is_blank(str(cell.value)):
            yield from _dash(entry, column, cell)
        else:
            yield from _value(entry, column, cell, epoch_1904)


def _blank(entry: Entry, column: Column) -> Iterator[Issue]:
    """Blank is 未报: logged for a figure that is asked, refused for a word without which the row says nothing."""
    entry.values[column.key] = None
    if column.required and column.key in entry.places:
        if column.kind is Kind.COUNT:
            yield info("V04", "blank", entry.where(column.key), **_facts(entry, column))
        elif column.kind is Kind.CHOICE:
            yield error("V16", "blank", entry.where(column.key), **_facts(entry, column), choices=_choices(column))
        elif column.kind is Kind.TEXT:
            yield error("V02", "blank", entry.where(column.key), **_facts(entry, column))


def _dash(entry: Entry, column: Column, cell: Cell) -> Iterator[Issue]:
    """A mark that stands for nothing is a blank, and that it was read so is logged."""
    issues = list(_blank(entry, column))
    if folded(str(cell.value)):
        where = entry.where(column.key)
        issues = [issue for issue in issues if issue.rule != "V04"]
        issues.append(info("V04", "mark", where, cell.text, **_facts(entry, column)))
    yield from issues


def _dead(entry: Entry, column: Column, cell: Cell) -> Iterator[Issue]:
    """An Excel error or a formula nobody has calculated is neither a figure nor a blank; in free text it is a blank."""
    entry.values[column.key] = None
    if column.kind is not Kind.TEXT or column.required:
        yield error("V27", cell.kind.value, entry.where(column.key), cell.text, **_facts(entry, column))


def _value(entry: Entry, column: Column, cell: Cell, epoch_1904: bool) -> Iterator[Issue]:
    try:
        value = value_of(cell, column, epoch_1904=epoch_1904)
    except Misspelt as fault:
        entry.values[column.key] = None
        facts = _facts(entry, column) | ({"choices": _choices(column)} if column.choices else {})
        yield error(RULE_OF_KIND[column.kind], fault.code, entry.where(column.key), cell.text, **facts)
        return
    entry.values[column.key] = value
    if value is None:
        yield from _blank(entry, column)
    if column.kind is Kind.COUNT and cell.kind is CellKind.TEXT and not is_plain_count(str(cell.value)):
        where = entry.where(column.key)
        yield info("V03", "normalised", where, cell.text, **_facts(entry, column), value=str(value))


def _facts(entry: Entry, column: Column) -> dict[str, str | int]:
    return {"subject": subject(entry), "header": column.header}


def subject(entry: Entry) -> str:
    """Whom a line is about: the institution, or the township, or nobody."""
    cell = entry.cells.get("name") or entry.cells.get("township_name")
    return prose(cell.text) if cell else ""


def _choices(column: Column) -> str:
    return "/".join(column.choices)


def value_of(cell: Cell, column: Column, *, epoch_1904: bool) -> Value:
    """The cell as a value of its column's kind; Misspelt where it is none."""
    if column.kind is Kind.DATE:
        return _read_date(cell, epoch_1904=epoch_1904)
    if column.kind is Kind.CHOICE:
        return _read_choice(cell, column.choices)
    return _READERS[column.kind](cell)


def _read_count(cell: Cell) -> int:
    if cell.kind is CellKind.NUMBER:
        return count_of_number(float(cell.value))
    if cell.kind is CellKind.TEXT:
        return count_of(str(cell.value))
    raise Misspelt("not_a_number")


def _read_decimal(cell: Cell) -> Decimal:
    if cell.kind not in (CellKind.NUMBER, CellKind.TEXT):
        raise Misspelt("not_a_decimal")
    return decimal_of(cell.text)


def _read_date(cell: Cell, *, epoch_1904: bool) -> date:
    if cell.kind is CellKind.DATE:
        return date.fromisoformat(str(cell.value)[:10])
    if cell.kind is CellKind.NUMBER:
        return date_of_serial(float(cell.value), epoch_1904=epoch_1904)
    if cell.kind is CellKind.TEXT:
        return date_of(str(cell.value), epoch_1904=epoch_1904)
    raise Misspelt("not_a_date")


def _read_choice(cell: Cell, choices: tuple[str, ...]) -> str:
    """The word as the form prints it."""
    try:
        return _by_key(choices)[choice_key(cell.text)]
    except KeyError:
        raise Misspelt("not_in_list") from None


@lru_cache(maxsize=64)
def _by_key(choices: tuple[str, ...]) -> dict[str, str]:
    return {choice_key(choice): choice for choice in choices}


def _read_code(cell: Cell) -> str:
    """Codes are text; a code that came as a number is the number's digits."""
    return choice_key(cell.text)


def _read_text(cell: Cell) -> str | None:
    return prose(cell.text) or None


_READERS: dict[Kind, Callable[[Cell], Value]] = {
    Kind.COUNT: _read_count,
    Kind.DECIMAL: _read_decimal,
    Kind.CODE: _read_code,
    Kind.TEXT: _read_text,
}
