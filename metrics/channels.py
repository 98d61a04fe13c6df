"""Inclusive slots by the way they came about: what is held over time, and what is new since the baseline. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from data.model import Channel, Period
from data.returns import UNKNOWN_CHANNEL, StoredReturn
from metrics.contributions import Contributions
from metrics.gross import Gross
from metrics.knowledge import Knowledge
from metrics.results import NoValue

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

    @property
    def is_partial(self) -> bool:
        """Something is missing from the sum."""
        return bool(self.missing) or self.blank > 0


@dataclass(frozen=True, slots=True)
class NewSlotsOfChannel:
    """New inclusive slots of one channel since the baseline, and how many fewer or more are held than then."""

    channel: Channel
    gross: int
    net: int


@dataclass(frozen=True, slots=True)
class NewByChannel:
    """By single channel, of the units for which it can be told; ``missing`` says why others are left out.

    ``unknown``: gains hidden by a blank cell. ``estimated``: units that filed sums, followed by township.
    """

    channels: tuple[NewSlotsOfChannel, ...]
    missing: Mapping[str, NoValue]
    unknown: int
    estimated: tuple[str, ...]

    def gross(self, channels: Iterable[Channel]) -> int:
        """What is new in some channels together."""
        wanted = frozenset(channels)
        return sum(one.gross for one in self.channels if one.channel in wanted)

    def net(self, channels: Iterable[Channel]) -> int:
        """What is held more than at the baseline in some channels together."""
        wanted = frozenset(channels)
        return sum(one.net for one in self.channels if one.channel in wanted)


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


def new_by_channel(
    knowledge: Knowledge, contributions: Contributions, units: Sequence[str], period: Period
) -> NewByChannel:
    """Gross as both targets count it, and net beside it, channel by channel."""
    gained, now, then = Counter[Channel](), Counter[Channel | None](), Counter[Channel | None]()
    missing: dict[str, NoValue] = {}
    unknown = 0
    estimated = []
    for unit in units:
        gross = contributions.gross(unit, period)
        if not isinstance(gross, Gross):
            missing[unit] = gross
            continue
        gained.update(gross.by_channel)
        unknown += gross.unknown
        returns = contributions.behind(unit, period)
        now.update(_held(knowledge, returns[-1:])[0])
        then.update(_held(knowledge, returns[:1])[0])
        estimated += [unit] if gross.estimated else []
    channels = tuple(NewSlotsOfChannel(one, gained[one], now[one] - then[one]) for one in Channel)
    return NewByChannel(channels, missing, unknown, tuple(estimated))
