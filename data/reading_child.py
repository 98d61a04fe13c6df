"""The reader's child process: untrusted bytes in, plain cells out. Stands alone; run by path, never imported.

One request is a line of JSON ({"kind", "size"}) and the bytes; one answer is 8 bytes of length and JSON:
{"sheets": [[name, [[row, first column, [value, ...]], ...]], ...], "epoch_1904": bool}
or {"refused": code, "facts": {}}. A value is text, number or boolean, "" for nothing, or [kind, text] for a date,
a time, an error or a formula without a value.
The parent sets the clock; this side limits its own memory and processor time.
"""

from __future__ import annotations

import csv
import io
import json
import re
import resource
import sys
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from math import isfinite
from posixpath import basename, dirname, join, normpath
from typing import Any
from xml.parsers import expat

from python_calamine import CalamineWorkbook, SheetTypeEnum

MEMORY = 512 * 1024 * 1024
SECONDS = 6
MOST_ROWS, MOST_COLUMNS = 20_000, 200
MOST_UNPACKED = 100 * 1024 * 1024

_REFERENCE = re.compile(rb"""<(?:\w+:)?c\b[^>]*?\br\s*=\s*["']([A-Z]+)([0-9]+)["']""")
_CELL = re.compile(rb"""<(?:\w+:)?c\b([^>]*?)(?:/>|>(.*?)</(?:\w+:)?c\s*>)""", re.DOTALL)
_ADDRESS = re.compile(rb"""\br\s*=\s*["']([A-Z]+)([0-9]+)["']""")
_IS_ERROR = re.compile(rb"""\bt\s*=\s*["']e["']""")
_IS_TEXT = re.compile(rb"""\bt\s*=\s*["']str["']""")
_VALUE = re.compile(rb"<(?:\w+:)?v\b[^>/]*>([^<]+)<")
_INLINE = re.compile(rb"<(?:\w+:)?(?:v|t)\b[^>/]*>[^<]")
_FORMULA = re.compile(rb"<(?:\w+:)?f\b[^>]*?(?:/>|>([^<]*)<)")
_EPOCH_1904 = re.compile(rb"""\bdate1904\s*=\s*["'](?:1|true)["']""")

Found = list[Any]


class Refused(Exception):
    """This file is not read; ``code`` names the sentence."""

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code)
        self.answer = {"refused": code, "facts": facts}


def main() -> None:
    """Answer requests until the parent closes the pipe."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    while line := sys.stdin.buffer.readline():
        request = json.loads(line)
        content = sys.stdin.buffer.read(request["size"])
        _limit_processor_time()
        body = json.dumps(_answer(request["kind"], content), separators=(",", ":")).encode()
        sys.stdout.buffer.write(len(body).to_bytes(8, "big") + body)
        sys.stdout.buffer.flush()


def _limit_processor_time() -> None:
    used = resource.getrusage(resource.RUSAGE_SELF)
    resource.setrlimit(
        resource.RLIMIT_CPU, (int(used.ru_utime + used.ru_stime) + SECONDS, resource.getrlimit(resource.RLIMIT_CPU)[1])
    )


def _answer(kind: str, content: bytes) -> dict[str, Any]:
    """The cells, or a refusal. A parser's panic is no Exception, so BaseException is what must not escape."""
    try:
        return _read_xlsx(content) if kind == "xlsx" else _read_csv_zip(content)
    except Refused as refusal:
        return refusal.answer
    except MemoryError:
        return {"refused": "memory", "facts": {}}
    except BaseException:
        return {"refused": "unreadable", "facts": {}}


def _members(archive: zipfile.ZipFile) -> Iterator[tuple[zipfile.ZipInfo, bytes]]:
    """Every file of the archive, however long it pretends to be, up to the limit in all."""
    left = MOST_UNPACKED
    for info in archive.infolist():
        if not info.is_dir():
            with archive.open(info) as member:
                data = member.read(left + 1)
            left -= len(data)
            if left < 0:
                raise Refused("too_large_unpacked")
            yield info, data


def _read_xlsx(content: bytes) -> dict[str, Any]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {_part_name(info.filename): data for info, data in _members(archive)}
    parts = {name: data for name, data in parts.items() if name.endswith((".xml", ".rels"))}
    for data in parts.values():
        _refuse_unsound(data)
    marks = {name: _marked_cells(name, parts[part]) for name, part in _sheet_parts(parts).items() if part in parts}
    with CalamineWorkbook.from_filelike(io.BytesIO(content)) as book:
        tables = [meta.name for meta in book.sheets_metadata if meta.typ == SheetTypeEnum.WorkSheet]
        sheets = [[name, _rows_of(book, name, marks[name])] for name in tables]
    return {"sheets": sheets, "epoch_1904": bool(_EPOCH_1904.search(parts[_workbook_name(parts)]))}


def _part_name(name: str) -> str:
    return normpath(name.replace("\\", "/")).lstrip("/").lower()


def _refuse_unsound(data: bytes) -> None:
    """No document type, no entities, no encoding that could hide them, and well-formed: calamine forgives too much."""
    head = data[:4]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\x00" in head:
        raise Refused("unreadable")
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise Refused("declarations")
    expat.ParserCreate().Parse(data, True)


def _workbook_name(parts: dict[str, bytes]) -> str:
    for _, attributes in _elements(parts.get("_rels/.rels", b"")):
        if attributes.get("Type", "").endswith("/officeDocument"):
            return _part_name(attributes.get("Target", ""))
    return "xl/workbook.xml"


def _sheet_parts(parts: dict[str, bytes]) -> dict[str, str]:
    """Sheet name -> the part that holds it."""
    book = _workbook_name(parts)
    folder = dirname(book)
    relations = parts.get(join(folder, "_rels", basename(book) + ".rels"), b"")
    targets = {a.get("Id", ""): a.get("Target", "") for tag, a in _elements(relations) if tag == "Relationship"}
    return {
        a.get("name", ""): _target_of(targets.get(_relation_id(a), ""), folder)
        for tag, a in _elements(parts.get(book, b""))
        if tag == "sheet"
    }


def _relation_id(attributes: dict[str, str]) -> str:
    return next((value for key, value in attributes.items() if key.endswith(":id")), "")


def _target_of(target: str, folder: str) -> str:
    return _part_name(target if target.startswith("/") else join(folder, target))


def _elements(data: bytes) -> list[tuple[str, dict[str, str]]]:
    """Every element's local name and attributes; the search for declarations has been done."""
    found: list[tuple[str, dict[str, str]]] = []
    if data:
        parser = expat.ParserCreate()
        parser.StartElementHandler = lambda name, attributes: found.append((name.rpartition(":")[2], attributes))
        parser.Parse(data, True)
    return found


def _marked_cells(sheet: str, data: bytes) -> dict[tuple[int, int], Found]:
    """Cells calamine would give as empty: errors, and formulas without a stored value; refuses far cells first."""
    far = [(r, c) for r, c in _references(data) if r > MOST_ROWS or c > MOST_COLUMNS]
    if far:
        _refuse_far_content(sheet, data)
    if not (_IS_ERROR.search(data) or _FORMULA.search(data)):
        return {}
    marks = {}
    for attributes, body in _CELL.findall(data):
        address, mark = _ADDRESS.search(attributes), _mark(attributes, body)
        if address and mark:
            marks[int(address[2]), _number(address[1])] = mark
    return marks


def _references(data: bytes) -> Iterator[tuple[int, int]]:
    """Addresses of the cells that go beyond a number of digits or letters within the limits."""
    for column, row in _REFERENCE.findall(data):
        if len(row) > 4 or len(column) > 1:
            yield int(row), _number(column)


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


def _rows_of(book: CalamineWorkbook, name: str, marks: dict[tuple[int, int], Found]) -> list[Found]:
    """Rows at their true place: calamine leaves out what precedes the first cell of the sheet."""
    sheet = book.get_sheet_by_name(name)
    first_row, first_column = sheet.start or (0, 0)
    if sheet.end and (sheet.end[0] >= MOST_ROWS or sheet.end[1] >= MOST_COLUMNS):
        raise Refused("too_wide", sheet=name, cell="")
    rows: dict[int, list[Any]] = dict(enumerate(sheet.to_python(skip_empty_area=True), first_row + 1))
    left = min([first_column, *(column - 1 for _, column in marks)])
    if left < first_column:
        rows = {row: [""] * (first_column - left) + values for row, values in rows.items()}
    for (row, column), mark in marks.items():
        values = rows.setdefault(row, [])
        values += [""] * (column - left - len(values))
        values[column - left - 1] = mark
    return [
        [row, left + 1, [_plain(value) for value in values]]
        for row, values in sorted(rows.items())
        if any(value != "" for value in values)
    ]


def _plain(value: object) -> object:
    """Text, numbers and booleans as they are; "" for nothing; dates and times as [kind, text]."""
    if isinstance(value, float) and not isfinite(value):
        return ["error", str(value)]
    if isinstance(value, (str, float, int, list)):
        return value
    if isinstance(value, datetime):
        return ["date", value.isoformat(" ")]
    if isinstance(value, date):
        return ["date", value.isoformat()]
    return ["time", str(value)]


def _read_csv_zip(content: bytes) -> dict[str, Any]:
    """One CSV a sheet, named after it; what is no CSV was refused or passed over by the parent."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        named = [(_sheet_name(info), data) for info, data in _members(archive) if _is_sheet(info)]
    sheets = [[name, _csv_rows(name, data)] for name, data in named]
    return {"sheets": sheets, "epoch_1904": False}


def _is_sheet(info: zipfile.ZipInfo) -> bool:
    path = info.filename
    return path.lower().endswith(".csv") and "__MACOSX" not in path and not basename(path).startswith(".")


def _sheet_name(info: zipfile.ZipInfo) -> str:
    """The member's name without folder and ending; zips made in China name in GBK without saying so."""
    name = info.filename
    if not info.flag_bits & 0x800:
        name = _decoded(name.encode("cp437"))
    return basename(name.replace("\\", "/"))[:-4]


def _decoded(data: bytes) -> str:
    """Text in the order byte-order mark, strict UTF-8, GB18030; refused where it is none of them."""
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            return data.decode(encoding)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("gb18030")


def _csv_rows(sheet: str, data: bytes) -> list[Found]:
    try:
        text = _decoded(data)
    except UnicodeDecodeError:
        raise Refused("encoding", sheet=sheet) from None
    if "\x00" in text:
        raise Refused("encoding", sheet=sheet)
    head = text.partition("\n")[0]
    delimiter = "\t" if "\t" in head and "," not in head else ","
    records = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows = [(row, values) for row, values in enumerate(records, 1) if any(value.strip() for value in values)]
    if any(row > MOST_ROWS or len(values) > MOST_COLUMNS for row, values in rows):
        raise Refused("too_wide", sheet=sheet, cell="")
    return [[row, 1, values] for row, values in rows]


if __name__ == "__main__":
    main()
