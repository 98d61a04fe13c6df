"""Bars of the reporting units on one axis, in the order given; a unit without a value keeps its place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from data.model import Reference
from layouts.charts.parts import NEUTRAL, QUIET, Tick, ticks, value_label
from layouts.headlines import short_target, unit_name
from layouts.text import Text
from metrics.results import Row


@dataclass(frozen=True, slots=True)
class Bar:
    """``value`` None: no bar, and ``label`` says why."""

    code: str
    name: str
    value: float | None
    label: str
    hover: str


@dataclass(frozen=True, slots=True)
class RankedBars:
    """``line`` is the city's figure as a reference value, which is nobody's district target."""

    title: str
    heading: str
    bars: tuple[Bar, ...]
    ticks: tuple[Tick, ...]
    maximum: float
    line: float | None
    line_label: str
    colour: str
    line_colour: str
    notes: tuple[str, ...]
    alt: str


def ranked_bars(
    rows: Sequence[Row], reference: Reference, text: Text, *, by_value: bool = False, notes: Sequence[str] = ()
) -> RankedBars:
    """One indicator of the units, in the rows' order or (``by_value``) greatest first, unknown last."""
    ordered = sorted(rows, key=_greatest_first) if by_value else list(rows)
    axis = ticks(_top(ordered), ordered[0].unit)
    name = text(f"indicator.{ordered[0].indicator}.short")
    target = next((row for row in ordered if row.target is not None), None)
    return RankedBars(
        title=name,
        heading=text("chart.heading", title=name, unit=text(f"unit.{ordered[0].unit}")),
        bars=tuple(_bar(row, reference, text) for row in ordered),
        ticks=axis,
        maximum=axis[-1].position,
        line=None if target is None or target.target is None else float(target.target),
        line_label="" if target is None else text("chart.reference", value=short_target(target)),
        colour=NEUTRAL,
        line_colour=QUIET,
        notes=tuple(notes),
        alt=text("chart.bars.alt", name=name, count=len(ordered)),
    )


def _greatest_first(row: Row) -> tuple[bool, Fraction]:
    return (row.value is None, -(row.value or Fraction(0)))


def _bar(row: Row, reference: Reference, text: Text) -> Bar:
    name = unit_name(reference, row.org_unit, text)
    label = value_label(row.value, row.unit, row.no_value, row.target, text, least=row.is_least)
    value = None if row.value is None else round(float(row.value), 6)
    return Bar(row.org_unit, name, value, label, text("chart.bars.hover", name=name, value=label))


def _top(rows: Sequence[Row]) -> Fraction:
    if rows[0].unit == "percent":
        return Fraction(100)
    known = [number for row in rows for number in (row.value, row.target) if number is not None]
    return max(known, default=Fraction(1))
