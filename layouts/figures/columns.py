"""Stacked columns on the screen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from layouts.charts.columns import ColumnChart, ColumnSeries
from layouts.charts.parts import QUIET
from layouts.figures.frame import Drawing, axis, frame, line_shape, plain_text

T = TypeVar("T")
HEADROOM = 1.08
WIDE, NARROW, FEW = 0.2, 0.6, 6
"""Room between columns; a few of them would else be as wide as the page."""
AWAY: Drawing = {"ticks": "outside", "ticklen": 6, "tickcolor": "rgba(0,0,0,0)"}
"""The first column's name stands clear of the 0 beside it."""
MOST_TOTALS = 6
"""Columns named and totals printed, counted from the last: more would touch each other on a telephone."""


def column_figure(chart: ColumnChart, *, height: int = 360) -> Drawing:
    """One trace a part, the totals over the columns, and the level to reach."""
    layout = frame(chart.heading, height=height, alt=chart.alt) | {
        "barmode": "stack",
        "bargap": NARROW if len(chart.x_labels) < FEW else WIDE,
        "xaxis": {"type": "category", "fixedrange": True, "automargin": True} | AWAY | _labels(chart),
        "yaxis": axis(chart.y_ticks, (0, chart.maximum * HEADROOM), grid=True),
        "shapes": [] if chart.line is None else [_line(chart.line, chart)],
        "annotations": _annotations(chart),
        "showlegend": len(chart.series) > 1,
        "legend": {"orientation": "h", "x": 0, "y": -0.18, "xanchor": "left", "yanchor": "top", "traceorder": "normal"},
    }
    return {"data": [_part(one, chart) for one in chart.series], "layout": layout}


def _part(one: ColumnSeries, chart: ColumnChart) -> Drawing:
    hovers = [f"{column} {one.name} {label}" for column, label in zip(chart.x_labels, one.labels, strict=True)]
    return {
        "type": "bar",
        "name": plain_text(one.name),
        "x": [plain_text(label) for label in chart.x_labels],
        "y": list(one.values),
        "marker": {"color": one.colour},
        "hovertext": [plain_text(words) for words in hovers],
        "hoverinfo": "text",
    }


def _labels(chart: ColumnChart) -> Drawing:
    """The columns named are those whose totals are printed."""
    named = [plain_text(label) for label in _thinned(chart.x_labels)]
    return {"tickmode": "array", "tickvals": named, "ticktext": named, "tickangle": 0}


def _thinned(listed: Sequence[T]) -> list[T]:
    """At most ``MOST_TOTALS`` of them, at even steps, the last among them."""
    return list(listed[:: -max(1, -(-len(listed) // MOST_TOTALS))])[::-1]


def _line(level: float, chart: ColumnChart) -> Drawing:
    return line_shape((0, 1), ("paper", "y"), (level, level), chart.line_colour)


def _annotations(chart: ColumnChart) -> list[Drawing]:
    """The total over each column; what the line means at its left end."""
    common: Drawing = {"showarrow": False, "yanchor": "bottom", "font": {"size": 11, "color": QUIET}}
    white = {"bgcolor": "rgba(255,255,255,0.85)", "borderpad": 0}
    sums = [sum(value or 0 for value in column) for column in zip(*(one.values for one in chart.series), strict=True)]
    over = [
        common | white | {"x": plain_text(label), "y": height, "text": plain_text(total)}
        for label, height, total in _thinned(list(zip(chart.x_labels, sums, chart.totals, strict=True)))
    ]
    if chart.line is None:
        return over
    told: Drawing = {"x": 0, "xref": "paper", "xanchor": "left", "y": chart.line, "text": plain_text(chart.line_label)}
    return [*over, common | told]
