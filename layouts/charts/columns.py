"""A stock over time by its parts: one column a period, its parts stacked in the same order throughout."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from layouts.charts.parts import INK, Tick, ticks
from layouts.text import Text

PALETTE = ("#1F5FA8", "#7FB0DE", "#2E7D6B", "#A6CFC2", "#8A5A00", "#D9B36C", "#6B7280", "#C5CAD1", "#3B4048")
"""Neighbours differ in lightness, so that a stack reads in grey too."""


@dataclass(frozen=True, slots=True)
class ColumnSeries:
    """One part through all columns; a value is None where it is not known."""

    name: str
    colour: str
    values: tuple[float | None, ...]
    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ColumnChart:
    """Stacked columns; ``totals`` are printed over them, ``line`` is a level to reach."""

    title: str
    heading: str
    x_labels: tuple[str, ...]
    series: tuple[ColumnSeries, ...]
    totals: tuple[str, ...]
    y_ticks: tuple[Tick, ...]
    maximum: float
    line: float | None
    line_label: str
    line_colour: str
    notes: tuple[str, ...]
    alt: str


def column_chart(
    title: str,
    unit: str,
    x_labels: Sequence[str],
    parts: Sequence[tuple[str, Sequence[int | None]]],
    text: Text,
    *,
    line: tuple[int, str] | None = None,
    notes: Sequence[str] = (),
) -> ColumnChart:
    """``parts`` pair a name with its value in each column; ``unit`` is a word.

    ValueError for more parts than there are colours.
    """
    if len(parts) > len(PALETTE):
        raise ValueError(f"{title}: {len(parts)} parts for {len(PALETTE)} colours")
    columns = list(zip(*(values for _, values in parts), strict=True))
    sums = [sum(value for value in column if value is not None) for column in columns]
    known = [any(value is not None for value in column) for column in columns]
    axis = ticks(Fraction(max([*sums, *([line[0]] if line else []), 1])), "count")
    return ColumnChart(
        title=title,
        heading=text("chart.heading", title=title, unit=unit),
        x_labels=tuple(x_labels),
        series=tuple(_series(name, values, colour) for (name, values), colour in zip(parts, PALETTE, strict=False)),
        totals=tuple(f"{total:,}" if here else "—" for total, here in zip(sums, known, strict=True)),
        y_ticks=axis,
        maximum=axis[-1].position,
        line=None if line is None else float(line[0]),
        line_label="" if line is None else line[1],
        line_colour=INK,
        notes=tuple(notes),
        alt=text("chart.columns.alt", title=title, count=len(x_labels), parts=len(parts)),
    )


def _series(name: str, values: Sequence[int | None], colour: str) -> ColumnSeries:
    shown = tuple("—" if value is None else f"{value:,}" for value in values)
    return ColumnSeries(name, colour, tuple(None if v is None else float(v) for v in values), shown)
