"""What happens to a return after it came in; everything is a further row with who, when and why, never a change.

States: received -> returned | accepted (= locked) -> unlocked. An unlocked return may be accepted again as it is.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime

from data.audit import Deed, Entry
from data.dossier import ChangeKind
from data.issues import Severity, StoreError, Unexplained, UsageError
from data.people import Action, Actor, may
from data.remarks import document as document_of
from data.remarks import person, scan, words
from data.repository import Repository, Revision, Transaction
from data.returns import State, StoredReturn
from data.scope import THE_HOUSE, Caller

MAY_FOLLOW = {
    State.ACCEPTED: frozenset({State.RECEIVED, State.UNLOCKED}),
    State.RETURNED: frozenset({State.RECEIVED}),
    State.UNLOCKED: frozenset({State.ACCEPTED}),
}
"""The states a return may be in before it gets this one."""

NEEDED = {State.ACCEPTED: Action.DECIDE, State.RETURNED: Action.DECIDE, State.UNLOCKED: Action.UNLOCK}
"""What whoever gives a return this state must be allowed to."""

NEEDS_REASON = frozenset({State.RETURNED, State.UNLOCKED})
OPEN = frozenset({State.RECEIVED, State.UNLOCKED})
"""While a return is in one of these, its clerk may explain, confirm and attach."""

MOST_ATTACHMENTS = 20


@dataclass(frozen=True, slots=True)
class Subject:
    """The return under review, inside the transaction that adds to it, and the moment of what is added."""

    transaction: Transaction
    stored: StoredReturn
    at: datetime
    clock: Callable[[], datetime]
    caller: Caller

    def record(self, action: Deed, actor: str, **facts: object) -> None:
        """Write down what is done to it, at the true time, together with it."""
        told = {name: str(fact) for name, fact in facts.items() if fact not in (None, "")}
        at, address = self.clock(), self.caller.address
        self.transaction.record(Entry(at, actor, address, action, self.stored.receipt, facts=told))


class Review:
    """Deciding on what was received, and adding to it what its clerk has to say."""

    def __init__(self, repository: Repository, clock: Callable[[], datetime]) -> None:
        self._repository = repository
        self._clock = clock

    def decide(
        self,
        receipt: str,
        state: State,
        *,
        actor: str,
        reason: str | None = None,
        at: datetime | None = None,
        caller: Caller = THE_HOUSE,
    ) -> StoredReturn:
        """Give the return of ``receipt`` its next state; StoreError where it may not have it.

        Whoever handed it in does not accept it. ``at`` back-loads a decision; it may not lie before the last thing
        that happened to the period's returns.
        """
        if state in NEEDS_REASON and not (reason or "").strip():
            raise UsageError("store.reason_missing", state=state)
        why, who = words(reason) if reason else None, person(actor)
        with self._subject(receipt, at, caller) as subject:
            _refuse_step(subject.stored, state)
            if state is State.ACCEPTED:
                _refuse_same_person(subject.stored, who)
                _refuse_unexplained(subject)
            subject.transaction.append_state(subject.stored.sequence, state, at=subject.at, actor=who, reason=why)
            before, digest = subject.stored.state.value, subject.stored.digest
            subject.record(Deed.STATE, who, before=before, after=state.value, reason=why, digest=digest)
        return replace(subject.stored, state=state)

    def explain(self, receipt: str, issue_number: int, text: str, *, actor: str, caller: Caller = THE_HOUSE) -> None:
        """Say why a 疑点 is right as it stands; a later explanation takes the place of an earlier one."""
        said, who = words(text), person(actor)
        with self._open(receipt, caller) as subject:
            issues = {known.number: known.issue for known in subject.transaction.issues(subject.stored.sequence)}
            if issue_number not in issues or issues[issue_number].severity is not Severity.WARNING:
                raise StoreError("store.no_such_warning", receipt=receipt, number=issue_number)
            sequence = subject.stored.sequence
            subject.transaction.append_explanation(sequence, issue_number, said, at=subject.at, actor=who)
            subject.record(Deed.REMARK, who, kind="explanation", issue=issue_number)

    def confirm(
        self,
        receipt: str,
        institution: str,
        kind: ChangeKind,
        document: str,
        *,
        actor: str,
        caller: Caller = THE_HOUSE,
    ) -> None:
        """Say that a change of an institution is so, with its 依据文号 (may be blank)."""
        said, who = document_of(document), person(actor)
        with self._open(receipt, caller) as subject:
            if institution not in _institutions(subject):
                raise StoreError("store.no_such_institution", receipt=receipt, institution=institution)
            sequence = subject.stored.sequence
            subject.transaction.append_confirmation(
                sequence, institution, ChangeKind(kind), said, at=subject.at, actor=who
            )
            subject.record(Deed.REMARK, who, kind=ChangeKind(kind).value, institution=institution, document=said)

    def attach(self, receipt: str, name: str, content: bytes, *, actor: str, caller: Caller = THE_HOUSE) -> int:
        """Keep a 盖章扫描件 with a return; its number."""
        kept_as, who = scan(name, content), person(actor)
        with self._open(receipt, caller) as subject:
            if len(subject.transaction.attachments(subject.stored.sequence)) >= MOST_ATTACHMENTS:
                raise StoreError("store.many_attachments", receipt=receipt, most=MOST_ATTACHMENTS)
            sequence, digest = subject.stored.sequence, hashlib.sha256(content).hexdigest()
            number = subject.transaction.append_attachment(sequence, kept_as, content, at=subject.at, actor=who)
            subject.record(Deed.REMARK, who, kind="attachment", number=number, digest=digest)
            return number

    @contextmanager
    def _open(self, receipt: str, caller: Caller) -> Iterator[Subject]:
        """The return, where its clerk may still add to it."""
        with self._subject(receipt, None, caller) as subject:
            if subject.stored.state not in OPEN:
                raise StoreError("store.closed", receipt=receipt, now=subject.stored.state)
            yield subject

    @contextmanager
    def _subject(self, receipt: str, at: datetime | None, caller: Caller) -> Iterator[Subject]:
        """The latest revision of its unit and period, with the store held for writing; another unit's is not there."""
        with self._repository.writing() as transaction:
            history = transaction.history_of_receipt(receipt)
            found = next((known.stored for known in history if known.stored.receipt == receipt), None)
            if found is None or not caller.scope.holds(found.org_unit):
                raise StoreError("store.unknown_receipt", receipt=receipt)
            latest = history[-1].stored
            if latest.sequence != found.sequence:
                raise StoreError("store.superseded", receipt=receipt, latest=latest.receipt)
            yield Subject(transaction, found, self._moment(transaction, history, found, at), self._clock, caller)

    def _moment(
        self, transaction: Transaction, history: Sequence[Revision], found: StoredReturn, at: datetime | None
    ) -> datetime:
        """Now or ``at``; a clock gone back uses the last time anything happened."""
        last = max(*(known.changed_at for known in history), transaction.last_word(found.sequence))
        if at is not None and at < last:
            raise StoreError("store.before_last", receipt=found.receipt, last=last.isoformat())
        return at or max(self._clock(), last)


def last_moment(history: Sequence[Revision]) -> datetime | None:
    """When the last thing happened to a unit's returns of one period; None where there is none."""
    return max((known.changed_at for known in history), default=None)


def may_become(stored: StoredReturn, actor: Actor) -> tuple[State, ...]:
    """The states that ``actor`` may give the last revision of a period."""
    return tuple(
        state
        for state, before in MAY_FOLLOW.items()
        if stored.state in before
        and may(actor, NEEDED[state], stored.org_unit)
        and not (state is State.ACCEPTED and _is_by(stored, actor.name))
    )


def _is_by(stored: StoredReturn, actor: str) -> bool:
    """Four eyes: who handed it in and who accepts it are two. Nobody is told by a blank name."""
    return bool(actor) and actor == stored.actor


def _refuse_step(found: StoredReturn, state: State) -> None:
    """A return moves along the arrows only."""
    if found.state not in MAY_FOLLOW[state]:
        raise StoreError("store.no_such_step", receipt=found.receipt, now=found.state, wanted=state)


def _refuse_same_person(found: StoredReturn, actor: str) -> None:
    if _is_by(found, actor):
        raise StoreError("store.same_person", receipt=found.receipt, actor=actor)


def _refuse_unexplained(subject: Subject) -> None:
    known = subject.transaction.issues(subject.stored.sequence)
    still = [one.issue for one in known if one.issue.severity is Severity.WARNING and one.explanation is None]
    if still:
        raise Unexplained(subject.stored.receipt, still)


def _institutions(subject: Subject) -> set[str]:
    """Numbers in this ledger or in the one before it, from which one may be missing now."""
    stored = subject.stored
    rows = (
        *subject.transaction.ledger(stored.sequence),
        *subject.transaction.earlier_ledger(org_unit=stored.org_unit, before=stored.period),
    )
    return {row.number for row in rows}
