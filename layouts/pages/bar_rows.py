"""Ranked bars inside a table, drawn by the browser: every figure stays a link, and any width fits."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from layouts.charts import RankedBars
from layouts.charts.bars import Bar


def bar_row(bar: Bar, chart: RankedBars) -> Component:
    """The bar of one place from 0, and the lines that all bars are held against; its figure is printed beside it."""
    marks = [html.I(className=css, style={"left": _share(at, chart)}) for css, at in _lines(chart)]
    drawn = [] if bar.value is None else [html.B(style={"width": _share(bar.value, chart)})]
    return html.Div([*drawn, *marks], className="bar-row", role="img", **{"aria-label": bar.hover})


def bar_keys(chart: RankedBars) -> Component | None:
    """What the lines stand for; None where there are none."""
    told = {"reference": chart.line_label, "city": chart.city_label}
    keys = [html.Li([html.I(className=css), told[css]]) for css, _ in _lines(chart)]
    return html.Ul(keys, className="legend bar-keys") if keys else None


def _lines(chart: RankedBars) -> list[tuple[str, float]]:
    lines = (("reference", chart.line), ("city", chart.city))
    return [(css, at) for css, at in lines if at is not None]


def _share(position: float, chart: RankedBars) -> str:
    return f"{max(0.0, min(position / chart.maximum, 1.0)) * 100:.4g}%"
