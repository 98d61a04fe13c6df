"""V01: who files what, when and how."""

import pytest

from data.model import Period
from data.returns import Mode, Nature
from data.validation import filing_of
from tests.return_papers import city_papers, found, ledger_papers, of, summary_papers


@pytest.mark.parametrize(
    ("item", "value", "code"),
    [
        ("报表版本", "2019.1", "version"),
        ("报表版本", None, "version"),
        ("数据性质", "测试", "nature"),
        ("数据性质", None, "nature"),
        ("填报方式", "其他", "mode"),
        ("填报方式", None, "mode"),
        ("填报单位代码", "110199", "unit"),
        ("填报单位代码", None, "unit"),
        ("填报单位名称", "海淀区", "unit_name"),
        ("填报单位名称", None, "unit_name"),
        ("报告期", "2025-Q5", "period"),
        ("报告期", "去年", "period"),
        ("报告期", None, "period"),
        ("报告期", "2025-12", "period_quarter"),
        ("报告期", "2026-Q1", "period_not_over"),
        ("统计截止日", None, "cut_off_blank"),
        ("统计截止日", "2025-09-30", "cut_off"),
        ("版次", "第三版", "revision"),
        ("版次", "修订0", "revision"),
        ("版次", None, "revision"),
    ],
)
def test_this_heading_is_refused(reference, item, value, code):
    validation = ledger_papers().item(item, value).check(reference)
    assert validation.content is None
    assert code in [issue.code for issue in of(validation, "V01")]


def test_an_issue_of_the_heading_names_the_cell_of_its_value(reference):
    papers = ledger_papers().item("版次", "第三版")
    line = [row[0] for row in papers.sheets["填报信息"]].index("版次") + 1
    assert found(papers.check(reference), "V01") == [("revision", "填报信息", f"B{line}")]


@pytest.mark.parametrize(
    "told", ["2025-Q4", "2025Q4", "2025年四季度", "2025年第四季度", "２０２５年4季度", "2025 年 四 季 度"]
)
def test_a_quarter_may_be_written_so(reference, told):
    papers = ledger_papers().item("报告期", told)
    assert papers.check(reference).content.period == Period.parse("2025-Q4")
    assert filing_of(papers.workbook()) == ("110114", Period.parse("2025-Q4"))


@pytest.mark.parametrize("told", ["初报", "修订1", "修订 12", "修订２"])
def test_a_revision_may_be_named_so(reference, told):
    assert ledger_papers().item("版次", told).check(reference).content is not None


def test_a_database_holds_one_kind_of_data(reference):
    refused = ledger_papers().check(reference, nature=Nature.OFFICIAL)
    assert found(refused, "V01") == [("other_nature", "填报信息", "B3")]
    assert ledger_papers().check(reference, nature=Nature.DEMO).content.nature is Nature.DEMO


def test_codes_typed_as_numbers_are_the_same_codes(reference):
    papers = ledger_papers().item("填报单位代码", 110114.0).item("报表版本", 2026.1)
    assert papers.check(reference).content.org_unit == "110114"


def test_each_kind_of_return_passes(reference):
    assert ledger_papers().check(reference).content.mode is Mode.LEDGER
    assert summary_papers(reference).check(reference).content.mode is Mode.SUMMARY
    city = city_papers().check(reference).content
    assert (city.org_unit, len(city.programmes), len(city.workforce)) == ("110000", 1, 4)


def test_the_citys_return_needs_no_mode(reference):
    assert city_papers().item("填报方式", None).check(reference).content is not None


def test_unit_and_period_are_told_even_of_a_refused_return(reference):
    validation = ledger_papers().item("版次", None).check(reference)
    assert (validation.content, validation.org_unit, str(validation.period)) == (None, "110114", "2025-Q4")


def test_a_file_without_heading_is_no_filing(reference):
    papers = ledger_papers()
    del papers.sheets["填报信息"]
    assert filing_of(papers.workbook()) is None
    assert found(papers.check(reference), "V02") == [("no_sheet", "填报信息", None)]
