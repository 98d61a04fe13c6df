"""What an office does with briefings, whoever asks: drafts, issues, and what was issued given out again."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Protocol

from callbacks.briefings.press import Press
from data.briefings import Basis, IssuedBriefing, Occasion, OfficeText, Printed, Section, Texts, Turn, said
from data.scope import THE_HOUSE, Caller


class Kept(Protocol):
    """Implemented by data.repository.Repository: what was written and issued."""

    def office_texts(self, occasion: Occasion) -> tuple[OfficeText, ...]: ...

    def briefing(self, sequence: int) -> IssuedBriefing | None: ...

    def briefings(
        self, *, org_unit: str | None = None, most: int = 20, after: int = 0
    ) -> tuple[IssuedBriefing, ...]: ...

    def briefing_count(self, *, org_unit: str | None = None) -> int: ...

    def issued_file(self, briefing: IssuedBriefing, name: str) -> bytes: ...


class Issues(Protocol):
    """Implemented by data.issuing.Issuing."""

    def write(
        self, occasion: Occasion, section: Section, text: str, *, author: str, caller: Caller
    ) -> OfficeText | None: ...

    def issue(self, basis: Basis, make: Callable[[Turn], Printed], *, actor: str, caller: Caller) -> IssuedBriefing: ...


@dataclass(frozen=True, slots=True)
class Office:
    """The press with what is kept, and the hand that issues."""

    press: Press
    kept: Kept
    issuing: Issues

    def texts(self, basis: Basis) -> Texts:
        """What would be printed now of what the office has written."""
        return said(self.kept.office_texts(basis.occasion))

    def drafts(self, basis: Basis, formats: Collection[str]) -> dict[str, bytes]:
        """The files by name, as they would be issued now; nothing is kept."""
        made = self.press.draft(basis, self.texts(basis), formats)
        return {self.press.name(basis, ending): content for ending, content in made.items()}

    def issue(
        self, basis: Basis, formats: Collection[str], *, actor: str, caller: Caller = THE_HOUSE
    ) -> IssuedBriefing:
        """The next number, with its files."""
        return self.issuing.issue(
            basis, lambda turn: self.press.printed(basis, turn, formats), actor=actor, caller=caller
        )

    def files(self, issued: IssuedBriefing) -> dict[str, bytes]:
        """The files by name, to the byte as they were issued."""
        return {
            self.press.name(issued.basis, one.format, issued): self.kept.issued_file(issued, one.format)
            for one in issued.files
        }

    def again(self, issued: IssuedBriefing) -> Printed:
        """What was issued, made once more from all that is known of it."""
        return self.press.again(issued, self.texts_of(issued))

    def texts_of(self, issued: IssuedBriefing) -> Texts:
        """The revisions of the office's texts that were printed in it."""
        revisions = self.kept.office_texts(issued.basis.occasion)
        texts = {one.section: one for one in revisions if issued.texts.get(one.section) == one.number}
        return {section: texts[section] for section in Section if section in texts}
