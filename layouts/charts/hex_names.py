"""Where a district's name stands on the map of hexagons: between two rows of its cells, clear of the signs that matter.

Widths and heights are counted in cells, so that screen and paper agree; letters are as large as on a telephone.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from layouts.format import letters

ROW = 0.866
HALF_CELL = 0.58
SIGN = 0.27
"""Half of the widest sign in a cell."""
LETTER, LINE = 0.36, 0.66
"""A letter's width (a Chinese sign takes two) and the height of a name."""
STEP = 0.5
STRUCK, TOUCHED, HELD_BACK, OUTSIDE, FAR = 4.0, 8.0, 1.2, 1.0, 0.25
"""What it costs to strike through a sign, to touch another name, to reach over the border, to stand outside, per cell
of distance from the middle."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A hexagon with the state that its sign tells."""

    district: str
    x: float
    y: float
    state: StrEnum


@dataclass(frozen=True, slots=True)
class Box:
    """A name in its place."""

    x: float
    y: float
    width: float

    def meets(self, other: Box) -> bool:
        """Whether both cover a spot."""
        return abs(self.x - other.x) < (self.width + other.width) / 2 and abs(self.y - other.y) < LINE

    def strikes(self, cell: Cell, half: float = SIGN) -> bool:
        """Whether the name reaches into the sign of a cell, or (``half`` a cell) into the cell."""
        return abs(self.x - cell.x) < self.width / 2 + half and abs(self.y - cell.y) < LINE / 2 + half


def name_places(cells: Sequence[Cell], names: Iterable[tuple[str, str]]) -> dict[str, tuple[float, float]]:
    """The middle of the name of each (district, name): those with the fewest places to choose from are put first."""
    own: dict[str, list[Cell]] = defaultdict(list)
    for cell in cells:
        own[cell.district].append(cell)
    loud = _loud(cells)
    placed: dict[str, Box] = {}
    for district, name in sorted(names, key=lambda one: (len(own[one[0]]), one[0])):
        width = letters(name) * LETTER
        choices = _choices(own[district], cells, width)
        placed[district] = min(choices, key=lambda choice: _cost(choice, loud, placed.values()))[0]
    return {district: (round(box.x, 2), round(box.y, 3)) for district, box in placed.items()}


def _loud(cells: Sequence[Cell]) -> list[Cell]:
    """The cells that are not in the state of most: their signs are what a reader looks for."""
    usual = Counter(cell.state for cell in cells).most_common(1)
    return [cell for cell in cells if cell.state != usual[0][0]]


Choice = tuple[Box, float]


def _choices(own: Sequence[Cell], cells: Sequence[Cell], width: float) -> Iterator[Choice]:
    """Places with what they cost by themselves: between two rows of the district, or just outside it where free."""
    middle = Box(sum(one.x for one in own) / len(own), sum(one.y for one in own) / len(own), width)
    rows: dict[int, list[float]] = defaultdict(list)
    for one in own:
        rows[round(one.y / ROW)].append(one.x)
    for row in range(min(rows), max(rows)):
        edges = [(min(rows[at]), max(rows[at])) for at in (row, row + 1) if at in rows]
        left, right = max(low for low, _ in edges) - 0.5, min(high for _, high in edges) + 0.5
        for box in _along(left, right, (row + 0.5) * ROW, width):
            over = max(0.0, left - (box.x - width / 2)) + max(0.0, box.x + width / 2 - right)
            yield box, HELD_BACK * over + FAR * math.dist((box.x, box.y), (middle.x, middle.y))
    lowest, highest = min(cell.y for cell in cells) - HALF_CELL, max(cell.y for cell in cells) + HALF_CELL
    outside = (max(rows) * ROW + HALF_CELL + LINE / 2, min(rows) * ROW - HALF_CELL - LINE / 2)
    # Inside the map as it is: its edges are those of its cells, whatever they tell, so that no cell ever moves.
    for y in (one for one in outside if lowest + LINE / 2 <= one <= highest - LINE / 2):
        for box in _along(middle.x - 2, middle.x + 2, y, width):
            if not any(box.strikes(cell, 0.4) for cell in cells):
                yield box, OUTSIDE + FAR * math.dist((box.x, box.y), (middle.x, middle.y))
    yield middle, STRUCK * len(own)


def _along(left: float, right: float, y: float, width: float) -> Iterator[Box]:
    first, last = math.floor(left / STEP), math.ceil(right / STEP)
    return (Box(at * STEP, y, width) for at in range(first, last + 1) if left <= at * STEP <= right)


def _cost(choice: Choice, loud: Sequence[Cell], placed: Iterable[Box]) -> float:
    box, own = choice
    return own + STRUCK * sum(map(box.strikes, loud)) + TOUCHED * sum(map(box.meets, placed))
