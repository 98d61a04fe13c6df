"""Hexagons and districts as filled cartesian paths: no geo subplot, so that no world map is ever fetched."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import plotly.graph_objects as go

from layouts.charts.coverage import CoverageKey
from layouts.charts.districts import DistrictArea, DistrictMap
from layouts.charts.hexmap import HexCell, HexMap, MapLabel
from layouts.charts.parts import QUIET
from layouts.figures.frame import bare_axis, framed, plain_text

Path = list[float | None]
SYMBOLS = {"●": "circle", "◐": "diamond", "■": "square", "○": "circle-open"}


def hex_map_figure(chart: HexMap, *, height: int = 620) -> go.Figure:
    """One filled trace and one trace of symbols a category, then the outlines and the names of the districts."""
    figure = framed(chart.title, height=height, alt=chart.alt)
    for key in chart.legend:
        cells = [cell for cell in chart.cells if cell.coverage is key.coverage]
        figure.add_traces([_fills(cells, chart, key), _symbols(cells, key)])
    figure.add_trace(_outlines(chart))
    _square(figure, chart.x_range, chart.y_range)
    _name_places(figure, chart.labels)
    _note(figure, chart.note)
    return figure


def _fills(cells: Sequence[HexCell], chart: HexMap, key: CoverageKey) -> go.Scatter:
    xs: Path = []
    ys: Path = []
    for cell in cells:
        ring = (*chart.corners, chart.corners[0])
        xs += [*(round(cell.x + dx, 3) for dx, _ in ring), None]
        ys += [*(round(cell.y + dy, 3) for _, dy in ring), None]
    return go.Scatter(
        x=xs, y=ys, fill="toself", mode="lines", fillcolor=key.look.fill, hoverinfo="skip",
        line={"color": "#9AA5B1", "width": 0.5}, showlegend=False, legendgroup=key.coverage.value,
    )  # fmt: skip


def _symbols(cells: Sequence[HexCell], key: CoverageKey) -> go.Scatter:
    return go.Scatter(
        x=[cell.x for cell in cells],
        y=[cell.y for cell in cells],
        mode="markers",
        marker={"symbol": SYMBOLS[key.look.symbol], "size": 8, "color": key.look.ink, "line": _ring(key)},
        name=plain_text(f"{key.look.symbol} {key.label}"),
        legendgroup=key.coverage.value,
        customdata=[cell.code for cell in cells],
        hovertext=[plain_text(cell.hover) for cell in cells],
        hoverinfo="text",
    )


def _ring(key: CoverageKey) -> dict[str, object]:
    """A ring in the fill's colour, so that a white symbol shows in the legend too."""
    return {"width": 1, "color": QUIET if key.look.ink == "#FFFFFF" else key.look.ink}


def _outlines(chart: HexMap) -> go.Scatter:
    xs: Path = []
    ys: Path = []
    for x1, y1, x2, y2 in chart.outlines:
        xs += [x1, x2, None]
        ys += [y1, y2, None]
    line = {"color": chart.outline_colour, "width": 1.5}
    return go.Scatter(x=xs, y=ys, mode="lines", line=line, hoverinfo="skip", showlegend=False)


def district_map_figure(chart: DistrictMap, *, height: int = 620) -> go.Figure:
    """One filled trace a district, and one legend entry a class."""
    figure = framed(chart.title, height=height, alt=chart.alt)
    figure.add_traces([_area(area, chart) for area in chart.areas])
    figure.add_traces([_class(fill, label) for fill, label in chart.legend])
    xs = [x for area in chart.areas for ring in area.rings for x in ring[0]]
    ys = [y for area in chart.areas for ring in area.rings for y in ring[1]]
    _square(figure, (min(xs, default=0), max(xs, default=1)), (min(ys, default=0), max(ys, default=1)))
    _name_places(figure, chart.labels)
    _note(figure, chart.note)
    return figure


def _area(area: DistrictArea, chart: DistrictMap) -> go.Scatter:
    return go.Scatter(
        x=_joined(ring[0] for ring in area.rings),
        y=_joined(ring[1] for ring in area.rings),
        fill="toself",
        fillcolor=area.fill,
        mode="lines",
        line={"color": chart.outline_colour, "width": 1},
        text=plain_text(area.hover),
        hoveron="fills",
        hoverinfo="text",
        showlegend=False,
    )


def _class(fill: str, label: str) -> go.Scatter:
    marker = {"symbol": "square", "size": 12, "color": fill, "line": {"color": QUIET, "width": 1}}
    return go.Scatter(x=[None], y=[None], mode="markers", marker=marker, name=plain_text(label), hoverinfo="skip")


def _joined(rings: Iterable[Sequence[float]]) -> Path:
    path: Path = []
    for ring in rings:
        path += [*([None] if path else []), *(round(value, 2) for value in ring)]
    return path


def _square(figure: go.Figure, xs: tuple[float, float], ys: tuple[float, float]) -> None:
    figure.update_xaxes(bare_axis(xs))
    figure.update_yaxes({**bare_axis(ys), "scaleanchor": "x"})
    figure.update_layout(margin={"l": 0, "r": 0, "t": 84, "b": 28}, showlegend=True)


def _name_places(figure: go.Figure, labels: Sequence[MapLabel]) -> None:
    for label in labels:
        figure.add_annotation(
            x=label.x, y=label.y, text=plain_text(label.text), showarrow=False, font={"size": 11},
            bgcolor="rgba(255,255,255,0.75)", borderpad=1,
        )  # fmt: skip


def _note(figure: go.Figure, words: str) -> None:
    figure.add_annotation(
        text=plain_text(words), x=0, y=0, xref="paper", yref="paper", xanchor="left", yanchor="top",
        showarrow=False, font={"size": 11, "color": QUIET},
    )  # fmt: skip
