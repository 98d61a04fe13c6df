"""What is kept of a stored return beside its figures: its states, attachments, and the changes its clerk confirmed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from data.details import ChannelSlots, FilerFigures, InstitutionMark, TownshipDetail
from data.returns import ChannelTotal, ReturnContent, State, StoredReturn, TownshipTotal


class ChangeKind(StrEnum):
    """识别变动: what became of an institution since the last ledger."""

    NEW = "new"
    EXPANDED = "expanded"
    CONVERTED = "converted"
    RESUMED = "resumed"
    REDUCED = "reduced"
    LEFT = "left"
    PAUSED = "paused"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class StateChange:
    """One state of a return: since when, set by whom and why."""

    state: State
    at: datetime
    actor: str
    reason: str | None


@dataclass(frozen=True, slots=True)
class Attachment:
    """A 盖章扫描件 beside a return; ``digest`` is the SHA-256 (hex) of its bytes, ``size`` their number."""

    number: int
    name: str
    size: int
    digest: str
    actor: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Confirmation:
    """A change the clerk says is so, with its 依据文号 (may be blank); the last one said holds."""

    document: str
    actor: str
    at: datetime


Confirmations = Mapping[tuple[str, ChangeKind], Confirmation]
"""(institution's number, kind) -> what the clerk said of that change."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A checked return that is not stored: the revision it would become, all its sums and its unexplained 疑点.

    ``stored.sequence`` is 0, which no stored return has, and so is that of its sums.
    """

    stored: StoredReturn
    content: ReturnContent
    totals: tuple[TownshipTotal, ...]
    channels: tuple[ChannelTotal, ...]
    details: tuple[TownshipDetail, ...]
    marks: tuple[InstitutionMark, ...]
    channel_slots: tuple[ChannelSlots, ...]
    filed: FilerFigures
    open_warnings: int
