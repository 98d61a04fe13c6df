"""The calendar of returns: units by row, periods by column, each cell the state of one return and a link to it."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from data.model import Period, Reference
from layouts import components as part
from layouts import format as printed
from layouts.components import Child, Column
from layouts.names import unit_name
from layouts.text import Text
from layouts.view import ViewQuery
from metrics.filings import Filing, FilingCalendar

SIGNS = {"accepted": "●", "received": "◐", "returned": "▼", "unlocked": "◇", "overdue": "■", "missing": "○"}


def calendar_table(calendar: FilingCalendar, reference: Reference, view: ViewQuery, text: Text) -> Component:
    """The section of the page; a column's head asks for its period."""
    title = text("returns.calendar.title")
    columns = [Column(text("units.unit")), *(_head(period, reference, view, text) for period in calendar.periods)]
    rows = [
        part.table_row(columns, [unit_name(reference, row[0].org_unit, text), *(_cell(one, view, text) for one in row)])
        for row in calendar.rows
    ]
    table = part.table(text("returns.calendar.caption"), columns, rows, "sticky calendar")
    return part.section("calendar", title, part.wide(title, table), _legend(text), note=text("returns.calendar.note"))


def _head(period: Period, reference: Reference, view: ViewQuery, text: Text) -> Column:
    due = printed.day_of_year(reference.definitions.due_date(period), text)
    css = "word chosen" if period == view.period else "word"
    below = text("returns.calendar.due", due=due)
    return Column(str(period), css, view.href("/returns", period=period), below=below)


def _cell(filing: Filing, view: ViewQuery, text: Text) -> Child:
    """Sign and word, a link where there is a return, and whether it came late."""
    name = filing.state
    words = [html.Span(SIGNS[name], className="sign", **{"aria-hidden": "true"}), text(f"returns.state.{name}")]
    if filing.stored is None:
        return html.Span(words, className=f"filing-state {name}")
    late = [html.Small(text("returns.state.late"))] if filing.on_time is False else []
    if not filing.stored.receipt:
        return html.Span([html.Span(words, className=f"filing-state {name}"), *late])
    href = view.href("/returns", period=filing.period, receipt=filing.stored.receipt)
    return html.Span([part.link(words, href, f"filing-state {name}"), *late])


def _legend(text: Text) -> Component:
    items = [
        html.Li([html.Span(sign, className=f"filing-state {name}"), text(f"returns.legend.{name}")])
        for name, sign in SIGNS.items()
    ]
    return html.Ul(items, className="legend")
