"""A checked return as it would stand if it were stored, so that its effect can be shown before it is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from data.dossier import Candidate
from data.home_based import as_counted
from data.institution_figures import channel_slots_of, details_of, filer_figures_of, marks_of
from data.issues import Issue, Severity
from data.model import Reference
from data.repository import Revision, receipt_of
from data.returns import ChannelTotal, ReturnContent, State, StoredReturn, TownshipTotal
from data.rollup import RollupRow, rollup_of
from data.schema import ALL_CHANNELS, SUM_COUNTS

UNSTORED = 0
"""The sequence of what is not in the store."""

_OF_CHANNEL = [2 * SUM_COUNTS.index(name) for name in ("institutions", "slots", "inclusive_slots")]


def candidate_of(
    content: ReturnContent,
    *,
    digest: str,
    received_at: datetime,
    history: Sequence[Revision],
    issues: Iterable[Issue],
    explained: int,
    reference: Reference,
) -> Candidate:
    """The revision after ``history``; ``explained`` of its 疑点 are explained in 疑点说明 itself."""
    summed = content if reference.definitions.home_based_counts else as_counted(content)
    townships = (township.code for township in reference.townships_at(content.period.end, content.org_unit))
    rows = rollup_of(summed, townships)
    warnings = sum(issue.severity is Severity.WARNING for issue in issues)
    return Candidate(
        stored=_stored(content, digest, received_at, history),
        content=content,
        totals=tuple(_total(row) for row in rows if row.channel == ALL_CHANNELS),
        channels=_channels(rows),
        details=details_of(summed, UNSTORED),
        marks=marks_of(summed, UNSTORED),
        channel_slots=channel_slots_of(rows, UNSTORED),
        filed=filer_figures_of(content),
        open_warnings=warnings - explained,
    )


def _stored(content: ReturnContent, digest: str, received_at: datetime, history: Sequence[Revision]) -> StoredReturn:
    revision = len(history) + 1
    return StoredReturn(
        sequence=UNSTORED,
        org_unit=content.org_unit,
        period=content.period,
        revision=revision,
        state=State.RECEIVED,
        received_at=received_at,
        actor="",
        digest=digest,
        receipt=receipt_of(content.org_unit, str(content.period), revision, digest),
        mode=content.mode,
        first_received_at=history[0].stored.received_at if history else None,
    )


def _total(row: RollupRow) -> TownshipTotal:
    return TownshipTotal(UNSTORED, row.township, *row.counts)


def _channels(rows: Iterable[RollupRow]) -> tuple[ChannelTotal, ...]:
    """The rollup summed over townships, by channel."""
    sums: dict[str, list[int]] = {}
    for row in rows:
        if row.channel != ALL_CHANNELS:
            cells = [row.counts[place + known] for place in _OF_CHANNEL for known in (0, 1)]
            sums[row.channel] = [one + more for one, more in zip(sums.get(row.channel, [0] * len(cells)), cells)]
    return tuple(ChannelTotal(UNSTORED, channel, *cells) for channel, cells in sorted(sums.items()))
