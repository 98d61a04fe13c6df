"""Returns through the one door: revisions, repeats, locks, history, and nothing half done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from data.ingest import Ingest, Outcome
from data.issues import Severity, StoreError, UsageError
from data.model import Period, Reference
from data.repository import Repository
from data.returns import State
from data.review import Review
from tests.return_papers import RECEIVED, UNIT, Papers, city_papers, ledger_papers, summary_papers

PERIOD = Period.parse("2025-Q4")


class Clock:
    """A clock the test sets."""

    def __init__(self) -> None:
        self.time = RECEIVED

    def __call__(self) -> datetime:
        return self.time


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def ingest(repository: Repository, reference: Reference, clock: Clock) -> Ingest:
    return Ingest(repository, reference, clock)


@pytest.fixture
def review(repository: Repository, clock: Clock) -> Review:
    return Review(repository, clock)


def revised(slots: int, note: str | None = "更正托位数") -> Papers:
    """The ledger of 昌平 with another figure and a 修订说明."""
    return ledger_papers().fill("核定托位数", slots).item("修订说明", note).item("版次", "修订1")


def rules(outcome: Outcome, severity: Severity = Severity.ERROR) -> list[tuple[str, str]]:
    """(rule, code) of the issues of a severity."""
    return [(issue.rule, issue.code) for issue in outcome.issues if issue.severity is severity]


def load(ingest: Ingest, papers: Papers, **more: object) -> Outcome:
    return ingest.load("return.xlsx", papers.xlsx(), actor="甲", **more)  # type: ignore[arg-type]


def test_a_good_return_is_stored_with_receipt_and_time(ingest: Ingest, repository: Repository) -> None:
    outcome = load(ingest, ledger_papers())
    assert (outcome.accepted, outcome.org_unit, outcome.period, outcome.revision) == (True, UNIT, "2025-Q4", 1)
    (kept,) = repository.returns()
    assert (kept.receipt, kept.received_at, kept.actor) == (outcome.receipt, RECEIVED, "甲")


def test_both_modes_and_the_city_are_taken(ingest: Ingest, repository: Repository, reference: Reference) -> None:
    for papers in (summary_papers(reference), city_papers()):
        outcome = load(ingest, papers)
        assert outcome.accepted, outcome.issues
    assert {one.org_unit: one.mode for one in repository.returns()} == {UNIT: "summary", "110000": "ledger"}


def test_checking_stores_nothing(ingest: Ingest, repository: Repository) -> None:
    outcome = ingest.check("return.xlsx", ledger_papers().xlsx())
    assert (outcome.accepted, outcome.revision, outcome.receipt) == (True, None, None)
    assert repository.returns() == []
    assert repository.nature() is None


def test_one_error_refuses_the_whole_return(ingest: Ingest, repository: Repository) -> None:
    outcome = load(ingest, ledger_papers().fill("普惠托位数", 999))
    assert not outcome.accepted
    assert "V08" in [rule for rule, _ in rules(outcome)]
    assert (outcome.revision, outcome.receipt) == (None, None)
    assert repository.returns() == []


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"PK\x03\x04 no zip"])
def test_a_file_that_is_no_return_is_refused(ingest: Ingest, repository: Repository, content: bytes) -> None:
    outcome = ingest.load("return.xlsx", content, actor="甲")
    assert rules(outcome)[0][0] == "V00"
    assert repository.returns() == []


def test_the_same_content_is_answered_with_its_receipt(ingest: Ingest, repository: Repository) -> None:
    first = load(ingest, ledger_papers())
    again = load(ingest, ledger_papers().item("填表人", "李四"))
    assert (again.accepted, again.already_received, again.receipt) == (True, True, first.receipt)
    assert ("V26", "same") in rules(again, Severity.INFO)
    assert len(repository.returns()) == 1


def test_checking_known_content_answers_with_its_receipt(ingest: Ingest) -> None:
    first = load(ingest, ledger_papers())
    again = ingest.check("return.xlsx", ledger_papers().xlsx())
    assert (again.accepted, again.already_received, again.receipt) == (True, True, first.receipt)


def test_new_content_needs_a_revision_note(ingest: Ingest, repository: Repository) -> None:
    load(ingest, ledger_papers())
    assert rules(load(ingest, revised(61, note=None))) == [("V26", "no_note")]
    outcome = load(ingest, revised(61))
    assert (outcome.accepted, outcome.revision) == (True, 2)
    assert [one.revision for one in repository.returns()] == [1, 2]


def test_going_back_to_the_first_figures_is_a_third_revision(ingest: Ingest, repository: Repository) -> None:
    receipts = [load(ingest, revised(slots)).receipt for slots in (60, 61, 60)]
    assert len(set(receipts)) == 3
    digests = [one.digest for one in repository.returns()]
    assert digests[0] == digests[2] != digests[1]


def test_an_accepted_period_is_locked_until_it_is_unlocked(ingest: Ingest, review: Review) -> None:
    receipt = load(ingest, ledger_papers()).receipt or ""
    review.decide(receipt, State.ACCEPTED, actor="乙")
    assert rules(load(ingest, revised(61))) == [("V26", "accepted")]
    assert load(ingest, ledger_papers()).already_received
    review.decide(receipt, State.UNLOCKED, actor="乙", reason="区里申请更正")
    assert load(ingest, revised(61)).revision == 2


@pytest.mark.parametrize("path", [(), ("accepted",), ("returned",), ("accepted", "unlocked")])
@pytest.mark.parametrize("step", [State.ACCEPTED, State.RETURNED, State.UNLOCKED])
def test_only_the_steps_of_the_rule_are_possible(
    ingest: Ingest, review: Review, repository: Repository, path: tuple[str, ...], step: State
) -> None:
    receipt = load(ingest, ledger_papers()).receipt or ""
    for state in path:
        review.decide(receipt, State(state), actor="乙", reason="核对")
    opened, accepted, unlocked = (), ("accepted",), ("accepted", "unlocked")
    steps = {opened: {State.ACCEPTED, State.RETURNED}, accepted: {State.UNLOCKED}, unlocked: {State.ACCEPTED}}
    possible = steps.get(path, set())
    if step in possible:
        assert review.decide(receipt, step, actor="乙", reason="核对").state is step
        assert repository.returns()[0].state is step
    else:
        with pytest.raises(StoreError) as refusal:
            review.decide(receipt, step, actor="乙", reason="核对")
        assert refusal.value.key == "store.no_such_step"


@pytest.mark.parametrize("state", [State.RETURNED, State.UNLOCKED])
@pytest.mark.parametrize("reason", [None, "", "  "])
def test_returning_and_unlocking_need_a_reason(
    ingest: Ingest, review: Review, state: State, reason: str | None
) -> None:
    receipt = load(ingest, ledger_papers()).receipt or ""
    with pytest.raises(UsageError, match="reason_missing"):
        review.decide(receipt, state, actor="乙", reason=reason)


def test_only_the_latest_revision_can_be_decided_on(ingest: Ingest, review: Review) -> None:
    first = load(ingest, ledger_papers()).receipt or ""
    load(ingest, revised(61))
    with pytest.raises(StoreError) as refusal:
        review.decide(first, State.ACCEPTED, actor="乙")
    assert refusal.value.key == "store.superseded"


def test_an_unknown_receipt_is_refused(review: Review) -> None:
    with pytest.raises(StoreError) as refusal:
        review.decide("TY-110114-2025Q4-R1-00000000", State.ACCEPTED, actor="乙")
    assert refusal.value.key == "store.unknown_receipt"


def test_a_return_with_an_unexplained_finding_cannot_be_accepted(ingest: Ingest, review: Review) -> None:
    doubtful = ledger_papers().fill("普惠认定日期", None)
    outcome = load(ingest, doubtful)
    assert rules(outcome, Severity.WARNING) == [("V15", "blank")]
    with pytest.raises(StoreError) as refusal:
        review.decide(outcome.receipt or "", State.ACCEPTED, actor="乙")
    assert (refusal.value.key, refusal.value.facts["count"]) == ("store.unexplained", 1)


@pytest.mark.parametrize("place", ["机构台账!H2", "H2", f"{UNIT}-0001"])
def test_an_explanation_names_the_finding_by_cell_or_by_institution(ingest: Ingest, review: Review, place: str) -> None:
    told = ledger_papers().fill("普惠认定日期", None).item("疑点说明", f"V15 {place} 认定文件正在补办")
    receipt = load(ingest, told).receipt or ""
    assert review.decide(receipt, State.ACCEPTED, actor="乙").state is State.ACCEPTED


def test_filing_the_explanation_alone_is_a_revision(ingest: Ingest, review: Review) -> None:
    load(ingest, ledger_papers().fill("普惠认定日期", None))
    told = ledger_papers().fill("普惠认定日期", None).item("疑点说明", "V15 H2 正在补办").item("修订说明", "补充说明")
    outcome = load(ingest, told)
    assert outcome.revision == 2
    assert review.decide(outcome.receipt or "", State.ACCEPTED, actor="乙").state is State.ACCEPTED


def test_history_is_loaded_with_its_own_time(ingest: Ingest, repository: Repository, clock: Clock) -> None:
    clock.time = RECEIVED + timedelta(days=300)
    load(ingest, ledger_papers(), received_at=RECEIVED)
    assert repository.returns()[0].received_at == RECEIVED
    assert len(repository.counting_returns(periods=[PERIOD], as_of=RECEIVED)) == 1


def test_history_cannot_be_loaded_before_the_last_revision(ingest: Ingest, repository: Repository) -> None:
    load(ingest, ledger_papers(), received_at=RECEIVED)
    early = load(ingest, revised(61), received_at=RECEIVED - timedelta(days=1))
    assert rules(early) == [("V26", "before_last")]
    assert load(ingest, revised(61), received_at=RECEIVED).accepted
    assert len(repository.returns()) == 2


def test_a_decision_of_today_does_not_close_history(ingest: Ingest, review: Review, clock: Clock) -> None:
    receipt = load(ingest, ledger_papers(), received_at=RECEIVED).receipt or ""
    clock.time = RECEIVED + timedelta(days=300)
    review.decide(receipt, State.RETURNED, actor="乙", reason="核对")
    assert load(ingest, revised(61), received_at=RECEIVED + timedelta(days=5)).revision == 2


def test_a_clock_gone_back_uses_the_last_time(
    ingest: Ingest, review: Review, repository: Repository, clock: Clock
) -> None:
    load(ingest, ledger_papers())
    clock.time = RECEIVED - timedelta(days=2)
    receipt = load(ingest, revised(61)).receipt or ""
    review.decide(receipt, State.RETURNED, actor="乙", reason="核对")
    assert [one.received_at for one in repository.returns()] == [RECEIVED, RECEIVED]
    assert repository.returns(as_of=RECEIVED)[-1].state is State.RETURNED


def test_another_kind_of_data_is_refused(ingest: Ingest, repository: Repository) -> None:
    load(ingest, ledger_papers())
    outcome = load(ingest, city_papers().item("数据性质", "正式"))
    assert rules(outcome)[0][0] == "V01"
    assert len(repository.returns()) == 1


def test_a_new_institution_keeps_the_number_it_was_given(ingest: Ingest, repository: Repository) -> None:
    load(ingest, ledger_papers(1))
    newcomer = ledger_papers(2).fill("系统编号", None, line=3).item("修订说明", "新增一家")
    load(ingest, newcomer)
    assert load(ingest, newcomer).already_received
    rows = repository.earlier_ledger(org_unit=UNIT, before=PERIOD.next)
    assert [row.number for row in rows] == [f"{UNIT}-0001", f"{UNIT}-0002"]


def test_a_return_judged_on_old_knowledge_is_judged_again(
    repository: Repository, reference: Reference, clock: Clock
) -> None:
    """Two clerks file at once: the second is checked against the first, though it was read before it."""
    other = Ingest(repository, reference, clock)

    class Overtaken(Repository):
        """Lets the other clerk in between the check and the store."""

        def writing(self):
            load(other, revised(70))
            return super().writing()

    ingest = Ingest(Overtaken(repository._engine, reference), reference, clock)
    assert rules(load(ingest, revised(61, note=None))) == [("V26", "no_note")]
    assert [one.revision for one in repository.returns()] == [1]


def test_a_refused_return_leaves_a_mixed_database_alone(ingest: Ingest, repository: Repository) -> None:
    load(ingest, ledger_papers())
    before = repository.returns()
    load(ingest, replace(revised(61)).fill("街乡代码", "110105001"))
    assert repository.returns() == before


def test_receipts_are_the_same_in_another_database(
    ingest: Ingest, reference: Reference, clock: Clock, make_repository: Callable[[], Repository]
) -> None:
    elsewhere = Ingest(make_repository(), reference, clock)
    assert load(ingest, ledger_papers()).receipt == load(elsewhere, ledger_papers()).receipt


@pytest.fixture
def make_repository(tmp_path, reference: Reference) -> Callable[[], Repository]:
    """Another, empty store."""
    from data.repository import open_repository
    from data.settings import Settings

    return lambda: open_repository(Settings(database_url=f"sqlite:///{tmp_path / 'other.sqlite'}"), reference)
