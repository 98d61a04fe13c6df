"""Inclusive slots by the way they came about, held at the end of each period. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from data.model import Channel, Period
from data.returns import UNKNOWN_CHANNEL, StoredReturn
from metrics.knowledge import Knowledge

Held = Mapping[Channel | None, int]
"""Inclusive slots by channel; None is the channel of institutions whose type is blank."""


@dataclass(frozen=True, slots=True)
class ChannelStock:
    """Inclusive slots by channel at the end of a period, of the units of which something stands.

    ``blank``: cells that are not known and add nothing.
    """

    period: Period
    held: Held
    missing: tuple[str, ...]
    carried: tuple[str, ...]
    blank: int

    @property
    def total(self) -> int:
        return sum(self.held.values())

    def of(self, channel: Channel | None) -> int | None:
        """Slots of a channel (None = of those of no known one); 0 only where anything at all is known."""
        return self.held.get(channel, 0) if self.held or not self.missing else None

    @property
    def is_partial(self) -> bool:
        """Something is missing from the sum."""
        return bool(self.missing) or self.blank > 0


def stocks_of(knowledge: Knowledge, units: Sequence[str], periods: Iterable[Period]) -> tuple[ChannelStock, ...]:
    """One stock a period; all the returns behind them are read together."""
    shown = tuple(periods)
    standings = {period: [knowledge.standing(unit, period) for unit in units] for period in shown}
    knowledge.readings.channel_slots([one.stored for found in standings.values() for one in found if one.stored])
    made = []
    for period, found in standings.items():
        held, blank = _held(knowledge, [one.stored for one in found if one.stored])
        missing = tuple(one.org_unit for one in found if one.stored is None)
        made.append(ChannelStock(period, held, missing, tuple(o.org_unit for o in found if o.carried_from), blank))
    return tuple(made)


def _held(knowledge: Knowledge, returns: Sequence[StoredReturn]) -> tuple[Held, int]:
    held: Counter[Channel | None] = Counter()
    blank = 0
    slots = knowledge.readings.channel_slots(returns)
    for stored in returns:
        for one in slots[stored.sequence]:
            held[None if one.channel == UNKNOWN_CHANNEL else Channel(one.channel)] += one.slots
            blank += one.unknown
    return {channel: held[channel] for channel in (*Channel, None) if held[channel]}, blank
