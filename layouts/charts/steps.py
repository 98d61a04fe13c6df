"""From an opening stock to a closing one, step by step: what came stands above the last level, what went below it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from layouts.charts.parts import INK, NEUTRAL, TARGET, Tick, ticks
from layouts.text import Text

ADDED = "#1F5FA8"
TAKEN = "#8A5A00"
LEAST_SPAN = 4
"""Slots that a cut axis spans at least."""


class StepRole(StrEnum):
    """What a bar stands for; each has its own sign, so that colour is never alone."""

    TOTAL = "total"
    ADDED = "added"
    TAKEN = "taken"
    SUM = "sum"


COLOURS = {StepRole.TOTAL: NEUTRAL, StepRole.ADDED: ADDED, StepRole.TAKEN: TAKEN, StepRole.SUM: "#9CC0E2"}


@dataclass(frozen=True, slots=True)
class Sum:
    """A line that adds up the last ``steps`` of them, held against a ``target`` where there is one."""

    name: str
    steps: int
    target: int | None = None
    below: str = ""


@dataclass(frozen=True, slots=True)
class StepBar:
    """One bar from ``low`` to ``high``; ``label`` is printed over it, with its sign.

    ``target`` is how far a sum should reach, ``below`` the words of it under the name.
    """

    name: str
    role: StepRole
    low: float
    high: float
    label: str
    colour: str
    target: float | None = None
    below: str = ""


@dataclass(frozen=True, slots=True)
class StepChart:
    """A waterfall: the first and the last bar are stocks, those between are steps; ``levels`` stand after each bar.

    ``base`` is where the axis of slots starts: above 0 only where the steps would be slivers, which a note then says.
    """

    title: str
    heading: str
    bars: tuple[StepBar, ...]
    y_ticks: tuple[Tick, ...]
    maximum: float
    levels: tuple[float, ...]
    line_colour: str
    notes: tuple[str, ...]
    alt: str
    base: float = 0.0
    target_colour: str = TARGET


def step_chart(
    title: str,
    unit: str,
    steps: Sequence[tuple[str, int] | Sum],
    text: Text,
    *,
    opening: tuple[str, int],
    closing: str,
    notes: Sequence[str] = (),
) -> StepChart:
    """``steps`` carry their sign and lead from the opening stock to the closing one; ``unit`` is a word.

    A ``Sum`` among them repeats what the steps before it added and leaves the level where it is.
    """
    bars, levels = _hung(steps, opening)
    reach = [bar.target for bar in bars if bar.target is not None]
    base, axis = _axis([*levels, *map(int, reach)])
    cut = (text("chart.steps.cut", base=f"{base:,}"),) if base else ()
    return StepChart(
        title=title,
        heading=text("chart.heading", title=title, unit=unit),
        bars=(*bars, _stock(closing, levels[-1])),
        y_ticks=axis,
        maximum=axis[-1].position,
        levels=(*map(float, levels), float(levels[-1])),
        line_colour=INK,
        notes=(*cut, *notes),
        alt=text("chart.steps.alt", title=title, opening=f"{opening[1]:,}", closing=f"{levels[-1]:,}"),
        base=float(base),
    )


def _hung(steps: Sequence[tuple[str, int] | Sum], opening: tuple[str, int]) -> tuple[list[StepBar], list[int]]:
    """Each bar where the one before it ended, and the level after each."""
    bars, levels, moved = [_stock(*opening)], [opening[1]], [opening[1]]
    for one in steps:
        if isinstance(one, Sum):
            bars.append(_sum(one, moved[-1 - one.steps], levels[-1]))
            levels.append(levels[-1])
        else:
            bars.append(_step(*one, levels[-1]))
            levels.append(levels[-1] + one[1])
            moved.append(levels[-1])
    return bars, levels


def _sum(one: Sum, before: int, after: int) -> StepBar:
    low, high = sorted((before, after))
    target = None if one.target is None else float(before + one.target)
    label, colour = f"{after - before:+,}" if after != before else "0", COLOURS[StepRole.SUM]
    return StepBar(one.name, StepRole.SUM, float(low), float(high), label, colour, target, one.below)


def _axis(levels: Sequence[int]) -> tuple[int, tuple[Tick, ...]]:
    """From 0; where all the steps together span less than a quarter of the top, from a round level below them."""
    least, most = min(levels), max(levels)
    if 4 * (most - least) >= most:
        return 0, ticks(Fraction(most), "count")
    step = int(ticks(Fraction(max(most - least, LEAST_SPAN)), "count")[1].position)
    base = max(0, (least // step - 1) * step)
    return base, tuple(Tick(float(at), f"{at:,}") for at in range(base, most + step, step))


def _stock(name: str, level: int) -> StepBar:
    return StepBar(name, StepRole.TOTAL, 0.0, float(level), f"{level:,}", COLOURS[StepRole.TOTAL])


def _step(name: str, change: int, before: int) -> StepBar:
    role = StepRole.TAKEN if change < 0 else StepRole.ADDED
    low, high = sorted((before, before + change))
    return StepBar(name, role, float(low), float(high), f"{change:+,}" if change else "0", COLOURS[role])
