"""Which slots would count as new: those of an institution that stands at its highest mark since the baseline.

New inclusive slots are counted gross (`metrics.gross`): an institution that comes back to what it had adds nothing.
Below the mark nothing is counted at all, so that what is promised is never too much.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from data.details import InstitutionMark
from data.model import Channel, NewSlots, Period
from data.returns import Mode
from metrics.contributions import Contributions
from metrics.gross import cells_of
from metrics.knowledge import Knowledge


class Headroom:
    """One filer's institutions (of ledgers) or channels of townships (of sums) at their highest mark."""

    def __init__(self, knowledge: Knowledge, contributions: Contributions, filer: str, period: Period) -> None:
        returns = contributions.behind(filer, period)
        self._all = knowledge.reference.definitions.new_slots is NewSlots.NET and bool(returns)
        self._known = bool(returns)
        self._marks: Mapping[str, bool] | None = None
        self._cells: Mapping[tuple[str, str], bool] = {}
        if not returns or self._all:
            return
        if all(one.mode is Mode.LEDGER for one in returns):
            read = knowledge.readings.marks(returns)
            self._marks = _marks_at_highest([read[one.sequence] for one in returns])
            return
        slots = knowledge.readings.channel_slots(returns)
        codes = [one.code for one in knowledge.own_townships(filer, period)]
        self._cells = _at_highest(
            [cells_of(slots[one.sequence], codes, is_ledger=one.mode is Mode.LEDGER) for one in returns]
        )

    def counts(self, township: str, channel: Channel, number: str | None = None) -> bool:
        """Whether further inclusive slots there, of that institution (None = a new one), count as new."""
        if self._all:
            return True
        if not self._known:
            return False
        if self._marks is not None:
            return number is None or self._marks.get(number, True)
        return self._cells.get((township, channel.value), True)


def _marks_at_highest(periods: Sequence[Sequence[InstitutionMark]]) -> dict[str, bool]:
    """Institution -> it stands at its highest, the baseline's among them; not where a cell hides what it has."""
    highest = {mark.number: mark.as_baseline or 0 for mark in periods[0]}
    for marks in periods:
        for mark in marks:
            highest[mark.number] = max(highest.get(mark.number, 0), mark.slots or 0)
    now = {mark.number: mark.slots for mark in periods[-1]}
    return {number: now.get(number, 0) == most for number, most in highest.items()}


def _at_highest(periods: Sequence[Mapping[tuple[str, str], int | None]]) -> dict[tuple[str, str], bool]:
    keys = {key for cells in periods for key in cells}
    last = periods[-1]
    return {key: last.get(key, 0) == max(cells.get(key, 0) or 0 for cells in periods) for key in keys}
