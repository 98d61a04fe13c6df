"""Small multiples drawn by the browser from a few lines of SVG: they flow with the page and need no chart library."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from urllib.parse import quote

from dash import html
from dash.development.base_component import Component

from layouts.charts.multiples import Panel, Place, SmallMultiples
from layouts.charts.parts import NEUTRAL, PATH, LegendEntry, Stroke
from layouts.components import Child

WIDTH, HEIGHT = 300, 100
"""Of the drawing's own grid; the page stretches it, and no line gets thicker by that."""


def panels(chart: SmallMultiples, told: Mapping[str, tuple[Child, list[Child]]]) -> Component:
    """``told``: for each panel's code what stands for its name (a link) and what stands for its last value."""
    keys = html.Ul([_key(entry) for entry in chart.legend], className="line-key")
    drawn = html.Ul([_item(panel, chart, *told[panel.code]) for panel in chart.panels], className="panels")
    return html.Div([keys, drawn])


def _key(entry: LegendEntry) -> Component:
    css = "dashed" if entry.stroke is Stroke.DASHED else None
    line = html.I(className=css, style={"borderTopColor": entry.colour})
    return html.Li([line, entry.label])


def _item(panel: Panel, chart: SmallMultiples, name: Child, value: list[Child]) -> Component:
    first, last = (tick.label for tick in chart.x_ticks)
    return html.Li(
        [
            html.Div(name, className="panel-name"),
            html.Div([html.Strong(value), html.Small(panel.below)], className="panel-value"),
            html.Img(src=drawing(panel, chart), alt=f"{panel.hover} {panel.below}", className="panel-drawing"),
            html.Div([html.Span(first), html.Span(last)], className="panel-axis"),
        ]
    )


def drawing(panel: Panel, chart: SmallMultiples) -> str:
    """The lines of one panel as a picture's address: axis, target, 序时应达值, values, and a dot at the last one."""
    lines = [_line([(chart.x_range[0], 0.0), (chart.x_range[1], 0.0)], chart, NEUTRAL, 1)]
    if chart.line is not None:
        ends = [(chart.x_range[0], chart.line), (chart.x_range[1], chart.line)]
        lines.append(_line(ends, chart, chart.line_colour, 1))
    if len(panel.path) > 1:
        lines.append(_line(panel.path, chart, PATH, 1.5, "stroke-dasharray='5 4' "))
    lines += [_line(run, chart, chart.colour, 2) for run in panel.runs if len(run) > 1]
    lines += [_line([run[-1], run[-1]], chart, chart.colour, 6) for run in panel.runs[-1:] if run]
    head = f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {WIDTH} {HEIGHT}' preserveAspectRatio='none'>"
    return "data:image/svg+xml," + quote(f"{head}{''.join(lines)}</svg>", safe=" '/:=,-")


def _line(places: Sequence[Place], chart: SmallMultiples, colour: str, width: float, more: str = "") -> str:
    steps = " ".join(f"{_across(x, chart):g},{_down(y, chart):g}" for x, y in places)
    return (
        f"<polyline points='{steps}' fill='none' stroke='{colour}' stroke-width='{width:g}' {more}"
        "stroke-linecap='round' stroke-linejoin='round' vector-effect='non-scaling-stroke'/>"
    )


def _across(x: float, chart: SmallMultiples) -> float:
    first, last = chart.x_range
    return round((x - first) / (last - first) * WIDTH, 1)


def _down(y: float, chart: SmallMultiples) -> float:
    low, high = chart.y_range
    return round((1 - (y - low) / (high - low)) * (HEIGHT - 4) + 2, 1)
