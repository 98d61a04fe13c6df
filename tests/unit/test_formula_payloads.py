"""Forty ways of hiding a formula in a name: none is live in CSV or workbook, and numbers stay numbers."""

from __future__ import annotations

import csv
import io
import zipfile

import pytest
from openpyxl import load_workbook

from layouts.charts.picture import DataCell, DataTable
from layouts.exports import LIVE, csv_file, csv_table
from layouts.workbook import workbook

PAYLOADS = (
    "=1+1", "=cmd|'/c calc'!A1", "=HYPERLINK(\"http://evil.example\",\"点我\")", "=WEBSERVICE(\"http://evil.example\")",
    "=IMPORTXML(\"http://evil.example\",\"//a\")", "=DDE(\"cmd\";\"/C calc\";\"x\")", "=A1", "=SUM(A1:A9)", "='x'!A1",
    "=@SUM(1)", "==1+1", "=\t1", "= 1+1", "=1+1;", "=\"a\"&\"b\"", "=INDIRECT(\"A1\")", "=RTD(\"x\",,\"y\")",
    "+1+1", "+cmd|'/c calc'!A1", "++1", "+A1", "-1+1", "-cmd|'/c calc'!A1", "--1", "-A1", "-1+cmd|' /C calc'!A0",
    "@SUM(1+1)", "@cmd", "@", "@A1", "\t=1+1", "\r=1+1", "\t@SUM(1)", "\r+1+1", "＝1+1", "＋1+1", "－1+1", "＠SUM(1)",
    "＝HYPERLINK(\"http://evil.example\")", "=1+1\",\"=2+2",
)  # fmt: skip
NEGATIVES = ("-1", "-1.5", "-0.25", "-1,234")


def test_there_are_forty_and_all_differ():
    assert len(set(PAYLOADS)) == 40


@pytest.mark.parametrize("payload", PAYLOADS)
def test_none_is_live_in_csv(payload):
    made = csv_file([{"名称": payload, "数": -5}]).decode("utf-8-sig")
    ((name, number),) = list(csv.reader(io.StringIO(made, newline="")))[1:]
    assert not name.startswith(LIVE)
    assert name.endswith(payload)
    assert number == "-5"


@pytest.mark.parametrize("payload", PAYLOADS)
def test_none_is_live_in_a_chart_or_in_its_facts(payload):
    table = DataTable("表", ("名称", "数"), ((DataCell(payload, payload), DataCell("-5", -5)),))
    for row in csv.reader(io.StringIO(csv_table(table, [("来源", payload)]).decode("utf-8-sig"), newline="")):
        assert not any(cell.startswith(LIVE) and cell != "-5" for cell in row)
    made = workbook([table], ("依据", [("来源", payload)]))
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        sheets = [archive.read(name) for name in archive.namelist() if name.startswith("xl/worksheets/")]
    assert not any(b"<f>" in sheet or b"<f " in sheet or b"hyperlink" in sheet for sheet in sheets)
    book = load_workbook(io.BytesIO(made))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells if cell.value is not None} <= {"s", "n"}
    assert [cell.value for cell in cells if cell.data_type == "n" and cell.value is not None] == [-5]


@pytest.mark.parametrize("number", NEGATIVES)
def test_a_signed_number_stays_one(number):
    made = csv_file([{"数": number}]).decode("utf-8-sig").splitlines()[1]
    assert made.strip('"') == ("'-1,234" if "," in number else number)
