"""A bullet graph: a bar from 0, a tick at the target, a tick at what is required by now."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from layouts import format as printed
from layouts.charts.parts import NEUTRAL, QUIET, Tick, ticks, value_label
from layouts.headlines import short_target
from layouts.text import Text
from metrics.results import NoValue, Row


@dataclass(frozen=True, slots=True)
class Bullet:
    """One row as a bar; ``value`` None draws no bar, only the ticks. ``partial`` draws an open end (至少)."""

    name: str
    value: float | None
    value_label: str
    target: float | None
    target_label: str
    expected: float | None
    expected_label: str
    maximum: float
    ticks: tuple[Tick, ...]
    colour: str
    symbol: str
    word: str
    partial: bool
    alt: str


@dataclass(frozen=True, slots=True)
class BulletRows:
    """Bullet graphs one under the other, each with its name, its value and its verdict; an axis each."""

    title: str
    heading: str
    rows: tuple[Bullet, ...]
    notes: tuple[str, ...]
    alt: str


def bullet_rows(rows: Sequence[Row], text: Text, *, title: str, notes: Sequence[str] = ()) -> BulletRows:
    """The rows in their order; ``title`` stands over them."""
    drawn = tuple(bullet(row, text) for row in rows)
    return BulletRows(title, title, drawn, tuple(notes), text("chart.bullet.rows", title=title, count=len(drawn)))


def parts_expected(rows: Iterable[Row]) -> bool:
    """Whether what is required by now stands apart from the target in any row: from the deadline on it does not."""
    return any(row.expected not in (None, row.target) for row in rows)


def bullet(row: Row, text: Text) -> Bullet:
    """The bullet graph of one assessed row."""
    axis = ticks(_top(row), row.unit, most=5)
    words = _labels(row, text)
    return Bullet(
        name=text(f"indicator.{row.indicator}.short"),
        value=_float(row.value),
        target=_float(row.target),
        expected=_float(row.expected),
        maximum=axis[-1].position,
        ticks=axis,
        colour=NEUTRAL if row.status is None else printed.STATUS_COLOURS.get(row.status, QUIET),
        symbol="" if row.status is None else printed.STATUS_SYMBOLS[row.status],
        partial=row.no_value is NoValue.INCOMPLETE,
        word=words["status"],
        value_label=words["value"],
        target_label=words["target"],
        expected_label=words["expected"],
        alt=text("chart.bullet.alt", name=text(f"indicator.{row.indicator}.short"), **words),
    )


def _labels(row: Row, text: Text) -> dict[str, str]:
    return {
        "value": value_label(row.value, row.unit, row.no_value, row.target, text, least=row.is_least),
        "target": short_target(row),
        "expected": printed.figure(row.expected, row.unit),
        "status": printed.status_word(row, text) or printed.MISSING,
    }


def _top(row: Row) -> Fraction:
    """The axis ends at 100 for shares, else a little beyond the greatest of value, target and required."""
    if row.unit == "percent":
        return printed.FULL
    known = [number for number in (row.value, row.target, row.expected) if number is not None]
    return max(known, default=Fraction(1)) * Fraction(21, 20)


def _float(number: Fraction | None) -> float | None:
    return None if number is None else round(float(number), 6)
