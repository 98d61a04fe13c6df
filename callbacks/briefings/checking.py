"""数字核对 on /briefings: a Word draft held against what the page shows, or against the issued briefing it has open."""

from __future__ import annotations

from dataclasses import replace
from pathlib import PurePath

from dash import ClientsideFunction, Dash, Input, Output, State
from dash.development.base_component import Component

from callbacks.briefings.gate import refuse_readers
from callbacks.briefings.page import basis_of, issued_of, office_of
from callbacks.site import Site
from callbacks.upload import answered, decoded
from data.drafts import Draft
from data.issues import UsageError
from data.reading_drafts import read_draft
from layouts.briefing.document import Document
from layouts.briefing.passages import words_of
from layouts.ids import Id
from layouts.number_check import check_numbers
from layouts.pages import number_check
from layouts.text import Text, text_for
from layouts.view import ViewQuery

WORKING = [(Output(Id.CHECKED, "className"), "judgement working", "judgement")]


def register(app: Dash, site: Site) -> None:
    """Take the file that the browser holds, and answer below it. Nothing of it is kept."""
    app.clientside_callback(
        ClientsideFunction("dashboard", "takeDraft"),
        Output(Id.DRAFT_ARRIVED, "data"),
        Output(Id.CHECKED, "children", allow_duplicate=True),
        Input(Id.DRAFT, "contents"),
        State(Id.DRAFT, "filename"),
        prevent_initial_call=True,
    )

    @app.callback(
        Output(Id.CHECKED, "children"),
        Input(Id.DRAFT_ARRIVED, "data"),
        State(Id.DRAFT, "contents"),
        State(Id.DRAFT, "filename"),
        State(Id.URL, "search"),
        running=WORKING,
        prevent_initial_call=True,
    )
    def show_number_check(_: object, contents: str | None, name: str | None, search: str | None) -> Component:
        return answered(site, search, lambda: check_draft(site, contents, name, search))


def check_draft(site: Site, contents: str | None, name: str | None, search: str | None) -> Component:
    """The answer to a draft; NotHere for readers, DraftRefused for what is no Word document."""
    refuse_readers(site)
    view = site.view(search or "")
    if not contents:
        raise UsageError("returns.no_file")
    draft = read_draft(PurePath(name or "").name, decoded(contents))
    return checked(draft, document_shown(site.under(view), view, draft), site.text(view))


def document_shown(site: Site, view: ViewQuery, draft: Draft) -> Document:
    """The issued briefing that is open; else what the page would print, as known when the draft was made."""
    office = office_of(site)
    if view.issued is not None:
        issued = issued_of(site, view.issued)
        return office.press.document_of(issued, office.texts_of(issued))
    basis = basis_of(site, view)
    if view.as_of is None and draft.as_of is not None:
        basis = replace(basis, as_of=min(draft.as_of.astimezone(site.zone), basis.as_of))
    return office.press.document(basis, office.texts(basis))


def checked(draft: Draft, document: Document, text: Text) -> Component:
    """Every number of the draft held against the document, as a part of a page."""
    told = text_for(document.origin.lang)("number_check.against", title=document.title, subtitle=document.subtitle)
    return number_check.checked(check_numbers(draft, words_of(document)), told, text)
