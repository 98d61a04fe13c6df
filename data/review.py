"""The states of a return: received -> returned | accepted (= locked) -> unlocked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

from data.issues import StoreError, UsageError
from data.repository import Repository, Revision
from data.returns import State, StoredReturn

MAY_FOLLOW = {
    State.ACCEPTED: State.RECEIVED,
    State.RETURNED: State.RECEIVED,
    State.UNLOCKED: State.ACCEPTED,
}
"""The state a return must be in before it gets this one."""

NEEDS_REASON = frozenset({State.RETURNED, State.UNLOCKED})


class Review:
    """Accepting, returning and unlocking what was received; each decision is one further state, never a change."""

    def __init__(self, repository: Repository, clock: Callable[[], datetime]) -> None:
        self._repository = repository
        self._clock = clock

    def decide(
        self, receipt: str, state: State, *, actor: str, reason: str | None = None, at: datetime | None = None
    ) -> StoredReturn:
        """Give the return of ``receipt`` its next state; StoreError where it may not have it.

        ``at`` back-loads a decision; it may not lie before the last thing that happened to the period's returns.
        """
        if state in NEEDS_REASON and not (reason or "").strip():
            raise UsageError("store.reason_missing", state=state)
        with self._repository.writing() as transaction:
            history = transaction.history_of_receipt(receipt)
            found = next((known.stored for known in history if known.stored.receipt == receipt), None)
            if found is None:
                raise StoreError("store.unknown_receipt", receipt=receipt)
            refuse_step(history, found, state)
            unexplained = transaction.open_warnings(found.sequence)
            if state is State.ACCEPTED and unexplained:
                raise StoreError("store.unexplained", receipt=receipt, count=unexplained)
            moment = self._moment(history, receipt, at)
            transaction.append_state(found.sequence, state, at=moment, actor=actor, reason=reason)
        return replace(found, state=state)

    def _moment(self, history: Sequence[Revision], receipt: str, at: datetime | None) -> datetime:
        """Now or ``at``; a clock gone back uses the last time."""
        last = max(known.changed_at for known in history)
        if at is not None and at < last:
            raise StoreError("store.before_last", receipt=receipt, last=last.isoformat())
        return at or max(self._clock(), last)


def last_moment(history: Sequence[Revision]) -> datetime | None:
    """When the last thing happened to a unit's returns of one period; None where there is none."""
    return max((known.changed_at for known in history), default=None)


def refuse_step(history: Sequence[Revision], found: StoredReturn, state: State) -> None:
    """Only the latest revision moves, and only along the arrows."""
    latest = history[-1].stored
    if latest.sequence != found.sequence:
        raise StoreError("store.superseded", receipt=found.receipt, latest=latest.receipt)
    if found.state is not MAY_FOLLOW[state]:
        raise StoreError("store.no_such_step", receipt=found.receipt, now=found.state, wanted=state)
