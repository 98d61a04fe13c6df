"""What an office does with a briefing: write its texts, issue it under the next number. Rows, never a change."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

from data.briefings import Basis, IssuedBriefing, Occasion, OfficeText, Printed, Section, Turn, said
from data.issues import StoreError, UsageError
from data.remarks import paragraphs, person
from data.repository import Repository, Transaction

MOST_TRIES = 20
"""How often a briefing is made again because somebody else took its number meanwhile."""


class Issuing:
    """Writing and issuing. ``clock`` says when."""

    def __init__(self, repository: Repository, clock: Callable[[], datetime]) -> None:
        self._repository = repository
        self._clock = clock

    def write(self, occasion: Occasion, section: Section, text: str, *, author: str) -> OfficeText | None:
        """Keep a text as its next revision; None where it says what the last one says."""
        words, who = paragraphs(text), person(author)
        with self._repository.writing() as transaction:
            before = [one for one in transaction.office_texts(occasion) if one.section is section]
            if words == (before[-1].text if before else ""):
                return None
            at = max([self._clock(), *(one.at for one in before)])
            return transaction.append_office_text(occasion, section, words, author=who, at=at)

    def issue(self, basis: Basis, make: Callable[[Turn], Printed], *, actor: str) -> IssuedBriefing:
        """Make a briefing under its number and keep it; what was made for a turn that has passed is made again.

        Nothing is locked while it is made. UsageError for an as-of that is still to come; StoreError where others are
        faster each time.
        """
        who = person(actor)
        for _ in range(MOST_TRIES):
            with self._repository.view() as view:
                turn = self._turn(view, basis)
            if basis.as_of > self._clock():
                raise UsageError("briefings.too_early")
            printed = make(turn)
            with self._repository.writing() as transaction:
                if self._turn(transaction, basis) == turn:
                    sequence = transaction.append_briefing(basis, turn, printed, actor=who, at=self._clock())
                    break
        else:
            raise StoreError("briefings.busy")
        issued = self._repository.briefing(sequence)
        assert issued is not None
        return issued

    def _turn(self, store: Transaction, basis: Basis) -> Turn:
        occasion = basis.occasion
        day = self._clock().astimezone(ZoneInfo(store.timezone)).date()
        return Turn(store.next_briefing_number(occasion, day.year), day, said(store.office_texts(occasion)))
