"""Two more maps of townships: in which list each stands, and what the scheme does in each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from enum import StrEnum

from data.model import Reference, Township, WayKind
from layouts.charts.coverage import CoverageKey, Look
from layouts.charts.hexmap import HexMap, state_map
from layouts.text import Text
from metrics.remedies import Need, Trouble
from metrics.results import Coverage
from metrics.scheme import Measure


class Listed(StrEnum):
    """The list a township stands in: the first of them, where it stands in two."""

    UNCOVERED = "uncovered"
    FRAGILE = "fragile"
    IDLE = "idle"
    UNLISTED = "unlisted"
    UNKNOWN = "unknown"


class Done(StrEnum):
    """What the scheme does in a township."""

    TURNED = "turned"
    OPENED = "opened"
    BUILT = "built"
    MIXED = "mixed"
    UNTOUCHED = "untouched"


LOOKS: dict[StrEnum, Look] = {
    Listed.UNCOVERED: Look("■", "#FBE3E0", "#B3261E"),
    Listed.FRAGILE: Look("◐", "#CFE6DD", "#00664F"),
    Listed.IDLE: Look("●", "#F6E3B4", "#8A5A00"),
    Listed.UNLISTED: Look("○", "#F5F7F9", "#F5F7F9"),
    Listed.UNKNOWN: Look("○", "#E4E7EB", "#595959"),
    Done.TURNED: Look("◐", "#CFE6DD", "#00664F"),
    Done.OPENED: Look("○", "#D6E6F5", "#1F5FA8"),
    Done.BUILT: Look("■", "#F6E3B4", "#8A5A00"),
    Done.MIXED: Look("●", "#0B4F6C", "#FFFFFF"),
    Done.UNTOUCHED: Look("○", "#F5F7F9", "#F5F7F9"),
}
_LISTS = {Coverage.UNCOVERED: Listed.UNCOVERED, Coverage.FRAGILE: Listed.FRAGILE, Coverage.UNKNOWN: Listed.UNKNOWN}
_DONE = {WayKind.CONVERT: Done.TURNED, WayKind.CLASSES: Done.OPENED}


def listed_as(need: Need) -> Listed:
    """The first list that a township stands in."""
    if need.result.coverage in _LISTS:
        return _LISTS[need.result.coverage]
    return Listed.IDLE if Trouble.LOW_USE in need.troubles else Listed.UNLISTED


def done_in(measures: Sequence[Measure]) -> Done:
    """What these measures of one township are, taken together."""
    kinds = {_DONE.get(one.way.kind, Done.BUILT) for one in measures}
    if not kinds:
        return Done.UNTOUCHED
    return next(iter(kinds)) if len(kinds) == 1 else Done.MIXED


def lists_map(needs: Sequence[Need], reference: Reference, text: Text) -> HexMap:
    """Each township by the list it stands in."""
    states = [(need.result.township, listed_as(need)) for need in needs]
    return _map(states, tuple(Listed), reference, text, "gaps.map.lists")


def built_map(needs: Sequence[Need], measures: Sequence[Measure], reference: Reference, text: Text) -> HexMap:
    """Each township by what is done there."""
    own: dict[str, list[Measure]] = {}
    for one in measures:
        own.setdefault(one.township.code, []).append(one)
    states = [(need.result.township, done_in(own.get(need.result.township.code, []))) for need in needs]
    return _map(states, tuple(Done), reference, text, "gaps.map.built")


def _map(
    states: Sequence[tuple[Township, StrEnum]], every: Sequence[StrEnum], reference: Reference, text: Text, key: str
) -> HexMap:
    counts = Counter(state for _, state in states)
    legend = tuple(
        CoverageKey(one, text("chart.count", name=text(f"{key}.{one}"), count=counts[one]), counts[one], LOOKS[one])
        for one in every
        if counts[one] or one is not Listed.UNKNOWN
    )
    return state_map(states, legend, reference, text, title=text(f"{key}.title"))
