"""What one writer may do between begin and commit."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from data.model import Period, Reference
from data.repository import arrivals, figures, knowledge
from data.repository.history import Revision, filing_of_receipt, revisions
from data.returns import Nature, State, StoredReturn
from data.validation.context import KnownInstitution


class Transaction:
    """One state of the store, to ask and (inside ``Repository.writing``) to add to."""

    def __init__(self, connection: Connection, reference: Reference) -> None:
        self._connection = connection
        self._reference = reference

    def nature(self) -> Nature | None:
        return arrivals.nature_of(self._connection)

    def history(self, *, org_unit: str, period: Period) -> list[Revision]:
        """All revisions of one unit and period, in their order."""
        return revisions(self._connection, org_unit=org_unit, periods=[period])

    def head(self, org_unit: str) -> int:
        """The last sequence of a unit, over all periods; 0 before its first return."""
        return knowledge.last_sequence(self._connection, org_unit)

    def history_of_receipt(self, receipt: str) -> list[Revision]:
        """All revisions of the unit and period that a receipt stands for; empty for an unknown one."""
        filing = filing_of_receipt(self._connection, receipt)
        return [] if filing is None else self.history(org_unit=filing[0], period=filing[1])

    def known_institutions(self, org_unit: str) -> tuple[KnownInstitution, ...]:
        return knowledge.known_institutions(self._connection, org_unit)

    def codes_elsewhere(self, org_unit: str) -> dict[str, str]:
        return knowledge.codes_elsewhere(self._connection, org_unit)

    def open_warnings(self, sequence: int) -> int:
        return figures.open_warnings(self._connection, [sequence])

    def store_return(self, arrival: arrivals.Arrival, revision: int) -> StoredReturn:
        """Add one revision with everything that belongs to it."""
        return arrivals.add_return(self._connection, self._reference, arrival, revision)

    def append_state(self, sequence: int, state: State, *, at: datetime, actor: str, reason: str | None) -> None:
        """Add one state; whether it may follow is the caller's to say."""
        arrivals.add_state(self._connection, sequence, state, at=at, actor=actor, reason=reason)

    def note(self, key: str, value: str) -> None:
        """Remember something of the store itself, once."""
        arrivals.add_note(self._connection, key, value)
