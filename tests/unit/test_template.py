"""The template: the form as the clerk gets it, and the same return as CSV."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from datetime import UTC, date, datetime

import openpyxl
import pytest

from data import forms
from data.digest import content_digest
from data.model import Channel, Period
from data.readers import read_workbook
from data.return_tables import derived_sums
from data.returns import LedgerRow, Mode, Nature, Project, TaskState, TownshipSum, WorkforceFigure
from data.template import prefilled, return_workbook
from data.validation import ValidationContext, validate
from tests.return_csv import return_csv_zip

UNIT, Q4, Q3 = "110114", Period.parse("2025-Q4"), Period.parse("2025-Q3")
RECEIVED = datetime(2026, 1, 10, tzinfo=UTC)


def institution(number=1, **facts):
    given = {
        "row": number + 1,
        "number": f"{UNIT}-{number:04d}",
        "name": f"示例托育园{UNIT}-{number:04d}",
        "type": "社区托育点",
        "township": "110114001",
        "state": "正常",
        "slots": 60,
        "inclusive_slots": 40,
        "children": 30,
        "inclusive_children": 20,
        "carers": 6,
        "certified": 5,
        "inclusive_from": date(2024, 3, 1),
    }
    return LedgerRow(**{**given, **facts})


LEDGER = (
    institution(1),
    institution(2, type="幼儿园开设托班", township="110114002", slots=20, inclusive_slots=20, children=9),
    institution(3, state="暂停", state_since=date(2025, 8, 1), children=0, inclusive_children=0),
    institution(4, state="关停", state_since=date(2025, 8, 1), children=0, inclusive_children=0),
)


@pytest.fixture
def template(reference):
    def make(unit=UNIT, period=Q4, mode=Mode.LEDGER, **known):
        return prefilled(org_unit=unit, period=period, mode=mode, nature=Nature.DEMO, reference=reference, **known)

    return make


@pytest.fixture
def filled(template):
    """A ledger return ready to be filed."""
    content = template(ledger=LEDGER)
    keys = [column.key for column in forms.WORKFORCE.columns]
    return replace(
        content,
        ledger=tuple(replace(row, children=row.children or 0, inclusive_children=0) for row in content.ledger),
        workforce=tuple(
            WorkforceFigure(key, place, "队伍培训", f"B{place}") for place, key in enumerate(keys, start=2)
        ),
        tasks=(TaskState(2, "3", "推进中", date(2025, 5, 6), None, "继续", None),),
    )


@pytest.fixture
def summary(template, reference):
    """A 汇总 return ready to be filed: one township with slots, the others a true 0."""
    content = template(mode=Mode.SUMMARY)
    nothing = dict.fromkeys(Channel, 0)
    first, *others = content.townships
    rows = [
        TownshipSum(first.row, first.township, 2, 1, 90, 40, 50, 20, {**nothing, Channel.S1: 40}),
        *(TownshipSum(row.row, row.township, 0, 0, 0, 0, 0, 0, nothing) for row in others),
    ]
    keys = [column.key for column in forms.WORKFORCE.columns]
    workforce = [WorkforceFigure(key, 1, "队伍培训", "B2") for key in keys]
    carers = [WorkforceFigure("carers", 9, "填报信息", "B17"), WorkforceFigure("certified", 8, "填报信息", "B18")]
    return replace(content, townships=tuple(rows), workforce=(*workforce, *carers), tasks=())


def opened(content, reference, **how):
    return openpyxl.load_workbook(io.BytesIO(return_workbook(content, reference=reference)), **how)


def headers(sheet):
    return [cell.value for cell in sheet[1]]


def test_every_sheet_and_header_is_spelt_as_in_the_form(template, reference):
    book = opened(template(ledger=LEDGER), reference)
    assert book.sheetnames == ["填报说明", "填报信息", "机构台账", "街道乡镇", "队伍培训", "任务进展", "资源与项目"]
    for form in (forms.LEDGER, forms.TOWNSHIPS, forms.TASKS, forms.PROJECTS):
        assert headers(book[form.name]) == [column.header for column in form.columns]
    assert headers(book["填报信息"]) == ["项目", "内容"]
    assert headers(book["队伍培训"]) == ["项目", "本期"]


def test_the_citys_return_has_its_four_sheets(template, reference):
    book = opened(template(unit="110000"), reference)
    assert book.sheetnames == ["填报说明", "填报信息", "队伍培训", "任务进展", "专业布点"]
    assert len(list(book["任务进展"].rows)) == 1 + len(forms.CITY_TASKS)


def test_a_summary_template_lists_every_township_and_no_ledger(template, reference):
    book = opened(template(mode=Mode.SUMMARY), reference)
    assert "机构台账" not in book.sheetnames
    codes = [row[0].value for row in book["街道乡镇"].iter_rows(min_row=2)]
    assert codes == [*(place.code for place in reference.townships_at(Q4.end, UNIT)), "合计"]
    items = [row[0].value for row in book["填报信息"].iter_rows(min_row=2)]
    assert items[-2:] == ["保育人员数", "持证保育人员数"]


def test_what_the_system_knows_of_the_heading_is_filled_in(template, reference):
    sheet = opened(template(), reference)["填报信息"]
    told = {row[0].value: row[1].value for row in sheet.iter_rows(min_row=2)}
    assert told["填报单位代码"] == UNIT
    assert told["填报单位名称"] == "昌平区"
    assert (told["报告期"], told["统计截止日"], told["版次"]) == ("2025-Q4", "2025-12-31", "初报")
    assert (told["数据性质"], told["填报方式"]) == ("演示", "台账")


def test_closed_institutions_are_left_out_and_children_left_to_be_typed(template):
    rows = template(ledger=LEDGER).ledger
    assert [row.number for row in rows] == [f"{UNIT}-0001", f"{UNIT}-0002", f"{UNIT}-0003"]
    assert [row.children for row in rows] == [None, None, 0]
    assert [row.row for row in rows] == [2, 3, 4]
    assert rows[0].slots == 60


def test_where_nobody_can_be_on_an_inclusive_slot_0_stands_already(template):
    ledger = [replace(row, inclusive_slots=0) for row in LEDGER[:2]]
    assert [(row.children, row.inclusive_children) for row in template(ledger=ledger).ledger] == [(None, 0)] * 2
    unknown = [replace(LEDGER[0], inclusive_slots=None)]
    assert [row.inclusive_children for row in template(ledger=unknown).ledger] == [None]


def test_yearly_columns_stand_in_the_fourth_quarter_or_where_they_were_given(template, reference):
    assert "质量等级" in headers(opened(template(period=Q4, ledger=LEDGER), reference)["机构台账"])
    plain = headers(opened(template(period=Q3, ledger=LEDGER), reference)["机构台账"])
    assert "质量等级" not in plain
    assert "普惠认定日期" in plain
    graded = [replace(LEDGER[0], quality="A")]
    kept = headers(opened(template(period=Q3, ledger=graded), reference)["机构台账"])
    assert "质量等级" in kept
    assert "风险信用等级" not in kept


def test_heads_are_frozen_and_nothing_is_merged(template, reference):
    for sheet in opened(template(ledger=LEDGER), reference).worksheets[1:]:
        assert sheet.freeze_panes.endswith("2")
        assert not sheet.merged_cells.ranges


def test_codes_are_locked_text_and_the_rest_is_open(template, reference):
    sheet = opened(template(ledger=LEDGER), reference)["机构台账"]
    place = {header: number for number, header in enumerate(headers(sheet), start=1)}
    for header in ("系统编号", "街乡代码"):
        cell = sheet.cell(2, place[header])
        assert (cell.protection.locked, cell.number_format, type(cell.value)) == (True, "@", str)
    assert not sheet.cell(2, place["核定托位数"]).protection.locked
    assert not sheet.cell(2, place["在托婴幼儿数"]).protection.locked
    assert sheet.protection.sheet


def test_a_project_can_be_taken_off_the_list(template, reference):
    project = Project(2, "在建", "示例项目", "110114001", None, 40, 40, date(2026, 3, 1), None, None)
    sheet = opened(template(projects=[project]), reference)["资源与项目"]
    assert not [cell.coordinate for cell in sheet[2] if cell.protection.locked]


def rules_of(sheet):
    """Header -> its input rule, for the rules that begin in line 2."""
    rules = {}
    for rule in sheet.data_validations.dataValidation:
        start = str(rule.sqref).split(":", maxsplit=1)[0]
        if start.endswith("2"):
            rules[sheet.cell(1, sheet[start].column).value] = rule
    return rules


def test_closed_lists_are_drop_downs(template, reference):
    rules = rules_of(opened(template(ledger=LEDGER), reference)["机构台账"])
    for column in forms.LEDGER.columns:
        if column.choices:
            assert rules[column.header].formula1 == '"' + ",".join(column.choices) + '"'
    assert rules["街乡代码"].formula1.startswith("街道乡镇!")


def test_counts_are_whole_and_a_part_is_not_above_its_whole(template, reference):
    sheet = opened(template(ledger=LEDGER), reference)["机构台账"]
    rules = rules_of(sheet)
    letter = {cell.value: cell.column_letter for cell in sheet[1]}
    assert (rules["核定托位数"].type, rules["核定托位数"].operator) == ("whole", "greaterThanOrEqual")
    for part, whole in (
        ("普惠托位数", "核定托位数"),
        ("普惠在托婴幼儿数", "在托婴幼儿数"),
        ("持证保育人员数", "保育人员数"),
    ):
        assert rules[part].type == "whole"
        assert (rules[part].formula1, rules[part].formula2) == ("0", f"{letter[whole]}2")


def test_the_townships_sheet_sums_the_ledger_by_formulas_that_carry_their_values(template, reference):
    content = template(ledger=[replace(row, children=row.children) for row in LEDGER])
    formulas = opened(content, reference)["街道乡镇"]
    values = opened(content, reference, data_only=True)["街道乡镇"]
    place = {header: number for number, header in enumerate(headers(formulas), start=1)}
    assert formulas.cell(2, place["托位数"]).value.startswith("=SUMIFS(机构台账!")
    assert formulas.cell(2, place["机构数"]).value.startswith("=COUNTIFS(机构台账!")
    first = {header: values.cell(2, number).value for header, number in place.items()}
    assert (first["机构数"], first["托位数"], first["普惠托位数"], first["社区托育点"]) == (1, 60, 40, 40)
    last = formulas.max_row
    assert formulas.cell(last, 1).value == "合计"
    assert formulas.cell(last, place["托位数"]).value == f"=SUM(E2:E{last - 1})"
    assert values.cell(last, place["托位数"]).value == 80
    assert values.cell(last, place["幼儿园开设托班"]).value == 20


def test_no_formula_stands_outside_the_townships_sheet(template, reference):
    for sheet in opened(template(ledger=LEDGER), reference).worksheets:
        if sheet.title != "街道乡镇":
            assert not [cell.coordinate for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]


def test_paused_and_closed_institutions_are_not_summed(template, reference):
    content = replace(template(), ledger=LEDGER)
    sums = {row.township: row for row in derived_sums(content, reference)}
    assert (sums["110114001"].institutions, sums["110114001"].slots) == (1, 60)
    assert len(sums) == len(reference.townships_at(Q4.end, UNIT))
    assert sums["110114003"].slots == 0


def test_an_empty_summary_template_has_no_total_of_nothing(template, reference):
    values = opened(template(mode=Mode.SUMMARY), reference, data_only=True)["街道乡镇"]
    assert values.cell(values.max_row, 3).value in (None, "")


def test_the_clerk_is_told_what_to_do_for_this_filer_and_mode(template, reference):
    def told(content):
        return "".join(str(row[0].value) for row in opened(content, reference)["填报说明"].iter_rows())

    assert "机构台账" in told(template())
    assert "八个渠道栏" in told(template(mode=Mode.SUMMARY))
    assert "机构台账" not in told(template(mode=Mode.SUMMARY))
    assert "专业布点" in told(template(unit="110000"))
    assert "演示数据" in told(template())
    assert "演示数据" not in told(replace(template(), nature=Nature.OFFICIAL))


def test_the_same_content_gives_the_same_bytes(filled, reference):
    assert return_workbook(filled, reference=reference) == return_workbook(filled, reference=reference)


def checked(name, file, reference):
    return validate(read_workbook(name, file), reference, ValidationContext(received_at=RECEIVED))


def test_a_filled_template_is_read_back_as_it_was_written(filled, reference):
    found = checked("return.xlsx", return_workbook(filled, reference=reference), reference)
    assert not [issue for issue in found.issues if issue.rule != "V17"]
    assert content_digest(found.content) == content_digest(filled)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16"])
def test_csv_in_a_zip_says_the_same_as_the_workbook(filled, reference, encoding):
    packed = return_csv_zip(filled, reference=reference, encoding=encoding)
    found = checked("return.zip", packed, reference)
    assert not [issue for issue in found.issues if issue.rule != "V17"]
    assert content_digest(found.content) == content_digest(filled)


def test_a_summary_return_is_read_back_from_workbook_and_csv(summary, reference):
    book = checked("return.xlsx", return_workbook(summary, reference=reference), reference)
    packed = checked("return.zip", return_csv_zip(summary, reference=reference), reference)
    assert not book.refused
    assert not packed.refused
    assert content_digest(book.content) == content_digest(packed.content) == content_digest(summary)


def test_csv_files_are_named_after_their_sheets(filled, reference):
    with zipfile.ZipFile(io.BytesIO(return_csv_zip(filled, reference=reference))) as archive:
        assert archive.namelist() == [
            "填报信息.csv", "机构台账.csv", "街道乡镇.csv", "队伍培训.csv", "任务进展.csv", "资源与项目.csv",
        ]  # fmt: skip


def test_a_text_that_looks_like_a_formula_stays_text(template, reference):
    content = replace(template(), ledger=(institution(1, name="=1+1"),))
    cell = opened(content, reference)["机构台账"]["B2"]
    assert (cell.data_type, cell.value) == ("s", "=1+1")
