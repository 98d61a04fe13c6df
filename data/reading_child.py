"""The reader's child process: untrusted bytes in, plain cells or words out. It imports no more than it needs.

One request is a line of JSON ({"kind", "size"}) and the bytes; one answer is 8 bytes of length and JSON:
{"sheets": [[name, [[row, first column, [value, ...]], ...], looks], ...], "epoch_1904": bool}
or {"refused": code, "facts": {}}; of a .docx its words (data.reading_docx).
A value is text, number or boolean, "" for nothing, or [kind, text] for a date, a time, an error or a
formula without a value. ``looks`` says what is hidden or merged (data.reading_xml.looks_of).
The parent sets the clock; this side limits its own memory and processor time.
"""

from __future__ import annotations

import io
import json
import resource
import sys
import zipfile
from datetime import date, datetime
from math import isfinite
from typing import Any

from python_calamine import CalamineWorkbook, SheetTypeEnum

from data.reading_archive import MOST_COLUMNS, MOST_ROWS, Refused, members
from data.reading_csv import read_csv_zip
from data.reading_docx import read_docx
from data.reading_xml import (
    Found,
    is_epoch_1904,
    looks_of,
    marked_cells,
    part_name,
    refuse_unsound,
    sheet_parts,
    workbook_name,
)

MEMORY = 512 * 1024 * 1024
SECONDS = 6
LARGEST = sys.float_info.max


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
    """What the file tells, or a refusal. A parser's panic is no Exception, so BaseException is what must not escape."""
    try:
        return _READ[kind](content)
    except Refused as refusal:
        return refusal.answer
    except MemoryError:
        return {"refused": "memory", "facts": {}}
    except BaseException:
        return {"refused": "unreadable", "facts": {}}


def _read_xlsx(content: bytes) -> dict[str, Any]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {part_name(info.filename): data for info, data in members(archive)}
    parts = {name: data for name, data in parts.items() if name.endswith((".xml", ".rels"))}
    for data in parts.values():
        refuse_unsound(data)
    there = {name: (parts[part], hidden) for name, part, hidden in sheet_parts(parts) if part in parts}
    marks = {name: marked_cells(name, data) for name, (data, _) in there.items()}
    with CalamineWorkbook.from_filelike(io.BytesIO(content)) as book:
        tables = [meta.name for meta in book.sheets_metadata if meta.typ == SheetTypeEnum.WorkSheet]
        sheets = [[name, _rows_of(book, name, marks[name]), looks_of(*there[name])] for name in tables]
    return {"sheets": sheets, "epoch_1904": is_epoch_1904(parts[workbook_name(parts)])}


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
        [row, left + 1, _told(values)] for row, values in sorted(rows.items()) if any(value != "" for value in values)
    ]


def _told(values: list[Any]) -> list[Any]:
    """Every value as it goes out; text and numbers, nearly all of them, are told apart without a call."""
    return [
        value
        if value.__class__ is str or (value.__class__ is float and -LARGEST <= value <= LARGEST)
        else _plain(value)
        for value in values
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


_READ = {"xlsx": _read_xlsx, "csv": read_csv_zip, "docx": read_docx}
