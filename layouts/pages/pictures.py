"""The map of townships with its key, and the data behind a series."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from dash import html
from dash.development.base_component import Component

from data.model import Reference
from layouts import components as part
from layouts import format as printed
from layouts.charts import DataCell, DataTable, HexMap, Picture, data_table, hex_map, number_cell, words_cell
from layouts.charts.coverage import CoverageKey, coverage_keys
from layouts.frames import data_anchor, facts_of, framed
from layouts.hexagons import hexagons
from layouts.names import zone_short
from layouts.pages.exceptions import anchor_of
from layouts.pages.township_table import townships_table
from layouts.text import Text
from layouts.view import COVERAGE, ViewQuery, opening_of
from metrics.results import Coverage, Overview, TownshipResult, Trend, TrendPoint

COVERED = "coverage"
"""The map's name among the files of the page."""
LISTED = (Coverage.UNCOVERED, Coverage.FRAGILE)
"""What needs attention, and so is named on the page."""


def _csv(href: str, text: Text) -> Component:
    return part.download_link(text("download.csv"), href)


def trend_table(trend: Trend, text: Text) -> DataTable:
    """A line a period: the value, its flags or why there is none, and 序时应达值."""
    heads = [text(f"trends.{name}") for name in ("period", "value", "flags", "path")]
    path = dict(trend.path)
    return data_table(
        text(f"indicator.{trend.indicator}.name"),
        heads,
        [_line(point, path.get(point.period), trend, text) for point in trend.points],
    )


def _line(point: TrendPoint, expected: Fraction | None, trend: Trend, text: Text) -> tuple[DataCell, ...]:
    reason = [text(f"no_value.{point.no_value}")] if point.no_value else []
    marks = [printed.flag_words(point.flags, text)] if point.flags else []
    opens = opening_of(trend, point.period)
    return (
        words_cell(printed.period_name(point.period, text)),
        number_cell(printed.figure(point.value, trend.unit, trend.target), point.value, opens),
        words_cell(text("format.comma").join([*reason, *marks])),
        number_cell(printed.figure(expected, trend.unit), expected, opens),
    )


def coverage_map(overview: Overview, reference: Reference, view: ViewQuery, text: Text) -> Component:
    """Equal hexagons, each township once, with the key in words and counts; the key alone where there is no grid."""
    shown, title = _inside(overview, view), text("chart.hex.title")
    stays = view.with_(period=overview.scorecard.period)
    every = stays.href(COVERAGE, data_anchor("map"), table="map") if reference.hexagons else ""
    links = _zone_links(reference, view, text)
    keys = _legend(coverage_keys(shown, text), every, listed=view.zone is None)
    if not reference.hexagons:
        path = stays.href("/download/townships.csv")
        return part.section("coverage", title, links, keys, _csv(path, text), css="coverage")
    picture = _picture(overview, shown, (), reference, text)
    chart = picture.chart
    assert isinstance(chart, HexMap)
    drawing = html.Div([hexagons(chart, shown, text), keys])
    data = part.link(text("download.data"), every, "data-link")
    drawn = framed(picture, "overview", stays, text, drawing=drawing, data=data)
    return part.section("coverage", title, links, drawn, css="coverage")


def coverage_pictures(overview: Overview, reference: Reference, view: ViewQuery, text: Text) -> dict[str, Picture]:
    """The map with its townships as they are downloaded; none where there is no grid."""
    shown = _inside(overview, view)
    return {COVERED: _picture(overview, shown, shown, reference, text)} if reference.hexagons else {}


def _picture(
    overview: Overview,
    shown: Sequence[TownshipResult],
    listed: Sequence[TownshipResult],
    reference: Reference,
    text: Text,
) -> Picture:
    """``listed`` are the lines of its table: none on the page, which sends 343 lines to nobody unasked."""
    spec = hex_map(shown, reference, text)
    table = townships_table(spec.title, listed, reference, text)
    return Picture(COVERED, spec, table, facts_of(overview.scorecard, text("tables.unit"), text))


def _inside(overview: Overview, view: ViewQuery) -> list[TownshipResult]:
    return [one for one in overview.townships if view.zone in (None, one.township.zone)]


def _zone_links(reference: Reference, view: ViewQuery, text: Text) -> Component:
    places: list[tuple[str | None, str]] = [(None, text("coverage.all"))]
    places += [(zone, zone_short(reference, zone, text)) for zone in reference.zones]
    links = [
        part.link(words, view.href("/", zone=zone), "current" if view.zone == zone else None) for zone, words in places
    ]
    return html.Div(links, className="tabs", role="group", **{"aria-label": text("coverage.zones")})


def _legend(shown: Sequence[CoverageKey], every: str, *, listed: bool) -> Component:
    """Each count leads to what needs attention where that is ``listed``, else to the address of ``every`` township."""
    keys = []
    for key in shown:
        place = f"#{anchor_of(key.coverage)}" if listed and key.coverage in LISTED else every
        mark = html.I(key.look.symbol, style={"background": key.look.fill, "color": key.look.ink})
        keys.append(html.Li([mark, part.counted(key.label, key.count, place)]))
    return html.Ul(keys, className="legend")
