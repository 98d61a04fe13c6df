"""Files to cells: true addresses, kinds, encodings; and a child that survives whatever it is fed."""

import io
import subprocess
import sys
import threading
import zipfile
from datetime import datetime

import openpyxl
import pytest
import xlsxwriter

from data import readers
from data.cells import CellKind, column_number, letters
from data.readers import Sandbox, read_workbook
from data.reading_limits import Unreadable
from data.settings import HOUSE
from data.validation import ValidationContext, validate
from tests.return_papers import RECEIVED, Papers, found, ledger_papers


def written(cells, **options):
    """A workbook of one sheet with these cells: address -> value or (value, format)."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True, **options})
    sheet = book.add_worksheet("表")
    for address, value in cells.items():
        if isinstance(value, datetime):
            sheet.write_datetime(address, value, book.add_format({"num_format": "yyyy-mm-dd"}))
        else:
            sheet.write(address, value)
    book.close()
    return target.getvalue()


def cells_of(content, name="return.xlsx"):
    book = read_workbook(name, content)
    return {cell.address: (cell.kind, cell.value) for row in book.sheets[0].rows.values() for cell in row.values()}


def edited(content, part, old, new):
    """The workbook with one part changed by hand."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as book, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as copy:
        for info in book.infolist():
            data = book.read(info)
            copy.writestr(info.filename, data.replace(old, new) if info.filename == part else data)
    return target.getvalue()


def test_cells_keep_their_address_when_rows_and_columns_before_them_are_empty():
    assert cells_of(written({"C5": "街道", "AB7": 3})) == {
        "C5": (CellKind.TEXT, "街道"),
        "AB7": (CellKind.NUMBER, 3.0),
    }


def test_a_date_cell_is_iso_text_whatever_the_epoch():
    for epoch in (False, True):
        content = written({"A1": datetime(2024, 6, 30)}, date_1904=epoch)
        assert cells_of(content)["A1"] == (CellKind.DATE, "2024-06-30")
        assert read_workbook("return.xlsx", content).epoch_1904 is epoch


def test_errors_and_formulas_nobody_calculated_are_not_blank():
    book = openpyxl.Workbook()
    book.active["B2"], book.active["C2"], book.active["D4"] = "=SUM(1,2)", "#REF!", 5
    book.save(target := io.BytesIO())
    found = cells_of(target.getvalue())
    assert found["B2"] == (CellKind.FORMULA, "=SUM(1,2)")
    assert found["C2"] == (CellKind.ERROR, "#REF!")
    assert found["D4"] == (CellKind.NUMBER, 5.0)


def test_a_formula_with_a_stored_value_is_that_value():
    content = edited(written({"A1": "=1+1"}), "xl/worksheets/sheet1.xml", b"<v>0</v>", b"<v>2</v>")
    assert cells_of(content)["A1"] == (CellKind.NUMBER, 2.0)


@pytest.mark.parametrize("number", [b"NaN", b"inf", b"-inf"])
def test_what_is_no_number_is_an_error_of_its_cell(number):
    content = edited(written({"A1": 5}), "xl/worksheets/sheet1.xml", b"<v>5</v>", b"<v>" + number + b"</v>")
    assert cells_of(content)["A1"][0] is CellKind.ERROR


def test_a_sheet_that_breaks_off_is_refused_and_not_read_as_far_as_it_goes():
    content = edited(ledger_papers(9).xlsx(), "xl/worksheets/sheet2.xml", b'</row><row r="6"', b'</row><row r="6"<')
    (issue,) = read_workbook("return.xlsx", content)
    assert issue.code == "unreadable"


def test_a_far_cell_is_refused_by_its_address_and_the_reader_lives_on():
    (issue,) = read_workbook("bomb.xlsx", written({"A1": 1, "XFD1048576": 1}))
    assert (issue.code, issue.location.sheet, issue.location.cell) == ("too_wide", "表", "XFD1048576")
    assert cells_of(written({"A1": 1})) == {"A1": (CellKind.NUMBER, 1.0)}


def test_a_far_cell_that_is_only_formatted_does_no_harm():
    book = openpyxl.Workbook()
    book.active["A1"] = 1
    book.active["XFD1048576"].font = openpyxl.styles.Font(bold=True)
    book.save(target := io.BytesIO())
    assert cells_of(target.getvalue()) == {"A1": (CellKind.NUMBER, 1.0)}


def test_a_cell_beyond_the_limits_is_refused_even_close_by():
    for address in ("A20001", "GS1"):
        (issue,) = read_workbook("return.xlsx", written({"A1": 1, address: 1}))
        assert issue.location.cell == address


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16"])
def test_a_zip_of_csv_files_is_read_in_this_encoding(encoding):
    papers = Papers({"填报信息": [["项目", "内容"], ["填报单位名称", "昌平区，北京"]]})
    book = read_workbook("return.zip", papers.csv_zip(encoding))
    assert book.sheets[0].name == "填报信息"
    assert [cell.value for row in book.sheets[0].rows.values() for cell in row.values()] == [
        "项目", "内容", "填报单位名称", "昌平区，北京",
    ]  # fmt: skip


def test_a_csv_line_keeps_its_number_behind_blank_lines_and_quoted_breaks():
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("表.csv", '项目,内容\n\n"备\n注","一,二"\nx,\n')
    assert {address: value for address, (_, value) in cells_of(target.getvalue(), "return.zip").items()} == {
        "A1": "项目", "B1": "内容", "A3": "备\n注", "B3": "一,二", "A4": "x",
    }  # fmt: skip


def test_a_comma_that_pushes_a_csv_line_on_is_refused(reference):
    papers = ledger_papers()
    papers.sheets["队伍培训"][1] = ["托育机构负责人培训人次", 1, 234]
    papers.fill("核定托位数", 1)
    papers.sheets["机构台账"][1].insert(15, 234)
    validation = validate(read_workbook("a.zip", papers.csv_zip()), reference, ValidationContext(RECEIVED))
    assert found(validation, "V02") == [("ragged", "机构台账", "Z2"), ("ragged", "队伍培训", "C2")]


def test_a_member_named_in_gbk_is_found_by_its_name():
    content = Papers({"填报信息": [["项目", "内容"]]}).csv_zip()
    utf8, gbk = "填报信息.csv".encode(), "填报信息.csv".encode("gbk").ljust(16, b"_")
    renamed = bytearray(content.replace(utf8, gbk))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = renamed.index(mark) + offset
        renamed[place : place + 2] = b"\0\0"
    book = read_workbook("return.zip", bytes(renamed).replace(b".csv____", b"1234.csv"))
    assert book.sheets[0].name == "填报信息1234"


@pytest.mark.parametrize("data", [b"a,b\x00c\n", b"\xff\xff\xff\xff\xff", b"\xff\xfea"])
def test_a_csv_in_no_known_encoding_is_refused(data):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("填报信息.csv", data)
    (issue,) = read_workbook("return.zip", target.getvalue())
    assert issue.code in ("encoding", "unreadable")


def test_the_child_is_kept_warm_and_renewed_after_a_refusal():
    sandbox = Sandbox()
    content = ledger_papers().xlsx()
    sandbox.answer("xlsx", content)
    first = sandbox._child
    sandbox.answer("xlsx", content)
    assert sandbox._child is first
    assert "refused" in sandbox.answer("xlsx", b"PK no archive")
    sandbox.answer("xlsx", content)
    assert sandbox._child is not first
    assert first.returncode is not None
    sandbox.close()


def test_a_child_that_dies_or_hangs_is_a_refusal_and_leaves_no_process(monkeypatch):
    monkeypatch.setattr(readers, "CHILD", "import time; time.sleep(60)")
    monkeypatch.setattr(readers, "SECONDS", 0.2)
    sandbox = Sandbox()
    with pytest.raises(Unreadable) as refusal:
        sandbox.answer("xlsx", b"x" * 5_000_000)
    assert refusal.value.code == "time"
    monkeypatch.setattr(readers, "CHILD", "raise SystemExit(9)")
    monkeypatch.setattr(readers, "SECONDS", 5.0)
    with pytest.raises(Unreadable) as refusal:
        sandbox.answer("xlsx", b"x")
    assert refusal.value.code == "memory"
    assert sandbox._child is None


def test_memory_is_limited_in_the_child_and_not_here():
    """Rows of cells without addresses pass the search for far cells; their size is stopped by the limit alone."""
    sheet = written({"A1": 1})
    far = b'<row r="1048570">' + b"<c><v>1</v></c>" * 199 + b"</row></sheetData>"
    content = edited(sheet, "xl/worksheets/sheet1.xml", b"</sheetData>", far)
    (issue,) = read_workbook("return.xlsx", content)
    assert issue.code in ("memory", "too_wide", "unreadable")
    assert cells_of(sheet) == {"A1": (CellKind.NUMBER, 1.0)}


def test_threads_share_the_reader():
    content, books = ledger_papers().xlsx(), []
    threads = [threading.Thread(target=lambda: books.append(read_workbook("a.xlsx", content))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert books == [books[0]] * 8


def test_the_reader_works_from_any_folder_and_leaves_nothing_behind(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert not isinstance(read_workbook("a.xlsx", ledger_papers().xlsx()), list)
    assert list(tmp_path.iterdir()) == []


def test_a_fork_does_not_speak_with_its_parents_child():
    """A server that forks its workers must not let two of them read one pipe."""
    program = (
        "import os, sys\nfrom data.readers import read_workbook\nfrom tests.return_papers import ledger_papers\n"
        "content = ledger_papers().xlsx()\nread_workbook('a.xlsx', content)\n"
        "child = os.fork()\nbook = read_workbook('a.xlsx', content)\nassert not isinstance(book, list)\n"
        "if child:\n    assert os.waitpid(child, 0)[1] == 0\n"
        "    assert not isinstance(read_workbook('a.xlsx', content), list)\n"
    )
    run = subprocess.run([sys.executable, "-c", program], cwd=HOUSE, capture_output=True, check=False)
    assert run.returncode == 0, run.stderr.decode()


@pytest.mark.parametrize(("number", "name"), [(1, "A"), (26, "Z"), (27, "AA"), (200, "GR"), (16384, "XFD")])
def test_columns_have_letters(number, name):
    assert letters(number) == name
    assert column_number(name) == number
