"""A return summed per township and channel, so that pages never read raw rows. Pure.

Stocks are those of institutions in operation at the period's end; an ended 普惠认定 leaves no inclusive slot.
A blank cell adds nothing and is counted as unknown, never as 0 (DOMAIN section 3).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import NamedTuple

from data.returns import UNKNOWN_CHANNEL, LedgerRow, Mode, ReturnContent, TownshipSum
from data.schema import ALL_CHANNELS, SUM_COUNTS

Figures = tuple[int | None, ...]
"""One row's figures in the order of SUM_COUNTS; None = unknown."""


class RollupRow(NamedTuple):
    """A township's sums over one channel, or over all; each figure with the number of its unknown cells."""

    township: str
    channel: str
    counts: tuple[int, ...]


def rollup_of(content: ReturnContent, townships: Iterable[str]) -> list[RollupRow]:
    """The rollup of one return in byte order of township and channel.

    ``townships`` are those of the unit at the period's end: in 台账 mode each has a row, a true zero where the
    ledger has no institution; in 汇总 mode only the townships given have one.
    """
    sums: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0] * (2 * len(SUM_COUNTS)))
    if content.mode is Mode.LEDGER:
        for township in townships:
            sums[township, ALL_CHANNELS]
    for township, channel, figures in _parts(content):
        _add(sums[township, channel], figures)
    return [RollupRow(*key, tuple(counts)) for key, counts in sorted(sums.items())]


def _add(counts: list[int], figures: Figures) -> None:
    for place, figure in enumerate(figures):
        if figure is None:
            counts[2 * place + 1] += 1
        else:
            counts[2 * place] += figure


def _parts(content: ReturnContent) -> Iterator[tuple[str, str, Figures]]:
    day = content.period.end
    for row in content.ledger:
        if row.in_operation(day):
            figures = figures_of(row, day)
            yield row.township, ALL_CHANNELS, figures
            yield row.township, _channel(row), figures
    for total in content.townships:
        yield total.township, ALL_CHANNELS, tuple(getattr(total, name) for name in SUM_COUNTS)
        yield from _channels_of(total)


def _channel(row: LedgerRow) -> str:
    return UNKNOWN_CHANNEL if row.channel is None else row.channel.value


def figures_of(row: LedgerRow, day: date) -> Figures:
    """What an institution in operation adds to its township, in the order of SUM_COUNTS."""
    inclusive = row.inclusive_slots if row.is_inclusive_at(day) else 0
    # Without an inclusive slot there is no child in one, whether or not the optional cell is filled in.
    children = 0 if inclusive == 0 else row.inclusive_children
    return (_at_least_one(row.slots), _at_least_one(inclusive), row.slots, inclusive, row.children, children)


def _at_least_one(slots: int | None) -> int | None:
    """1 for an institution that has such a slot (机构数), 0 for one that has none."""
    return None if slots is None else int(slots > 0)


def _channels_of(total: TownshipSum) -> Iterator[tuple[str, str, Figures]]:
    """汇总 asks the channels for inclusive slots alone; their other figures are unknown."""
    known: Mapping[str, int | None] = {channel.value: slots for channel, slots in total.channels.items()}
    for channel, slots in known.items():
        yield total.township, channel, tuple(slots if name == "inclusive_slots" else None for name in SUM_COUNTS)
