"""The charts of the page of workforce with the data behind them, as they are shown and downloaded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from data.model import Period, Reference
from layouts import format as printed
from layouts.charts import DataCell, DataTable, Picture, data_table, number_cell, ranked_bars, trend_chart, words_cell
from layouts.charts.columns import column_chart
from layouts.frames import facts_of
from layouts.names import unit_name
from layouts.pages.pictures import trend_table
from layouts.text import Text
from layouts.view import ViewQuery, opening, opening_of
from layouts.way_words import names_of
from metrics.contributions import first_of_window
from metrics.indicators import BY_ID
from metrics.questions import Workforce
from metrics.results import Row, Trend
from metrics.training import Organised

PERSONS = ("T14a", "T14b")
FLOWS = ("flow-T14a", "flow-T14b", "flow-T15a", "flow-T16a")


def workforce_pictures(found: Workforce, reference: Reference, view: ViewQuery, text: Text) -> dict[str, Picture]:
    """By key: the paths of the targets, the flows of each period, the certified share by unit."""
    made = {key: _path(trend, found, text) for key, trend in found.trends.items() if trend.is_known}
    for key in FLOWS:
        indicator = key.removeprefix("flow-")
        made[key] = _flow(indicator, found, reference, view, text)
    return made | {"certified": _certified(found, reference, text)}


def _path(trend: Trend, found: Workforce, text: Text) -> Picture:
    """Courses count person-times, which the heading says."""
    chart, unit = trend_chart(trend, text), text(f"unit.{trend.unit}")
    if trend.indicator in PERSONS:
        unit = text("workforce.flow.unit_persons")
        chart = replace(chart, heading=text("chart.heading", title=chart.title, unit=unit))
    return Picture(trend.indicator, chart, trend_table(trend, text), facts_of(found.scorecard, unit, text))


def _flow(indicator: str, found: Workforce, reference: Reference, view: ViewQuery, text: Text) -> Picture:
    """What was organised in each period, by the city itself and by the units; or by one unit."""
    flows, asked = found.organised[indicator], indicator != "T15a"
    place = unit_name(reference, view.org_unit or reference.city.code, text)
    title = text(f"workforce.flow.{indicator}", place=place)
    if view.org_unit is not None:
        parts = [(place, [one.by_unit.get(view.org_unit) for one in flows])]
    else:
        parts = [(text("workforce.flow.units"), [one.units for one in flows])]
        parts = [(text("workforce.flow.city"), [one.city for one in flows]), *parts] if asked else parts
    unit = text(f"workforce.flow.unit_{'events' if indicator == 'T16a' else 'persons'}")
    notes = () if view.org_unit else _partial(flows, reference, text, asked=asked)
    chart = column_chart(title, unit, [str(one.period) for one in flows], parts, text, notes=notes)
    places = (view.org_unit or reference.city.code, reference.city.code)
    opens = [[_opens(indicator, one.period, found, code) for one in flows] for code in places]
    table = _flow_table(title, flows, parts, opens, text)
    return Picture(f"flow-{indicator}", chart, table, facts_of(found.scorecard, unit, text))


def _opens(indicator: str, period: Period, found: Workforce, code: str) -> str:
    """The sum that what was organised in a period is part of; nothing before the plan from which it adds up."""
    window = BY_ID[indicator].window
    if window is None or period < first_of_window(window, found.scorecard.plan, period):
        return ""
    return opening(indicator, code, None, period)


def _partial(flows: Sequence[Organised], reference: Reference, text: Text, *, asked: bool) -> list[str]:
    """The periods of which somebody's figure is not known."""
    notes = []
    for one in flows:
        missing = [*one.missing, *([reference.city.code] if asked and one.city is None else [])]
        if missing and (one.units is not None or one.city is not None):
            period = printed.period_name(one.period, text)
            notes.append(text("workforce.flow.missing", period=period, names=names_of(missing, reference, text)))
    return notes


def _flow_table(
    title: str,
    flows: Sequence[Organised],
    parts: Sequence[tuple[str, Sequence[int | None]]],
    opens: Sequence[Sequence[str]],
    text: Text,
) -> DataTable:
    """A line a period; its numbers open the sum that they are part of, of the place shown or (the last) of the city."""
    own, whole = opens
    rows = [
        [
            words_cell(printed.period_name(one.period, text)),
            *(_number(values[place], own[place]) for _, values in parts),
            _known(one, whole[place]),
        ]
        for place, one in enumerate(flows)
    ]
    return data_table(title, [text("trends.period"), *(name for name, _ in parts), text("workforce.flow.known")], rows)


def _number(value: int | None, opens: str) -> DataCell:
    return number_cell(printed.count(value), value, opens)


def _known(one: Organised, opens: str) -> DataCell:
    """Of how many units the figure is known; blank where of none."""
    return words_cell("") if one.units is None else _number(len(one.by_unit), opens)


def _certified(found: Workforce, reference: Reference, text: Text) -> Picture:
    """The share of every unit with both its figures; the city's target is nobody's own."""
    rows = [_row_of(found, unit.code) for unit in reference.units]
    chart = ranked_bars(rows, reference, text)
    heads = [text(f"workforce.units.{name}") for name in ("unit", "certified", "carers", "T14c", "state")]
    cells = [
        [
            words_cell(unit_name(reference, row.org_unit, text)),
            *(number_cell(printed.count(one), one, opening_of(row)) for one in (row.numerator, row.denominator)),
            number_cell(printed.figure(row.value, row.unit, row.target), row.value, opening_of(row)),
            words_cell(text(f"no_value.{row.no_value}") if row.no_value else printed.flag_words(row.flags, text)),
        ]
        for row in rows
    ]
    title = text("workforce.certified.chart")
    unit = text("unit.percent")
    named = replace(chart, title=title, heading=text("chart.heading", title=title, unit=unit))
    return Picture("certified", named, data_table(title, heads, cells), facts_of(found.scorecard, unit, text))


def _row_of(found: Workforce, code: str) -> Row:
    row = found.scorecard.row("T14c", code)
    assert row is not None
    return row
