"""A zip of CSV files in the reading child: each file's rows, whatever its encoding."""

from __future__ import annotations

import csv
import io
import zipfile
from posixpath import basename
from typing import Any

from data.reading_archive import MOST_COLUMNS, MOST_ROWS, Refused, members


def read_csv_zip(content: bytes) -> dict[str, Any]:
    """One CSV a sheet, named after it; what is no CSV was refused or passed over by the parent."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        named = [(_sheet_name(info), data) for info, data in members(archive) if _is_sheet(info)]
    sheets = [[name, _csv_rows(name, data), {}] for name, data in named]
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


def _csv_rows(sheet: str, data: bytes) -> list[list[Any]]:
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
