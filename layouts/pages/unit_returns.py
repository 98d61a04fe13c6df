"""The returns of one unit, period by period: state, when it came, whether in time, its receipt."""

from __future__ import annotations

from datetime import tzinfo

from dash import html
from dash.development.base_component import Component

from layouts import components as part
from layouts import format as printed
from layouts.components import Column
from layouts.pages.filings import SIGNS
from layouts.shell import moment_words
from layouts.text import Text
from layouts.view import ViewQuery
from metrics.filings import Filing

COLUMNS = ("period", "state", "on_time", "received", "revision", "receipt")


def unit_returns(filings: tuple[Filing, ...], view: ViewQuery, text: Text, zone: tzinfo) -> Component:
    """Newest first, with how many came and how many in time."""
    columns = [Column(text(f"one_unit.return.{name}"), "word" if place else "") for place, name in enumerate(COLUMNS)]
    rows = [part.table_row(columns, _cells(one, view, text, zone)) for one in filings]
    came = [one for one in filings if one.stored is not None]
    title = text("one_unit.returns", count=len(came))
    table = part.wide(title, part.table(title, columns, rows, "sticky"))
    due = [one for one in filings if one.stored is not None or one.overdue]
    note = text("one_unit.returns_note", due=len(due), came=len(came), on_time=sum(one.on_time is True for one in came))
    return part.section("returns", title, table, note=note)


def _cells(one: Filing, view: ViewQuery, text: Text, zone: tzinfo) -> list[part.Children]:
    sign = html.Span(SIGNS[one.state], className="sign", **{"aria-hidden": "true"})
    state = html.Span([sign, text(f"returns.state.{one.state}")], className=f"filing-state {one.state}")
    if one.stored is None:
        return [printed.period_name(one.period, text), state, *[printed.MISSING] * (len(COLUMNS) - 2)]
    receipt = one.stored.receipt
    href = view.href("/returns", period=one.period, receipt=receipt, name=None, page=None)
    return [
        printed.period_name(one.period, text),
        state,
        text("one_unit.in_time" if one.on_time else "returns.state.late"),
        moment_words(one.stored.received_at.astimezone(zone), text),
        text("district.revision_number", number=one.stored.revision),
        part.link(html.Code(receipt), href) if receipt else printed.MISSING,
    ]
