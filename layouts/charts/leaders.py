"""Lines from places on a map to words beside it: over no name, across each other nowhere, over few other places."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from functools import lru_cache

Point = tuple[float, float]
Box = tuple[float, float, float, float]
Line = tuple[Point, Point]
Ring = tuple[tuple[float, ...], tuple[float, ...]]
STRUCK, CROSSED = 1000.0, 10.0
"""What a name struck through (or two lines that cross) costs, and a place that a line passes over; a line across the
whole map costs 1.
"""
ROUNDS = 100


@lru_cache(maxsize=16)
def ends(
    places: tuple[Point, ...],
    spots: tuple[Point, ...],
    names: tuple[Box, ...],
    rings: tuple[tuple[Ring, ...], ...],
    size: Point,
) -> tuple[tuple[int, ...], float]:
    """For each place a spot of its own, and what they cost together: from the cheapest on, a place changes its spot, or
    two change theirs, as long as it costs less. ``names`` are what stays on the map, ``rings`` the outlines of the
    places there, ``size`` the width and height of words beside it.
    """
    alone = [[_alone((place, spot), names, rings, size) for spot in spots] for place in places]
    chosen = _cheapest(alone)
    for _ in range(ROUNDS):
        found = min(_changes(chosen, len(spots)), key=lambda one: _cost(one, places, spots, alone, size))
        if _cost(found, places, spots, alone, size) >= _cost(chosen, places, spots, alone, size):
            break
        chosen = found
    return chosen, _cost(chosen, places, spots, alone, size)


def _cheapest(alone: Sequence[Sequence[float]]) -> tuple[int, ...]:
    taken: list[int] = []
    for costs in alone:
        free = [spot for spot in range(len(costs)) if spot not in taken]
        taken.append(min(free, key=lambda spot: costs[spot]))
    return tuple(taken)


def _changes(chosen: tuple[int, ...], spots: int) -> Iterator[tuple[int, ...]]:
    """Everything that one change makes of a choice."""
    for place, now in enumerate(chosen):
        for then in range(spots):
            if then != now:
                yield tuple(then if i == place else now if one == then else one for i, one in enumerate(chosen))


def _cost(
    chosen: tuple[int, ...],
    places: Sequence[Point],
    spots: Sequence[Point],
    alone: Sequence[Sequence[float]],
    size: Point,
) -> float:
    lines = [(place, spots[spot]) for place, spot in zip(places, chosen, strict=True)]
    told = sum(alone[place][spot] for place, spot in enumerate(chosen))
    for i, one in enumerate(lines):
        for j, other in enumerate(lines):
            if i != j and (meet(one, other) or strikes(one, words_box(other, size))):
                told += STRUCK
    return told


def _alone(line: Line, names: Sequence[Box], rings: Sequence[Sequence[Ring]], size: Point) -> float:
    struck = sum(strikes(line, name) for name in names)
    return STRUCK * struck + CROSSED * sum(passes(line, one) for one in rings) + math.dist(*line) / size[0]


def words_box(line: Line, size: Point) -> Box:
    """Where the words at the end of a line stand: away from where it comes from."""
    (start, _), (x, y) = line
    left = x if x > start else x - size[0]
    return left, y - size[1] / 2, left + size[0], y + size[1] / 2


def passes(line: Line, rings: Sequence[Ring]) -> bool:
    """Whether a line comes over the outline of a place."""
    low, high = min(line[0][1], line[1][1]), max(line[0][1], line[1][1])
    for xs, ys in rings:
        if min(ys) > high or max(ys) < low:
            continue
        corners = list(zip(xs, ys, strict=True))
        if any(meet(line, side) for side in zip(corners, corners[1:] + corners[:1], strict=True)):
            return True
    return False


def strikes(line: Line, box: Box) -> bool:
    """Whether a line runs over a box."""
    x0, y0, x1, y1 = box
    diagonals = (((x0, y0), (x1, y1)), ((x0, y1), (x1, y0)))
    return any(meet(line, one) for one in diagonals) or (x0 < line[1][0] < x1 and y0 < line[1][1] < y1)


def meet(one: Line, other: Line) -> bool:
    """Whether two straight lines cross."""
    (a, b), (c, d) = one, other
    return _side(a, b, c) * _side(a, b, d) < 0 and _side(c, d, a) * _side(c, d, b) < 0


def _side(p: Point, q: Point, r: Point) -> float:
    return (q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0])
