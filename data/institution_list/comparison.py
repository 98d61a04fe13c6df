"""A list against a return: which line is which institution, who stands on one side only, where the two differ."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from data.forms import LEDGER
from data.institution_list.listing import Listed
from data.returns import LedgerRow
from data.validation.spelling import header_key
from data.validation.values import Value

NEVER_COMPARED = frozenset({"number", "township_name"})
"""The system's own, and what the code beside it says already."""

Facts = Mapping[str, Any]
Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Difference:
    """One column of one institution: what the list says in which cell, and what the return says."""

    row: LedgerRow
    key: str
    header: str
    cell: str | None
    listed: Value
    stored: Value


@dataclass(frozen=True, slots=True)
class Comparison:
    """``pairs`` in the order of the list; ``only_listed`` and ``only_stored`` found nobody on the other side."""

    pairs: tuple[tuple[Listed, LedgerRow], ...]
    only_listed: tuple[Listed, ...]
    only_stored: tuple[LedgerRow, ...]

    @property
    def differences(self) -> tuple[Difference, ...]:
        """Every cell of the list that says something else than the return; a blank of the list says nothing."""
        return tuple(found for line, row in self.pairs for found in _differences(line, row))


def compare(lines: Sequence[Listed], ledger: Sequence[LedgerRow]) -> Comparison:
    """Each line beside its institution: by 系统编号, then township and name, credit code, name alone.

    A sign that two lines or two institutions share tells nobody apart and is passed over.
    """
    pairs: dict[int, LedgerRow] = {}
    taken: set[int] = set()
    for sign_of in _SIGNS:
        rows = _unique([(sign_of(_facts(row)), row) for row in ledger if row.row not in taken])
        open_lines = _unique([(sign_of(line.values), line) for line in lines if line.row not in pairs])
        pairs |= {line.row: rows[sign] for sign, line in open_lines.items() if sign in rows}
        taken = {row.row for row in pairs.values()}
    return Comparison(
        tuple((line, pairs[line.row]) for line in lines if line.row in pairs),
        tuple(line for line in lines if line.row not in pairs),
        tuple(row for row in ledger if row.row not in taken),
    )


def _facts(row: LedgerRow) -> Facts:
    return {key: getattr(row, key) for key in ("number", "township", "name", "credit_code")}


def _number(facts: Facts) -> str:
    return facts.get("number") or ""


def _place_and_name(facts: Facts) -> tuple[str, str] | None:
    return (facts["township"], _name(facts)) if facts.get("township") and _name(facts) else None


def _credit_code(facts: Facts) -> str:
    return facts.get("credit_code") or ""


def _name(facts: Facts) -> str:
    return header_key(facts.get("name") or "")


_SIGNS: tuple[Callable[[Facts], Hashable], ...] = (_number, _place_and_name, _credit_code, _name)


def _unique(signed: Sequence[tuple[Hashable, Item]]) -> dict[Hashable, Item]:
    """Sign -> the one item that has it."""
    seen = Counter(sign for sign, _ in signed)
    return {sign: item for sign, item in signed if sign and seen[sign] == 1}


def _differences(line: Listed, row: LedgerRow) -> list[Difference]:
    return [
        Difference(row, column.key, column.header, line.cells.get(column.key), line.values[column.key], stored)
        for column in LEDGER.columns
        if column.key not in NEVER_COMPARED and line.values.get(column.key) is not None
        for stored in [getattr(row, column.key)]
        if _plain(line.values[column.key]) != _plain(stored)
    ]


def _plain(value: Value) -> Value:
    """Texts compare without blanks and width."""
    return header_key(value) if isinstance(value, str) else value
