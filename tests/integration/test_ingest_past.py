"""What the store tells the rules of a unit's past: earlier periods as known at the receipt, and the first receipt."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from data.ingest import Ingest, Outcome
from data.model import Period, Reference
from data.repository import Repository
from data.returns import State
from data.review import Review
from tests.return_papers import BEIJING, Papers, ledger_papers, summary_papers

NOW = Period.parse("2025-Q4")


@pytest.fixture
def ingest(repository: Repository, reference: Reference) -> Ingest:
    return Ingest(repository, reference, lambda: received(NOW))


def received(period: Period, day: int = 10) -> datetime:
    return datetime(period.next.year, period.next.start.month, day, 9, tzinfo=BEIJING)


def of_period(papers: Papers, period: Period) -> Papers:
    papers.item("报告期", str(period)).item("统计截止日", period.end.isoformat())
    return papers.item("报出日期", period.end.isoformat())


def load(ingest: Ingest, papers: Papers, period: Period, at: datetime | None = None) -> Outcome:
    outcome = ingest.load("a.xlsx", of_period(papers, period).xlsx(), "甲", at or received(period))
    assert outcome.accepted, outcome.issues
    return outcome


def codes(outcome: Outcome, *rules: str) -> list[tuple[str, str]]:
    return [(issue.rule, issue.code) for issue in outcome.issues if issue.rule in rules]


def test_the_latest_earlier_ledger_in_the_store_is_compared(ingest: Ingest) -> None:
    load(ingest, ledger_papers(3), NOW.shift(-2))
    load(ingest, summary_papers(ingest._reference), NOW.shift(-1))
    outcome = load(ingest, ledger_papers(2), NOW)
    assert codes(outcome, "V14", "V23") == [("V14", "missing")]


def test_a_unit_is_compared_with_itself_alone(ingest: Ingest) -> None:
    load(ingest, ledger_papers(3), NOW.previous)
    other = ledger_papers(1, "110105001", "建外街道").item("填报单位代码", "110105").item("填报单位名称", "朝阳区")
    other.fill("系统编号", None)
    assert codes(load(ingest, other, NOW), "V14", "V22", "V23") == []


def test_the_same_data_as_in_the_store_are_asked_about(ingest: Ingest) -> None:
    load(ingest, ledger_papers(2), NOW.previous)
    assert codes(load(ingest, ledger_papers(2), NOW), "V23") == [("V23", "same")]


def test_history_is_read_from_the_store_only_as_far_as_it_was_known(ingest: Ingest) -> None:
    """A correction of the third quarter that came in February was not known in January."""
    load(ingest, ledger_papers(2), NOW.previous)
    corrected = ledger_papers(3).item("修订说明", "补报一家").item("版次", "修订1")
    load(ingest, corrected, NOW.previous, received(NOW) + timedelta(days=30))
    assert codes(load(ingest, ledger_papers(2), NOW, received(NOW)), "V14") == []
    again = ledger_papers(2).fill("在托婴幼儿数", 31).item("修订说明", "更正").item("版次", "修订1")
    assert codes(load(ingest, again, NOW, received(NOW) + timedelta(days=31)), "V14") == [("V14", "missing")]


def test_a_returned_revision_is_no_past(ingest: Ingest, repository: Repository) -> None:
    receipt = load(ingest, ledger_papers(3), NOW.previous).receipt
    assert receipt
    review = Review(repository, lambda: received(NOW.previous, 20))
    review.decide(receipt, State.RETURNED, actor="乙", reason="重报")
    assert codes(load(ingest, ledger_papers(2), NOW), "V14") == []


def test_a_large_change_is_judged_by_the_history_in_the_store(ingest: Ingest) -> None:
    def papers(slots: int) -> Papers:
        typed = ledger_papers(2).fill("核定托位数", slots)
        return typed.fill("普惠认定日期", "2023-01-01").fill("普惠认定日期", "2023-01-01", 3)

    for quarter in range(8, 0, -1):
        load(ingest, papers(60 + quarter % 2), NOW.shift(-quarter))
    outcome = load(ingest, papers(160), NOW)
    assert codes(outcome, "V22") == [("V22", "previous")]
    facts = next(issue.facts for issue in outcome.issues if issue.rule == "V22")
    assert (facts["before"], facts["history"], facts["percent"]) == (61, 7, "162.3%")


def test_lateness_is_that_of_the_first_revision(ingest: Ingest) -> None:
    assert codes(load(ingest, ledger_papers(2), NOW), "V30") == []
    corrected = ledger_papers(2).fill("在托婴幼儿数", 31).item("修订说明", "更正").item("版次", "修订1")
    assert codes(load(ingest, corrected, NOW, received(NOW, 25)), "V30") == []
    assert codes(load(ingest, ledger_papers(3), NOW.previous, received(NOW, 26)), "V30") == [("V30", "late")]


def test_a_check_hands_out_what_it_read(ingest: Ingest) -> None:
    outcome = ingest.check("a.xlsx", ledger_papers(2).xlsx())
    assert outcome.content is not None
    assert [row.slots for row in outcome.content.ledger] == [60, 60]
    assert ingest.check("a.xlsx", ledger_papers(2).fill("核定托位数", "许多").xlsx()).content is None
