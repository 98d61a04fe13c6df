"""V19, V25, V27 (hidden), V28, V29, V30: order of dates, fees, what is hidden, operators, population, lateness."""

from dataclasses import replace
from datetime import datetime

import pytest

from data.cells import Workbook
from data.issues import Severity
from data.validation import ValidationContext, past_of, validate
from tests.return_papers import BEIJING, RECEIVED, found, ledger_papers, of, summary_papers

LEDGER, SUMS = "机构台账", "街道乡镇"


@pytest.mark.parametrize(("day", "issues"), [("2025-12-31", []), ("2026-01-01", [("filed", LEDGER, "G2")])])
def test_an_institution_is_filed_by_the_cut_off(reference, day, issues):
    validation = ledger_papers().fill("备案日期", day).check(reference)
    assert found(validation, "V19") == issues
    assert validation.content is not None


@pytest.mark.parametrize(
    ("ended", "issues"), [("2025-12-30", [("ended", LEDGER, "I2")]), ("2026-01-05", []), ("2026-01-06", [])]
)
def test_recognition_does_not_end_before_it_begins(reference, ended, issues):
    papers = ledger_papers().fill("普惠托位数", 0).fill("普惠认定日期", "2026-01-05").fill("普惠终止日期", ended)
    assert found(papers.fill("普惠在托婴幼儿数", 0).check(reference), "V19") == issues


@pytest.mark.parametrize(("fee", "issues"), [(299, 1), (300, 0), (20_000, 0), (20_001, 1), (0, 1), (None, 0)])
def test_a_fee_outside_the_bounds_is_asked_about(reference, fee, issues):
    validation = ledger_papers().fill("月托育费（元/人，全日托，不含伙食费）", fee).check(reference)
    assert len(found(validation, "V25")) == issues


def test_the_bounds_of_fees_are_settings(reference):
    rules = replace(reference.definitions, fee_least=1000, fee_most=2000)
    validation = (
        ledger_papers().fill("月托育费（元/人，全日托，不含伙食费）", 900).check(replace(reference, definitions=rules))
    )
    assert of(validation, "V25")[0].facts == {"subject": "示例托育园110114-0001", "least": 1000, "most": 2000}


def hidden(papers, reference, sheet, **looks):
    """The papers checked with something of a sheet hidden."""
    book = papers.workbook()
    sheets = tuple(replace(one, **looks) if one.name == sheet else one for one in book.sheets)
    return validate(Workbook("a.xlsx", sheets), reference, ValidationContext(RECEIVED))


def test_hidden_rows_columns_and_sheets_with_data_are_asked_about(reference):
    assert found(hidden(ledger_papers(), reference, LEDGER, hidden=True), "V27") == [("hidden_sheet", LEDGER, None)]
    rows = hidden(ledger_papers(6), reference, LEDGER, hidden_rows=frozenset({3, 5, 6, 7, 90}))
    assert found(rows, "V27") == [("hidden_rows", LEDGER, "A3")]
    assert of(rows, "V27")[0].facts["rows"] == "3, 5-7"
    columns = hidden(ledger_papers(), reference, LEDGER, hidden_columns=frozenset({15, 16, 20}))
    assert found(columns, "V27") == [("hidden_columns", LEDGER, "O2")]
    assert of(columns, "V27")[0].facts["columns"] == "O-P, T"
    assert {issue.severity for issue in of(columns, "V27")} == {Severity.WARNING}


def test_hidden_items_of_a_list_are_asked_about(reference):
    assert found(hidden(ledger_papers(), reference, "队伍培训", hidden_rows=frozenset({3})), "V27") == [
        ("hidden_rows", "队伍培训", "B3")
    ]


def test_what_nobody_reads_may_be_hidden(reference):
    papers = ledger_papers()
    papers.sheets[SUMS] = [["街乡代码", "托位数"], ["110114001", 120]]
    papers.sheets["清单"] = [["甲"]]
    for sheet in (SUMS, "清单"):
        assert found(hidden(papers, reference, sheet, hidden=True), "V27") == []
    summary = summary_papers(reference)
    last = len(summary.sheets[SUMS])
    assert found(hidden(summary, reference, SUMS, hidden_rows=frozenset({last})), "V27") == []
    assert found(hidden(summary, reference, SUMS, hidden_rows=frozenset({last - 1})), "V27") != []


@pytest.mark.parametrize("text", ["=1+1", "+8610", "-甲", "@乙", "＝1+1", "＋1", "－甲", "＠乙", "\t甲", "\r甲"])
def test_a_text_that_begins_with_an_operator_stays_text_and_is_noted(reference, text):
    validation = ledger_papers().fill("地址", text).check(reference)
    assert found(validation, "V28") == [("operator", LEDGER, "L2")]
    assert of(validation, "V28")[0].severity is Severity.INFO
    assert validation.content.ledger[0].address == text.strip()


@pytest.mark.parametrize("text", ["-", "—", "1+1", "甲=乙", "无"])
def test_other_texts_and_marks_for_nothing_are_not_noted(reference, text):
    assert found(ledger_papers().fill("地址", text).check(reference), "V28") == []


def without_population(reference, unit="110114", *, published=True):
    units = tuple(replace(one, population_published=published) if one.code == unit else one for one in reference.units)
    return replace(reference, units=units, populations=tuple(p for p in reference.populations if p.area != unit))


def test_a_unit_without_population_is_asked_about(reference):
    issues = of(ledger_papers().check(without_population(reference)), "V29")
    assert [(issue.code, issue.severity) for issue in issues] == [("missing", Severity.WARNING)]


def test_a_unit_whose_population_nobody_publishes_is_noted_in_real_returns_only(reference):
    unpublished = without_population(reference, published=False)
    real = of(ledger_papers().item("数据性质", "正式").check(unpublished), "V29")
    assert [(issue.code, issue.severity) for issue in real] == [("none_published", Severity.INFO)]
    assert of(ledger_papers().check(unpublished), "V29") == []


def test_a_population_of_a_later_date_or_not_yet_published_does_not_count(reference):
    (one, *_) = [one for one in reference.populations if one.area == "110114"]
    for later in (
        replace(one, ref_date=datetime(2026, 1, 1).date()),
        replace(one, source_date=datetime(2026, 1, 11).date()),
    ):
        with_one = replace(without_population(reference), populations=(later,))
        assert len(of(ledger_papers().check(with_one), "V29")) == 1
    known = replace(without_population(reference), populations=(replace(one, source_date=RECEIVED.date()),))
    assert of(ledger_papers().check(known), "V29") == []


DUE = datetime(2026, 1, 16, tzinfo=BEIJING)
"""24:00 of the 15th."""


@pytest.mark.parametrize(("moment", "issues"), [(DUE.replace(day=15, hour=23, minute=59), 0), (DUE, 1)])
def test_a_return_is_late_from_midnight_after_the_due_date_on(reference, moment, issues):
    found_late = of(ledger_papers().check(reference, received_at=moment), "V30")
    assert len(found_late) == issues
    assert all(issue.facts == {"day": "2026-01-16", "due": "2026-01-15"} for issue in found_late)


def test_a_revision_of_a_return_that_was_on_time_is_not_late(reference):
    for first, issues in ((RECEIVED, 0), (DUE, 1)):
        past = past_of(first_received_at=first)
        assert len(of(ledger_papers().check(reference, received_at=DUE, past=past), "V30")) == issues
