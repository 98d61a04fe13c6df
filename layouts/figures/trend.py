"""The trend on the screen, as plain objects: checking every property by plotly's own classes took 30 ms a page."""

from __future__ import annotations

from layouts.charts.parts import QUIET
from layouts.charts.trend import Break, TrendChart
from layouts.figures.frame import DASHES, LEGEND_ROOM, MARKERS, Drawing, axis, frame, in_lines, plain_text

LETTER = 9
"""Pixels that a letter or sign takes at most, on the mean of both languages."""


def trend_figure(chart: TrendChart, *, height: int = 320) -> Drawing:
    """A line a run, the required path dashed, the target, and a dotted line at each break."""
    layout = frame(chart.heading, height=height, alt=chart.alt) | {
        "xaxis": axis(chart.x_ticks, chart.x_range, grid=False),
        "yaxis": axis(chart.y_ticks, chart.y_range, grid=True),
        "shapes": [_break_line(mark) for mark in chart.breaks],
        "annotations": [_break_label(mark, place) for place, mark in enumerate(chart.breaks)],
        "showlegend": True,
    }
    if _stands_beside(chart):
        layout["margin"] |= {"r": LETTER * (1 + len(chart.points[-1].label))}
    return {"data": [*_path(chart), *_target(chart), *_runs(chart)], "layout": layout}


def _stands_beside(chart: TrendChart) -> bool:
    """Over the last point its words would be struck through by the target: they stand to its right, under the line."""
    return bool(chart.points) and chart.is_struck(chart.points[-1], 1)


def _runs(chart: TrendChart) -> list[Drawing]:
    series = chart.legend[0].label
    return [
        {
            "type": "scatter",
            "x": [point.x for point in run],
            "y": [point.y for point in run],
            "mode": "lines+markers+text",
            "text": ["" if point is not chart.points[-1] else plain_text(point.label) for point in run],
            "textposition": "bottom right" if _stands_beside(chart) else "top center",
            "cliponaxis": False,
            "name": plain_text(series),
            "legendgroup": "series",
            "showlegend": index == 0,
            "line": {"color": chart.colour, "width": 2.5},
            "marker": {"symbol": [MARKERS[point.marker] for point in run], "size": 8, "line": {"width": 2}},
            "hovertext": [plain_text(point.hover) for point in run],
            "hoverinfo": "text",
        }
        for index, run in enumerate(chart.runs)
    ]


def _path(chart: TrendChart) -> list[Drawing]:
    if not chart.path:
        return []
    entry = next(entry for entry in chart.legend if entry.stroke and DASHES[entry.stroke] == "dash")
    line = {"color": chart.path_colour, "dash": "dash", "width": 2}
    return [_line([x for x, _ in chart.path], [round(y, 4) for _, y in chart.path], entry.label, line)]


def _target(chart: TrendChart) -> list[Drawing]:
    if chart.target is None:
        return []
    line = {"color": chart.target_colour, "width": 1.5}
    return [_line(list(chart.x_range), [chart.target, chart.target], chart.target_label, line)]


def _line(xs: list[float], ys: list[float], name: str, line: Drawing) -> Drawing:
    return {
        "type": "scatter",
        "x": xs,
        "y": ys,
        "mode": "lines",
        "name": in_lines(name, LEGEND_ROOM),
        "line": line,
        "hoverinfo": "skip",
    }


def _break_line(mark: Break) -> Drawing:
    line = {"color": QUIET, "dash": "dot", "width": 1}
    return {"type": "line", "x0": mark.x, "x1": mark.x, "xref": "x", "y0": 0, "y1": 1, "yref": "y domain", "line": line}


def _break_label(mark: Break, place: int) -> Drawing:
    """The words stand to the right of the line's foot, those of the next line above them."""
    foot = {"x": mark.x, "xref": "x", "xanchor": "left", "y": 0, "yref": "y domain", "yanchor": "bottom"}
    return {"text": plain_text(mark.label), "font": {"size": 11}, "showarrow": False, "yshift": 14 * place, **foot}
