"""A file handed in: judged at once, marked on request, and judged again when it is committed.

The bytes stay in the browser and are sent again each time, so that any worker can answer.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable
from typing import Any, NamedTuple
from uuid import uuid4

from dash import ClientsideFunction, Dash, Input, Output, State, no_update, set_props
from dash.development.base_component import Component
from dash.exceptions import PreventUpdate

from callbacks.access import caller_of, demand, site_of
from callbacks.desk import actor_named
from callbacks.dossier import filed_return
from callbacks.marking import marked_file
from callbacks.preview import previewed
from callbacks.site import Site
from data.issues import DashboardError, UsageError
from data.people import Action
from data.remarks import file_name
from layouts.ids import Id
from layouts.pages import judgement
from layouts.pages.filing_left import left_lines
from layouts.refusals import sentence
from layouts.text import Text
from layouts.view import ViewQuery

FILE = (State(Id.UPLOAD, "contents"), State(Id.UPLOAD, "filename"), State(Id.URL, "search"))
Filing = tuple[Any, Any, Any]
"""What stands below the button, what stands for the judgement, and what was done; each may stay as it is."""
WORKING = [(Output(Id.JUDGEMENT, "className"), "judgement working", "judgement")]


class Handed(NamedTuple):
    """A file as the browser hands it over, and the view it was handed over in."""

    name: str
    content: bytes
    view: ViewQuery
    text: Text


def register(app: Dash, site: Site) -> None:
    """Judge, mark and commit the file that the browser holds."""
    app.clientside_callback(
        ClientsideFunction("dashboard", "takeFile"),
        Output(Id.ARRIVED, "data"),
        Output(Id.JUDGEMENT, "children", allow_duplicate=True),
        Input(Id.UPLOAD, "contents"),
        State(Id.UPLOAD, "filename"),
        prevent_initial_call=True,
    )

    @app.callback(
        Output(Id.JUDGEMENT, "children"), Input(Id.ARRIVED, "data"), *FILE, running=WORKING, prevent_initial_call=True
    )
    def show_judgement(_: object, contents: str | None, name: str | None, search: str | None) -> Component:
        return answered(site, search, lambda: judge(site, handed(site, contents, name, search)))

    @app.callback(
        Output(Id.COMMITTED, "children"),
        Output(Id.JUDGEMENT, "children", allow_duplicate=True),
        Output(Id.DONE, "data", allow_duplicate=True),
        Input(Id.COMMIT, "n_clicks"),
        *FILE,
        State(Id.ACTOR, "value"),
        running=[(Output(Id.COMMIT, "disabled"), True, False)],
        prevent_initial_call=True,
    )
    def commit_return(
        clicks: int | None, contents: str | None, name: str | None, search: str | None, actor: str | None
    ) -> Filing:
        only_when_pressed(clicks)
        try:
            return commit(site, handed(site, contents, name, search), actor)
        except DashboardError as refusal:
            return judgement.told_no(sentence(refusal, words_of(site, search))), no_update, no_update

    @app.callback(Output(Id.FILE, "data"), Input(Id.MARKED, "n_clicks"), *FILE, prevent_initial_call=True)
    def send_marked_file(clicks: int | None, contents: str | None, name: str | None, search: str | None) -> object:
        only_when_pressed(clicks)
        try:
            return marked(site, handed(site, contents, name, search))
        except DashboardError as refusal:
            set_props(Id.FAULT, {"children": judgement.told_no(sentence(refusal, words_of(site, search)))})
            return no_update


def only_when_pressed(clicks: int | None) -> None:
    """A button that was only drawn asks for nothing."""
    if not clicks:
        raise PreventUpdate


def answered(site: Site, search: str | None, make: Callable[[], Component]) -> Component:
    """What ``make`` says, or the sentence of its refusal."""
    try:
        return make()
    except DashboardError as refusal:
        return judgement.told_no(sentence(refusal, words_of(site, search)))


def words_of(site: Site, search: str | None) -> Text:
    """The words of the address; of the house, where the address itself is refused."""
    try:
        return site.text(site.view(search or ""))
    except DashboardError:
        return site.words(None)


def handed(site: Site, contents: str | None, name: str | None, search: str | None) -> Handed:
    """The file and its view; refused for strangers, and where there is no file."""
    demand(site, Action.FILE)
    view = site.view(search or "")
    if not contents:
        raise UsageError("returns.no_file")
    return Handed(file_name(name), decoded(contents), view, site.text(view))


def decoded(contents: str) -> bytes:
    """The bytes of a data: URL as the browser makes it."""
    try:
        return base64.b64decode(contents.partition(",")[2], validate=True)
    except (binascii.Error, ValueError):
        raise UsageError("returns.no_file") from None


def judge(site: Site, file: Handed) -> Component:
    """Every issue, and what the figures would be."""
    site = site_of(site)
    outcome = site.open_desk().ingest.check(file.name, file.content, scope=site.reader.scope)
    return judgement.judged(outcome, previewed(site, outcome, file.view), site.reference, file.view, file.text)


def commit(site: Site, file: Handed, actor: str | None) -> Filing:
    """Store it under the name of whoever hands it in, judged again; the receipt takes the place of the judgement."""
    who = demand(site, Action.FILE)
    named = actor_named(who, actor, site.words(None))
    outcome = site.open_desk().ingest.load(file.name, file.content, named, caller=caller_of(who))
    if outcome.receipt is None:
        return judgement.judged(outcome, None, site.reference, file.view, file.text), no_update, no_update
    done = {"mark": uuid4().hex, "words": judgement.committed_words(outcome, file.text)}
    return (
        no_update,
        judgement.committed(outcome, outcome.receipt, _left(site, outcome.receipt, file), file.view, file.text),
        done,
    )


def _left(site: Site, receipt: str, file: Handed) -> Component:
    """What is left to do of the return that was just stored, or was there already."""
    view = file.view.with_(receipt=receipt, as_of=None)
    return left_lines(filed_return(site, view), view, file.text)


def marked(site: Site, file: Handed) -> dict[str, Any]:
    """The same file back with its issues on it."""
    scope = demand(site, Action.FILE).scope
    outcome = site.open_desk().ingest.check(file.name, file.content, scope=scope)
    made = marked_file(outcome, file.content, file.text)
    words = base64.b64encode(made.content).decode()
    return {"content": words, "filename": made.name, "type": made.kind, "base64": True}
