"""What happens to a return after it came in: explained, confirmed, attached to, decided on; as known at a moment."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from data.dossier import ChangeKind
from data.issues import DashboardError, Issue, Location, Severity, Unexplained
from data.remarks import LARGEST_ATTACHMENT, LONGEST_TEXT
from data.repository import Repository
from data.returns import State, StoredReturn
from data.review import MOST_ATTACHMENTS, Review
from tests.return_papers import RECEIVED
from tests.store_samples import PERIOD, START, institution, ledger_return, stored, summary_return, whole_return

WARNING = Issue("V06", Severity.WARNING, "name", Location("机构台账", "K2"), "某街道", facts={"name": "某街道"})
HINT = replace(WARNING, severity=Severity.INFO)
PDF = b"%PDF-1.7 scan"
NUMBER = "110114-0001"


class Clock:
    """A clock the test sets; it starts a day after the return came in."""

    def __init__(self) -> None:
        self.time = START + timedelta(days=1)

    def __call__(self) -> datetime:
        return self.time


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def review(repository: Repository, clock: Clock) -> Review:
    return Review(repository, clock)


@pytest.fixture
def kept(repository: Repository) -> StoredReturn:
    """A return with a note and a 疑点."""
    return stored(repository, ledger_return(institution(1)), issues=[HINT, WARNING])


VERBS: dict[str, Callable[[Review, str], object]] = {
    "explain": lambda review, receipt: review.explain(receipt, 2, "已更名", actor="甲"),
    "confirm": lambda review, receipt: review.confirm(receipt, NUMBER, ChangeKind.NEW, "京教发", actor="甲"),
    "attach": lambda review, receipt: review.attach(receipt, "盖章.pdf", PDF, actor="甲"),
}


@pytest.mark.parametrize("content", [whole_return(), ledger_return(institution(2), institution(1)), summary_return()])
def test_a_stored_return_comes_back_as_it_passed_its_checks(repository: Repository, content: object) -> None:
    again = repository.content(stored(repository, content).sequence)  # type: ignore[arg-type]
    rows = sorted(content.ledger, key=lambda row: row.row)  # type: ignore[attr-defined]
    assert replace(again, townships=()) == replace(content, ledger=tuple(rows), townships=())  # type: ignore[type-var]
    assert [one.slots for one in again.townships] == [one.slots for one in content.townships]  # type: ignore[attr-defined]


def test_its_file_comes_back_byte_for_byte(repository: Repository) -> None:
    kept = stored(repository, ledger_return(institution()), file=b"PK\x00bytes")
    assert repository.file(kept.sequence) == ("return.xlsx", b"PK\x00bytes")


def test_a_return_is_found_by_its_receipt_from_the_moment_it_came(repository: Repository, kept: StoredReturn) -> None:
    assert repository.stored(kept.receipt) == kept
    assert repository.stored(kept.receipt, as_of=START - timedelta(microseconds=1)) is None
    assert repository.stored("TY-110114-2025Q4-R1-00000000") is None


def test_what_nobody_stored_is_refused(repository: Repository) -> None:
    for ask in (repository.content, repository.file, lambda sequence: repository.attachment(sequence, 1)):
        with pytest.raises(DashboardError, match="nothing_there"):
            ask(99)


def test_an_explanation_closes_a_finding_from_its_moment_on(
    repository: Repository, review: Review, kept: StoredReturn, clock: Clock
) -> None:
    before, at = clock.time - timedelta(microseconds=1), clock.time
    VERBS["explain"](review, kept.receipt)
    assert [one.explanation for one in repository.issues(kept.sequence, as_of=before)] == [None, None]
    hint, warning = repository.issues(kept.sequence, as_of=at)
    assert (hint.issue, hint.explanation, warning.issue) == (HINT, None, WARNING)
    assert warning.explanation is not None
    assert (warning.explanation.text, warning.explanation.actor, warning.explanation.at) == ("已更名", "甲", at)
    moments = (before, at)
    assert [repository.open_warnings(sequences=[kept.sequence], as_of=when) for when in moments] == [1, 0]


def test_the_last_explanation_holds_and_the_first_is_kept(
    repository: Repository, review: Review, kept: StoredReturn, clock: Clock
) -> None:
    first = clock.time
    review.explain(kept.receipt, 2, "笔误", actor="甲")
    clock.time += timedelta(hours=1)
    review.explain(kept.receipt, 2, " 已\n更名 ", actor="乙")
    said = [repository.issues(kept.sequence, as_of=when)[1].explanation for when in (first, None)]
    assert [(one.text, one.actor) for one in said if one] == [("笔误", "甲"), ("已 更名", "乙")]


@pytest.mark.parametrize("number", [1, 3, 0, -1])
def test_only_a_finding_that_asks_for_it_can_be_explained(review: Review, kept: StoredReturn, number: int) -> None:
    with pytest.raises(DashboardError, match="no_such_warning"):
        review.explain(kept.receipt, number, "已更名", actor="甲")


def test_acceptance_waits_for_every_explanation_and_names_what_is_open(
    repository: Repository, review: Review, kept: StoredReturn
) -> None:
    with pytest.raises(Unexplained) as refusal:
        review.decide(kept.receipt, State.ACCEPTED, actor="乙")
    assert refusal.value.issues == (WARNING,)
    VERBS["explain"](review, kept.receipt)
    assert review.decide(kept.receipt, State.ACCEPTED, actor="乙").state is State.ACCEPTED


def test_a_confirmed_change_is_kept_with_its_document(
    repository: Repository, review: Review, kept: StoredReturn, clock: Clock
) -> None:
    at = clock.time
    VERBS["confirm"](review, kept.receipt)
    clock.time += timedelta(hours=1)
    review.confirm(kept.receipt, NUMBER, ChangeKind.NEW, "", actor="乙")
    first, last = (repository.confirmations(kept.sequence, as_of=when) for when in (at, None))
    assert {key: one.document for key, one in first.items()} == {(NUMBER, ChangeKind.NEW): "京教发"}
    assert [(one.document, one.actor) for one in last.values()] == [("", "乙")]
    assert repository.confirmations(kept.sequence, as_of=START) == {}


def test_a_change_of_an_institution_that_vanished_can_be_confirmed(repository: Repository, review: Review) -> None:
    stored(repository, ledger_return(institution(1), institution(7), period=PERIOD.previous))
    kept = stored(repository, ledger_return(institution(1)), days=1)
    review.confirm(kept.receipt, "110114-0007", ChangeKind.CLOSED, "昌教发〔2025〕1号", actor="甲")
    with pytest.raises(DashboardError, match="no_such_institution"):
        review.confirm(kept.receipt, "110114-0008", ChangeKind.CLOSED, "", actor="甲")


def test_a_scan_is_kept_beside_the_return(
    repository: Repository, review: Review, kept: StoredReturn, clock: Clock
) -> None:
    assert review.attach(kept.receipt, r"C:\temp\盖章 <b>件.PDF", PDF, actor="甲") == 1
    assert review.attach(kept.receipt, "again.pdf", PDF, actor="甲") == 2
    first, _ = repository.attachments(kept.sequence)
    assert (first.name, first.size, first.actor, first.at) == ("盖章 _b_件.pdf", len(PDF), "甲", clock.time)
    assert repository.attachment(kept.sequence, 1) == (first.name, PDF)
    assert repository.attachments(kept.sequence, as_of=START) == ()


@pytest.mark.parametrize(
    ("name", "content", "key"),
    [
        ("scan.pdf", b"PK\x03\x04", "no_scan"),
        ("scan.exe", PDF, "no_scan"),
        ("scan.png", PDF, "no_scan"),
        ("scan", PDF, "no_scan"),
        ("scan.pdf", b"", "no_scan"),
        ("scan.pdf", PDF + b"0" * LARGEST_ATTACHMENT, "too_large"),
    ],
)
def test_only_a_scan_can_be_attached(review: Review, kept: StoredReturn, name: str, content: bytes, key: str) -> None:
    with pytest.raises(DashboardError, match=key):
        review.attach(kept.receipt, name, content, actor="甲")


def test_a_return_takes_so_many_scans_and_no_more(review: Review, kept: StoredReturn) -> None:
    for _ in range(MOST_ATTACHMENTS):
        VERBS["attach"](review, kept.receipt)
    with pytest.raises(DashboardError, match="many_attachments"):
        VERBS["attach"](review, kept.receipt)


@pytest.mark.parametrize("verb", VERBS)
def test_a_locked_or_returned_return_takes_nothing_more(review: Review, kept: StoredReturn, verb: str) -> None:
    VERBS["explain"](review, kept.receipt)
    review.decide(kept.receipt, State.ACCEPTED, actor="乙")
    with pytest.raises(DashboardError, match="closed"):
        VERBS[verb](review, kept.receipt)
    review.decide(kept.receipt, State.UNLOCKED, reason="更正", actor="乙")
    VERBS[verb](review, kept.receipt)


@pytest.mark.parametrize("verb", VERBS)
def test_a_superseded_return_takes_nothing_more(
    repository: Repository, review: Review, kept: StoredReturn, verb: str
) -> None:
    stored(repository, ledger_return(institution(2)), days=1)
    with pytest.raises(DashboardError, match="superseded"):
        VERBS[verb](review, kept.receipt)
    with pytest.raises(DashboardError, match="unknown_receipt"):
        VERBS[verb](review, "TY-0")


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("", "blank"),
        (" \n\t", "blank"),
        ("长" * (LONGEST_TEXT + 1), "too_long"),
        ("身份证号11010119900307123X", "identity_number"),
        ("\x00", "blank"),
    ],
)
def test_an_explanation_must_say_something_fit_to_keep(review: Review, kept: StoredReturn, text: str, key: str) -> None:
    with pytest.raises(DashboardError, match=key):
        review.explain(kept.receipt, 2, text, actor="甲")


@pytest.mark.parametrize("verb", ["explain", "confirm", "attach", "accept"])
def test_nobody_acts_without_a_name(review: Review, kept: StoredReturn, verb: str) -> None:
    acts: dict[str, Callable[[], object]] = {
        "explain": lambda: review.explain(kept.receipt, 2, "已更名", actor=" "),
        "confirm": lambda: review.confirm(kept.receipt, NUMBER, ChangeKind.NEW, "", actor=""),
        "attach": lambda: review.attach(kept.receipt, "scan.pdf", PDF, actor=""),
        "accept": lambda: review.decide(kept.receipt, State.ACCEPTED, actor=""),
    }
    with pytest.raises(DashboardError, match="nobody"):
        acts[verb]()


def test_states_are_told_with_who_when_and_why(
    repository: Repository, review: Review, kept: StoredReturn, clock: Clock
) -> None:
    review.decide(kept.receipt, State.RETURNED, reason="数字有误", actor="乙")
    states = [(one.state, one.at, one.actor, one.reason) for one in repository.states(kept.sequence)]
    assert states == [(State.RECEIVED, START, "甲", None), (State.RETURNED, clock.time, "乙", "数字有误")]
    assert [one.state for one in repository.states(kept.sequence, as_of=START)] == [State.RECEIVED]


def test_a_decision_never_comes_before_what_was_said(
    repository: Repository, review: Review, kept: StoredReturn, clock: Clock
) -> None:
    said_at = clock.time
    VERBS["explain"](review, kept.receipt)
    clock.time = RECEIVED - timedelta(days=900)
    review.decide(kept.receipt, State.ACCEPTED, actor="乙")
    assert repository.states(kept.sequence)[-1].at == said_at


def test_an_unlocked_return_can_be_accepted_again_as_it_is(
    repository: Repository, review: Review, kept: StoredReturn
) -> None:
    VERBS["explain"](review, kept.receipt)
    review.decide(kept.receipt, State.ACCEPTED, actor="乙")
    review.decide(kept.receipt, State.UNLOCKED, reason="误操作", actor="乙")
    assert review.decide(kept.receipt, State.ACCEPTED, actor="乙").state is State.ACCEPTED
    assert [one.state.value for one in repository.states(kept.sequence)] == [
        *("received", "accepted", "unlocked", "accepted"),
    ]
