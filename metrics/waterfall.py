"""From an opening stock to a closing one, by kind of change and by channel. Pure.

closing = opening + 新建 + 扩增 + 转普惠 + 恢复 - 核减 - 退出普惠 - 暂停 - 关停, to the last slot.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import reduce
from typing import TypeVar

from data.dossier import ChangeKind
from data.model import Channel
from data.returns import LedgerRow
from metrics.changes import NOTHING, Stock, changes, holding_of

Key = TypeVar("Key")
ByChannel = Mapping[Channel | None, Stock]
"""None is the channel of institutions whose type is blank."""


@dataclass(frozen=True, slots=True)
class Waterfall:
    """``steps`` carry their sign: what 核减, 退出普惠, 暂停 and 关停 take is below 0.

    ``vanished`` counts institutions missing without 关停 and taken for closed; ``unknown`` changes that rest on a
    blank cell.
    """

    opening: ByChannel
    steps: Mapping[tuple[ChangeKind, Channel | None], Stock]
    closing: ByChannel
    vanished: int = 0
    unknown: int = 0

    @property
    def channels(self) -> tuple[Channel | None, ...]:
        """The channels that hold or held anything, in the order of the form; the unknown one last."""
        used = {*self.opening, *self.closing, *(channel for _, channel in self.steps)}
        return tuple(channel for channel in (*Channel, None) if channel in used)

    def step(self, kind: ChangeKind, channel: Channel | None = None) -> Stock:
        """What a kind of change added in one channel."""
        return self.steps.get((kind, channel), NOTHING)

    def total(self, kind: ChangeKind) -> Stock:
        """What a kind of change added in all channels."""
        return sum_of(delta for (one, _), delta in self.steps.items() if one is kind)

    @property
    def opened(self) -> Stock:
        return sum_of(self.opening.values())

    @property
    def closed(self) -> Stock:
        return sum_of(self.closing.values())


def sum_of(stocks: Iterable[Stock]) -> Stock:
    """Stocks added up."""
    return reduce(Stock.plus, stocks, NOTHING)


def waterfall(
    previous: Sequence[LedgerRow], previous_day: date, current: Sequence[LedgerRow], current_day: date
) -> Waterfall:
    """One unit's way from its last ledger to this one."""
    found = changes(previous, previous_day, current, current_day)
    return Waterfall(
        opening=stock_of(previous, previous_day),
        steps=_added(((one.kind, one.channel), Stock(one.slots, one.inclusive_slots)) for one in found),
        closing=stock_of(current, current_day),
        vanished=sum(one.vanished for one in found),
        unknown=sum(one.unknown for one in found),
    )


def stock_of(ledger: Sequence[LedgerRow], day: date) -> ByChannel:
    """What the institutions in operation hold, by channel."""
    return _added((row.channel, holding_of(row, day).stock) for row in ledger)


def together(waterfalls: Sequence[Waterfall]) -> Waterfall:
    """Several units' waterfalls as one."""
    return Waterfall(
        opening=_added(pair for one in waterfalls for pair in one.opening.items()),
        steps=_added(pair for one in waterfalls for pair in one.steps.items()),
        closing=_added(pair for one in waterfalls for pair in one.closing.items()),
        vanished=sum(one.vanished for one in waterfalls),
        unknown=sum(one.unknown for one in waterfalls),
    )


def _added(pairs: Iterable[tuple[Key, Stock]]) -> dict[Key, Stock]:
    """Stocks of one key added up; a key that holds nothing is left out."""
    sums: dict[Key, Stock] = {}
    for key, stock in pairs:
        sums[key] = sums.get(key, NOTHING).plus(stock)
    return {key: stock for key, stock in sums.items() if stock != NOTHING}
