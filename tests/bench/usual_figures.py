"""The drawings that the screen makes without plotly, as somebody would make them who draws everything with it."""

from __future__ import annotations

from typing import Any

from layouts.charts import BulletRows, HexMap

Figure = dict[str, Any]
BARE = {"visible": False}


def hex_figure(chart: HexMap) -> Figure:
    """A polygon a township in the fill of its coverage, the districts' edges and names over them."""
    data: list[Figure] = []
    for key in chart.legend:
        x, y = [], []
        for cell in (one for one in chart.cells if one.coverage == key.coverage):
            corners = [*chart.corners, chart.corners[0]]
            x += [*(cell.x + dx for dx, _ in corners), None]
            y += [*(cell.y + dy for _, dy in corners), None]
        outline = {"color": "#9AA5B1", "width": 0.5}
        data.append(_lines(x, y, outline) | {"fill": "toself", "fillcolor": key.look.fill, "name": key.label})
    edges = {"color": chart.outline_colour, "width": 1.2}
    x, y = [], []
    for ax, ay, bx, by in chart.outlines:
        x += [ax, bx, None]
        y += [ay, by, None]
    names = [{"x": one.x, "y": one.y, "text": one.text, "showarrow": False} for one in chart.labels]
    layout = {"title": {"text": chart.title}, "annotations": names, "xaxis": BARE, "yaxis": BARE | {"scaleanchor": "x"}}
    return {"data": [*data, _lines(x, y, edges) | {"showlegend": False}], "layout": layout}


def _lines(x: list, y: list, line: Figure) -> Figure:
    return {"type": "scatter", "mode": "lines", "x": x, "y": y, "line": line}


def bullets_figure(chart: BulletRows) -> Figure:
    """A bar a row as a share of its own scale, a mark at its target, its words beside it."""
    names = [row.name for row in chart.rows]
    shares = [100 * (row.value or 0) / row.maximum for row in chart.rows]
    targets = [None if row.target is None else 100 * row.target / row.maximum for row in chart.rows]
    words = [f"{row.value_label} {row.target_label} {row.symbol}{row.word}" for row in chart.rows]
    bars = {
        "type": "bar", "orientation": "h", "x": shares, "y": names, "text": words,
        "marker": {"color": [row.colour for row in chart.rows]},
    }  # fmt: skip
    marks = {"type": "scatter", "mode": "markers", "x": targets, "y": names, "marker": {"symbol": "line-ns-open"}}
    return {"data": [bars, marks], "layout": {"title": {"text": chart.title}, "showlegend": False}}
