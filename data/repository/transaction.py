"""What one writer may do between begin and commit."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from data.briefings import Basis, IssuedBriefing, Occasion, OfficeText, Printed, Section, Turn
from data.dossier import Attachment, ChangeKind
from data.model import Period, Reference
from data.repository import arrivals, briefings, dossiers, figures, knowledge, remarks
from data.repository.facts import ledger_of
from data.repository.history import Revision, filing_of_receipt, revisions
from data.repository.people import PeopleWriting
from data.returns import LedgerRow, Nature, State, StoredIssue, StoredReturn
from data.validation.context import KnownInstitution
from data.validation.past import Past


class Transaction(PeopleWriting):
    """One state of the store, to ask and (inside ``Repository.writing``) to add to."""

    def __init__(self, connection: Connection, reference: Reference) -> None:
        self._connection = connection
        self._reference = reference

    @property
    def timezone(self) -> str:
        """The clock by which days are told."""
        return self._reference.timezone

    def nature(self) -> Nature | None:
        return arrivals.nature_of(self._connection)

    def history(self, *, org_unit: str, period: Period) -> list[Revision]:
        """All revisions of one unit and period, in their order."""
        return revisions(self._connection, org_units=[org_unit], periods=[period])

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

    def past(self, *, org_unit: str, before: Period, as_of: datetime) -> Past:
        """What the unit had filed for earlier periods; readable as long as this transaction lasts."""
        return knowledge.past(self._connection, org_unit=org_unit, before=before, as_of=as_of)

    def open_warnings(self, sequence: int) -> int:
        return figures.open_warnings(self._connection, [sequence])

    def store_return(self, arrival: arrivals.Arrival, revision: int) -> StoredReturn:
        """Add one revision with everything that belongs to it."""
        return arrivals.add_return(self._connection, self._reference, arrival, revision)

    def issues(self, sequence: int) -> tuple[StoredIssue, ...]:
        """Every issue of a return, with its explanation."""
        return dossiers.issues_of(self._connection, sequence)

    def ledger(self, sequence: int) -> tuple[LedgerRow, ...]:
        return ledger_of(self._connection, sequence)

    def earlier_ledger(self, *, org_unit: str, before: Period) -> tuple[LedgerRow, ...]:
        return knowledge.earlier_ledger(self._connection, org_unit=org_unit, before=before)

    def attachments(self, sequence: int) -> tuple[Attachment, ...]:
        return dossiers.attachments_of(self._connection, sequence)

    def last_word(self, sequence: int) -> datetime:
        """When something was last said, decided or attached of a return."""
        return dossiers.last_word(self._connection, sequence)

    def append_state(self, sequence: int, state: State, *, at: datetime, actor: str, reason: str | None) -> None:
        """Add one state; whether it may follow is the caller's to say, as with everything below."""
        remarks.add_state(self._connection, sequence, state, at=at, actor=actor, reason=reason)

    def append_explanation(self, sequence: int, issue: int, text: str, *, at: datetime, actor: str) -> None:
        """Add one explanation of an issue."""
        remarks.add_explanation(self._connection, sequence, issue, text, at=at, actor=actor)

    def append_confirmation(
        self, sequence: int, institution: str, kind: ChangeKind, document: str, *, at: datetime, actor: str
    ) -> None:
        """Add the clerk's word on a change of an institution."""
        remarks.add_confirmation(self._connection, sequence, institution, kind, document, at=at, actor=actor)

    def append_attachment(self, sequence: int, name: str, content: bytes, *, at: datetime, actor: str) -> int:
        """Add one attachment; its number."""
        return remarks.add_attachment(self._connection, sequence, name, content, at=at, actor=actor)

    def note(self, key: str, value: str) -> None:
        """Remember something of the store itself, once."""
        arrivals.add_note(self._connection, key, value)

    def office_texts(self, occasion: Occasion) -> tuple[OfficeText, ...]:
        """Every revision of every text written for an occasion."""
        return briefings.texts_of(self._connection, occasion)

    def append_office_text(
        self, occasion: Occasion, section: Section, text: str, *, author: str, at: datetime
    ) -> OfficeText:
        """Add one revision of a text."""
        return briefings.add_text(self._connection, occasion, section, text, author=author, at=at)

    def next_briefing_number(self, occasion: Occasion, year: int) -> int:
        """第N期 of the year."""
        return briefings.next_number(self._connection, occasion, year)

    def last_briefing(self, occasion: Occasion) -> IssuedBriefing | None:
        """What was last issued of that kind, unit and language."""
        return briefings.last_of(self._connection, occasion)

    def append_briefing(self, basis: Basis, turn: Turn, printed: Printed, *, actor: str, at: datetime) -> int:
        """Add a briefing with its files; its sequence."""
        return briefings.add_briefing(self._connection, basis, turn, printed, actor=actor, at=at)
