"""What every chart is made of: ticks, legend entries, colours. Positions are in data units, labels are words."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from layouts import format as printed
from layouts.text import Text
from metrics.results import NoValue

INK = "#1F2933"
QUIET = "#595959"
RULE = "#D0D5DB"
SERIES = "#1F5FA8"
PATH = "#8A5A00"
TARGET = "#B3261E"
NEUTRAL = "#9AA5B1"
STEPS = (Fraction(1), Fraction(2), Fraction(5, 2), Fraction(5), Fraction(10))


class Stroke(StrEnum):
    """How a line is drawn, so that lines differ without colour."""

    SOLID = "solid"
    DASHED = "dashed"
    DOTTED = "dotted"


class Marker(StrEnum):
    """How a point is drawn: full, hollow (carried forward) or crossed (partial total)."""

    FULL = "full"
    HOLLOW = "hollow"
    CROSSED = "crossed"


@dataclass(frozen=True, slots=True)
class Tick:
    position: float
    label: str


@dataclass(frozen=True, slots=True)
class LegendEntry:
    """One key of a legend: a stroke, a marker, or (for areas) a symbol on a fill."""

    label: str
    colour: str
    stroke: Stroke | None = None
    marker: Marker | None = None


def value_label(
    value: Fraction | None,
    unit: str,
    no_value: NoValue | None,
    target: Fraction | None,
    text: Text,
    *,
    least: bool | None = None,
) -> str:
    """The value as printed: 至少… where it is a least value, the reason where there is none."""
    if value is None:
        return printed.MISSING if no_value is None else text(f"no_value.{no_value}")
    words = printed.figure(value, unit, target)
    return text("chart.at_least", value=words) if printed.is_least(no_value, unit, least) else words


def ticks(top: Fraction, unit: str, most: int = 6) -> tuple[Tick, ...]:
    """Round ticks from 0 to the first at or above ``top``, at most ``most`` of them."""
    step = _step(max(top, Fraction(1, 100)), most - 1)
    count = -(-top // step) if top > 0 else 1
    decimals = next((places for places in range(4) if (step * 10**places).denominator == 1), 3)
    sign = "%" if unit == "percent" else ""
    return tuple(Tick(float(step * i), _label(step * i, decimals) + sign) for i in range(int(count) + 1))


def _label(value: Fraction, decimals: int) -> str:
    return printed.plain(value, decimals) if decimals else printed.count(int(value))


def _step(top: Fraction, intervals: int) -> Fraction:
    rough = top / intervals
    scale = Fraction(1)
    while scale * 10 <= rough:
        scale *= 10
    while scale > rough:
        scale /= 10
    return next(scale * step for step in STEPS if scale * step >= rough)
