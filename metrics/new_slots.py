"""New inclusive slots channel by channel, gross and net: what stands behind G3, G4 and the slots of no target."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

from data.model import Channel, NewSlots, Period
from metrics.contributions import Contributions
from metrics.definition import Element
from metrics.gross import Gross
from metrics.results import NoValue

TARGETS = {"G3": Element.NEW_SLOTS_EDUCATION, "G4": Element.NEW_SLOTS_SOCIETY}


@dataclass(frozen=True, slots=True)
class Gain:
    """One channel of one org unit: its new inclusive slots, gross and net; None = not known.

    ``counted_in`` names the target to which the channel counts, None where it counts to neither.
    """

    channel: Channel
    counted_in: str | None
    gross: int | None
    net: int | None


@dataclass(frozen=True, slots=True)
class Gains:
    """Every channel of an org unit; ``no_value``: why it is not known, or incomplete where only a part is.

    ``estimated``: a unit filed sums, so that townships' channels were followed instead of institutions. ``is_net``: the
    definitions count the targets net.
    """

    org_unit: str
    by_channel: tuple[Gain, ...]
    no_value: NoValue | None
    estimated: bool
    is_net: bool = False

    def total(self, target: str | None, *, net: bool = False) -> int | None:
        """What the channels of a target (None = of no target) add up to."""
        found = [one.net if net else one.gross for one in self.by_channel if one.counted_in == target]
        known = [one for one in found if one is not None]
        return sum(known) if known or not found else None


def gains_of(contributions: Contributions, city: str, codes: Iterable[str], period: Period) -> tuple[Gains, ...]:
    """The gains of units and of the city they make up."""
    targets = {channel: name for name, one in TARGETS.items() for channel in contributions.channels(one)}
    units = [_of_unit(contributions, code, period, targets) for code in codes]
    found = (_together(city, units), *units)
    return tuple(replace(one, is_net=contributions.counts_net) for one in found)


def _of_unit(contributions: Contributions, code: str, period: Period, targets: dict[Channel, str]) -> Gains:
    gross, net = (contributions.by_channel(code, period, one) for one in (NewSlots.GROSS, NewSlots.NET))
    if isinstance(gross, NoValue) or isinstance(net, NoValue):
        reason = gross if isinstance(gross, NoValue) else None
        return Gains(code, tuple(Gain(one, targets.get(one), None, None) for one in Channel), reason, estimated=False)
    gains = tuple(Gain(one, targets.get(one), _gained(gross, one), _gained(net, one)) for one in Channel)
    missing = NoValue.INCOMPLETE if gross.unknown or net.unknown else None
    return Gains(code, gains, missing, gross.estimated)


def _gained(found: Gross, channel: Channel) -> int:
    return found.by_channel.get(channel, 0)


def _together(city: str, units: list[Gains]) -> Gains:
    """The sum of the units that are known; incomplete where one is not, the reason where none is."""
    known = [one for one in units if one.no_value in (None, NoValue.INCOMPLETE)]
    if not known:
        first = units[0]
        return Gains(city, first.by_channel, first.no_value, estimated=False)
    gross: Counter[Channel] = Counter()
    net: Counter[Channel] = Counter()
    for unit in known:
        for one in unit.by_channel:
            gross[one.channel] += one.gross or 0
            net[one.channel] += one.net or 0
    gains = tuple(
        Gain(one.channel, one.counted_in, gross[one.channel], net[one.channel]) for one in units[0].by_channel
    )
    missing = None if all(one.no_value is None for one in units) else NoValue.INCOMPLETE
    return Gains(city, gains, missing, any(one.estimated for one in known))
