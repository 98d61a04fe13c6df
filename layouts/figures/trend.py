"""The trend on the screen."""

from __future__ import annotations

import plotly.graph_objects as go

from layouts.charts.parts import QUIET
from layouts.charts.trend import TrendChart
from layouts.figures.frame import DASHES, MARKERS, axis, framed, plain_text


def trend_figure(chart: TrendChart, *, height: int = 320) -> go.Figure:
    """A line a run, the required path dashed, the target, and a dotted line at each break."""
    figure = framed(chart.heading, height=height, alt=chart.alt)
    figure.update_xaxes(axis(chart.x_ticks, chart.x_range, grid=False))
    figure.update_yaxes(axis(chart.y_ticks, chart.y_range, grid=True))
    figure.add_traces([*_path(chart), *_target(chart), *_runs(chart)])
    for mark in chart.breaks:
        figure.add_vline(x=mark.x, line={"color": QUIET, "dash": "dot", "width": 1}, **_break_label(mark.label))
    figure.update_layout(showlegend=True)
    return figure


def _runs(chart: TrendChart) -> list[go.Scatter]:
    series = chart.legend[0].label
    return [
        go.Scatter(
            x=[point.x for point in run],
            y=[point.y for point in run],
            mode="lines+markers+text",
            text=["" if point is not chart.points[-1] else plain_text(point.label) for point in run],
            textposition="top center",
            cliponaxis=False,
            name=plain_text(series),
            legendgroup="series",
            showlegend=index == 0,
            line={"color": chart.colour, "width": 2.5},
            marker={"symbol": [MARKERS[point.marker] for point in run], "size": 8, "line": {"width": 2}},
            hovertext=[plain_text(point.hover) for point in run],
            hoverinfo="text",
        )
        for index, run in enumerate(chart.runs)
    ]


def _path(chart: TrendChart) -> list[go.Scatter]:
    if not chart.path:
        return []
    entry = next(entry for entry in chart.legend if entry.stroke and DASHES[entry.stroke] == "dash")
    return [
        go.Scatter(
            x=[x for x, _ in chart.path],
            y=[round(y, 4) for _, y in chart.path],
            mode="lines",
            name=plain_text(entry.label),
            line={"color": chart.path_colour, "dash": "dash", "width": 2},
            hoverinfo="skip",
        )
    ]


def _target(chart: TrendChart) -> list[go.Scatter]:
    if chart.target is None:
        return []
    return [
        go.Scatter(
            x=list(chart.x_range),
            y=[chart.target, chart.target],
            mode="lines",
            name=plain_text(chart.target_label),
            line={"color": chart.target_colour, "width": 1.5},
            hoverinfo="skip",
        )
    ]


def _break_label(label: str) -> dict[str, object]:
    return {"annotation_text": plain_text(label), "annotation_font_size": 11, "annotation_position": "bottom right"}
