"""V08 to V12, V21: figures against each other."""

import pytest

from data.cells import CellKind
from data.issues import Severity
from data.model import Channel
from tests.return_papers import TOWNSHIP_HEADS, found, ledger_papers, of, summary_papers

SHEET = "街道乡镇"


@pytest.mark.parametrize(("header", "cell"), [("普惠托位数", "F2"), ("普惠机构数", "D2"), ("普惠在托婴幼儿数", "P2")])
def test_an_inclusive_figure_above_all_is_refused(reference, header, cell):
    validation = summary_papers(reference).fill(header, 99, sheet=SHEET).check(reference)
    (issue,) = of(validation, "V08")
    assert (issue.severity, issue.location.cell, issue.found) == (Severity.ERROR, cell, "99")
    assert issue.facts["subject"] == "城北街道"


def test_an_inclusive_figure_above_all_is_refused_in_the_ledger(reference):
    assert found(ledger_papers().fill("普惠托位数", 61).check(reference), "V08") == [("more", "机构台账", "P2")]


def test_equal_figures_are_within_each_other(reference):
    assert of(ledger_papers().fill("普惠托位数", 60).check(reference), "V08") == []


def test_channels_add_up_to_the_inclusive_slots(reference):
    papers = summary_papers(reference).fill("社区托育点", 19, sheet=SHEET)
    assert found(papers.check(reference), "V09") == [("sum", SHEET, "F2")]


def test_channels_with_a_blank_do_not_exceed_the_inclusive_slots(reference):
    papers = summary_papers(reference).fill("社区托育点", None, sheet=SHEET)
    assert of(papers.check(reference), "V09") == []
    assert found(papers.fill("其他", 21, sheet=SHEET).check(reference), "V09") == [("sum_of_known", SHEET, "F2")]


@pytest.mark.parametrize(
    ("changes", "cell"),
    [
        ({"机构数": 0, "普惠机构数": 0}, "E2"),
        ({"普惠机构数": 0}, "F2"),
        ({"普惠托位数": 0, "幼儿园开设托班": 0, "社区托育点": 0, "普惠在托婴幼儿数": 0}, "F2"),
    ],
)
def test_slots_and_institutions_are_zero_together(reference, changes, cell):
    papers = summary_papers(reference)
    for header, value in changes.items():
        papers.fill(header, value, sheet=SHEET)
    assert ("one_is_zero", SHEET, cell) in found(papers.check(reference), "V10")


def test_more_children_than_slots_must_be_explained(reference):
    validation = ledger_papers().fill("在托婴幼儿数", 61).check(reference)
    assert [(issue.severity, issue.location.cell) for issue in of(validation, "V11")] == [("warning", "Q2")]
    assert validation.content is not None


@pytest.mark.parametrize("header", TOWNSHIP_HEADS[2:-1])
def test_a_wrong_total_is_refused_in_its_column(reference, header):
    papers = summary_papers(reference).fill(header, 4321, line=24, sheet=SHEET)
    assert [cell for _, _, cell in found(papers.check(reference), "V12")] == [
        f"{chr(65 + TOWNSHIP_HEADS.index(header))}24"
    ]


@pytest.mark.parametrize("value", [None, "-"])
def test_a_total_without_a_value_is_not_checked(reference, value):
    assert of(summary_papers(reference).fill("托位数", value, line=24, sheet=SHEET).check(reference), "V12") == []


def test_a_total_nobody_calculated_is_not_checked(reference):
    papers = summary_papers(reference)
    book = papers.workbook()
    book.sheets[1].rows[24].told[4] = [CellKind.FORMULA.value, "=SUM(E2:E23)"]
    papers.workbook = lambda: book
    assert of(papers.check(reference), "V12") == []


def test_the_total_is_never_loaded(reference):
    content = summary_papers(reference).check(reference).content
    assert sum(row.slots for row in content.townships) == 50 * 22
    assert content.townships[0].channels[Channel.S1] == 20


def test_the_sums_of_a_ledger_return_are_checked_and_never_read(reference):
    papers = ledger_papers()
    papers.sheets[SHEET] = summary_papers(reference).sheets[SHEET]
    content = papers.check(reference).content
    assert content.townships == ()
    assert found(papers.fill("托位数", 7, line=24, sheet=SHEET).check(reference), "V12") == [("sum", SHEET, "E24")]


def test_certified_carers_are_carers(reference):
    assert found(ledger_papers().fill("持证保育人员数", 11).check(reference), "V21") == [("more", "机构台账", "W2")]
    papers = summary_papers(reference).item("持证保育人员数", 51)
    assert [sheet for _, sheet, _ in found(papers.check(reference), "V21")] == ["填报信息"]


def test_a_part_is_not_compared_with_what_is_unknown(reference):
    validation = ledger_papers().fill("核定托位数", None).fill("保育人员数", None).check(reference)
    assert of(validation, "V08") + of(validation, "V11") + of(validation, "V21") == []
