"""The list itself: read by the same child as returns, its lines taken for rows of 机构台账 as the mapping says."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import PurePath
from typing import Any

from data.cells import Cell, CellKind, Sheet, Workbook
from data.forms import LEDGER, Column, SheetForm
from data.institution_list.mapping import ListMapping
from data.issues import Issue, Location, Severity
from data.model import Township
from data.readers import read_workbook
from data.returns import Mode
from data.validation.findings import error
from data.validation.places import names_of
from data.validation.spelling import choice_key, header_key
from data.validation.tables import Entry, table_of
from data.validation.values import read_values, subject

FILTER = "only:"
"""Before the header of a column by which lines are chosen: such a column is none of the form's."""


@dataclass(frozen=True, slots=True)
class Listed:
    """One line: ``values`` by column key (None = the list says nothing), ``cells`` their addresses."""

    row: int
    values: dict[str, Any]
    cells: dict[str, str]

    def text(self, key: str) -> str:
        """A value as text; blank where there is none."""
        return str(self.values.get(key) or "")


@dataclass(frozen=True, slots=True)
class Listing:
    """What a list says. With an error among the ``issues`` nothing may be made of its lines."""

    sheet: str = ""
    lines: tuple[Listed, ...] = ()
    issues: tuple[Issue, ...] = field(default=())

    @property
    def refused(self) -> bool:
        return any(issue.severity is Severity.ERROR for issue in self.issues)


def read_listing(name: str, content: bytes, mapping: ListMapping, townships: Collection[Township]) -> Listing:
    """The lines of an .xlsx, a .csv or a zip of one; ``townships`` are those of the unit at the period's end."""
    book = read_workbook(*_packed(name, content))
    if not isinstance(book, Workbook):
        return Listing(issues=tuple(book))
    sheet, missing = _sheet(book, replace(mapping, sheet="") if _is_lone_csv(name) else mapping)
    if sheet is None:
        return Listing(issues=(missing,) if missing else ())
    table, issues = table_of(replace(book, sheets=(sheet,)), _form(sheet.name, mapping), Mode.LEDGER)
    if table is None or not table.places:
        return Listing(sheet.name, (), tuple(issues))
    found = [issue for issue in issues if issue.severity is Severity.ERROR]
    by_name = {spelling: place.code for place in townships for spelling in names_of(place)}
    lines = [entry for entry in table.entries if not entry.sum_word and _is_meant(entry, mapping)]
    for entry in lines:
        found += _read(entry, mapping, by_name, epoch_1904=book.epoch_1904)
    return Listing(sheet.name, tuple(_listed(entry) for entry in lines), tuple(_told_once(found)))


def _is_lone_csv(name: str) -> bool:
    """A file without sheets: the sheet that a mapping names has no meaning there."""
    return PurePath(name).suffix.lower() == ".csv"


def _packed(name: str, content: bytes) -> tuple[str, bytes]:
    """A lone .csv as the reader takes it: in a zip, unpacked size and all."""
    path = PurePath(name)
    if not _is_lone_csv(name) or not content:
        return name, content
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr(f"{path.stem}.csv", content)
    return f"{path.stem}.zip", target.getvalue()


def _sheet(book: Workbook, mapping: ListMapping) -> tuple[Sheet | None, Issue | None]:
    """The sheet that the mapping names, or the only one that holds anything."""
    filled = [sheet for sheet in book.sheets if sheet.rows]
    named = [sheet for sheet in filled if header_key(sheet.name) == header_key(mapping.sheet)]
    chosen = named if mapping.sheet else filled
    if len(chosen) == 1:
        return chosen[0], None
    if mapping.sheet:
        return None, error("V02", "no_such_sheet", Location(), sheet=mapping.sheet)
    return None, error("V02", "which_sheet", Location(), names="、".join(sheet.name for sheet in filled))


def _form(sheet: str, mapping: ListMapping) -> SheetForm:
    """机构台账 under the list's own headers; every column the mapping names must be there."""
    mapped = [
        replace(column, header=mapping.headers[column.key], aliases=(), required=True)
        for column in LEDGER.columns
        if column.key in mapping.headers
    ]
    taken = {header_key(column.header) for column in mapped}
    chosen = [Column(FILTER + header, header, required=True) for header in mapping.only]
    others = [column for column in chosen if header_key(column.header) not in taken]
    return replace(LEDGER, name=sheet, columns=(*mapped, *others), modes=())


def _is_meant(entry: Entry, mapping: ListMapping) -> bool:
    """Whether a line is one of those the mapping asks for."""
    by_header = {header_key(header): key for key, header in mapping.headers.items()}
    for header, words in mapping.only.items():
        found = entry.found(by_header.get(header_key(header), FILTER + header))
        if choice_key(found or "") not in words:
            return False
    return True


def _read(entry: Entry, mapping: ListMapping, by_name: dict[str, str], *, epoch_1904: bool) -> Iterator[Issue]:
    """Fill in the values of one line, in the form's own words."""
    for key, words in mapping.words.items():
        cell = entry.cells.get(key)
        if cell and choice_key(cell.text) in words:
            word = cell._replace(kind=CellKind.TEXT, value=words[choice_key(cell.text)])
            entry.cells = {**entry.cells, key: word}
    for key, default in mapping.defaults.items():
        if entry.is_blank(key):
            entry.cells = {**entry.cells, key: Cell(entry.row, 1, CellKind.TEXT, default)}
    yield from read_values(entry, _asked(mapping), epoch_1904=epoch_1904)
    yield from _placed(entry, by_name)


def _asked(mapping: ListMapping) -> tuple[Column, ...]:
    """The columns that the list or a default fills, under the list's headers; only a name must be there."""
    return tuple(
        replace(column, header=mapping.headers.get(column.key, column.header), required=column.key == "name")
        for column in LEDGER.columns
        if column.key in mapping.headers or column.key in mapping.defaults
    )


def _placed(entry: Entry, by_name: dict[str, str]) -> Iterator[Issue]:
    """The township by its code, or else by its name; it must be one of the unit's."""
    code, name = entry.values.get("township"), entry.values.get("township_name")
    key, told = ("township", code) if code else ("township_name", name)
    known = set(by_name.values())
    found = code if code in known else None if code else by_name.get(header_key(name or ""))
    if told and found is None:
        yield error("V05", "not_of_unit", entry.where(key), told, subject=subject(entry))
    entry.values["township"] = found


def _told_once(issues: Iterable[Issue]) -> Iterator[Issue]:
    """The same word wrong in a hundred lines is one fault of the mapping: its first cell, and how many more."""
    alike: dict[tuple[str, str, str | None], list[Issue]] = {}
    for issue in issues:
        alike.setdefault((issue.rule, issue.code, issue.found), []).append(issue)
    for first, *more in alike.values():
        yield first
        if more:
            yield replace(more[0], code="and_more", facts={"count": len(more)})


def _listed(entry: Entry) -> Listed:
    cells = {key: f"{place}{entry.row}" for key, place in entry.places.items() if not key.startswith(FILTER)}
    return Listed(entry.row, dict(entry.values), cells)
