"""How the coverage of a township is drawn: one symbol, fill and word a category, told apart without colour."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from layouts import format as printed
from layouts.text import Text
from metrics.results import Coverage, TownshipResult


@dataclass(frozen=True, slots=True)
class Look:
    symbol: str
    fill: str
    ink: str


LOOKS = {
    Coverage.COVERED: Look("●", "#5B9E8B", "#FFFFFF"),
    Coverage.FRAGILE: Look("◐", "#CFE6DD", "#00664F"),
    Coverage.UNCOVERED: Look("■", "#FBE3E0", "#B3261E"),
    Coverage.UNKNOWN: Look("○", "#E4E7EB", "#595959"),
}


@dataclass(frozen=True, slots=True)
class CoverageKey:
    """One entry of the legend, with how many townships it stands for; ``coverage`` or another state they are in."""

    coverage: StrEnum
    label: str
    count: int
    look: Look


def coverage_keys(townships: Sequence[TownshipResult], text: Text) -> tuple[CoverageKey, ...]:
    """The legend: every category with its count, unknown only where there is one."""
    counts = Counter(township.coverage for township in townships)
    shown = [c for c in Coverage if c is not Coverage.UNKNOWN or counts[c]]
    return tuple(
        CoverageKey(c, text("chart.count", name=text(f"chart.coverage.{c}"), count=counts[c]), counts[c], LOOKS[c])
        for c in shown
    )


def covered_ratio(inside: Sequence[TownshipResult], text: Text) -> str:
    """``20/22``: covered (fragile ones too) of all; 至少 where some are unknown, — where all are."""
    unknown = sum(t.coverage is Coverage.UNKNOWN for t in inside)
    if unknown == len(inside):
        return printed.MISSING
    ratio = f"{sum(t.coverage.is_covered for t in inside)}/{len(inside)}"
    return text("chart.at_least", value=ratio) if unknown else ratio
