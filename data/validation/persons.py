"""Numbers that look like an identity card's, anywhere in the file (V31)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from data.cells import Cell, CellKind, Sheet, Told, column_number, columns_of
from data.forms import LEDGER
from data.issues import Issue, Location
from data.validation.draft import Draft
from data.validation.findings import error
from data.validation.spelling import folded, header_key

SHORTEST = 15
LEAST_LONG = 10 ** (SHORTEST - 1)
_LONG = re.compile(r"(?<![0-9A-Za-z.])[1-9]\d{5}((?:18|19|20)\d\d)(\d\d)(\d\d)\d{3}[0-9Xx](?![0-9A-Za-z])")
_SHORT = re.compile(r"(?<![0-9A-Za-z.])[1-9]\d{5}(\d\d)(\d\d)(\d\d)\d{3}(?![0-9A-Za-z])")
_BETWEEN = re.compile(r"(?<=[0-9])[\s\-](?=[0-9Xx])")


def no_identity_numbers(draft: Draft) -> Iterator[Issue]:
    """V31: 18 or 15 digits with a birthday in them, outside the credit code column. What was found is masked."""
    table = draft.tables.get("ledger")
    exempt = table.places.get("credit_code") if table else None
    for sheet in draft.book.sheets:
        is_ledger = header_key(sheet.name) == header_key(LEDGER.name)
        passed_over = column_number(exempt) if is_ledger and exempt else 0
        if _may_hold_numbers(sheet, passed_over):
            for cell in (cell for row in sheet.rows.values() for cell in row.values()):
                number = _identity_number(cell) if cell.column != passed_over else None
                if number:
                    yield error("V31", "number", Location(sheet.name, cell.address), _mask(number))


def _may_hold_numbers(sheet: Sheet, passed_over: int) -> bool:
    """Whether any cell holds one, asked of all long texts at once: a NUL is part of none, and keeps them apart."""
    long: set[str] = set()
    for column, told in columns_of(list(sheet.rows.values())).items():
        if column != passed_over:
            texts, others = _parted(told)
            if any(abs(value) >= LEAST_LONG for value in others if not isinstance(value, (str, list))):
                return True
            long |= {text for text in texts if len(text) >= SHORTEST}
    return identity_number("\x00".join(long)) is not None


def _parted(told: Sequence[Told]) -> tuple[set[str], list[Told]]:
    """The texts, each once, and what is none."""
    return {value for value in told if value.__class__ is str}, [v for v in told if v.__class__ is not str]


def masked(issue: Issue) -> Issue:
    """The issue without any identity number in what it repeats from the file."""
    facts = {key: _mask(value) if isinstance(value, str) else value for key, value in issue.facts.items()}
    return replace(issue, found=None if issue.found is None else _mask(issue.found), facts=facts)


def _mask(text: str) -> str:
    """The text, or a part of it where an identity number stands in it."""
    number = _found(folded(text)) or _found(_BETWEEN.sub("", folded(text)))
    return f"{number[:4]}{'*' * (len(number) - 6)}{number[-2:]}" if number else text


def _identity_number(cell: Cell) -> str | None:
    """The first identity number in the cell; a cheap test of length comes first."""
    if cell.kind is CellKind.NUMBER:
        if not isinstance(cell.value, (int, float)) or abs(cell.value) < LEAST_LONG:
            return None
    elif cell.kind is not CellKind.TEXT or len(str(cell.value)) < SHORTEST:
        return None
    return identity_number(cell.text)


def identity_number(text: str) -> str | None:
    """The first identity number in a text."""
    plain = folded(text)
    return _found(plain) or _found(_BETWEEN.sub("", plain))


def _found(text: str) -> str | None:
    for match in _LONG.finditer(text):
        if _is_day(int(match[1]), int(match[2]), int(match[3])):
            return match[0]
    for match in _SHORT.finditer(text):
        if _is_day(1900 + int(match[1]), int(match[2]), int(match[3])):
            return match[0]
    return None


def _is_day(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True
