"""The townships as equal hexagons where their districts lie: each counts once. Not an administrative map."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from data.model import Hexagon, Reference, Township
from layouts.charts.coverage import CoverageKey
from layouts.charts.hex_names import Cell, name_places
from layouts.charts.measures import Measure, class_of, measure_keys
from layouts.charts.parts import INK
from layouts.names import unit_name
from layouts.text import Text
from metrics.results import TownshipResult

RADIUS = 1 / math.sqrt(3)
ROW_PITCH = 0.866
CORNERS = tuple(
    (round(RADIUS * math.sin(math.pi / 3 * i), 4), round(RADIUS * math.cos(math.pi / 3 * i), 4)) for i in range(6)
)
MOST_OUTLINES = 8
Line = tuple[float, float, float, float]
Spot = tuple[float, float, str]


@dataclass(frozen=True, slots=True)
class HexCell:
    """One township; ``district`` is its administrative code, ``x`` and ``y`` its centre, y up, pitch 1.

    ``coverage``: the state that the map tells of it, of those in the legend.
    """

    code: str
    name: str
    district: str
    x: float
    y: float
    coverage: StrEnum


@dataclass(frozen=True, slots=True)
class MapLabel:
    """Words on a map, centred at x and y. ``points_at`` is the place they speak of where they stand apart from it, and
    then x is that end of them which is nearer to it.
    """

    x: float
    y: float
    text: str
    points_at: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class HexMap:
    """``corners`` are a cell's six corners round its centre; ``outlines`` are line pieces between districts."""

    title: str
    cells: tuple[HexCell, ...]
    corners: tuple[tuple[float, float], ...]
    outlines: tuple[Line, ...]
    outline_colour: str
    labels: tuple[MapLabel, ...]
    legend: tuple[CoverageKey, ...]
    x_range: tuple[float, float]
    y_range: tuple[float, float]
    note: str
    alt: str


def hex_map(
    townships: Sequence[TownshipResult], reference: Reference, text: Text, measure: Measure = Measure.COVERAGE
) -> HexMap:
    """The map of these townships; one without a hexagon of its own is refused (KeyError), never left out."""
    legend = measure_keys(measure, townships, text)
    states = [(result.township, class_of(measure, result)) for result in townships]
    title = text("chart.hex.title" if measure is Measure.COVERAGE else f"measure.{measure}.title")
    return state_map(states, legend, reference, text, title=title)


def state_map(
    states: Sequence[tuple[Township, StrEnum]],
    legend: tuple[CoverageKey, ...],
    reference: Reference,
    text: Text,
    *,
    title: str,
) -> HexMap:
    """The same map of any state that townships can be in."""
    place = {hexagon.township: hexagon for hexagon in reference.hexagons}
    cells = tuple(_cell(township, state, place[township.code]) for township, state in states)
    labels = tuple(_labels(cells, reference, text))
    return HexMap(
        title=title,
        cells=cells,
        corners=CORNERS,
        outlines=_outlines(tuple((cell.x, cell.y, cell.district) for cell in cells)),
        outline_colour=INK,
        labels=labels,
        legend=legend,
        x_range=_range([cell.x for cell in cells], 0.5),
        y_range=_range([cell.y for cell in cells], RADIUS),
        note=text("chart.hex.note"),
        alt=text("chart.hex.alt", total=len(cells), keys=text("format.comma").join(key.label for key in legend)),
    )


def _cell(place: Township, state: StrEnum, hexagon: Hexagon) -> HexCell:
    x, y = hexagon.centre
    return HexCell(place.code, place.name, place.district, x, round(y, 3), state)


@lru_cache(maxsize=MOST_OUTLINES)
def _outlines(cells: tuple[Spot, ...]) -> tuple[Line, ...]:
    """Edges that a cell shares with no cell of its own district, each once; the same for every period."""
    owner = {_column_row(x, y): district for x, y, district in cells}
    return tuple(
        _line(x, y, left, right)
        for x, y, district in cells
        for (left, right), (dx, dy) in zip(_edges(), _neighbours(), strict=True)
        if _is_border(district, owner.get(_column_row(x + dx, y, dy)))
    )


def _column_row(x: float, y: float, rows_up: int = 0) -> tuple[float, int]:
    return round(x, 1), round(y / ROW_PITCH) + rows_up


def _is_border(district: str, neighbour: str | None) -> bool:
    """Of two districts the one that comes first draws the line between them."""
    return neighbour is None or neighbour > district


def _edges() -> Iterable[tuple[tuple[float, float], tuple[float, float]]]:
    return zip(CORNERS, CORNERS[1:] + CORNERS[:1], strict=True)


def _neighbours() -> tuple[tuple[float, int], ...]:
    """Where the cell beyond each edge lies, clockwise from the upper right: columns and rows away."""
    return ((0.5, 1), (1.0, 0), (0.5, -1), (-0.5, -1), (-1.0, 0), (-0.5, 1))


def _line(x: float, y: float, left: tuple[float, float], right: tuple[float, float]) -> Line:
    return round(x + left[0], 3), round(y + left[1], 3), round(x + right[0], 3), round(y + right[1], 3)


def _labels(cells: Sequence[HexCell], reference: Reference, text: Text) -> Iterable[MapLabel]:
    """District names where they strike through as few of the signs that matter as can be."""
    names = {cell.district: unit_name(reference, cell.district, text) for cell in cells}
    spots = tuple(Cell(cell.district, cell.x, cell.y, cell.coverage) for cell in cells)
    for district, (x, y) in sorted(_places(spots, tuple(sorted(names.items()))).items()):
        yield MapLabel(x, y, names[district])


@lru_cache(maxsize=MOST_OUTLINES)
def _places(cells: tuple[Cell, ...], names: tuple[tuple[str, str], ...]) -> dict[str, tuple[float, float]]:
    return name_places(cells, names)


def _range(values: Sequence[float], margin: float) -> tuple[float, float]:
    return round(min(values) - margin, 3), round(max(values) + margin, 3)
