"""V26 and the digest: the same content again, new content, an accepted period."""

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from data.digest import content_digest
from data.model import Period
from data.readers import read_workbook
from data.returns import Mode, State, StoredReturn
from data.validation import ValidationContext, repeat_issues, validate
from tests.return_papers import RECEIVED, ledger_papers, summary_papers

LATEST = StoredReturn(
    sequence=1,
    org_unit="110114",
    period=Period.parse("2025-Q4"),
    revision=1,
    state=State.RECEIVED,
    received_at=datetime(2026, 1, 9, tzinfo=ZoneInfo("Asia/Shanghai")),
    actor="昌平",
    digest="d1",
    receipt="R1",
    mode=Mode.LEDGER,
)


def codes(papers, digest, latest):
    return [(issue.code, issue.severity.value) for issue in repeat_issues(papers.workbook(), digest, latest)]


def test_the_same_content_is_answered_with_its_receipt():
    for state in State:
        assert codes(ledger_papers(), "d1", replace(LATEST, state=state)) == [("same", "info")]


def test_new_content_needs_a_note():
    assert codes(ledger_papers(), "d2", LATEST) == [("no_note", "error")]
    assert codes(ledger_papers().item("修订说明", "更正托位数"), "d2", LATEST) == []


def test_new_content_needs_an_open_period():
    papers = ledger_papers().item("修订说明", "更正托位数")
    assert codes(papers, "d2", replace(LATEST, state=State.ACCEPTED)) == [("accepted", "error")]
    assert codes(papers, "d2", replace(LATEST, state=State.UNLOCKED)) == []


def test_a_first_return_needs_nothing():
    assert codes(ledger_papers(), "d1", None) == []


def digest_of(reference, papers=None, content=None, name="a.xlsx"):
    book = papers.workbook() if papers else read_workbook(name, content)
    return content_digest(validate(book, reference, ValidationContext(RECEIVED)).content)


@pytest.mark.parametrize("make", [lambda reference: ledger_papers(), summary_papers])
def test_workbook_and_csv_of_any_encoding_have_one_digest(reference, make):
    papers = make(reference)
    digests = {digest_of(reference, content=papers.xlsx())}
    for encoding in ("utf-8", "utf-8-sig", "gb18030", "utf-16"):
        digests.add(digest_of(reference, content=papers.csv_zip(encoding), name="a.zip"))
    assert digests == {digest_of(reference, papers)}


def test_the_order_of_lines_columns_and_the_revisions_name_change_no_digest(reference):
    papers = ledger_papers(3)
    before = digest_of(reference, papers)
    papers.sheets["机构台账"][1:] = reversed(papers.sheets["机构台账"][1:])
    papers.sheets["机构台账"] = [["台账"], *([*reversed(row)] for row in papers.sheets["机构台账"])]
    papers.item("版次", "修订1").item("填表人", "李四")
    assert digest_of(reference, papers) == before


@pytest.mark.parametrize(
    ("header", "value"), [("核定托位数", 61), ("核定托位数", None), ("地址", "一号"), ("风险信用等级", "A")]
)
def test_any_fact_changes_the_digest(reference, header, value):
    assert digest_of(reference, ledger_papers().fill(header, value)) != digest_of(reference, ledger_papers())


def test_an_explanation_alone_is_new_content(reference):
    assert digest_of(reference, ledger_papers().item("疑点说明", "V11 属实")) != digest_of(reference, ledger_papers())
