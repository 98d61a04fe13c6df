"""The institutions of one unit, each with its line in the ledger; searched and paged by the address."""

from __future__ import annotations

import dash_bootstrap_components as dbc
from dash import dcc, html
from dash.development.base_component import Component

from data.forms import LEDGER
from layouts import components as part
from layouts import format as printed
from layouts.components import Child, Column
from layouts.form_words import form_word
from layouts.text import Text
from layouts.view import NAMES, ViewQuery
from metrics.registry import Registered, RegisterPage

FIND = "find-institution"
COLUMNS = (
    ("name", ""),
    ("township", "word"),
    ("type", "word"),
    ("ownership", "word"),
    ("slots", "number"),
    ("inclusive", "number"),
    ("children", "number"),
    ("state", "word"),
    ("line", "word"),
)


def institutions(page: RegisterPage, path: str, view: ViewQuery, text: Text) -> Component:
    """A search field, the institutions of one page, and links to the other pages."""
    title = text("one_unit.institutions", count=page.all)
    if not page.all:
        return part.section("institutions", title, html.P(text("one_unit.no_ledger")))
    receipt = next((one.stored.receipt for one in page.shown), "")
    told = [_form(path, view, text), html.P(_found(page, view, text), className="note", role="status")]
    table = [_table(page, title, text)] if page.shown else []
    pages = [_pages(page, path, view, text)] if page.pages > 1 else []
    note = text("one_unit.institutions_note", sheet=LEDGER.name, receipt=receipt) if receipt else None
    return part.section("institutions", title, *told, *table, *pages, note=note)


def _found(page: RegisterPage, view: ViewQuery, text: Text) -> str:
    if view.name is None:
        return text("one_unit.pages", page=page.page, pages=page.pages) if page.pages > 1 else ""
    return text("one_unit.found", words=view.name, count=page.found)


def _form(path: str, view: ViewQuery, text: Text) -> Component:
    """A plain form: without a script the browser asks for the address itself. All else of the view goes with it."""
    kept = [(name, getattr(view, name)) for name in NAMES if name not in ("name", "page", "explain")]
    hidden = [
        dcc.Input(id=f"{FIND}-{name}", type="hidden", name=name, value=str(value), className="kept")
        for name, value in kept
        if value is not None
    ]
    field = dbc.Input(id=FIND, name="name", type="search", value=view.name or "", maxLength=60, autocomplete="off")
    label = html.Label(text("one_unit.find"), htmlFor=FIND)
    button = html.Button(text("one_unit.find_button"), type="submit", className="button")
    clear = [part.link(text("one_unit.find_all"), view.href(path, name=None, page=None))] if view.name else []
    return html.Form(
        [html.Div([label, field], className="field"), button, *clear, *hidden],
        action=view.base.rstrip("/") + path,
        method="GET",
        className="find",
        role="search",
        **{"aria-label": text("one_unit.find")},
    )


def _table(page: RegisterPage, title: str, text: Text) -> Component:
    columns = [Column(text(f"one_unit.institution.{name}"), css) for name, css in COLUMNS]
    rows = [part.table_row(columns, _cells(one, text)) for one in page.shown]
    return part.wide(title, part.table(title, columns, rows, "sticky institutions"))


def _cells(one: Registered, text: Text) -> list[part.Children]:
    row = one.row
    return [
        _named(row.name, row.number),
        (one.township.name if one.township else row.township) or printed.MISSING,
        form_word(row.type, text),
        form_word(row.ownership, text),
        [printed.count(one.slots), *_rated(one, text)],
        [printed.count(one.inclusive_slots), *_ended(one, text)],
        printed.count(row.children),
        _state(one, text),
        html.Span(f"{LEDGER.name}!{row.row}", lang="zh-CN", className="line"),
    ]


def _named(name: str, number: str) -> Component:
    return html.Span([name, html.Small(number, className="below")], lang="zh-CN")


def _state(one: Registered, text: Text) -> Component:
    day = None if one.in_operation else one.row.state_since
    since = [] if day is None else [html.Small(day.isoformat(), className="below")]
    return html.Span([form_word(one.row.state, text), *since])


def _rated(one: Registered, text: Text) -> list[Child]:
    """What it is rated for, where it does not count as it is not in operation."""
    if one.in_operation or not one.row.slots:
        return []
    return [html.Small(text("one_unit.rated", slots=printed.count(one.row.slots)), className="below")]


def _ended(one: Registered, text: Text) -> list[Child]:
    if not one.in_operation or not one.row.inclusive_slots or one.inclusive_slots:
        return []
    return [html.Small(text("one_unit.recognition_ended"), className="below")]


def _pages(page: RegisterPage, path: str, view: ViewQuery, text: Text) -> Component:
    links = [
        part.link(
            str(number),
            view.href(path, page=None if number == 1 else number),
            "current" if number == page.page else None,
        )
        for number in range(1, page.pages + 1)
    ]
    return html.Nav(
        [html.Span(text("one_unit.page")), *links], className="tabs", **{"aria-label": text("one_unit.page")}
    )
