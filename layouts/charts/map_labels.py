"""Where the names on a map stand: in their districts, or, where these are too small, in a free corner with a line."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations

from data.model import DistrictShape
from layouts.charts.hexmap import MapLabel

Box = tuple[float, float, float, float]
SHORTER = 1e-9
WIDTH, HEIGHT = 0.25, 0.052
"""Of a label, as shares of the map: a name and a figure at the smallest size that the map is shown."""
GAP = 0.02
"""Between an outline and the words beside it, as a share of the map."""


def placed(labels: Sequence[MapLabel], shapes: Sequence[DistrictShape]) -> tuple[MapLabel, ...]:
    """The labels of these shapes, in their order. Where two would cover each other, that of the smaller shape moves to
    the emptiest corner, where they stand so that no two of their lines cross.
    """
    if not shapes:
        return tuple(labels)
    box = _box(shapes)
    by_size = sorted(range(len(shapes)), key=lambda place: _size(shapes[place]))
    kept = list(by_size)
    for place in by_size:
        if any(_overlap(labels[place], labels[other], box) for other in kept if other != place):
            kept.remove(place)
    moved, spots = _moved(kept, labels, shapes, box)
    corner = dict(zip(_untangled([(one, labels[one].x, labels[one].y) for one in moved], spots), spots, strict=True))
    return tuple(
        replace(one, x=corner[place][0], y=corner[place][1], points_at=(one.x, one.y)) if place in corner else one
        for place, one in enumerate(labels)
    )


def _moved(
    kept: list[int], labels: Sequence[MapLabel], shapes: Sequence[DistrictShape], box: Box
) -> tuple[list[int], list[tuple[float, float]]]:
    """The labels that are not kept and the spots for them; one that stands in the way of a spot is moved as well."""
    stay = set(kept)
    while True:
        moved = sorted(set(range(len(labels))) - stay, key=lambda place: (-labels[place].y, labels[place].x))
        spots = _corner(len(moved), shapes, box)
        blocking = {place for place in stay if any(_covers(labels[place], spot, box) for spot in spots)}
        if not blocking:
            return moved, spots
        stay -= blocking


def _covers(label: MapLabel, spot: tuple[float, float], box: Box) -> bool:
    """Whether a label stands where the words of a spot, which begin or end there, would run over it."""
    wide, high = WIDTH * (box[2] - box[0]), HEIGHT * (box[3] - box[1])
    is_left = 2 * spot[0] < box[0] + box[2]
    middle = spot[0] - wide / 2 if is_left else spot[0] + wide / 2
    return abs(label.x - middle) < wide and abs(label.y - spot[1]) < high


def _untangled(places: list[tuple[int, float, float]], spots: Sequence[tuple[float, float]]) -> list[int]:
    """The places in the order of their spots, so that no two lines between them cross: of two that cross, changing
    their ends makes both together shorter, and this ends since the sum of lengths only falls.
    """
    order = list(places)

    def length(one: tuple[int, float, float], at: int) -> float:
        return math.dist(one[1:], spots[at])

    while True:
        for i, j in combinations(range(len(order)), 2):
            now, then = length(order[i], i) + length(order[j], j), length(order[i], j) + length(order[j], i)
            if then < now - SHORTER:
                order[i], order[j] = order[j], order[i]
                break
        else:
            return [one[0] for one in order]


def _size(shape: DistrictShape) -> float:
    """Of the box round a shape, square kilometres."""
    x0, y0, x1, y1 = _box([shape])
    return (x1 - x0) * (y1 - y0)


def _box(shapes: Sequence[DistrictShape]) -> Box:
    xs = [x for shape in shapes for ring in shape.rings for x in ring[0]]
    ys = [y for shape in shapes for ring in shape.rings for y in ring[1]]
    return min(xs), min(ys), max(xs), max(ys)


def _overlap(one: MapLabel, other: MapLabel, box: Box) -> bool:
    wide, high = WIDTH * (box[2] - box[0]), HEIGHT * (box[3] - box[1])
    return abs(one.x - other.x) < wide and abs(one.y - other.y) < high


def _beside(outline: Sequence[float], left: float, wide: float, *, gap: float, on_right: bool) -> float:
    """Where words next to the map begin (on its right) or end: in the corner, but past all that reaches into it."""
    if on_right:
        return max([left, *(x + gap for x in outline)])
    return min([left + wide, *(x - gap for x in outline)])


def _corner(count: int, shapes: Sequence[DistrictShape], box: Box) -> list[tuple[float, float]]:
    """Places under each other in the corner that holds the fewest points of the outlines: the ends of words that are
    nearer to the middle of the map.
    """
    x0, y0, x1, y1 = box
    wide, step = WIDTH * (x1 - x0), HEIGHT * (y1 - y0)
    high = step * count
    points = [(x, y) for shape in shapes for ring in shape.rings for x, y in zip(*ring, strict=True)]
    corners = [(x, y) for y in (y0, y1 - high) for x in (x1 - wide, x0)]
    taken = {
        corner: sum(corner[0] <= x <= corner[0] + wide and corner[1] <= y <= corner[1] + high for x, y in points)
        for corner in corners
    }
    left, low = min(corners, key=lambda corner: taken[corner])
    inner = _beside(
        [x for x, y in points if low <= y <= low + high], left, wide, gap=GAP * (x1 - x0), on_right=left > x0
    )
    return [(round(inner, 3), round(low + high - step * (place + 0.5), 3)) for place in range(count)]
