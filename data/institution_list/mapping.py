"""The mapping file: which header of the list stands for which column of 机构台账, and whose words for whose.

A TOML file; docs/examples/register-mapping.toml shows every part of it. The left side is always the form's.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from typing import Any

from data.forms import LEDGER, Column, Kind
from data.issues import DashboardError
from data.validation.spelling import choice_key, header_key

PARTS = ("sheet", "columns", "words", "defaults", "only")
IDENTITIES = ({"name"}, {"township", "township_name"})
"""Of each at least one column is needed: what an institution is called, and where it stands."""

_COLUMNS = {header_key(name): column for column in LEDGER.columns for name in (column.header, *column.aliases)}
_COLUMNS |= {header_key(column.header): column for column in LEDGER.columns}


class MappingRefused(DashboardError):
    """A mapping file that cannot be followed; facts: file, place (a line, or a part of the file)."""


@dataclass(frozen=True, slots=True)
class ListMapping:
    """``headers``: column key -> header of the list. ``words``: column key -> the list's word -> the form's.

    ``only``: header of the list -> the words with which a line is meant; lines with others are left alone.
    """

    headers: dict[str, str]
    sheet: str = ""
    words: dict[str, dict[str, str]] = field(default_factory=dict)
    defaults: dict[str, str] = field(default_factory=dict)
    only: dict[str, frozenset[str]] = field(default_factory=dict)


def read_mapping(name: str, content: bytes) -> ListMapping:
    """The mapping a file tells; MappingRefused says what is wrong with it, and where."""
    return _Reader(name, _parsed(name, content)).mapping()


def _parsed(name: str, content: bytes) -> dict[str, Any]:
    try:
        return tomllib.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise MappingRefused("mapping.encoding", file=name) from None
    except tomllib.TOMLDecodeError as fault:
        raise MappingRefused("mapping.syntax", file=name, detail=fault) from None


class _Reader:
    """Checks one file part by part; every refusal names the part."""

    def __init__(self, name: str, told: dict[str, Any]) -> None:
        self._name, self._told = name, told

    def mapping(self) -> ListMapping:
        if unknown := next((part for part in self._told if part not in PARTS), None):
            raise self._refuse("unknown_part", unknown, known="、".join(PARTS))
        if not isinstance(self._told.get("sheet", ""), str):
            raise self._refuse("not_a_word", "sheet")
        headers = {column.key: header for column, header in self._pairs("columns")}
        self._require_identity(headers)
        self._require_different(headers)
        return ListMapping(headers, self._told.get("sheet", ""), self._words(), self._defaults(), self._only())

    def _words(self) -> dict[str, dict[str, str]]:
        found = {}
        for header, words in self._table("words").items():
            column, place = self._column("words", header), f"words.{header}"
            if not isinstance(words, dict):
                raise self._refuse("not_a_table", place)
            found[column.key] = {
                choice_key(theirs): self._choice(column, ours, place) for theirs, ours in words.items()
            }
        return found

    def _defaults(self) -> dict[str, str]:
        found = {}
        for column, word in self._pairs("defaults"):
            if column.kind is Kind.COUNT:
                raise self._refuse("default_of_a_count", f"defaults.{column.header}")
            found[column.key] = self._choice(column, word, f"defaults.{column.header}")
        return found

    def _only(self) -> dict[str, frozenset[str]]:
        found = {}
        for header, told in self._table("only").items():
            words = told if isinstance(told, list) else [told]
            if not all(isinstance(word, str) and word.strip() for word in words) or not words:
                raise self._refuse("not_a_word", f"only.{header}")
            found[header] = frozenset(map(choice_key, words))
        return found

    def _pairs(self, part: str) -> list[tuple[Column, str]]:
        pairs = [(self._column(part, header), told, header) for header, told in self._table(part).items()]
        for column, told, header in pairs:
            if not isinstance(told, str) or not told.strip():
                raise self._refuse("not_a_word", f"{part}.{header}")
            if sum(other is column for other, _, _ in pairs) > 1:
                raise self._refuse("column_twice", f"{part}.{header}", column=column.header)
        return [(column, told) for column, told, _ in pairs]

    def _table(self, part: str) -> dict[str, Any]:
        table = self._told.get(part, {})
        if not isinstance(table, dict):
            raise self._refuse("not_a_table", part)
        return table

    def _column(self, part: str, header: str) -> Column:
        column = _COLUMNS.get(header_key(header))
        if column is None:
            raise self._refuse("unknown_column", f"{part}.{header}", known="、".join(c.header for c in LEDGER.columns))
        return column

    def _choice(self, column: Column, word: object, place: str) -> str:
        """A word of ours, in the spelling of the closed list where there is one."""
        if not isinstance(word, str) or not word.strip():
            raise self._refuse("not_a_word", place)
        found = next((choice for choice in column.choices if choice_key(choice) == choice_key(word)), None)
        if column.choices and found is None:
            raise self._refuse("not_in_list", place, word=word, known="、".join(column.choices))
        return found or word

    def _require_identity(self, headers: dict[str, str]) -> None:
        for keys in IDENTITIES:
            if not keys & headers.keys():
                wanted = "、".join(column.header for column in LEDGER.columns if column.key in keys)
                raise self._refuse("no_identity", "columns", wanted=wanted)

    def _require_different(self, headers: dict[str, str]) -> None:
        first: dict[str, str] = {}
        for key, header in headers.items():
            if first.setdefault(header_key(header), key) != key:
                raise self._refuse("header_twice", "columns", header=header)

    def _refuse(self, code: str, place: str, **facts: object) -> MappingRefused:
        return MappingRefused(f"mapping.{code}", file=self._name, place=f"[{place}]", **facts)
