"""Who filed for which period: filers by row with their rates, periods by column, newest first."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from data.model import Period, Reference
from layouts import components as part
from layouts import format as printed
from layouts.components import Column
from layouts.names import unit_name
from layouts.text import Text
from layouts.view import ViewQuery
from metrics.quality import Completeness, FilerRecord, Quality, Rate, is_awaited
from metrics.results import UnitReporting

SIGNS = {"on_time": "●", "late": "◐", "carried": "◇", "missing": "■", "awaited": "…"}
"""By what became of a return; the words stand in the catalogue under ``completeness``."""


def completeness(quality: Quality, reference: Reference, view: ViewQuery, text: Text) -> Component:
    """The matrix with its totals beside and below."""
    found = quality.completeness
    order = list(range(len(found.periods)))[::-1]
    columns = [
        Column(text("completeness.unit")),
        Column(text("completeness.received"), "number"),
        Column(text("completeness.on_time_rate"), "number"),
        *(_head(found.periods[place], view) for place in order),
    ]
    rows = [part.table_row(columns, _cells(one, order, reference, view, text)) for one in found.units]
    rows.append(part.table_row(columns, _totals(found, order, text), css="total"))
    rows.append(part.table_row(columns, _cells(found.city, order, reference, view, text), css="apart"))
    title = text("completeness.title")
    table = part.table(text("completeness.caption"), columns, rows, "sticky matrix")
    return part.section("completeness", title, part.wide(title, table), _legend(text), note=text("completeness.note"))


def _head(period: Period, view: ViewQuery) -> Column:
    """A short head that asks for the page of its period."""
    return Column(str(period), "turn", view.href("/quality", period=period))


def _cells(
    record: FilerRecord, order: list[int], reference: Reference, view: ViewQuery, text: Text
) -> list[part.Children]:
    name = unit_name(reference, record.org_unit, text)
    is_unit = record.org_unit != reference.city.code
    link = part.link(name, view.href(f"/districts/{record.org_unit}", zone=None, sort=None)) if is_unit else name
    rates: list[part.Children] = [received_words(record.rate), punctual_words(record.rate)]
    if is_unit and record.rate.due:
        returns = view.href(f"/districts/{record.org_unit}", "returns", zone=None, sort=None)
        rates = [part.opens(words, returns) for words in (received_words(record.rate), punctual_words(record.rate))]
    return [
        link,
        *rates,
        *(_mark(record.filings[place], text) for place in order),
    ]


def received_words(rate: Rate) -> str:
    """16/16 received of due."""
    return f"{rate.received}/{rate.due}" if rate.due else printed.MISSING


def punctual_words(rate: Rate) -> str:
    """93.8% on time of due; — while nothing was due."""
    return printed.figure(rate.punctuality, "percent")


def _totals(found: Completeness, order: list[int], text: Text) -> list[part.Children]:
    by_period = [found.by_period[place] for place in order]
    marks = [_total(rate, text) for rate in by_period]
    return [text("completeness.all"), received_words(found.total), punctual_words(found.total), *marks]


def _total(rate: Rate, text: Text) -> part.Children:
    return [received_words(rate), html.Small(text("completeness.timely", count=rate.on_time))]


def state_of(filing: UnitReporting) -> str:
    """What became of one return: on_time, late, carried, missing, or awaited."""
    if filing.stored is not None:
        return "late" if filing.on_time is False else "on_time"
    if is_awaited(filing):
        return "awaited"
    return "missing" if filing.carried_from is None else "carried"


def _mark(filing: UnitReporting, text: Text) -> part.Children:
    """A sign, its word for the ear and the pointer, and r where it was revised."""
    state = state_of(filing)
    words = text(f"completeness.{state}")
    sign = html.Span(SIGNS[state], title=words, **{"aria-hidden": "true"})
    revised = filing.stored is not None and filing.stored.revision > 1
    mark = [html.Abbr("r", title=text("flag.r"), className="flag")] if revised else []
    return html.Span([sign, html.Span(words, className="visually-hidden"), *mark], className=f"filed {state}")


def _legend(text: Text) -> Component:
    items = [
        html.Li([html.Span(sign, className=f"filed {state}", **{"aria-hidden": "true"}), text(f"completeness.{state}")])
        for state, sign in SIGNS.items()
    ]
    revised = html.Li([html.Span("r", **{"aria-hidden": "true"}), text("flag.r")])
    return html.Ul([*items, revised], className="legend")
