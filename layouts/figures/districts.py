"""The districts on the screen as filled cartesian paths: no geo subplot, so that no world map is ever fetched."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from layouts.charts.districts import DistrictArea, DistrictMap
from layouts.charts.hexmap import MapLabel
from layouts.charts.map_labels import WIDTH
from layouts.charts.parts import INK, QUIET
from layouts.figures.frame import Drawing, bare_axis, frame, plain_text

Path = list[float | None]
POINT = "#8A5A00"
ROOM = 0.1
LAST = 1001
"""Behind all that say nothing of their rank in the legend."""


def district_figure(chart: DistrictMap, *, height: int = 560) -> Drawing:
    """One filled trace a district, and one legend entry a class."""
    xs = [x for area in chart.areas for ring in area.rings for x in ring[0]] or [0.0, 1.0]
    ys = [y for area in chart.areas for ring in area.rings for y in ring[1]] or [0.0, 1.0]
    layout = frame(chart.title, height=height, alt=chart.alt) | {
        "xaxis": bare_axis(_span(min(xs), max(xs), chart)),
        "yaxis": bare_axis((min(ys), max(ys))) | {"scaleanchor": "x"},
        "margin": {"l": 0, "r": 0, "t": 44, "b": 8},
        "annotations": [_label(one) for one in chart.labels],
        "shapes": [_leader(*one.points_at, one.x, one.y) for one in chart.labels if one.points_at],
        "showlegend": True,
    }
    areas = [_area(area, chart) for area in chart.areas]
    # Points lie on top but stand first: another colouring has other classes, and must not send every point anew.
    return {"data": [*_points(chart), *areas, *(_class(*one) for one in chart.legend)], "layout": layout}


def _span(left: float, right: float, chart: DistrictMap) -> tuple[float, float]:
    """The width of the map, and room for the words that stand in a corner of it or beside it."""
    aside = [(one.x > one.points_at[0], one.x) for one in chart.labels if one.points_at]
    room = (WIDTH + ROOM) * (right - left)
    on_left, on_right = ([x for is_right, x in aside if is_right is side] for side in (False, True))
    return min([left, *(x - room for x in on_left)]), max([right, *(x + room for x in on_right)])


def _points(chart: DistrictMap) -> list[Drawing]:
    """Inclusive institutions as full circles, others as open diamonds: told apart without colour."""
    kinds = zip((True, False), chart.point_words, ("circle", "diamond-open"), (POINT, INK))
    return [
        {
            "type": "scatter",
            "mode": "markers",
            "x": [round(one.x, 2) for one in found],
            "y": [round(one.y, 2) for one in found],
            "text": [plain_text(one.hover) for one in found],
            "hoverinfo": "text",
            "marker": {"symbol": symbol, "size": 6, "color": colour},
            "name": plain_text(words),
            "zorder": 1,
            "legendrank": LAST,
        }
        for inclusive, words, symbol, colour in kinds
        if (found := [one for one in chart.points if one.is_inclusive is inclusive])
    ]


def _area(area: DistrictArea, chart: DistrictMap) -> Drawing:
    return {
        "type": "scatter",
        "x": _joined(ring[0] for ring in area.rings),
        "y": _joined(ring[1] for ring in area.rings),
        "fill": "toself",
        "fillcolor": area.fill,
        "mode": "lines",
        "line": {"color": chart.outline_colour, "width": 1},
        "text": plain_text(area.hover),
        "hoveron": "fills",
        "hoverinfo": "text",
        "showlegend": False,
    }


def _class(fill: str, label: str) -> Drawing:
    marker = {"symbol": "square", "size": 12, "color": fill, "line": {"color": QUIET, "width": 1}}
    shared = {"type": "scatter", "mode": "markers", "hoverinfo": "skip"}
    return shared | {"x": [None], "y": [None], "marker": marker, "name": plain_text(label)}


def _joined(rings: Iterable[Sequence[float]]) -> Path:
    path: Path = []
    for ring in rings:
        path += [*([None] if path else []), *(round(value, 2) for value in ring)]
    return path


def _label(label: MapLabel) -> Drawing:
    plain = {"showarrow": False, "font": {"size": 11}, "bgcolor": "rgba(255,255,255,0.75)", "borderpad": 1}
    side = {} if label.points_at is None else {"xanchor": "left" if label.points_at[0] < label.x else "right"}
    return plain | {"x": label.x, "y": label.y, "text": plain_text(label.text)} | side


def _leader(x0: float, y0: float, x1: float, y1: float) -> Drawing:
    """From a place to the words that stand apart from it."""
    return {"type": "line", "x0": x0, "y0": y0, "x1": x1, "y1": y1, "line": {"color": QUIET, "width": 1}}
