"""What is kept of a briefing: the texts that an office writes into it, and what was issued. Standard library only."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from data.model import Period

FORMATS = ("pdf", "docx", "xlsx", "png")
"""What a briefing is made as; png is the card."""
EVERY_FORMAT = "all"


class Kind(StrEnum):
    """简报 = issued under a masthead; 报告 = addressed to somebody and signed."""

    BRIEFING = "briefing"
    REPORT = "report"


class Section(StrEnum):
    """Which part of a briefing an office writes itself, in the order of the page."""

    EDITOR_NOTE = "editor_note"
    """编者按."""
    MEASURES = "measures"
    """主要做法."""
    PROBLEMS = "problems"
    """存在问题."""
    NEXT_STEPS = "next_steps"
    """下一步工作."""


@dataclass(frozen=True, slots=True)
class Occasion:
    """The briefing that a text is written for: its kind, its unit, its period, its language."""

    kind: Kind
    org_unit: str
    period: Period
    lang: str


@dataclass(frozen=True, slots=True)
class OfficeText:
    """One revision of one text; ``text`` without words says that it was withdrawn. Its paragraphs are its lines."""

    section: Section
    number: int
    text: str
    author: str
    at: datetime

    @property
    def digest(self) -> str:
        """SHA-256 of the words."""
        return hashlib.sha256(self.text.encode()).hexdigest()


Texts = Mapping[Section, OfficeText]


def said(texts: Iterable[OfficeText]) -> dict[Section, OfficeText]:
    """The last revision of each text, where it has words, in the order of the page."""
    last = {one.section: one for one in sorted(texts, key=lambda one: one.number)}
    return {section: last[section] for section in Section if section in last and last[section].text}


def digest_of(texts: Texts) -> str:
    """SHA-256 of all texts that are printed; of none too."""
    told = {section.value: one.digest for section, one in texts.items()}
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Basis:
    """What the figures of a briefing rest on: the same basis gives the same figures."""

    occasion: Occasion
    plan: str
    as_of: datetime
    definitions: str


@dataclass(frozen=True, slots=True)
class Turn:
    """What a briefing is told when it is made: 第N期 of its year, the day, and the texts that stand at that moment."""

    number: int
    day: date
    texts: Texts


@dataclass(frozen=True, slots=True)
class Printed:
    """A briefing made: its files by format, and what they were made from beside the basis.

    ``frame`` is what the office had set, as plain data; ``made_by`` the digest of the programs.
    """

    files: Mapping[str, bytes]
    data_digest: str
    frame: Mapping[str, object]
    made_by: str
    nature: str


@dataclass(frozen=True, slots=True)
class IssuedFile:
    """A file as it was issued."""

    format: str
    size: int
    digest: str


@dataclass(frozen=True, slots=True)
class IssuedBriefing:
    """A briefing with its number, and all that is needed to make it again to the byte.

    ``texts`` says which revision of each text was printed.
    """

    sequence: int
    year: int
    number: int
    basis: Basis
    data_digest: str
    texts: Mapping[Section, int]
    texts_digest: str
    frame: Mapping[str, object]
    made_by: str
    issued_at: datetime
    actor: str
    files: tuple[IssuedFile, ...]

    def file(self, wanted: str) -> IssuedFile | None:
        """The file of that format, where it was issued in it."""
        return next((one for one in self.files if one.format == wanted), None)
