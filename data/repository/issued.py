"""The questions about briefings that the store answers, as it stands: an as-of chooses figures, not what was issued."""

from __future__ import annotations

import hashlib

from sqlalchemy import Engine

from data.briefings import IssuedBriefing, Occasion, OfficeText
from data.issues import StoreError
from data.repository import briefings
from data.repository.engine import reading

ON_A_PAGE = 20


class StoredBriefings:
    """Briefings as they were issued, and the texts of the office."""

    _engine: Engine

    def briefing(self, sequence: int) -> IssuedBriefing | None:
        """What was issued under that sequence; None where nothing was."""
        with reading(self._engine) as connection:
            return briefings.briefing_of(connection, sequence)

    def briefings(
        self, *, org_unit: str | None = None, most: int = ON_A_PAGE, after: int = 0
    ) -> tuple[IssuedBriefing, ...]:
        """What was issued, of one unit or of all, the newest first: ``most`` of them after the first so many."""
        with reading(self._engine) as connection:
            return briefings.briefings_of(connection, org_unit=org_unit, most=most, after=after)

    def briefing_count(self, *, org_unit: str | None = None) -> int:
        """How many were issued, of one unit or of all."""
        with reading(self._engine) as connection:
            return briefings.count_of(connection, org_unit)

    def office_texts(self, occasion: Occasion) -> tuple[OfficeText, ...]:
        """Every revision of every text written for an occasion, the first first."""
        with reading(self._engine) as connection:
            return briefings.texts_of(connection, occasion)

    def issued_file(self, briefing: IssuedBriefing, name: str) -> bytes:
        """The very bytes that were issued; StoreError where there are none, or no longer what they were."""
        with reading(self._engine) as connection:
            content = briefings.content_of(connection, briefing.sequence, name)
        kept = briefing.file(name)
        if kept is None or hashlib.sha256(content).hexdigest() != kept.digest:
            raise StoreError("briefings.damaged", sequence=briefing.sequence, format=name)
        return content
