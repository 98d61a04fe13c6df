"""From an opening stock to a closing one, step by step: what came stands above the last level, what went below it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from itertools import accumulate

from layouts.charts.parts import INK, NEUTRAL, Tick, ticks
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


COLOURS = {StepRole.TOTAL: NEUTRAL, StepRole.ADDED: ADDED, StepRole.TAKEN: TAKEN}


@dataclass(frozen=True, slots=True)
class StepBar:
    """One bar from ``low`` to ``high``; ``label`` is printed over it, with its sign."""

    name: str
    role: StepRole
    low: float
    high: float
    label: str
    colour: str


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


def step_chart(
    title: str,
    unit: str,
    steps: Sequence[tuple[str, int]],
    text: Text,
    *,
    opening: tuple[str, int],
    closing: str,
    notes: Sequence[str] = (),
) -> StepChart:
    """``steps`` carry their sign and lead from the opening stock to the closing one; ``unit`` is a word."""
    levels = list(accumulate((change for _, change in steps), initial=opening[1]))
    moves = [_step(name, change, before) for (name, change), before in zip(steps, levels, strict=False)]
    base, axis = _axis(levels)
    cut = (text("chart.steps.cut", base=f"{base:,}"),) if base else ()
    return StepChart(
        title=title,
        heading=text("chart.heading", title=title, unit=unit),
        bars=(_stock(*opening), *moves, _stock(closing, levels[-1])),
        y_ticks=axis,
        maximum=axis[-1].position,
        levels=(*map(float, levels), float(levels[-1])),
        line_colour=INK,
        notes=(*cut, *notes),
        alt=text("chart.steps.alt", title=title, opening=f"{opening[1]:,}", closing=f"{levels[-1]:,}"),
        base=float(base),
    )


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
