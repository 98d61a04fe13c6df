"""Outlines of townships as one picture: a path a township, named by its code, in metres so that numbers stay short."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from xml.sax.saxutils import quoteattr

from data.model import TownshipShape
from data.model.places import Ring

GRID = 0.02
"""Kilometres: points are put on this grid, the same for all, so that neighbours still meet; finer is not seen."""


@lru_cache(maxsize=2)
def outlines_svg(shapes: tuple[TownshipShape, ...]) -> str:
    """North is up. The browser gives the paths their fills."""
    xs = [x for shape in shapes for ring in shape.rings for x in ring[0]]
    ys = [y for shape in shapes for ring in shape.rings for y in ring[1]]
    left, top = min(xs), max(ys)
    size = f"0 0 {_step(max(xs) - left)} {_step(top - min(ys))}"
    paths = "".join(
        f'<path data-code={quoteattr(shape.code)} d="{"".join(_lines(shape.rings, left, top))}"/>' for shape in shapes
    )
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{size}" fill-rule="evenodd">{paths}</svg>'


def _lines(rings: Sequence[Ring], left: float, top: float) -> Iterator[str]:
    for ring in rings:
        places = [(_step(x - left), _step(top - y)) for x, y in zip(*ring, strict=True)]
        kept = [place for at, place in enumerate(places) if at == 0 or place != places[at - 1]]
        yield f"M{' '.join(f'{x},{y}' for x, y in kept)}Z"


def _step(kilometres: float) -> int:
    return round(kilometres / GRID)
