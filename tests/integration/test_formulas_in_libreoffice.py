"""Forty hidden formulas in files of ours, opened by a real office: words stay words, and negatives numbers."""

from __future__ import annotations

import io
import re
from pathlib import Path

import openpyxl
import pytest

from layouts.charts.picture import DataCell, DataTable
from layouts.exports import csv_table
from layouts.workbook import workbook
from tests.libreoffice import HAS_TABLES, converted
from tests.unit.test_formula_payloads import PAYLOADS

pytestmark = pytest.mark.skipif(not HAS_TABLES, reason="there is no LibreOffice with tables here")

TABLE = DataTable("表", ("名称", "数"), tuple((DataCell(one, one), DataCell("-5", -5)) for one in PAYLOADS))
LIVE = re.compile(rb"table:formula=|<text:a |xlink:href=|table:dde|table:table-source")


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_none_is_live_in_a_real_office(kind: str, tmp_path: Path) -> None:
    made = (
        csv_table(TABLE, [("来源", PAYLOADS[0])])
        if kind == "csv"
        else workbook([TABLE], ("依据", [("来源", PAYLOADS[0])]))
    )
    opened = converted(made, "fods", tmp_path, kind=kind)
    assert LIVE.findall(opened) == []
    assert opened.count(b'office:value="-5"') == len(PAYLOADS)


def test_the_office_does_work_out_a_formula_that_is_one(tmp_path: Path) -> None:
    """Else the test above could not fail."""
    book = openpyxl.Workbook()
    book.active["A1"] = "=1+1"
    kept = io.BytesIO()
    book.save(kept)
    assert b"table:formula=" in converted(kept.getvalue(), "fods", tmp_path, kind="xlsx")
