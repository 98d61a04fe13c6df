"""By what the townships on the map are told apart: coverage, or a size in classes whose bounds are printed.

Classes go from light to dark in one hue, with a dot that grows: they read in grey and without seeing colours. Zero,
what has no such figure and what is not known have looks of their own, never that of a low class.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple

from layouts import format as printed
from layouts.charts.coverage import LOOKS, CoverageKey, Look, coverage_keys
from layouts.text import Text
from metrics.remedies import use_of
from metrics.results import Coverage, TownshipResult


class Measure(StrEnum):
    """What the colour of the map shows."""

    COVERAGE = "coverage"
    SLOTS = "slots"
    INCLUSIVE = "inclusive"
    USE = "use"


class Size(StrEnum):
    """The class of a township by any measure but coverage, in the order of the legend."""

    ZERO = "zero"
    C1 = "c1"
    C2 = "c2"
    C3 = "c3"
    C4 = "c4"
    C5 = "c5"
    VOID = "void"
    UNKNOWN = "unknown"


ZERO, VOID, UNKNOWN = Size.ZERO, Size.VOID, Size.UNKNOWN
CLASSES = (Size.C1, Size.C2, Size.C3, Size.C4, Size.C5)
BOUNDS: Mapping[Measure, tuple[int, ...]] = {
    Measure.SLOTS: (1, 50, 100, 200, 400),
    Measure.INCLUSIVE: (1, 50, 100, 200, 400),
    Measure.USE: (0, 50, 60, 70, 80),
}
"""The least of each class: slots, or % of slots in use (a class begins at its bound; 0 itself is no class)."""

CLASS_LOOKS: Mapping[Size, Look] = {
    ZERO: Look("×", "#FFFFFF", "#B3261E"),
    Size.C1: Look("1", "#E3EEF5", "#1F2933"),
    Size.C2: Look("2", "#B5D3E4", "#1F2933"),
    Size.C3: Look("3", "#7FB2CF", "#1F2933"),
    Size.C4: Look("4", "#3A7CA5", "#FFFFFF"),
    Size.C5: Look("5", "#0B4F6C", "#FFFFFF"),
    VOID: Look("–", "#F5F7F9", "#595959"),
    UNKNOWN: LOOKS[Coverage.UNKNOWN],
}


class Figure(NamedTuple):
    """What a township's class is decided on, as ``part`` of ``whole`` (100 for plain counts); None = not known."""

    part: int | None
    whole: int | None


FIGURES: Mapping[Measure, Callable[[TownshipResult], Figure]] = {
    Measure.SLOTS: lambda one: Figure(one.slots, 100),
    Measure.INCLUSIVE: lambda one: Figure(one.inclusive_slots, 100),
    Measure.USE: lambda one: Figure(one.children, one.slots),
}


def class_of(measure: Measure, result: TownshipResult) -> StrEnum:
    """The class of a township, decided on the exact figure."""
    if measure is Measure.COVERAGE:
        return result.coverage
    part, whole = FIGURES[measure](result)
    if whole == 0:
        return VOID
    if part is None or whole is None:
        return UNKNOWN
    if part == 0:
        return ZERO
    reached = sum(100 * part >= bound * whole for bound in BOUNDS[measure])
    return CLASSES[max(0, reached - 1)]


def value_of(measure: Measure, result: TownshipResult) -> str:
    """The figure as it is printed on the map; — where it is not known."""
    if measure is Measure.USE:
        use = use_of(result)
        return printed.figure(None if use is None else 100 * use, "percent")
    return printed.count(result.slots if measure is Measure.SLOTS else result.inclusive_slots)


def measure_keys(measure: Measure, townships: Sequence[TownshipResult], text: Text) -> tuple[CoverageKey, ...]:
    """The legend with how many townships each entry stands for; what there may be none of, only where there is one."""
    if measure is Measure.COVERAGE:
        return coverage_keys(townships, text)
    counts = Counter(class_of(measure, one) for one in townships)
    shown = [one for one in CLASS_LOOKS if one not in (VOID, UNKNOWN) or counts[one]]
    return tuple(CoverageKey(one, _counted(measure, one, counts, text), counts[one], CLASS_LOOKS[one]) for one in shown)


def _counted(measure: Measure, name: Size, counts: Mapping[StrEnum, int], text: Text) -> str:
    return text("measure.count", name=class_words(measure, name, text), count=counts[name])


def class_words(measure: Measure, name: Size, text: Text) -> str:
    """A class in words: its bounds, or what stands in their place."""
    if name not in CLASSES:
        return text(f"measure.{measure}.{name}")
    bounds, place = BOUNDS[measure], CLASSES.index(name)
    if place + 1 == len(bounds):
        return text(f"measure.{measure}.from", low=bounds[place])
    if bounds[place] == 0:
        return text(f"measure.{measure}.below", high=bounds[place + 1])
    high = bounds[place + 1] - (0 if measure is Measure.USE else 1)
    return text(f"measure.{measure}.between", low=bounds[place], high=high)
