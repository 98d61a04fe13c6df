"""What the check of a draft found: each number of it, and what stands for it in the briefing."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    AGREES = "agrees"
    WRONG = "wrong"
    UNMATCHED = "unmatched"
    """Belongs to nothing in the briefing: the office's own words."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the draft, counted from 1: the paragraph (tables and blank ones not counted), or table, row, column."""

    paragraph: int | None = None
    table: int | None = None
    row: int | None = None
    column: int | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """One number of the draft. ``words`` as written, ``excerpt`` what stands round it.

    ``expected`` is what the briefing has in its place; of an unmatched number a figure of the same name, if any.
    """

    verdict: Verdict
    place: Place
    words: str
    excerpt: str
    expected: str = ""
    issued_excerpt: str = ""


@dataclass(frozen=True, slots=True)
class NumberCheck:
    """Every number of the draft, in its order."""

    findings: tuple[Finding, ...]

    def of(self, verdict: Verdict) -> tuple[Finding, ...]:
        return tuple(one for one in self.findings if one.verdict is verdict)

    @property
    def agrees(self) -> bool:
        """Whether no number is wrong."""
        return not self.of(Verdict.WRONG)
