"""Reading a reference folder's files cell by cell; whatever cannot be read is refused with file and row."""

from __future__ import annotations

import csv
import io
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Protocol

from data.issues import ReferenceRefused
from data.model import Period


class CsvLines(Protocol):
    """What csv.reader returns: rows that know their line."""

    @property
    def line_num(self) -> int: ...

    def __iter__(self) -> Iterator[list[str]]: ...


@dataclass(frozen=True, slots=True)
class Record:
    """One line of a table or one table of a TOML file; ``row`` is the line a person sees in an editor."""

    file: str
    row: int
    cells: Mapping[str, object]

    def refuse(self, code: str, detail: object = "") -> ReferenceRefused:
        return ReferenceRefused(f"reference.{code}", file=self.file, row=self.row, detail=str(detail))

    def text(self, key: str) -> str:
        """The cell as text, never blank."""
        found = self.text_or_blank(key)
        if not found:
            raise self.refuse("blank", key)
        return found

    def text_or_blank(self, key: str) -> str:
        found = self.cells.get(key, "")
        return str(found).lower() if isinstance(found, bool) else str(found).strip()

    def yes(self, key: str) -> bool:
        found = self.text(key).lower()
        if found not in ("true", "false"):
            raise self.refuse("bad_choice", f"{key}: {found}")
        return found == "true"

    def count(self, key: str) -> int:
        """A whole number, zero or more."""
        found = self.text(key)
        if not (found.isascii() and found.isdigit()):
            raise self.refuse("bad_number", f"{key}: {found}")
        return int(found)

    def number(self, key: str) -> Fraction:
        """An exact number; ``4.5`` is nine halves."""
        found = self.text(key)
        try:
            return Fraction(found)
        except (ValueError, ZeroDivisionError) as fault:
            raise self.refuse("bad_number", f"{key}: {found}") from fault

    def day(self, key: str) -> date:
        found = self.text(key)
        try:
            return date.fromisoformat(found)
        except ValueError as fault:
            raise self.refuse("bad_date", f"{key}: {found}") from fault

    def day_or_none(self, key: str) -> date | None:
        return self.day(key) if self.text_or_blank(key) else None

    def period(self, key: str) -> Period:
        found = self.text(key)
        try:
            return Period.parse(found)
        except ValueError as fault:
            raise self.refuse("bad_period", f"{key}: {found}") from fault

    def choice(self, key: str, among: Sequence[str]) -> str:
        found = self.text(key)
        if found not in among:
            raise self.refuse("bad_choice", f"{key}: {found}")
        return found

    def words(self, key: str) -> tuple[str, ...]:
        """A list of words: a TOML array, or a cell with spaces between them."""
        found = self.cells.get(key, ())
        return tuple(found.split()) if isinstance(found, str) else tuple(map(str, _listed(found)))

    def inside(self, key: str) -> tuple[Record, ...]:
        """The tables written inside this one on the same line (``units_now = [{…}]``)."""
        return tuple(
            Record(self.file, self.row, item) for item in _listed(self.cells.get(key)) if isinstance(item, dict)
        )


def _listed(found: object) -> list[object]:
    return found if isinstance(found, list) else []


def read_text(folder: Path, name: str) -> str:
    """A file of the folder as UTF-8 text, with or without BOM."""
    try:
        return (folder / name).read_text(encoding="utf-8-sig")
    except FileNotFoundError as fault:
        raise ReferenceRefused("reference.missing_file", file=name, row=0, detail=name) from fault
    except UnicodeDecodeError as fault:
        raise ReferenceRefused("reference.unreadable", file=name, row=0, detail="UTF-8") from fault


def read_table(folder: Path, name: str, columns: Sequence[str]) -> tuple[Record, ...]:
    """The rows of a CSV file, refused where one of ``columns`` is missing or a row is ragged."""
    lines = csv.reader(io.StringIO(read_text(folder, name), newline=""))
    header = next(lines, [])
    head = Record(name, 1, {})
    if missing := [column for column in columns if column not in header]:
        raise head.refuse("missing_column", missing[0])
    if len(set(header)) < len(header):
        raise head.refuse("duplicate", max(header, key=header.count))
    return tuple(_records(name, header, lines))


def _records(name: str, header: Sequence[str], lines: CsvLines) -> Iterator[Record]:
    for cells in lines:
        record = Record(name, lines.line_num, dict(zip(header, cells)))
        if cells and len(cells) != len(header):
            raise record.refuse("ragged", len(cells))
        if any(cells):
            yield record


@dataclass(frozen=True, slots=True)
class Document:
    """A TOML file whose tables remember their line."""

    top: Record
    lines: tuple[str, ...]

    def table(self, key: str) -> Record:
        """The table ``[key]``, empty where the file has none."""
        found = self.top.cells.get(key, {})
        return Record(self.top.file, self._line(f"[{key}]"), found if isinstance(found, dict) else {})

    def tables(self, key: str) -> tuple[Record, ...]:
        """Every ``[[key]]`` of the file."""
        return tuple(self.numbered(key, self.top.cells.get(key)))

    def numbered(self, header: str, items: object, start: int = 0) -> Iterator[Record]:
        """``items`` with the lines of the headers ``[[header]]``, the first of which is number ``start``."""
        rows = [number for number, line in enumerate(self.lines, 1) if line.strip() == f"[[{header}]]"]
        for index, item in enumerate(_listed(items), start):
            if not isinstance(item, dict):
                raise self.top.refuse("unreadable", header)
            yield Record(self.top.file, rows[index] if index < len(rows) else 1, item)

    def _line(self, header: str) -> int:
        return next((number for number, line in enumerate(self.lines, 1) if line.strip() == header), 1)


def read_document(folder: Path, name: str) -> Document:
    """A TOML file; numbers with a point are read exactly."""
    text = read_text(folder, name)
    try:
        cells = tomllib.loads(text, parse_float=Fraction)
    except tomllib.TOMLDecodeError as fault:
        raise ReferenceRefused("reference.unreadable", file=name, row=_line_of(fault), detail=str(fault)) from fault
    return Document(Record(name, 1, cells), tuple(text.splitlines()))


def _line_of(fault: tomllib.TOMLDecodeError) -> int:
    words = str(fault).replace(",", " ").split()
    return int(words[words.index("line") + 1]) if "line" in words else 1
