"""The return as a zip of CSV files, one a sheet and named after it: equal to the workbook in every respect."""

from __future__ import annotations

import csv
import io
import zipfile

from data.model import Reference
from data.return_tables import Table, tables
from data.returns import ReturnContent

STAMP = (1980, 1, 1, 0, 0, 0)


def return_csv_zip(content: ReturnContent, *, reference: Reference, encoding: str = "utf-8-sig") -> bytes:
    """The return as CSV in a zip; UTF-16 is written with tabs, as spreadsheets save it."""
    target = io.BytesIO()
    delimiter = "\t" if encoding.lower().startswith("utf-16") else ","
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for table in tables(content, reference):
            member = zipfile.ZipInfo(f"{table.form.name}.csv", STAMP)
            member.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(member, _lines(table, delimiter).encode(encoding))
    return target.getvalue()


def _lines(table: Table, delimiter: str) -> str:
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=delimiter, lineterminator="\r\n")
    writer.writerow(table.headers)
    writer.writerows([["" if value is None else str(value) for value in row] for row in table.rows])
    return text.getvalue()
