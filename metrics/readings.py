"""What has been read of returns: each thing of each return once, several returns by one question."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sized
from typing import TypeVar, cast

from data.details import ChannelSlots, FilerFigures, InstitutionMark, TownshipDetail
from data.returns import StoredReturn, TownshipTotal
from metrics.memory import Memory, ReturnTotals
from metrics.source import Source

T = TypeVar("T", bound=Sized)
L = TypeVar("L", TownshipTotal, TownshipDetail, InstitutionMark, ChannelSlots)


class Readings:
    """The sums of returns by what they are; whatever was not asked for together is read when it is wanted."""

    def __init__(self, source: Source, memory: Memory) -> None:
        self._source, self._memory = source, memory
        self._known: dict[str, dict[int, Sized]] = defaultdict(dict)

    def totals(self, returns: Iterable[StoredReturn]) -> Mapping[int, ReturnTotals]:
        """Sequence -> sums by township."""
        return self._read("totals", returns, self._ask_totals)

    def marks(self, returns: Iterable[StoredReturn]) -> Mapping[int, tuple[InstitutionMark, ...]]:
        """Sequence -> inclusive slots by institution."""

        def ask(wanted: Mapping[int, StoredReturn]) -> Mapping[int, tuple[InstitutionMark, ...]]:
            return _by_return(wanted, self._source.institution_marks(sequences=sorted(wanted)))

        return self._read("marks", returns, ask)

    def channel_slots(self, returns: Iterable[StoredReturn]) -> Mapping[int, tuple[ChannelSlots, ...]]:
        """Sequence -> inclusive slots by township and channel."""

        def ask(wanted: Mapping[int, StoredReturn]) -> Mapping[int, tuple[ChannelSlots, ...]]:
            return _by_return(wanted, self._source.channel_slots(sequences=sorted(wanted)))

        return self._read("channels", returns, ask)

    def filed(self, returns: Iterable[StoredReturn]) -> Mapping[int, tuple[FilerFigures]]:
        """Sequence -> what the filer says of itself, alone in its tuple."""

        def ask(wanted: Mapping[int, StoredReturn]) -> Mapping[int, tuple[FilerFigures]]:
            found = self._source.filer_figures(sequences=sorted(wanted))
            return {sequence: (found[sequence],) for sequence in wanted}

        return self._read("filed", returns, ask)

    def _ask_totals(self, wanted: Mapping[int, StoredReturn]) -> Mapping[int, ReturnTotals]:
        sequences = sorted(wanted)
        totals = _by_return(wanted, self._source.township_totals(sequences=sequences))
        details = _by_return(wanted, self._source.township_details(sequences=sequences))
        return {one: ReturnTotals(wanted[one], totals[one], details[one]) for one in sequences}

    def _read(
        self,
        kind: str,
        returns: Iterable[StoredReturn],
        ask: Callable[[Mapping[int, StoredReturn]], Mapping[int, T]],
    ) -> Mapping[int, T]:
        known = self._known[kind]
        wanted = {stored.sequence: stored for stored in returns if stored.sequence not in known}
        if wanted:
            known |= self._memory.recall(kind, wanted.values())
            missing = {sequence: stored for sequence, stored in wanted.items() if sequence not in known}
            for sequence, read in ask(missing).items() if missing else ():
                known[sequence] = read
                self._memory.keep(kind, missing[sequence], read)
        return cast(Mapping[int, T], known)


def _by_return(wanted: Iterable[int], lines: Iterable[L]) -> dict[int, tuple[L, ...]]:
    """The lines of each return, in their order; none is none."""
    found: dict[int, list[L]] = {sequence: [] for sequence in wanted}
    for line in lines:
        found[line.sequence].append(line)
    return {sequence: tuple(one) for sequence, one in found.items()}
