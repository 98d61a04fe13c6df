"""Institutions looked for in the ledgers, a page at a time, and the files for the public map of institutions."""

from __future__ import annotations

import dash_bootstrap_components as dbc
from dash import html
from dash.development.base_component import Component

from data.model import Reference
from layouts import components as part
from layouts import fields
from layouts import format as printed
from layouts.components import Child, Column
from layouts.form_words import form_word
from layouts.ids import Id
from layouts.names import unit_name, zone_name
from layouts.pages.coverage_controls import EVERY, unit_options
from layouts.text import Text
from layouts.view import COVERAGE, ViewQuery
from metrics.disclosure import LEAST
from metrics.registry import InstitutionPage, Registered

COLUMNS = (
    ("name", ""),
    ("place", "word"),
    ("type", "word"),
    ("ownership", "word"),
    ("filing", "word"),
    ("state", "word"),
    ("slots", "number"),
    ("inclusive_slots", "number"),
)
INSTITUTIONS = "institutions"
"""The place of the list on its page, for links."""
ANSWERS = (EVERY, "true", "false")
OF_A_SEARCH = ("name", "org_unit", "township", "inclusive", "page", "zone")


def institutions(listed: InstitutionPage, reference: Reference, view: ViewQuery, text: Text) -> Component:
    """The form, what it asked in words, the institutions, and the way to the next page."""
    title = text("institutions.title")
    return part.section(
        INSTITUTIONS,
        title,
        _form(reference, view, text),
        html.P([*_told(listed, reference, text), *_clear(view, text)], role="status"),
        *_silent(listed, reference, text),
        *([_table(listed, reference, view, text), _pages(listed, view, text)] if listed.found else []),
        _files(view, text),
        note=text("institutions.note"),
    )


def _form(reference: Reference, view: ViewQuery, text: Text) -> Component:
    """Fields with the names of the address, which the browser's script writes."""
    answers = [{"value": one, "label": text(f"institutions.inclusive.{one}")} for one in ANSWERS]
    towns = _townships(reference, view, text)
    given = {"name": "name", "type": "search", "autocomplete": "off", "maxlength": 60}
    return html.Form(
        [
            _field("name", text, dbc.Input(id=f"{Id.SEARCH}-name", value=view.name or "", **given)),
            _field("org_unit", text, _select("org_unit", unit_options(reference, text), view.org_unit)),
            _field("township", text, _select("township", towns, view.township)),
            _field("inclusive", text, _select("inclusive", answers, view.inclusive)),
            html.Button(text("institutions.search"), type="submit", className="button"),
        ],
        id=Id.SEARCH,
        role="search",
        className="fields",
        **{"aria-label": text("institutions.title")},
    )


def _field(name: str, text: Text, control: Component) -> Component:
    return fields.labelled(f"{Id.SEARCH}-{name}", text(f"institutions.field.{name}"), control)


def _select(name: str, options: list[dict[str, str]], value: str | None) -> Component:
    return dbc.Select(options, value or EVERY, id=f"{Id.SEARCH}-{name}", name=name)


def _townships(reference: Reference, view: ViewQuery, text: Text) -> list[dict[str, str]]:
    """Those of the unit that is chosen, and the one that is chosen; of no unit none, as 343 are no list."""
    own = [
        one
        for one in reference.townships
        if one.official and (one.reporting_unit == view.org_unit or one.code == view.township)
    ]
    every = text("institutions.every_township" if view.org_unit else "institutions.unit_first")
    return [{"value": EVERY, "label": every}, *({"value": one.code, "label": one.name} for one in own)]


def _told(listed: InstitutionPage, reference: Reference, text: Text) -> list[Child]:
    wanted = listed.wanted
    parts = [
        unit_name(reference, wanted.org_unit, text) if wanted.org_unit else "",
        zone_name(reference, wanted.zone, text) if wanted.zone else "",
        reference.township_by_code[wanted.township].name if wanted.township else "",
        text("institutions.named", name=wanted.name) if wanted.name else "",
        "" if wanted.inclusive is None else text(f"institutions.inclusive.{str(wanted.inclusive).lower()}"),
    ]
    of = text("format.comma").join(one for one in parts if one) or text("coverage.all")
    if not listed.total:
        return [text("institutions.nothing", of=of)]
    count = printed.count(listed.total)
    if not listed.found:
        return [text("institutions.no_such_page", of=of, count=count, pages=listed.pages)]
    pages = {"page": str(listed.page), "pages": str(listed.pages)}
    return part.told(text("institutions.found"), of=of, count=part.opens(count, f"#{INSTITUTIONS}"), **pages)


def _clear(view: ViewQuery, text: Text) -> list[Child]:
    asked = (view.name, view.org_unit, view.township, view.inclusive, view.page, view.zone)
    if not any(asked):
        return []
    away = dict.fromkeys(OF_A_SEARCH)
    return [" ", part.link(text("institutions.clear"), view.href(COVERAGE, **away))]


def _silent(listed: InstitutionPage, reference: Reference, text: Text) -> list[Component]:
    if not listed.silent:
        return []
    names = text("format.comma").join(unit_name(reference, code, text) for code in listed.silent)
    return [html.P(text("institutions.silent", names=names), className="note")]


def _table(listed: InstitutionPage, reference: Reference, view: ViewQuery, text: Text) -> Component:
    columns = [Column(text(f"institutions.{name}"), css) for name, css in COLUMNS]
    rows = [part.table_row(columns, _cells(one, reference, view, text)) for one in listed.found]
    caption = text("institutions.title")
    return part.wide(caption, part.table(caption, columns, rows, "sticky"))


def _cells(one: Registered, reference: Reference, view: ViewQuery, text: Text) -> list[part.Children]:
    row = one.row
    return [
        html.Span([html.Span(row.name, lang="zh-CN"), html.Small(row.number, className="below")]),
        _place(one, reference, view, text),
        form_word(row.type, text),
        form_word(row.ownership, text),
        form_word(row.filing_state, text),
        _state(one, text),
        printed.count(one.slots),
        printed.count(one.inclusive_slots),
    ]


def _place(one: Registered, reference: Reference, view: ViewQuery, text: Text) -> part.Children:
    unit = html.Small(unit_name(reference, one.stored.org_unit, text), className="below")
    if one.township is None:
        return [one.row.township, unit]
    return [part.link(one.township.name, view.href(COVERAGE, township=one.township.code, page=None)), unit]


def _state(one: Registered, text: Text) -> part.Children:
    carried = one.carried_from
    told = (
        [] if carried is None else [html.Small(text("institutions.carried", period=printed.period_name(carried, text)))]
    )
    return [form_word(one.row.state, text), *told]


def _pages(listed: InstitutionPage, view: ViewQuery, text: Text) -> Component:
    """Links to the first page, the ones beside this and the last."""
    here = listed.page
    steps = [("first", 1), ("before", here - 1), ("after", here + 1), ("last", listed.pages)]
    links = [
        part.link(text(f"institutions.page.{name}"), view.href(COVERAGE, page=None if to == 1 else to))
        for name, to in steps
        if 1 <= to <= listed.pages and to != here
    ]
    return html.Nav(links, className="pages", **{"aria-label": text("institutions.pages")})


def _files(view: ViewQuery, text: Text) -> Component:
    asked = view.with_(page=None, table=None, colour=None)
    links = [
        part.download_link(ending, asked.href(f"/download/institutions.{ending.lower()}"))
        for ending in ("CSV", "GeoJSON")
    ]
    words = html.P(text("institutions.files_note"), className="note")
    figures = view.href("/download/public.csv", **dict.fromkeys(OF_A_SEARCH))
    return html.Div(
        [
            html.P([html.Span(text("institutions.files")), *links], className="files"),
            words,
            html.P([html.Span(text("public_figures.files")), part.download_link("CSV", figures)], className="files"),
            html.P(text("public_figures.note", least=LEAST), className="note"),
        ]
    )
