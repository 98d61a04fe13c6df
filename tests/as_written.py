"""What a file says, read a second time by other means: nothing that is stored may differ from it."""

from __future__ import annotations

import csv
import io
import unicodedata
import warnings
import zipfile
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal

import openpyxl

from data.cells import column_number
from data.returns import ReturnContent
from tests.return_papers import Papers

LEDGER = "机构台账"
NOTHING = {"", "-", "--", "—", "——", "–", "/", "无"}
Cells = Mapping[tuple[str, int, int], object]


def cells_of_papers(papers: Papers) -> Cells:
    """Every cell typed on the papers."""
    return {
        (name, line, column): value
        for name, rows in papers.sheets.items()
        for line, row in enumerate(rows, 1)
        for column, value in enumerate(row, 1)
    }


def cells_of_file(name: str, content: bytes) -> Cells | None:
    """Every cell of a workbook by openpyxl, of a zip by the csv module; None where they cannot read it."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return _of_zip(content) if name.endswith(".zip") else _of_workbook(content)
    except Exception:
        return None


def _of_workbook(content: bytes) -> Cells:
    book = openpyxl.load_workbook(io.BytesIO(content), data_only=True)
    return {(sheet.title, cell.row, cell.column): cell.value for sheet in book for row in sheet for cell in row}


def _of_zip(content: bytes) -> Cells:
    cells: dict[tuple[str, int, int], object] = {}
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for info in archive.infolist():
            rows = csv.reader(io.StringIO(_decoded(archive.read(info)), newline=""))
            for line, row in enumerate(rows, 1):
                cells |= {(info.filename[:-4], line, column): value for column, value in enumerate(row, 1)}
    return cells


def _decoded(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("gb18030")


def differences(content: ReturnContent, cells: Cells) -> list[tuple[str, object, object]]:
    """(cell, stored, written) wherever the stored ledger is not what was written, and lines that were lost."""
    places = content.columns.get(LEDGER, {})
    found = []
    for row in content.ledger:
        for key, letters in places.items():
            stored = getattr(row, key, None)
            written = cells.get((LEDGER, row.row, column_number(letters)))
            is_assigned = key == "number" and _plain(written) in NOTHING
            if key != "township_name" and not is_assigned and not _same(stored, written):
                found.append((f"{letters}{row.row}", stored, written))
    columns = {column_number(letters) for letters in places.values()}
    lines = {line for (sheet, line, column), value in cells.items() if _is_said(sheet, column, value, columns)}
    lost = lines - {row.row for row in content.ledger} - {1} - _sums(cells)
    return found + [(f"line {line}", None, "lost") for line in sorted(lost)]


def _is_said(sheet: str, column: int, value: object, columns: set[int]) -> bool:
    return sheet == LEDGER and column in columns and _plain(value) not in NOTHING


def _sums(cells: Cells) -> set[int]:
    """Lines that call themselves sums are checked, never loaded."""
    return {line for (sheet, line, _), value in cells.items() if sheet == LEDGER and _plain(value).endswith("合计")}


def _plain(value: object) -> str:
    """Text without width, blanks and characters that nobody sees."""
    if value is None:
        return ""
    text = unicodedata.normalize("NFKC", str(value))
    return "".join(sign for sign in text if not sign.isspace() and unicodedata.category(sign) not in ("Cc", "Cf"))


def _same(stored: object, written: object) -> bool:
    if stored is None:
        return _plain(written) in NOTHING
    if isinstance(stored, date):
        return _day(written) == stored
    if isinstance(stored, int):
        return not isinstance(written, bool) and _number(written) == stored
    if isinstance(stored, Decimal):
        return _number(written) == stored
    return _plain(stored).upper() == _without_point(written).upper()


def _number(written: object) -> Decimal | None:
    try:
        return Decimal(_plain(written).replace(",", ""))
    except ArithmeticError:
        return None


def _without_point(written: object) -> str:
    """A code that came as a number is the number's digits."""
    return str(int(written)) if isinstance(written, float) and written.is_integer() else _plain(written)


def _day(written: object) -> date | None:
    if isinstance(written, datetime):
        return written.date()
    if isinstance(written, date):
        return written
    try:
        return date.fromisoformat(_plain(written)[:10])
    except ValueError:
        return None
