"""One good return and the ways to put it on paper: what the makers of office files share."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass

import xlsxwriter

from tests.return_papers import Papers

LEDGER, SUMS = "机构台账", "街道乡镇"
SLOTS = "核定托位数"
Touch = Callable[[xlsxwriter.Workbook, dict], None]


@dataclass(frozen=True)
class OfficeFile:
    """A file, whose plain return it is (``plain`` None where it is refused), and the rules that must speak."""

    id: str
    name: str
    content: bytes
    plain: Papers | None
    rules: frozenset[str] = frozenset()


def right(name: str, content: bytes, plain: Papers, *rules: str, csv: bool = False) -> OfficeFile:
    return OfficeFile(name, "报表.zip" if csv else "报表.xlsx", content, plain, frozenset(rules))


def wrong(name: str, content: bytes, *rules: str, file: str = "报表.xlsx") -> OfficeFile:
    return OfficeFile(name, file, content, None, frozenset(rules))


def written(papers: Papers, touch: Touch | None = None, **options: object) -> bytes:
    """The papers as a workbook, touched up before it is closed."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True, "default_date_format": "yyyy-mm-dd", **options})
    sheets = {}
    for name, rows in papers.sheets.items():
        sheets[name] = book.add_worksheet(name)
        for line, row in enumerate(rows):
            for column, value in enumerate(row):
                sheets[name].write(line, column, value)
    if touch:
        touch(book, sheets)
    book.close()
    return target.getvalue()


def zipped(papers: Papers, encoding: str, folder: str = "", delimiter: str = ",", end: str = "\r\n") -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, rows in papers.sheets.items():
            lines = (delimiter.join("" if value is None else f"{value}" for value in row) for row in rows)
            archive.writestr(f"{folder}{name}.csv", (end.join(lines) + end).encode(encoding))
    return target.getvalue()


def copied(papers: Papers) -> Papers:
    return Papers({name: [list(row) for row in rows] for name, rows in papers.sheets.items()})


def without(papers: Papers, sheet: str, line: int) -> Papers:
    new = copied(papers)
    del new.sheets[sheet][line]
    return new
