"""Places by indicators, one printed cell each; a shade tells where a cell stands in its column's range, no light."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from layouts.text import Text

SHADES = ("#FFFFFF", "#F1F5FA", "#DCE8F4", "#BFD5EC", "#9CC0E2")
"""Quiet steps of one hue, dark ink on each readable."""


@dataclass(frozen=True, slots=True)
class MatrixCell:
    """What is printed; ``shade`` is a place in SHADES, None where there is nothing to compare it with."""

    label: str
    shade: int | None
    below: str = ""


@dataclass(frozen=True, slots=True)
class MatrixRow:
    code: str
    name: str
    cells: tuple[MatrixCell, ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """Rows in the order given; ``columns`` are heads with their units."""

    title: str
    heading: str
    columns: tuple[str, ...]
    rows: tuple[MatrixRow, ...]
    shades: tuple[str, ...]
    notes: tuple[str, ...]
    alt: str


Entry = tuple[str, Fraction | None, str]
"""The printed value, the exact one it is shaded by, and a second line."""


def matrix(
    title: str,
    columns: Sequence[str],
    rows: Sequence[tuple[str, str, Sequence[Entry]]],
    text: Text,
    *,
    notes: Sequence[str] = (),
) -> Matrix:
    """``rows`` are (code, name, entries), an entry a column."""
    spans = [_span([entries[place][1] for _, _, entries in rows]) for place in range(len(columns))]
    return Matrix(
        title=title,
        heading=title,
        columns=tuple(columns),
        rows=tuple(
            MatrixRow(code, name, tuple(_cell(entry, span) for entry, span in zip(entries, spans, strict=True)))
            for code, name, entries in rows
        ),
        shades=SHADES,
        notes=tuple(notes),
        alt=text("chart.matrix.alt", title=title, rows=len(rows), columns=len(columns)),
    )


def _span(values: Sequence[Fraction | None]) -> tuple[Fraction, Fraction]:
    known = [value for value in values if value is not None]
    return min(known, default=Fraction(0)), max(known, default=Fraction(0))


def _cell(entry: Entry, span: tuple[Fraction, Fraction]) -> MatrixCell:
    label, value, below = entry
    return MatrixCell(label, None if value is None else _shade(value, span), below)


def _shade(value: Fraction, span: tuple[Fraction, Fraction]) -> int | None:
    """The fifth of the column's range in which a value lies; none where all are equal."""
    least, most = span
    steps = len(SHADES)
    return None if most == least else min(steps - 1, int((value - least) / (most - least) * steps))
