"""What an office does with a briefing: write its texts, issue it under the next number. Rows, never a change."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from data.audit import Deed, Entry
from data.briefings import Basis, IssuedBriefing, Occasion, OfficeText, Printed, Section, Turn, digest_of, said
from data.issues import StoreError, UsageError
from data.remarks import paragraphs, person
from data.repository import Repository, Transaction
from data.scope import THE_HOUSE, Caller

REPEATED = timedelta(seconds=30)
MOST_TRIES = 20
"""How often a briefing is made again because somebody else took its number meanwhile."""


class Issuing:
    """Writing and issuing. ``clock`` says when."""

    def __init__(self, repository: Repository, clock: Callable[[], datetime]) -> None:
        self._repository = repository
        self._clock = clock

    def write(
        self, occasion: Occasion, section: Section, text: str, *, author: str, caller: Caller = THE_HOUSE
    ) -> OfficeText | None:
        """Keep a text as its next revision; None where it says what the last one says."""
        words, who = paragraphs(text), person(author)
        with self._repository.writing() as transaction:
            before = [one for one in transaction.office_texts(occasion) if one.section is section]
            if words == (before[-1].text if before else ""):
                return None
            now = self._clock()
            at = max([now, *(one.at for one in before)])
            kept = transaction.append_office_text(occasion, section, words, author=who, at=at)
            facts = {"section": section.value, "revision": str(kept.number)}
            transaction.record(_deed(occasion, who, caller, now, facts))
            return kept

    def issue(
        self, basis: Basis, make: Callable[[Turn], Printed], *, actor: str, caller: Caller = THE_HOUSE
    ) -> IssuedBriefing:
        """Make a briefing under its number and keep it; what was made for a turn that has passed is made again.

        Nothing is locked while it is made. The same briefing once more within half a minute is a button pressed twice:
        it is answered with the one there is. UsageError for an as-of that is still to come; StoreError where others are
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
                sequence = self._pressed_twice(transaction, basis, printed, who)
                if sequence is None and self._turn(transaction, basis) == turn:
                    now = self._clock()
                    sequence = transaction.append_briefing(basis, turn, printed, actor=who, at=now)
                    transaction.record(_deed(basis.occasion, who, caller, now, _issued(turn, printed)))
            if sequence is not None:
                break
        else:
            raise StoreError("briefings.busy")
        issued = self._repository.briefing(sequence)
        assert issued is not None
        return issued

    def _pressed_twice(self, store: Transaction, basis: Basis, printed: Printed, who: str) -> int | None:
        """The sequence of the same briefing, issued by the same person a moment ago; None where there is none."""
        last = store.last_briefing(basis.occasion)
        if last is None or self._clock() - last.issued_at > REPEATED or last.actor != who:
            return None
        same = replace(basis, as_of=last.basis.as_of) == last.basis and printed.data_digest == last.data_digest
        texts = digest_of(said(store.office_texts(basis.occasion))) == last.texts_digest
        return last.sequence if same and texts and {one.format for one in last.files} == set(printed.files) else None

    def _turn(self, store: Transaction, basis: Basis) -> Turn:
        occasion = basis.occasion
        day = self._clock().astimezone(ZoneInfo(store.timezone)).date()
        return Turn(store.next_briefing_number(occasion, day.year), day, said(store.office_texts(occasion)))


def _issued(turn: Turn, printed: Printed) -> dict[str, str]:
    """Under which number, and which bytes."""
    digests = {name: hashlib.sha256(content).hexdigest() for name, content in printed.files.items()}
    return {"number": f"{turn.day.year}-{turn.number}", **digests}


def _deed(occasion: Occasion, who: str, caller: Caller, at: datetime, facts: dict[str, str]) -> Entry:
    """What the audit keeps of what is stored with it."""
    told = {"kind": occasion.kind.value, "lang": occasion.lang, **facts}
    return Entry(at, who, caller.address, Deed.BRIEFING, f"{occasion.org_unit} {occasion.period}", facts=told)
