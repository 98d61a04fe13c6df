"""The districts on the screen as filled cartesian paths: no geo subplot, so that no world map is ever fetched."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from layouts.charts.districts import DistrictArea, DistrictMap
from layouts.charts.parts import QUIET
from layouts.figures.frame import Drawing, bare_axis, frame, plain_text

Path = list[float | None]


def district_figure(chart: DistrictMap, *, height: int = 560) -> Drawing:
    """One filled trace a district, and one legend entry a class."""
    xs = [x for area in chart.areas for ring in area.rings for x in ring[0]] or [0.0, 1.0]
    ys = [y for area in chart.areas for ring in area.rings for y in ring[1]] or [0.0, 1.0]
    layout = frame(chart.title, height=height, alt=chart.alt) | {
        "xaxis": bare_axis((min(xs), max(xs))),
        "yaxis": bare_axis((min(ys), max(ys))) | {"scaleanchor": "x"},
        "margin": {"l": 0, "r": 0, "t": 44, "b": 8},
        "annotations": [_label(one.x, one.y, one.text) for one in chart.labels],
        "showlegend": True,
    }
    return {"data": [*(_area(area, chart) for area in chart.areas), *(_class(*one) for one in chart.legend)]} | {
        "layout": layout
    }


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


def _label(x: float, y: float, words: str) -> Drawing:
    plain = {"showarrow": False, "font": {"size": 11}, "bgcolor": "rgba(255,255,255,0.75)", "borderpad": 1}
    return plain | {"x": x, "y": y, "text": plain_text(words)}
