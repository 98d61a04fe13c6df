"""What the figures need of one return beside its township totals; one row or record of it each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from data.model import Channel


class TownshipDetail(NamedTuple):
    """What a ledger's institutions in operation in one township are, beside their slots; 汇总 asks none of it.

    ``*_unknown``: institutions with a blank cell in question, which are in no sum. Fees are 元 times slots.
    ``*_known``: institutions of which the grade (未评 among them) or the filing (不适用 apart) is told.
    """

    sequence: int
    township: str
    kindergartens: int = 0
    kindergartens_unknown: int = 0
    professional: int = 0
    professional_unknown: int = 0
    carers: int = 0
    certified: int = 0
    staff_unknown: int = 0
    quality_rated: int = 0
    quality_known: int = 0
    quality_unknown: int = 0
    risk_rated: int = 0
    risk_known: int = 0
    risk_unknown: int = 0
    filed: int = 0
    filing_known: int = 0
    filing_unknown: int = 0
    inclusive_fees: int = 0
    inclusive_fee_slots: int = 0
    other_fees: int = 0
    other_fee_slots: int = 0
    fee_unknown: int = 0


class InstitutionMark(NamedTuple):
    """An institution's inclusive slots in one ledger; None = unknown.

    ``slots`` count in that period; ``as_baseline`` is what later gains are measured from if it is the baseline:
    the same, except that a paused institution keeps what its ledger says.
    """

    sequence: int
    number: str
    channel: Channel | None
    slots: int | None
    as_baseline: int | None


class ChannelSlots(NamedTuple):
    """Inclusive slots of one township and channel in one return: the sum of the known, and the unknown cells."""

    sequence: int
    township: str
    channel: str
    slots: int
    unknown: int


@dataclass(frozen=True, slots=True)
class FilerFigures:
    """What a filer says of itself: 队伍培训 (and staff, in 汇总 mode) by key, 专业布点, the states of its tasks."""

    workforce: Mapping[str, int | None]
    programmes: int
    tasks: Mapping[str, str | None]


SheetColumns = Mapping[str, Mapping[str, str]]
"""Sheet -> column of the form -> its letter in the file that was filed."""


class SourceCell(NamedTuple):
    """A cell that a figure was read from. ``filed`` is what it says, ``counted`` what it adds (None = not known).

    ``township`` is blank where the sheet has no place; ``subject`` is the 系统编号, the town or the item of the line.
    """

    sheet: str
    cell: str
    township: str
    subject: str
    filed: int | str | None
    counted: int | None


@dataclass(frozen=True, slots=True)
class SourceFile:
    """The file that a return came in, and the cells of one data element in it, in the order of the sheet."""

    name: str
    digest: str
    cells: tuple[SourceCell, ...]
