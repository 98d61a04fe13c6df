"""The series of the plan's targets on one rule, and the one that the reader chose on its own."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from dash import html
from dash.development.base_component import Component

from data.model import Period
from layouts import components as part
from layouts import format as printed
from layouts.charts import (
    DataCell,
    DataTable,
    Picture,
    data_table,
    number_cell,
    target_multiples,
    trend_chart,
    words_cell,
)
from layouts.components import Child
from layouts.frames import asked_data, facts_of, framed
from layouts.pages.pictures import trend_table
from layouts.panels import panels
from layouts.text import Text
from layouts.view import ViewQuery, opening_of
from metrics.results import Flag, NoValue, Scorecard, Trend, TrendPoint

ALL_TARGETS = "targets"


def trends(card: Scorecard, series: Sequence[Trend], view: ViewQuery, text: Text) -> Component:
    """Every target's series at one height; over them, large, the one whose name was followed."""
    stays = view.with_(period=card.period)
    known = {one.indicator: one for one in series if one.is_known}
    drawn: list[Component] = []
    if view.indicator in known:
        close = part.link(text("trends.close"), view.href("/", anchor="trends", indicator=None), "close-trend")
        picture = _picture(known[view.indicator], card, text)
        drawn = [framed(picture, "overview", stays, text, css="trend"), html.P(close)]
    if known:
        picture = _all_targets(card, [*known.values()], text)
        drawing, data = _panels(card, series, picture, view, text), asked_data(picture, "/", stays, text)
        drawn.append(framed(picture, "overview", stays, text, drawing=drawing, data=data))
    empty = [] if drawn else [html.P(text("trends.empty"), className="absent")]
    return part.section("trends", text("trends.title"), *drawn, *empty, note=text("trends.note"), css="trends")


def _panels(card: Scorecard, series: Sequence[Trend], picture: Picture, view: ViewQuery, text: Text) -> Component:
    told: dict[str, tuple[Child, list[Child]]] = {}
    for trend in series:
        name = text(f"indicator.{trend.indicator}.short")
        row = card.row(trend.indicator, trend.org_unit, trend.zone)
        href = view.href("/", anchor="trends", indicator=trend.indicator)
        value = part.figure(row, text, with_unit=True)
        told[trend.indicator] = (
            part.link(name, href),
            list(value) if isinstance(value, Sequence) and not isinstance(value, str) else [value],
        )
    return panels(picture.chart, told)


def front_pictures(card: Scorecard, series: Sequence[Trend], text: Text) -> dict[str, Picture]:
    """The charts of the first page by key, as they are shown and downloaded: all targets, then each of them."""
    known = [one for one in series if one.is_known]
    if not known:
        return {}
    return {ALL_TARGETS: _all_targets(card, known, text)} | {one.indicator: _picture(one, card, text) for one in known}


def _all_targets(card: Scorecard, known: Sequence[Trend], text: Text) -> Picture:
    facts = facts_of(card, text("chart.targets.unit"), text)
    return Picture(ALL_TARGETS, target_multiples(known, text), targets_table(known, text), facts)


def _picture(trend: Trend, card: Scorecard, text: Text) -> Picture:
    facts = facts_of(card, text(f"unit.{trend.unit}"), text)
    return Picture(trend.indicator, trend_chart(trend, text), trend_table(trend, text), facts)


def targets_table(series: Sequence[Trend], text: Text) -> DataTable:
    """A line a period: every target's value as it is, and the flags and reasons of that period, under the targets."""
    heads = [text("trends.period"), *(_head(one, text) for one in series), text("trends.flags")]
    periods = [point.period for point in series[0].points]
    lines = [_line(at, period, series, text) for at, period in enumerate(periods)]
    return data_table(text("chart.targets.title"), heads, [_targets(series, text), *lines])


def _head(trend: Trend, text: Text) -> str:
    return text("chart.heading", title=text(f"indicator.{trend.indicator}.short"), unit=text(f"unit.{trend.unit}"))


def _line(at: int, period: Period, series: Sequence[Trend], text: Text) -> tuple[DataCell, ...]:
    points = [trend.points[at] for trend in series]
    values = [_value(point, trend) for point, trend in zip(points, series, strict=True)]
    marks = _marks({trend.indicator: (p.flags, p.no_value) for p, trend in zip(points, series, strict=True)}, text)
    return (words_cell(printed.period_name(period, text)), *values, words_cell(marks))


def _value(point: TrendPoint, trend: Trend) -> DataCell:
    return number_cell(_shown(point.value, trend), point.value, opening_of(trend, point.period))


def _shown(value: Fraction | None, trend: Trend) -> str:
    return printed.figure(value, trend.unit, trend.target)


def _marks(found: dict[str, tuple[tuple[Flag, ...], NoValue | None]], text: Text) -> str:
    """Each flag and reason once, with the indicators it belongs to where these are not all."""
    told: dict[str, list[str]] = {}
    for indicator, (flags, reason) in found.items():
        keys = [f"flag.{flag}" for flag in flags] + ([f"no_value.{reason}"] if reason else [])
        for key in keys:
            told.setdefault(key, []).append(indicator)
    comma = text("format.comma")
    return text("chart.targets.between").join(
        text(key) if len(names) == len(found) else text("chart.targets.mark", word=text(key), names=comma.join(names))
        for key, names in told.items()
    )


def _targets(series: Sequence[Trend], text: Text) -> tuple[DataCell, ...]:
    values = [number_cell(_shown(trend.target, trend), trend.target, opening_of(trend)) for trend in series]
    return (words_cell(text("trends.target")), *values, words_cell(""))
