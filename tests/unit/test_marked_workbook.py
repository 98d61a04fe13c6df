"""A workbook given back with what was found written on it."""

from __future__ import annotations

import io

import openpyxl
import pytest

from data.issues import Issue, Location, Severity
from data.marked_workbook import NotMarked, Remark, marked_workbook
from tests.return_papers import ledger_papers

RED, AMBER = "FFF8B4AE", "FFFFE08A"
HEADS = ("性质", "表", "单元格", "问题")


def remark(cell: str | None, severity: Severity = Severity.ERROR, sentence: str = "不对", sheet: str = "机构台账"):
    return Remark(Issue("V08", severity, "more", Location(sheet, cell)), "错误", sentence)


def marked(content: bytes, *remarks: Remark) -> openpyxl.Workbook:
    made = marked_workbook(content, remarks, list_name="核对结果", heads=HEADS, author="核对")
    return openpyxl.load_workbook(io.BytesIO(made))


def saved(book: openpyxl.Workbook) -> bytes:
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def test_a_cell_with_two_issues_tells_both_in_the_colour_of_the_worse():
    book = marked(ledger_papers().xlsx(), remark("C2", Severity.WARNING, "可疑"), remark("C2", Severity.ERROR, "错了"))
    cell = book["机构台账"]["C2"]
    assert cell.comment.text == "可疑\n错了"
    assert cell.fill.fgColor.rgb == RED


def test_a_doubt_has_a_colour_of_its_own():
    assert marked(ledger_papers().xlsx(), remark("C2", Severity.WARNING))["机构台账"]["C2"].fill.fgColor.rgb == AMBER


def test_a_comment_and_a_drop_down_that_were_there_stay():
    book = openpyxl.load_workbook(io.BytesIO(ledger_papers().xlsx()))
    book["机构台账"]["C2"].comment = openpyxl.comments.Comment("我的批注", "王")
    rule = openpyxl.worksheet.datavalidation.DataValidation("list", formula1='"甲,乙"', sqref="D2")
    book["机构台账"].add_data_validation(rule)
    sheet = marked(saved(book), remark("C2"))["机构台账"]
    assert sheet["C2"].comment.text == "我的批注\n不对"
    assert [str(one.sqref) for one in sheet.data_validations.dataValidation] == ["D2"]


def test_an_issue_inside_merged_cells_stands_on_the_one_that_shows():
    book = openpyxl.load_workbook(io.BytesIO(ledger_papers().xlsx()))
    book["机构台账"].merge_cells("C5:D6")
    assert marked(saved(book), remark("D6"))["机构台账"]["C5"].comment.text == "不对"


def test_every_issue_is_listed_on_a_sheet_of_its_own_and_marking_again_lists_anew():
    once = saved(marked(ledger_papers().xlsx(), remark("C2"), remark(None, sentence="缺表", sheet="街道乡镇")))
    again = marked(once, remark("C3", sentence="=1+1"))
    assert list(again["核对结果"].values) == [HEADS, ("错误", "机构台账", "C3", "=1+1")]
    assert again["核对结果"]["D2"].data_type == "s"


def test_a_marked_workbook_is_read_as_the_return_it_was(reference):
    from data.readers import Workbook, read_workbook
    from data.validation import ValidationContext, validate
    from tests.return_papers import RECEIVED

    papers = ledger_papers()
    made = saved(marked(papers.xlsx(), remark("C2")))
    book = read_workbook("报表.xlsx", made)
    assert isinstance(book, Workbook)
    found = validate(book, reference, ValidationContext(received_at=RECEIVED))
    assert found.content is not None
    assert [one.rule for one in found.issues] == [one.rule for one in papers.check(reference).issues]


def test_what_is_no_workbook_is_refused_and_not_a_fault():
    with pytest.raises(NotMarked):
        marked_workbook(b"PK nothing", [remark("C2")], list_name="核对结果", heads=HEADS, author="核对")
