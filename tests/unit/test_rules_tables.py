"""V02, V03, V04, V16, V24, V27: sheets, columns and what stands in the cells."""

from datetime import date
from decimal import Decimal

import pytest

from data.cells import CellKind
from data.issues import Severity
from tests.return_papers import city_papers, found, ledger_papers, of, summary_papers

LEDGER = "机构台账"


@pytest.mark.parametrize("sheet", ["机构台账", "队伍培训", "任务进展"])
def test_a_missing_sheet_is_named(reference, sheet):
    papers = ledger_papers()
    del papers.sheets[sheet]
    assert found(papers.check(reference), "V02") == [("no_sheet", sheet, None)]


def test_the_city_needs_its_four_sheets(reference):
    papers = city_papers()
    del papers.sheets["专业布点"]
    assert found(papers.check(reference), "V02") == [("no_sheet", "专业布点", None)]


def test_two_sheets_of_one_name_are_refused(reference):
    papers = ledger_papers()
    papers.sheets["机构 台账"] = papers.sheets[LEDGER]
    assert found(papers.check(reference), "V02") == [("sheet_twice", LEDGER, None)]


def test_a_missing_column_is_named(reference):
    papers = ledger_papers().put(LEDGER, "O1", None)
    (issue,) = [issue for issue in of(papers.check(reference), "V02") if issue.code == "no_column"]
    assert (issue.facts["header"], issue.severity) == ("核定托位数", Severity.ERROR)


def test_a_header_said_twice_is_refused_at_the_second(reference):
    papers = ledger_papers().put(LEDGER, "Z1", "托位数")
    assert found(papers.check(reference), "V02") == [("column_twice", LEDGER, "Z1")]


def test_an_unknown_column_and_one_without_header_are_told_and_not_read(reference):
    papers = ledger_papers().put(LEDGER, "Z1", "园长电话").put(LEDGER, "AA2", "旁注")
    validation = papers.check(reference)
    assert found(validation, "V02") == [("unknown_column", LEDGER, "Z1"), ("headless", LEDGER, "AA2")]
    assert validation.content is not None


@pytest.mark.parametrize("line", [["填表人：张三"], ["注:本表不含托管班"], [None, "审核人： 李四", "联系电话：010-1"]])
def test_signatures_and_notes_below_a_table_are_no_institution(reference, line):
    papers = ledger_papers()
    papers.sheets[LEDGER] += [[], line]
    validation = papers.check(reference)
    assert [issue for issue in validation.issues if issue.severity is not Severity.INFO] == []
    assert len(validation.content.ledger) == 2


def test_a_line_with_figures_is_read_whatever_its_first_words(reference):
    papers = ledger_papers().fill("机构名称", "注：示例园", 3)
    assert [row.name for row in papers.check(reference).content.ledger][1] == "注：示例园"


def test_columns_may_stand_in_any_order_under_aliases_and_titles(reference):
    papers = ledger_papers()
    rows = [list(reversed(row)) for row in papers.sheets[LEDGER]]
    rows[0] = [{"核定托位数": "托 位 数", "街乡代码": "街道(乡镇)代码"}.get(head, head) for head in rows[0]]
    papers.sheets[LEDGER] = [["北京市托育机构台账"], [], *rows]
    content = papers.check(reference).content
    assert [(row.row, row.slots, row.township) for row in content.ledger] == [
        (4, 60, "110114001"),
        (5, 60, "110114001"),
    ]
    assert content.columns[LEDGER]["number"] == "Y"


def test_a_missing_and_a_repeated_item_are_refused(reference):
    papers = ledger_papers()
    papers.sheets["队伍培训"][2][0] = "托育机构负责人培训人次"
    codes = [code for code, _, _ in found(papers.check(reference), "V02")]
    assert sorted(codes) == ["item_twice", "no_item"]


def test_an_unknown_item_is_told(reference):
    papers = ledger_papers()
    papers.sheets["队伍培训"].append(["其他培训", 5])
    assert found(papers.check(reference), "V02") == [("unknown_item", "队伍培训", "A6")]


def test_the_summary_asks_two_figures_more(reference):
    papers = summary_papers(reference)
    papers.sheets["填报信息"] = [row for row in papers.sheets["填报信息"] if row[0] != "持证保育人员数"]
    (issue,) = of(papers.check(reference), "V02")
    assert (issue.code, issue.facts["header"]) == ("no_item", "持证保育人员数")


def test_a_ledger_without_a_line_must_be_explained(reference):
    assert found(ledger_papers(institutions=0).check(reference), "V02") == [("no_rows", LEDGER, None)]


def test_a_filled_sheet_of_another_mode_is_told(reference):
    papers = summary_papers(reference)
    papers.sheets[LEDGER] = ledger_papers().sheets[LEDGER]
    assert found(papers.check(reference), "V02") == [("unread_sheet", LEDGER, None)]


@pytest.mark.parametrize(("typed", "value"), [("１２", 12), ("1,234", 1234), ("1.2万", 12000), ("12.0", 12)])
def test_a_normalised_figure_is_logged_and_right(reference, typed, value):
    validation = ledger_papers().fill("核定托位数", typed).fill("普惠托位数", 0).fill("在托婴幼儿数", 0)
    validation = validation.fill("普惠在托婴幼儿数", 0).check(reference)
    (issue,) = of(validation, "V03")
    assert (issue.severity, issue.location.cell, issue.found) == (Severity.INFO, "O2", typed)
    assert validation.content.ledger[0].slots == value


@pytest.mark.parametrize("typed", ["12.5", -3, 12.5, "abc", True, date(2024, 1, 1), "1e3"])
def test_a_figure_that_is_none_refuses_the_return(reference, typed):
    validation = ledger_papers().fill("核定托位数", typed).check(reference)
    assert validation.content is None
    assert [issue.location.cell for issue in of(validation, "V03")] == ["O2"]


@pytest.mark.parametrize("typed", [None, "-", "—", "/", "无"])
def test_a_blank_is_unknown_and_never_zero(reference, typed):
    validation = ledger_papers().fill("核定托位数", typed).check(reference)
    assert validation.content.ledger[0].slots is None
    (issue,) = of(validation, "V04")
    assert (issue.severity, issue.location.cell) == (Severity.INFO, "O2")


def test_a_blank_word_without_which_a_line_says_nothing_is_refused(reference):
    validation = ledger_papers().fill("机构名称", None).fill("机构类型", None).fill("运营状态", "无").check(reference)
    assert found(validation, "V02") == [("blank", LEDGER, "B2")]
    assert found(validation, "V16") == [("blank", LEDGER, "D2"), ("blank", LEDGER, "T2")]


@pytest.mark.parametrize("kind", [CellKind.ERROR, CellKind.FORMULA])
def test_a_cell_without_a_figure_to_read_is_never_taken_for_blank(reference, kind):
    papers = ledger_papers()
    book = papers.workbook()
    book.sheets[1].rows[2].told[14] = [kind.value, "#N/A"]
    papers.workbook = lambda: book
    validation = papers.check(reference)
    assert found(validation, "V27") == [(kind.value, LEDGER, "O2")]
    assert validation.content is None


@pytest.mark.parametrize(
    ("header", "value"), [("机构类型", "幼儿园"), ("运营状态", "开"), ("质量等级", "E"), ("举办性质", "国营")]
)
def test_a_word_outside_its_list_is_refused(reference, header, value):
    assert [code for code, _, _ in found(ledger_papers().fill(header, value).check(reference), "V16")] == [
        "not_in_list"
    ]


def test_words_of_a_list_are_read_without_width_and_case(reference):
    content = ledger_papers().fill("质量等级", "ａ").fill("运营状态", " 正 常 ").check(reference).content
    assert (content.ledger[0].quality, content.ledger[0].state) == ("A", "正常")


def test_a_task_of_the_city_alone_is_refused_from_a_unit(reference):
    assert found(ledger_papers().put("任务进展", "A2", "13").check(reference), "V16") == [("task", "任务进展", "A2")]
    assert city_papers().put("任务进展", "A2", 13.0).check(reference).content.tasks[0].task == "13"


def test_tasks_that_nobody_touched_are_not_filed(reference):
    papers = ledger_papers().put("任务进展", "A3", "T4a").put("任务进展", "B3", "区托育综合服务中心")
    assert [task.task for task in papers.check(reference).content.tasks] == ["3"]
    assert papers.put("任务进展", "C3", "已完成").check(reference).content.tasks[1].task == "T4a"


@pytest.mark.parametrize("typed", ["2024-03-01", "2024/3/1", "2024年3月1日", date(2024, 3, 1), 45352.0])
def test_a_date_is_read_in_each_of_its_spellings(reference, typed):
    content = ledger_papers().fill("备案日期", typed).check(reference).content
    assert content.ledger[0].filing_date == date(2024, 3, 1)


def test_a_date_that_is_none_is_refused(reference):
    assert found(ledger_papers().fill("备案日期", "三月").check(reference), "V24") == [("not_a_date", LEDGER, "G2")]


def test_a_date_after_the_receipt_is_refused_but_for_ends_plans_and_open_tasks(reference):
    papers = ledger_papers().fill("备案日期", "2026-01-11").fill("普惠终止日期", "2027-01-01")
    papers.put("任务进展", "D2", "2027-06-30")
    assert found(papers.check(reference), "V24") == [("ahead", LEDGER, "G2")]
    papers.put("任务进展", "C2", "已完成")
    assert ("ahead", "任务进展", "D2") in found(papers.check(reference), "V24")


def test_coordinates_are_exact_decimals_of_the_earth(reference):
    content = ledger_papers().fill("经度", "116.40").fill("纬度", 39.9).check(reference).content
    assert (content.ledger[0].longitude, content.ledger[0].latitude) == (Decimal("116.4"), Decimal("39.9"))
    refused = ledger_papers().fill("经度", 1164.0).fill("纬度", "北纬39").check(reference)
    assert [code for code, _, _ in found(refused, "V03")] == ["not_on_earth", "not_a_decimal"]


def test_what_repeats_beyond_measure_is_counted(reference, monkeypatch):
    monkeypatch.setattr("data.validation.MOST_ALIKE", 3)
    validation = ledger_papers(institutions=9).check(reference)
    codes = of(validation, "V17")
    assert [issue.code for issue in codes] == ["blank"] * 3 + ["and_more"]
    assert codes[-1].facts == {"count": 6}


@pytest.mark.parametrize("nothing", ["-", "无", "\x01"])
def test_a_mark_for_nothing_is_no_name_no_township_and_no_date(reference, nothing):
    papers = ledger_papers().fill("机构名称", nothing).fill("街乡代码", "-").fill("普惠认定日期", "无")
    validation = papers.item("统计截止日", "—").check(reference)
    assert ("blank", LEDGER, "B2") in found(validation, "V02")
    assert found(validation, "V05") == [("blank", LEDGER, "J2")]
    assert found(validation, "V15") == [("blank", LEDGER, "H2")]
    assert [code for code, _, _ in found(validation, "V01")] == ["cut_off_blank"]
