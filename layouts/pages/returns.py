"""数据报送: who filed what, who is awaited, and the place where a return is handed in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dash import dcc, html
from dash.development.base_component import Component

from data.model import Period, Reference
from data.people import Actor
from layouts import components as part
from layouts import fields
from layouts import format as printed
from layouts.components import Child
from layouts.ids import Id
from layouts.names import unit_name
from layouts.pages.filings import calendar_table
from layouts.pages.import_files import import_part
from layouts.text import Text
from layouts.view import ViewQuery
from metrics.filings import Filing, FilingCalendar


@dataclass(frozen=True, slots=True)
class Filings:
    """What the page shows: the calendar, the period whose returns are awaited, and whether files are taken here."""

    calendar: FilingCalendar
    period: Period
    takes_files: bool
    reader: Actor


def render(filings: Filings, reference: Reference, view: ViewQuery, text: Text) -> Component:
    """The whole page."""
    title = html.H1([text("page.returns.title"), html.Small(printed.period_name(filings.period, text))])
    return html.Div(
        [
            html.Div(title, className="page-head"),
            _handing_in(filings, reference, view, text),
            import_part(view, text) if filings.takes_files else None,
            _awaited(filings, reference, view, text),
            calendar_table(filings.calendar, reference, view, text),
        ],
        className="returns",
    )


def _handing_in(filings: Filings, reference: Reference, view: ViewQuery, text: Text) -> Component:
    """Template, the place for the file, who hands it in; and below, what is said of it."""
    return part.section(
        "hand-in",
        text("returns.upload.title"),
        _templates(filings, reference, view, text),
        *(_taking(filings.reader, text) if filings.takes_files else [_not_taking(filings.reader, view, text)]),
        note=text("returns.upload.note"),
    )


def _not_taking(reader: Actor, view: ViewQuery, text: Text) -> Component:
    """Why no file is taken: the account may not file, or there is none yet."""
    if reader.role is not None:
        return html.P(text("access.not_for_you"), className="note")
    words = [text("access.sign_in_first"), " ", html.A(text("access.page.sign_in"), href=f"{view.base}login")]
    return html.P(words, className="note")


def _taking(reader: Actor, text: Text) -> list[Component]:
    return [
        fields.actor_field(text, reader.name),
        fields.file_place(Id.UPLOAD, text, key="upload"),
        *(dcc.Store(id=name) for name in (Id.ARRIVED, Id.DONE)),
        dcc.Download(id=Id.FILE),
        fields.arriving(text),
    ]


def _templates(filings: Filings, reference: Reference, view: ViewQuery, text: Text) -> Component:
    """One prefilled template a unit, for the period shown."""
    links = [
        part.download_link(
            unit_name(reference, unit.code, text),
            view.href(f"/download/template/{unit.code}.xlsx", period=filings.period, receipt=None),
        )
        for unit in (*reference.units, reference.city)
    ]
    words = text("returns.template", period=printed.period_name(filings.period, text))
    return part.details(words, html.Div(links, className="template-links"), css="templates")


def _awaited(filings: Filings, reference: Reference, view: ViewQuery, text: Text) -> Component:
    """催报清单: as text to copy, and as a file."""
    period = printed.period_name(filings.period, text)
    found = filings.calendar.awaited(filings.period)
    if not found:
        told: list[Child] = [html.P(text("returns.awaited.none", period=period))]
    else:
        words = reminder(filings.period, found, reference, text)
        href = view.href("/download/awaited.csv", period=filings.period, receipt=None)
        told = [
            html.Pre(words, id="awaited-text", className="copy-text"),
            html.P([fields.copied(text("returns.copy"), "awaited-text", text),
                    part.download_link(text("download.csv"), href, "button")], className="downloads"),
        ]  # fmt: skip
    return part.section("awaited", text("returns.awaited.title", period=period), *told)


def reminder(period: Period, found: Sequence[Filing], reference: Reference, text: Text) -> str:
    """The list of those awaited, one line each, as it may be sent."""
    name = printed.period_name(period, text)
    head = text("returns.awaited.head", period=name, due=printed.day_name(reference.definitions.due_date(period), text))
    lines = [
        text(
            "returns.awaited.line",
            unit=unit_name(reference, one.org_unit, text),
            state=text(f"returns.state.{one.state}"),
        )
        for one in found
    ]
    return "\n".join([head, *lines])
