"""Bars of the reporting units on one axis, in the order given; a unit without a value keeps its place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from data.model import Reference
from layouts.charts.parts import INK, NEUTRAL, QUIET, Tick, ticks, value_label
from layouts.format import FULL, day_name
from layouts.headlines import short_target
from layouts.names import unit_name
from layouts.text import Text
from metrics.results import Row, TargetKind


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
    """``line`` is the city's target as a reference value, which is nobody's district target; ``city`` where the city
    itself stands, None where a sum over units would dwarf them.
    """

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
    city: float | None = None
    city_label: str = ""
    city_colour: str = INK


def ranked_bars(
    rows: Sequence[Row],
    reference: Reference,
    text: Text,
    *,
    by_value: bool = False,
    notes: Sequence[str] = (),
    city: Row | None = None,
) -> RankedBars:
    """One indicator of the units, in the rows' order or (``by_value``) greatest first, unknown last.

    ``city`` is its row of the same indicator; of a count it is left out.
    """
    ordered = sorted(rows, key=_greatest_first) if by_value else list(rows)
    beside = None if city is None or city.unit == "count" or city.value is None else city
    axis = ticks(_top([*ordered, beside] if beside else ordered), ordered[0].unit)
    name = text(f"indicator.{ordered[0].indicator}.short")
    target = _held_against(ordered)
    return RankedBars(
        title=name,
        heading=text("chart.heading", title=name, unit=text(f"unit.{ordered[0].unit}")),
        bars=tuple(_bar(row, reference, text) for row in ordered),
        ticks=axis,
        maximum=axis[-1].position,
        line=None if target is None or target.target is None else float(target.target),
        line_label="" if target is None else _line_label(target, text),
        colour=NEUTRAL,
        line_colour=QUIET,
        notes=tuple(notes),
        alt=text("chart.bars.alt", name=name, count=len(ordered)),
        city=None if beside is None else _float(beside.value),
        city_label="" if beside is None else _city_label(beside, text),
    )


def _held_against(rows: Sequence[Row]) -> Row | None:
    """The row whose target is the line: a reference, else a target that all share; None where each has another."""
    judged = [row for row in rows if row.target is not None]
    shared = next((row for row in judged if row.target_kind is TargetKind.REFERENCE), None)
    if shared is None and len({row.target for row in judged}) == 1:
        return judged[0]
    return shared


def _line_label(row: Row, text: Text) -> str:
    """A target of the places' own, or the city's as a reference."""
    own = row.target_kind in (TargetKind.PLAN, TargetKind.DISTRICT)
    return text("chart.target" if own else "chart.reference", value=short_target(row))


def _greatest_first(row: Row) -> tuple[bool, Fraction]:
    return (row.value is None, -(row.value or Fraction(0)))


def _bar(row: Row, reference: Reference, text: Text) -> Bar:
    name = unit_name(reference, row.org_unit, text)
    label = _label(row, text)
    return Bar(row.org_unit, name, _float(row.value), label, text("chart.bars.hover", name=name, value=label))


def _city_label(row: Row, text: Text) -> str:
    """Where the city stands; by residents it says of which day, since its units may stand on another."""
    words = text("chart.city_zone" if row.zone else "chart.city", value=_label(row, text))
    if row.population is None:
        return words
    return text("chart.city_on", words=words, day=day_name(row.population.ref_date, text))


def _label(row: Row, text: Text) -> str:
    return value_label(row.value, row.unit, row.no_value, row.target, text, least=row.is_least)


def _float(number: Fraction | None) -> float | None:
    return None if number is None else round(float(number), 6)


def _top(rows: Sequence[Row]) -> Fraction:
    if rows[0].unit == "percent":
        return FULL
    known = [number for row in rows for number in (row.value, row.target) if number is not None]
    return max(known, default=Fraction(1))
