"""What calamine does not tell of a workbook, read from the XML of its sheets: errors, formulas, hidden, merged."""

from __future__ import annotations

import re
from collections.abc import Iterator
from posixpath import basename, dirname, join, normpath
from typing import Any
from xml.parsers import expat

from data.reading_archive import MOST_COLUMNS, MOST_ROWS, Refused

_FAR = re.compile(rb"""r\s*=\s*["'](?:[A-Z]{2,}[0-9]+|[A-Z][0-9]{5,})["']""")
_FAR_CELL = re.compile(rb"""<(?:\w+:)?c\b[^>]*?\br\s*=\s*["']([A-Z]{2,}[0-9]+|[A-Z][0-9]{5,})["']""")
_CELL = re.compile(rb"""<(?:\w+:)?c\b([^>]*?)(?:/>|>(.*?)</(?:\w+:)?c\s*>)""", re.DOTALL)
_ADDRESS = re.compile(rb"""\br\s*=\s*["']([A-Z]+)([0-9]+)["']""")
_IS_ERROR = re.compile(rb"""\bt\s*=\s*["']e["']""")
_ERRORS = (b'"e"', b"'e'")
_IS_TEXT = re.compile(rb"""\bt\s*=\s*["']str["']""")
_VALUE = re.compile(rb"<(?:\w+:)?v\b[^>/]*>([^<]+)<")
_INLINE = re.compile(rb"<(?:\w+:)?(?:v|t)\b[^>/]*>[^<]")
_FORMULA = re.compile(rb"<(?:\w+:)?f\b[^>]*?(?:/>|>([^<]*)<)")
_EPOCH_1904 = re.compile(rb"""\bdate1904\s*=\s*["'](?:1|true)["']""")

_ROW = re.compile(rb"<(?:\w+:)?row\b([^>]*)>")
_COLUMN = re.compile(rb"<(?:\w+:)?col\b([^>]*)>")
_MAY_HIDE = (re.compile(rb"hidden"), re.compile(rb"""ht\s*=\s*["']0"""), re.compile(rb"""width\s*=\s*["']0"""))
"""What begins with fixed letters is looked for ten times as fast; a long ledger is a megabyte of cells."""
_IS_HIDDEN = re.compile(rb"""\bhidden\s*=\s*["'](?:1|true)["']|\b(?:ht|width)\s*=\s*["']0(?:\.0+)?["']""")
_NUMBER = re.compile(rb"""\b(r|min|max)\s*=\s*["']([0-9]+)["']""")
_MERGED = re.compile(rb"""<(?:\w+:)?mergeCell\b[^>]*?\bref\s*=\s*["']([A-Z]+)([0-9]+):([A-Z]+)([0-9]+)["']""")
HIDDEN = ("hidden", "veryHidden")
MOST_MERGED = 10_000

Found = list[Any]


def part_name(name: str) -> str:
    """The one spelling of a part's path inside the archive."""
    return normpath(name.replace("\\", "/")).lstrip("/").lower()


def refuse_unsound(data: bytes) -> None:
    """No document type, no entities, no encoding that could hide them, and well-formed: calamine forgives too much."""
    head = data[:4]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\x00" in head:
        raise Refused("unreadable")
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise Refused("declarations")
    expat.ParserCreate().Parse(data, True)


def workbook_name(parts: dict[str, bytes]) -> str:
    """The part that lists the sheets."""
    for _, attributes in _elements(parts.get("_rels/.rels", b"")):
        if attributes.get("Type", "").endswith("/officeDocument"):
            return part_name(attributes.get("Target", ""))
    return "xl/workbook.xml"


def sheet_parts(parts: dict[str, bytes]) -> list[tuple[str, str, bool]]:
    """Each sheet's name, the part that holds it, and whether it is hidden."""
    book = workbook_name(parts)
    folder = dirname(book)
    relations = parts.get(join(folder, "_rels", basename(book) + ".rels"), b"")
    targets = {a.get("Id", ""): a.get("Target", "") for tag, a in _elements(relations) if tag == "Relationship"}
    return [
        (a.get("name", ""), _target_of(targets.get(_relation_id(a), ""), folder), a.get("state", "") in HIDDEN)
        for tag, a in _elements(parts.get(book, b""))
        if tag == "sheet"
    ]


def _relation_id(attributes: dict[str, str]) -> str:
    return next((value for key, value in attributes.items() if key.endswith(":id")), "")


def _target_of(target: str, folder: str) -> str:
    return part_name(target if target.startswith("/") else join(folder, target))


def _elements(data: bytes) -> list[tuple[str, dict[str, str]]]:
    """Every element's local name and attributes; the search for declarations has been done."""
    found: list[tuple[str, dict[str, str]]] = []
    if data:
        parser = expat.ParserCreate()
        parser.StartElementHandler = lambda name, attributes: found.append((name.rpartition(":")[2], attributes))
        parser.Parse(data, True)
    return found


def is_epoch_1904(book: bytes) -> bool:
    """Whether the workbook counts its days from 1904."""
    return bool(_EPOCH_1904.search(book))


def looks_of(data: bytes, hidden: bool) -> dict[str, Any]:
    """What the eye does not see of a sheet, and what it sees as one cell: hidden rows and columns, merged ranges."""
    cells_end = data.rfind(b"sheetData")  # the margins of the page follow, of which one may be 0
    may_hide = any(word.search(data, 0, cells_end if cells_end >= 0 else len(data)) for word in _MAY_HIDE)
    rows, columns = (_hidden_rows(data), _hidden_columns(data)) if may_hide else ([], [])
    return {"hidden": hidden, "rows": rows, "columns": columns, "merged": _merged(data)}


def _merged(data: bytes) -> list[list[int]]:
    return [
        [int(row), _number(column), int(last_row), _number(last_column)]
        for column, row, last_column, last_row in (_MERGED.findall(data) if b"mergeCell" in data else ())
    ][:MOST_MERGED]


def _hidden_rows(data: bytes) -> list[int]:
    """Rows hidden, filtered out or of no height; a row without a number follows the one before it."""
    rows, last = [], 0
    for attributes in _ROW.findall(data):
        last = int(dict(_NUMBER.findall(attributes)).get(b"r", last + 1))
        if _IS_HIDDEN.search(attributes):
            rows.append(last)
    return rows[:MOST_ROWS]


def _hidden_columns(data: bytes) -> list[int]:
    columns: list[int] = []
    for attributes in _COLUMN.findall(data):
        span = dict(_NUMBER.findall(attributes))
        if _IS_HIDDEN.search(attributes):
            columns += range(int(span.get(b"min", 1)), min(int(span.get(b"max", 0)), MOST_COLUMNS) + 1)
    return columns


def marked_cells(sheet: str, data: bytes) -> dict[tuple[int, int], Found]:
    """Cells calamine would give as empty: errors, and formulas without a stored value; refuses far cells first."""
    if _FAR.search(data) and any(r > MOST_ROWS or c > MOST_COLUMNS for r, c in _far_references(data)):
        _refuse_far_content(sheet, data)
    if not _may_be_marked(data):
        return {}
    marks = {}
    for attributes, body in _CELL.findall(data):
        address, mark = _ADDRESS.search(attributes), _mark(attributes, body)
        if address and mark:
            marks[int(address[2]), _number(address[1])] = mark
    return marks


def _may_be_marked(data: bytes) -> bool:
    """Whether any cell has a formula or an error. The cheap question is asked first: most sheets have neither."""
    if any(error in data for error in _ERRORS) and _IS_ERROR.search(data):
        return True
    return (b"<f" in data or b":f" in data) and _FORMULA.search(data) is not None


def _far_references(data: bytes) -> Iterator[tuple[int, int]]:
    """Addresses of the cells that go beyond a number of digits or letters within the limits."""
    for reference in _FAR_CELL.findall(data):
        column = reference.rstrip(b"0123456789")
        yield int(reference[len(column) :]), _number(column)


def _refuse_far_content(sheet: str, data: bytes) -> None:
    """A far cell that holds something is refused; a far one that is only formatted does no harm."""
    for attributes, body in _CELL.findall(data):
        address = _ADDRESS.search(attributes)
        if address and _INLINE.search(body):
            row, column = int(address[2]), _number(address[1])
            if row > MOST_ROWS or column > MOST_COLUMNS:
                raise Refused("too_wide", sheet=sheet, cell=f"{address[1].decode()}{row}")


def _mark(attributes: bytes, body: bytes) -> Found | None:
    value = _VALUE.search(body)
    if _IS_ERROR.search(attributes):
        return ["error", value[1].decode("utf-8", "replace") if value else "#"]
    formula = _FORMULA.search(body)
    if formula and value is None and not _IS_TEXT.search(attributes):
        return ["formula", "=" + (formula[1] or b"").decode("utf-8", "replace")]
    return None


def _number(letters: bytes) -> int:
    number = 0
    for letter in letters[:4]:
        number = number * 26 + letter - 64
    return number
