"""New inclusive slots, gross (DOMAIN section 3): what each institution gained at its highest since the baseline.

Leaving and coming back counts once, and closures do not subtract. Where a unit filed sums in any period counted,
the same is worked out per township and channel, which is an estimate.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from data.details import ChannelSlots, InstitutionMark
from data.model import Channel
from data.returns import UNKNOWN_CHANNEL


@dataclass(frozen=True, slots=True)
class Gross:
    """Slots gained by channel; ``unknown`` counts gains that a blank cell hides."""

    by_channel: Mapping[Channel, int]
    unknown: int = 0
    estimated: bool = False


@dataclass(frozen=True, slots=True)
class Peak:
    """The highest mark so far, and the channel where it was reached first."""

    slots: int
    channel: Channel | None


def gross_by_institution(baseline: Iterable[InstitutionMark], later: Sequence[Sequence[InstitutionMark]]) -> Gross:
    """Sum over institutions of max(0, highest - baseline); ``later`` are the periods since, oldest first.

    A blank cell hides a gain at the baseline and in the newest period; between them it is a mark not taken.
    """
    bases = {mark.number: mark.as_baseline for mark in baseline}
    peaks = _peaks(later)
    gained: Counter[Channel] = Counter()
    hidden = {mark.number for mark in later[-1] if mark.slots is None} if later else set()
    hidden |= {number for number in peaks if bases.get(number, 0) is None}
    for number, peak in peaks.items():
        more = peak.slots - (bases.get(number, 0) or 0)
        if more > 0 and peak.channel is None:
            hidden.add(number)
        elif more > 0 and peak.channel is not None and bases.get(number, 0) is not None:
            gained[peak.channel] += more
    return Gross(gained, len(hidden))


def _peaks(later: Iterable[Iterable[InstitutionMark]]) -> dict[str, Peak]:
    peaks: dict[str, Peak] = {}
    for marks in later:
        for mark in marks:
            if mark.slots is not None and (mark.number not in peaks or mark.slots > peaks[mark.number].slots):
                peaks[mark.number] = Peak(mark.slots, mark.channel)
    return peaks


Cells = Mapping[tuple[str, str], int | None]
"""(township, channel) -> inclusive slots; None = unknown. What is not there is 0."""


def cells_of(slots: Iterable[ChannelSlots], townships: Iterable[str], *, is_ledger: bool) -> Cells:
    """The cells of one return; a township that a 汇总 return leaves out is unknown in every channel."""
    found: dict[tuple[str, str], int | None] = {
        (one.township, one.channel): None if one.unknown else one.slots for one in slots
    }
    if not is_ledger:
        named = {township for township, _ in found}
        left_out = [code for code in townships if code not in named]
        found |= {(code, channel.value): None for code in left_out for channel in Channel}
    return found


def gross_by_channel(baseline: Cells, later: Sequence[Cells]) -> Gross:
    """The same per township and channel: where an institution cannot be followed, its township's channel is."""
    gained: Counter[Channel] = Counter()
    unknown = 0
    for key in {key for cells in later for key in cells}:
        base, now = baseline.get(key, 0), later[-1].get(key, 0)
        more = max(cells.get(key, 0) or 0 for cells in later) - (base or 0)
        if base is None or now is None or (more > 0 and key[1] == UNKNOWN_CHANNEL):
            unknown += 1
        if base is not None and more > 0 and key[1] != UNKNOWN_CHANNEL:
            gained[Channel(key[1])] += more
    return Gross(gained, unknown, estimated=True)


def net_by_channel(baseline: Cells, now: Cells) -> Gross:
    """Now less the baseline by channel, what was lost included; a cell unknown at either adds nothing."""
    gained: Counter[Channel] = Counter()
    unknown = 0
    for key in baseline.keys() | now.keys():
        then, later = baseline.get(key, 0), now.get(key, 0)
        if then is None or later is None or (then != later and key[1] == UNKNOWN_CHANNEL):
            unknown += 1
        elif then != later:
            gained[Channel(key[1])] += later - then
    return Gross(gained, unknown)
