"""A store asked as if home-based points (家庭托育点) did not count: its ledgers are added up without them.

A 汇总 return does not tell them from the other institutions of its channel; what it says stands.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Protocol, TypeVar, cast

from data.details import ChannelSlots, InstitutionMark, SourceFile, TownshipDetail
from data.institution_figures import channel_slots_of, details_of, marks_of
from data.returns import ChannelTotal, LedgerRow, Mode, ReturnContent, TownshipTotal
from data.rollup import RollupRow, rollup_of
from data.schema import ALL_CHANNELS, SUM_COUNTS

HOME_BASED = "家庭托育点"
_OF_CHANNEL = [
    2 * SUM_COUNTS.index(name.removesuffix("_unknown")) + name.endswith("_unknown") for name in ChannelTotal._fields[2:]
]
"""Where the figures of a channel stand among those of a rollup."""


class Held(Protocol):
    """What is needed of a store."""

    def content(self, sequence: int) -> ReturnContent: ...
    def township_totals(self, *, sequences: Collection[int]) -> Sequence[TownshipTotal]: ...
    def channel_totals(self, *, sequences: Collection[int]) -> Sequence[ChannelTotal]: ...
    def township_details(self, *, sequences: Collection[int]) -> Sequence[TownshipDetail]: ...
    def institution_marks(self, *, sequences: Collection[int]) -> Sequence[InstitutionMark]: ...
    def channel_slots(self, *, sequences: Collection[int]) -> Sequence[ChannelSlots]: ...
    def ledgers(self, *, sequences: Collection[int]) -> dict[int, tuple[LedgerRow, ...]]: ...
    def source_file(self, sequence: int, element: str) -> SourceFile: ...


S = TypeVar("S")


def without_home_based(store: S) -> S:
    """The same store without its home-based points; every other question goes to the store itself."""
    return cast(S, WithoutHomeBased(cast(Held, store)))


def _content_of(store: Held, sequence: int) -> ReturnContent:
    """A return to be added up, also of a unit whose returns are not shown to who asks."""
    made: ReturnContent = getattr(store, "content_for_sums", store.content)(sequence)
    return made


class WithoutHomeBased:
    """Sums of ledgers worked out anew; ``_told`` are the 汇总 returns among those asked for."""

    def __init__(self, store: Held) -> None:
        self._store = store

    def without_home_based(self) -> WithoutHomeBased:
        return self

    def __getattr__(self, name: str) -> object:
        return getattr(self._store, name)

    def _split(self, sequences: Collection[int]) -> tuple[dict[int, ReturnContent], list[int]]:
        contents = {one: _content_of(self._store, one) for one in sequences}
        ledgers = {one: as_counted(content) for one, content in contents.items() if content.mode is Mode.LEDGER}
        return ledgers, [one for one in sequences if one not in ledgers]

    def _rows(self, sequences: Collection[int]) -> tuple[list[tuple[int, RollupRow]], list[int]]:
        ledgers, told = self._split(sequences)
        return [(one, row) for one, content in ledgers.items() for row in rollup_of(content, ())], told

    def township_totals(self, *, sequences: Collection[int]) -> list[TownshipTotal]:
        rows, told = self._rows(sequences)
        found = [TownshipTotal(one, row.township, *row.counts) for one, row in rows if row.channel == ALL_CHANNELS]
        return [*found, *(self._store.township_totals(sequences=told) if told else ())]

    def channel_totals(self, *, sequences: Collection[int]) -> list[ChannelTotal]:
        rows, told = self._rows(sequences)
        sums: dict[tuple[int, str], list[int]] = defaultdict(lambda: [0] * len(_OF_CHANNEL))
        for one, row in rows:
            if row.channel != ALL_CHANNELS:
                sums[one, row.channel] = [
                    sums[one, row.channel][n] + row.counts[at] for n, at in enumerate(_OF_CHANNEL)
                ]
        found = [ChannelTotal(*key, *counts) for key, counts in sums.items()]
        return [*found, *(self._store.channel_totals(sequences=told) if told else ())]

    def township_details(self, *, sequences: Collection[int]) -> list[TownshipDetail]:
        ledgers, told = self._split(sequences)
        found = [one for sequence, content in ledgers.items() for one in details_of(content, sequence)]
        return [*found, *(self._store.township_details(sequences=told) if told else ())]

    def institution_marks(self, *, sequences: Collection[int]) -> list[InstitutionMark]:
        return [one for sequence, content in self._split(sequences)[0].items() for one in marks_of(content, sequence)]

    def channel_slots(self, *, sequences: Collection[int]) -> list[ChannelSlots]:
        ledgers, told = self._split(sequences)
        found = [
            one for sequence, content in ledgers.items() for one in channel_slots_of(rollup_of(content, ()), sequence)
        ]
        return [*found, *(self._store.channel_slots(sequences=told) if told else ())]

    def ledgers(self, *, sequences: Collection[int]) -> dict[int, tuple[LedgerRow, ...]]:
        found = self._store.ledgers(sequences=sequences)
        return {one: tuple(row for row in rows if row.type != HOME_BASED) for one, rows in found.items()}

    def source_file(self, sequence: int, element: str) -> SourceFile:
        left_out = {row.number for row in _content_of(self._store, sequence).ledger if row.type == HOME_BASED}
        file = self._store.source_file(sequence, element)
        return replace(file, cells=tuple(cell for cell in file.cells if cell.subject not in left_out))


def as_counted(content: ReturnContent) -> ReturnContent:
    """A return without its home-based points."""
    return replace(content, ledger=tuple(row for row in content.ledger if row.type != HOME_BASED))
