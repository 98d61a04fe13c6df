"""Where the names on a map stand: in their districts, or, where these are too small, in a free corner with a line."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from data.model import DistrictShape
from data.model.places import inside
from layouts.charts.hexmap import MapLabel
from layouts.charts.leaders import Box, Line, ends, strikes

WIDTH, HEIGHT = 0.25, 0.052
"""Of a label, as shares of the map: a name and a figure at the smallest size that the map is shown."""
GAP = 0.02
"""Between an outline and the words beside it, as a share of the map."""
TRIES = 4
"""How often labels make way for lines, and lines are drawn again."""
MOST_SHIFTED = 4
"""Half heights by which a label shifts at most, up or down, inside its shape."""
WIDER = 0.05
"""By how much of its width words beside the map may make it wider."""


def placed(labels: Sequence[MapLabel], shapes: Sequence[DistrictShape]) -> tuple[MapLabel, ...]:
    """The labels of these shapes, in their order. Where two would cover each other, that of the smaller shape shifts
    inside it, or moves beside the map, to where a line leads to it over no name and few other shapes.
    """
    if not shapes:
        return tuple(labels)
    box = _box(shapes)
    kept = _kept(labels, shapes, box)
    moved = [place for place in range(len(labels)) if place not in kept]
    best = min(_tried(kept, moved, labels, shapes), key=lambda one: one[1])[0]
    return tuple(best[place] for place in range(len(labels)))


def _tried(
    kept: dict[int, MapLabel], moved: Sequence[int], labels: Sequence[MapLabel], shapes: Sequence[DistrictShape]
) -> Iterator[tuple[dict[int, MapLabel], float]]:
    """All labels and what their lines cost; then again, after what a line ran over has made way for it."""
    box = _box(shapes)
    for _ in range(TRIES):
        spots = _spots(list(kept.values()), shapes, box)
        if len(spots) < len(moved):
            spots = _corner(len(moved), shapes, box)
        names = tuple(_words(one, box) for one in kept.values())
        at = (tuple((labels[place].x, labels[place].y) for place in moved), tuple(spots))
        chosen, cost = ends(*at, names, tuple(one.rings for one in shapes), _room(box))
        aside = {place: _aside(labels[place], spots[spot]) for place, spot in zip(moved, chosen, strict=True)}
        yield kept | aside, cost
        kept = _making_way(
            kept, [(one.points_at or (one.x, one.y), (one.x, one.y)) for one in aside.values()], labels, shapes, box
        )


def _aside(label: MapLabel, spot: tuple[float, float]) -> MapLabel:
    return replace(label, x=spot[0], y=spot[1], points_at=(label.x, label.y))


def _making_way(
    kept: dict[int, MapLabel],
    lines: Sequence[Line],
    labels: Sequence[MapLabel],
    shapes: Sequence[DistrictShape],
    box: Box,
) -> dict[int, MapLabel]:
    """The labels that stay, those that a line runs over shifted from under it where there is room."""

    def struck(label: MapLabel) -> int:
        return sum(strikes(line, _words(label, box)) for line in lines)

    for place in [place for place, label in kept.items() if struck(label)]:
        others = [label for other, label in kept.items() if other != place]
        free = [one for one in _shifted(labels[place], shapes[place], box) if not _met(one, others, box)]
        kept = kept | {place: min([kept[place], *free], key=struck)}
    return kept


def _kept(labels: Sequence[MapLabel], shapes: Sequence[DistrictShape], box: Box) -> dict[int, MapLabel]:
    """The labels that stay in their shapes, the largest first, and hide as few places of other labels as they can."""
    kept: dict[int, MapLabel] = {}
    for place in sorted(range(len(shapes)), key=lambda place: -_size(shapes[place])):
        free = [one for one in _shifted(labels[place], shapes[place], box) if not _met(one, kept.values(), box)]
        if free:
            others = [one for at, one in enumerate(labels) if at != place and at not in kept]
            kept[place] = min(free, key=lambda label: sum(_hides(label, one, box) for one in others))
    return kept


def _hides(label: MapLabel, other: MapLabel, box: Box) -> bool:
    """Whether a label covers the place that another one speaks of, from where its line may begin."""
    x0, y0, x1, y1 = _words(label, box)
    return x0 < other.x < x1 and y0 < other.y < y1


def _met(label: MapLabel, others: Iterable[MapLabel], box: Box) -> bool:
    return any(_overlap(label, other, box) for other in others)


def _shifted(label: MapLabel, shape: DistrictShape, box: Box) -> Iterator[MapLabel]:
    """A label where it is, then farther and farther from there, as long as its middle is inside its shape."""
    wide, high = _room(box)
    shifts = [(wide * x / 8, high * y / 2) for x in range(-2, 3) for y in range(-MOST_SHIFTED, MOST_SHIFTED + 1)]
    for x, y in sorted(shifts, key=lambda one: math.hypot(*one)):
        if (x, y) == (0, 0) or inside((label.x + x, label.y + y), shape.rings):
            yield replace(label, x=round(label.x + x, 3), y=round(label.y + y, 3))


def _room(box: Box) -> tuple[float, float]:
    """Width and height of a label."""
    return WIDTH * (box[2] - box[0]), HEIGHT * (box[3] - box[1])


def _words(label: MapLabel, box: Box) -> Box:
    """What a label that stays covers."""
    wide, high = _room(box)
    return label.x - wide / 2, label.y - high / 2, label.x + wide / 2, label.y + high / 2


def _spots(stay: Sequence[MapLabel], shapes: Sequence[DistrictShape], box: Box) -> list[tuple[float, float]]:
    """The places for words on either side of the map, past all that reaches out there and clear of what stays, where
    they make it hardly wider: the ends of the words that are nearer to it.
    """
    (x0, y0, x1, y1), (wide, high) = box, _room(box)
    points = [(x, y) for shape in shapes for ring in shape.rings for x, y in zip(*ring, strict=True)]
    slack, gap, found = WIDER * (x1 - x0), GAP * (x1 - x0), []
    for level in range(int((y1 - y0) / high)):
        y = y0 + (level + 0.5) * high
        beside = [x for x, at in points if abs(at - y) <= high]
        beside += [x for one in stay if abs(one.y - y) < high for x in (one.x - wide / 2, one.x + wide / 2)]
        right, left = (max(beside) + gap, min(beside) - gap) if beside else (x1 - wide, x0 + wide)
        found += [(right, y)] if right + wide <= x1 + slack else []
        found += [(left, y)] if left - wide >= x0 - slack else []
    return [(round(x, 3), round(y, 3)) for x, y in found]


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
