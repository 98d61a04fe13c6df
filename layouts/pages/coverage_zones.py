"""The four zones: inclusive coverage against 100 % or 85 %, any service beside it, what changed, and the series."""

from __future__ import annotations

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from data.model import Reference
from layouts import components as part
from layouts import format as printed
from layouts.charts import DataCell, Picture, data_table, number_cell, small_multiples, words_cell
from layouts.charts.multiples import with_second
from layouts.charts.parts import QUIET, SERIES, TARGET, LegendEntry, Stroke
from layouts.components import Column
from layouts.frames import facts_of, framed
from layouts.headlines import short_target
from layouts.names import zone_short
from layouts.text import Text
from layouts.view import COVERAGE, ViewQuery, opening_of
from metrics.coverage import TownshipCoverage, ZoneCoverage
from metrics.results import Row, TownshipResult

COLUMNS = (
    ("zone", ""),
    ("covered", "number"),
    ("rate", "number strong"),
    ("target", "number"),
    ("gap", "number"),
    ("status", "word"),
    ("any", "number"),
    ("any_rate", "number"),
    ("gained", "word"),
    ("lost", "word"),
)


def zones(found: TownshipCoverage, reference: Reference, view: ViewQuery, text: Text) -> Component:
    """One line a zone, in the order of the reference folder."""
    columns = [Column(text(f"townzones.{name}"), css) for name, css in COLUMNS]
    rows = [part.table_row(columns, _cells(zone, reference, view, text)) for zone in found.zones]
    title = text("townzones.title")
    table = part.table(title, columns, rows, "sticky")
    return part.section("zones", title, part.wide(title, table), note=text("townzones.note"))


def _cells(zone: ZoneCoverage, reference: Reference, view: ViewQuery, text: Text) -> list[part.Children]:
    row, anything = zone.inclusive, zone.anything
    return [
        zone_short(reference, zone.zone, text),
        _of(row, zone.total, text),
        part.figure(row, text),
        _target(row, zone.total, text),
        part.known_side(printed.count(row.gap), row),
        part.status_badge(row, text),
        _of(anything, zone.total, text),
        part.figure(anything, text),
        _names(zone.gained, zone, view, text),
        _names(zone.lost, zone, view, text),
    ]


def _of(row: Row | None, total: int, text: Text) -> part.Children:
    """73/85, exactly, of all townships; 至少 where some are not known; why, where none is."""
    if row is None or row.numerator is None:
        return part.reason(row, text)
    ratio = f"{row.numerator}/{total}"
    return part.side(text("chart.at_least", value=ratio) if row.no_value else ratio, row)


def _target(row: Row, total: int, text: Text) -> part.Children:
    """The share, and how many townships that is: 85 % of 85 are 73."""
    if row.target is None:
        return printed.MISSING
    least = -(-row.target * total // 100)
    townships = part.side(text("townzones.townships", least=least, total=total), row)
    return [part.side(short_target(row), row), html.Small(townships)]


def _names(changed: Sequence[TownshipResult], zone: ZoneCoverage, view: ViewQuery, text: Text) -> part.Children:
    """Whose cover changed; — where nothing of the zone is known in both periods."""
    if not changed:
        return text("townzones.none") if zone.compared else printed.MISSING
    links = [part.link(one.township.name, view.href(COVERAGE, township=one.township.code)) for one in changed]
    return [part.details(text("townzones.changed", count=len(links)), html.Ul([html.Li(one) for one in links]))]


def zone_series(found: TownshipCoverage, reference: Reference, view: ViewQuery, text: Text) -> Component:
    """Each zone over time in a frame of its own; said where there is nothing to draw."""
    title = text("townzones.series")
    if not found.zones:
        return part.section("series", title, html.P(text("townzones.nothing"), className="note"))
    picture = zone_picture(found, reference, text)
    stays = view.with_(period=found.scorecard.period)
    return part.section("series", title, framed(picture, "coverage", stays, text, css="zone-series"))


def zone_picture(found: TownshipCoverage, reference: Reference, text: Text) -> Picture:
    """Inclusive coverage, any service, and each zone's own target."""
    named = [(zone_short(reference, zone.zone, text), zone.trend) for zone in found.zones]
    chart = small_multiples(named, text, title=text("townzones.series"), notes=[text("townzones.series_note")])
    chart = with_second(
        chart,
        [zone.trend_of_any for zone in found.zones],
        [zone.trend.target for zone in found.zones],
        _legend(text),
    )
    heads = [text("trends.period")]
    for name, _ in named:
        heads += [text("townzones.of", zone=name), text("townzones.any_of", zone=name)]
    facts = facts_of(found.scorecard, text("unit.percent"), text)
    return Picture("zones", chart, data_table(chart.title, heads, _rows(found.zones, text)), facts)


def _legend(text: Text) -> list[LegendEntry]:
    return [
        LegendEntry(text("townzones.inclusive"), SERIES, Stroke.SOLID),
        LegendEntry(text("townzones.any_service"), QUIET, Stroke.DOTTED),
        LegendEntry(text("townzones.own_target"), TARGET, Stroke.DASHED),
    ]


def _rows(found: Sequence[ZoneCoverage], text: Text) -> list[tuple[DataCell, ...]]:
    lines = []
    for place, point in enumerate(found[0].trend.points):
        cells = [words_cell(printed.period_name(point.period, text))]
        for zone in found:
            for trend in (zone.trend, zone.trend_of_any):
                value = trend.points[place].value
                opens = opening_of(trend, point.period)
                cells.append(number_cell(printed.figure(value, "percent", trend.target), value, opens))
        lines.append(tuple(cells))
    return lines
