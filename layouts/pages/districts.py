"""各区对比: the units side by side on one population base, like beside like, in the register's order unless asked."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from data.model import Reference
from layouts import components as part
from layouts import format as printed
from layouts.charts import Picture, RankedBars, SmallMultiples
from layouts.components import Child, Column
from layouts.frames import asked_data, framed
from layouts.headlines import short_target
from layouts.pages.bar_rows import bar_keys, bar_row
from layouts.pages.city_base import bases_in_brackets
from layouts.pages.comparison_pictures import Drawn, comparison_pictures
from layouts.pages.district_targets import beside
from layouts.pages.districts_choice import choice, sorting
from layouts.pages.exceptions import reporting_words
from layouts.pages.like_zones import like_zones
from layouts.pages.matrix_table import matrix_table
from layouts.pages.panels import panels
from layouts.pages.shown import PATH, Shown, shared_flags, without
from layouts.reference_words import units_described
from layouts.shell import footer
from layouts.text import Text
from layouts.view import ViewQuery
from metrics.comparison import Compared, Comparison
from metrics.results import Flag, NoValue, Row, TargetKind

PLACE = "districts"
COLUMNS = (
    ("unit", ""),
    ("bar", "bar-cell"),
    ("value", "number strong"),
    ("beside", "word"),
    ("previous", "number"),
    ("year", "number"),
    ("baseline", "number"),
    ("lacking", "number"),
    ("filed", "word"),
)

OF_A_TARGET = ("beside", "lacking")


def render(found: Comparison, reference: Reference, view: ViewQuery, text: Text) -> Component:
    """The whole page: who has reported, one indicator in bars, every indicator, zone by zone, and over time."""
    drawn = comparison_pictures(found, reference, text)
    shown = Shown(found, reference, view, text)
    period = html.Small(printed.period_name(found.scorecard.period, text))
    return html.Div(
        [
            html.Div(html.H1([text("page.districts.title"), period]), className="page-head"),
            html.P(completeness(shown), className="completeness"),
            choice(shown),
            _chosen(drawn, shown),
            _matrices(drawn, shown),
            like_zones(shown),
            _series(drawn, shown),
            footer(found.scorecard, PATH, view, text),
        ],
        className="districts",
    )


def _described(shown: Shown) -> str:
    """What the units are, in brackets; blank where the folder does not say."""
    words = units_described(shown.reference, shown.text)
    return shown.text("districts.complete.described", described=words) if words else ""


def completeness(shown: Shown) -> list[Child]:
    """Of how many units this period's returns are here, which leads to their lines, and what stands for the others."""
    units = [one.reporting for one in shown.found.units]
    absent = [one for one in units if one.stored is None]
    counts = {"expected": len(units), "reported": len(units) - len(absent)}
    counts["late"] = sum(one.on_time is False for one in units)
    lines = "#chosen" if all(one.row for one in shown.found.units) else ""
    numbers = {name: part.counted(str(count), count, lines) for name, count in counts.items()}
    key = "districts.complete.city" if shown.found.zone is None else "districts.complete.zone"
    words = part.told(shown.text(key), zone=shown.place, described=_described(shown), **numbers)
    told = [
        shown.text("districts.complete.absent", unit=shown.unit(one.org_unit), state=reporting_words(one, shown.text))
        for one in absent
    ]
    return [*words, *map(html.Span, told)]


def _stays(shown: Shown) -> ViewQuery:
    """The address with the period spelt out, so that a file is of what is on the page."""
    return shown.view.with_(period=shown.found.scorecard.period)


def _framed(picture: Picture, drawing: Component, shown: Shown) -> Component:
    stays = _stays(shown)
    data = asked_data(picture, PATH, stays, shown.text)
    return framed(picture, PLACE, stays, shown.text, drawing=drawing, data=data)


def _chosen(drawn: Drawn, shown: Shown) -> Component:
    text = shown.text
    name = text(f"indicator.{shown.found.indicator.id}.name")
    if drawn.bars is None:
        return part.section("chosen", name, html.P(text("districts.nobody"), className="note"))
    picture, chart = drawn.bars
    framed_bars = _framed(picture, _bars(chart, shown), shown)
    return part.section("chosen", name, sorting(shown), framed_bars, note=_standing(shown.found, shown))


def _standing(found: Comparison, shown: Shown) -> str:
    """Where the city stands, for orientation; units are not given its targets."""
    row, text = found.city, shown.text
    if row is None or row.value is None:
        return text("districts.no_city", place=shown.place)
    value = printed.figure(row.value, row.unit, row.target)
    if row.unit != "percent":
        value = text("districts.with_unit", value=value, unit=text(f"unit.{row.unit}"))
    if printed.is_least(row.no_value, row.unit, row.is_least):
        value = text("chart.at_least", value=value)
    elif row.no_value is NoValue.INCOMPLETE:
        value += text("districts.in_brackets", words=text("no_value.incomplete"))
    value += bases_in_brackets(found, text)
    key = "districts.city_reference" if found.has_reference else "districts.city_stands"
    return text(key, place=shown.place, value=value, target=short_target(row))


def _bars(chart: RankedBars, shown: Shown) -> Component:
    """One line a unit: its bar, its figure, what changed, what it lacks; on a narrow screen one card a unit."""
    flags = shared_flags(one.row for one in shown.found.units)
    asked = _columns(shown)
    columns = [_column(name, css, flags, shown) for name, css in asked]
    by_code = {bar.code: bar for bar in chart.bars}
    rows = []
    for one in shown.found.units:
        if one.row is not None:
            told = _cells(one, one.row, bar_row(by_code[one.org_unit], chart), flags, shown)
            css = "" if one.reporting.stored else "unreported"
            rows.append(part.table_row(columns, [told[name] for name, _ in asked], css=css))
    caption = shown.text("districts.chosen.caption", name=chart.title)
    return html.Div([bar_keys(chart), part.table(caption, columns, rows, "cards chosen-bars")])


def _columns(shown: Shown) -> list[tuple[str, str]]:
    """Without a target or a reference there is nothing to compare with and no gap."""
    has_target = any(one.row is not None and one.row.target is not None for one in shown.found.units)
    return [(name, css) for name, css in COLUMNS if has_target or name not in OF_A_TARGET]


def _column(name: str, css: str, flags: tuple[Flag, ...], shown: Shown) -> Column:
    below = printed.flag_words(flags, shown.text) if flags and name == "value" else ""
    named = name if shown.found.has_reference else {"beside": "verdict", "lacking": "lacking_own"}.get(name, name)
    return Column(shown.text(f"districts.chosen.{named}"), css, below=below)


def _cells(one: Compared, row: Row, bar: Component, flags: tuple[Flag, ...], shown: Shown) -> dict[str, part.Children]:
    text = shown.text
    changes = {"previous": row.change_previous, "year": row.change_year, "baseline": row.change_baseline}
    link = shown.unit_link(one.org_unit)
    return {
        "unit": link if one.rank is None else [html.Small(str(one.rank), className="rank"), link],
        "bar": bar,
        "value": part.figure(without(row, flags), text),
        "beside": _beside(row, text),
        **{name: part.known_side(printed.change(change, row.unit, text), row) for name, change in changes.items()},
        "lacking": part.known_side(printed.count(one.lacking), row),
        "filed": reporting_words(one.reporting, text),
    }


def _beside(row: Row, text: Text) -> part.Children:
    """高于参照值 or 低于参照值, grey; of a target of the unit's own its light; nothing without a figure."""
    if row.value is None:
        return printed.MISSING
    return beside(row, text) if row.target_kind is TargetKind.DISTRICT else part.status_badge(row, text)


def _matrices(drawn: Drawn, shown: Shown) -> Component:
    tables: list[Child] = [
        _framed(picture, matrix_table(name, chart, shown), shown) for name, (picture, chart) in drawn.matrices.items()
    ]
    title, note = shown.text("districts.matrix.title"), shown.text("districts.matrix.note")
    return part.section("matrix", title, *tables, note=note)


def _series(drawn: Drawn, shown: Shown) -> Component:
    text = shown.text
    title = text("districts.series.title", name=text(f"indicator.{shown.found.indicator.id}.short"))
    if drawn.series is None:
        return part.section("series", title, html.P(text("districts.nobody"), className="note"))
    picture, chart = drawn.series
    framed_panels = _framed(picture, panels(chart, _last(shown)), shown)
    return part.section("series", title, framed_panels, note=_axes(chart, text))


def _axes(chart: SmallMultiples, text: Text) -> str:
    first, last = chart.x_ticks[0].label, chart.x_ticks[-1].label
    axes = text("districts.series.axes", top=chart.y_ticks[-1].label, first=first, last=last)
    line = [entry.label for entry in chart.legend[1:]]
    return axes + (text("districts.series.line", words=line[0]) if line else "")


def _last(shown: Shown) -> dict[str, part.Children]:
    """Code -> name and the row's own value, which tells how it came about."""
    found: dict[str, part.Children] = {}
    for trend in shown.found.trends:
        row = shown.found.row(trend.indicator, trend.org_unit, trend.zone)
        figure = html.Span(part.figure(row, shown.text))
        found[trend.org_unit] = [html.Strong(shown.area(trend.org_unit, trend.zone)), figure]
    return found
