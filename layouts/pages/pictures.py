"""The two kinds of pictures of the overview, each with the data behind it: trends and the map of townships."""

from __future__ import annotations

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from data.model import Reference
from layouts import components as part
from layouts import format as printed
from layouts.charts import TrendChart, hex_map, trend_chart
from layouts.charts.coverage import CoverageKey, coverage_keys
from layouts.components import Child, Column
from layouts.figures import trend_figure
from layouts.figures.trend import Drawing
from layouts.hexagons import hexagons
from layouts.pages.zones import zone_short
from layouts.text import Text
from layouts.view import ViewQuery
from metrics.results import Overview, Trend, TrendPoint


def trends(overview: Overview, view: ViewQuery, text: Text) -> Component:
    """The series of the plan's ratios against the path they should have followed."""
    shown = [t for key, t in overview.trends.items() if view.indicator in (key, None) or view.indicator not in _KEYS]
    charts = [_trend(trend, overview, view, text) for trend in shown if key_has_points(trend)]
    return part.section(
        "trends", text("trends.title"), html.Div(charts, className="pair"), note=text("trends.note"), css="trends"
    )


_KEYS = frozenset({"G1", "G2"})


def key_has_points(trend: Trend) -> bool:
    """Whether there is anything to draw."""
    return any(point.value is not None for point in trend.points)


def _trend(trend: Trend, overview: Overview, view: ViewQuery, text: Text) -> Component:
    spec = trend_chart(trend, text)
    path = f"/download/trend/{trend.indicator}.csv"
    below = [*_chart_notes(spec), _data(trend, text), _csv(view.href(path, period=overview.scorecard.period), text)]
    graph = part.chart(
        _untitled(trend_figure(spec), above=36, below=28), label=spec.alt, css="trend", lang=text.lang, below=below
    )
    return html.Div([html.H3(spec.heading), graph])


def _chart_notes(spec: TrendChart) -> list[Child]:
    return [html.P(note, className="note") for note in spec.notes]


def _untitled(figure: Drawing, *, above: int, below: int) -> Drawing:
    """The figure without the title and the notes that the page itself prints round it."""
    layout = {key: value for key, value in figure["layout"].items() if key != "title"}
    return figure | {"layout": layout | {"margin": layout["margin"] | {"t": above, "b": below}}}


def _csv(href: str, text: Text) -> Component:
    return part.download_link(text("download.csv"), href)


def _data(trend: Trend, text: Text) -> Component:
    columns = [
        Column(text("trends.period")),
        Column(text("trends.value"), "number"),
        Column(text("trends.path"), "number"),
    ]
    path = dict(trend.path)
    rows = [
        part.table_row(
            columns,
            [
                printed.period_name(point.period, text),
                _value(point, trend, text),
                printed.figure(path.get(point.period), trend.unit),
            ],
        )
        for point in trend.points
    ]
    return part.details(text("download.data"), part.table(text(f"indicator.{trend.indicator}.name"), columns, rows))


def _value(point: TrendPoint, trend: Trend, text: Text) -> part.Children:
    if point.value is None:
        return text(f"no_value.{point.no_value}") if point.no_value else printed.MISSING
    return [printed.figure(point.value, trend.unit, trend.target), *part.flags(point.flags, text)]


def coverage_map(overview: Overview, reference: Reference, view: ViewQuery, text: Text) -> Component:
    """Equal hexagons, each township once, with the key in words and counts; the key alone where there is no grid."""
    shown = [t for t in overview.townships if view.zone in (None, t.township.zone)]
    spec = hex_map(shown, reference, text) if reference.hexagons else None
    path = view.href("/download/townships.csv", period=overview.scorecard.period)
    picture = [hexagons(spec, shown, text)] if spec else []
    note = [html.P(spec.note, className="note")] if spec else []
    below = [_legend(coverage_keys(shown, text)), *note, _csv(path, text)]
    return part.section(
        "coverage",
        text("chart.hex.title"),
        _zone_links(reference, view, text),
        html.Figure([*picture, html.Figcaption(below)], className="chart"),
        css="coverage",
    )


def _zone_links(reference: Reference, view: ViewQuery, text: Text) -> Component:
    places: list[tuple[str | None, str]] = [(None, text("coverage.all"))]
    places += [(zone, zone_short(reference, zone, text)) for zone in reference.zones]
    links = [
        part.link(words, view.href("/", zone=zone), "current" if view.zone == zone else None) for zone, words in places
    ]
    return html.Div(links, className="tabs", role="group", **{"aria-label": text("coverage.zones")})


def _legend(shown: Sequence[CoverageKey]) -> Component:
    keys = [
        html.Li([html.I(key.look.symbol, style={"background": key.look.fill, "color": key.look.ink}), key.label])
        for key in shown
    ]
    return html.Ul(keys, className="legend")
