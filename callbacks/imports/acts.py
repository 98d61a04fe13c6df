"""Several returns handed in on /returns: weighed in the browser, then begun as a job."""

from __future__ import annotations

from collections.abc import Sequence

from dash import ClientsideFunction, Dash, Input, NoUpdate, Output, State, no_update

from callbacks.access import caller_of, demand
from callbacks.background import Begun, begun, jobs_of
from callbacks.desk import actor_named
from callbacks.imports.orders import ImportOrder, import_work
from callbacks.site import Site
from callbacks.upload import decoded, only_when_pressed
from data.handed import slips_of
from data.issues import UsageError
from data.job_state import JobKind, Origin
from data.people import Action
from data.remarks import file_name
from layouts.ids import Id

MOST_FILES = 200
"""Returns of one import: all units of a city for three years."""
WORKING = [(Output(Id.IMPORT, "className"), "button primary busy", "button primary")]


def register(app: Dash, site: Site) -> None:
    """Name the files that were chosen, and begin with them."""
    app.clientside_callback(
        ClientsideFunction("dashboard", "listFiles"),
        Output(Id.MANY_CHOSEN, "children"),
        Output(Id.IMPORT, "disabled"),
        Input(Id.MANY, "contents"),
        State(Id.MANY, "filename"),
        prevent_initial_call=True,
    )

    @app.callback(
        Output(Id.IMPORT_TOLD, "children"),
        Output(Id.URL, "search", allow_duplicate=True),
        Output(Id.IMPORT, "n_clicks"),
        Output(Id.MANY, "contents"),
        Input(Id.IMPORT, "n_clicks"),
        State(Id.MANY, "contents"),
        State(Id.MANY, "filename"),
        State(Id.ACTOR, "value"),
        State(Id.URL, "search"),
        running=WORKING,
        prevent_initial_call=True,
    )
    def begin_import(
        clicks: int | None,
        contents: Sequence[str] | None,
        names: Sequence[str] | None,
        actor: str | None,
        search: str | None,
    ) -> tuple[*Begun, NoUpdate | None]:
        only_when_pressed(clicks)
        told = begun(site, search, lambda at, _: begin(at, contents or (), names or (), actor))
        return *told, no_update if told[0] else None


def begin(site: Site, contents: Sequence[str], names: Sequence[str], actor: str | None) -> str:
    """Take all of them in, in the background; the name of the job. UsageError for none, or too many."""
    who = demand(site, Action.FILE)
    named = actor_named(who, actor, site.words(None))
    if not contents or len(contents) != len(names):
        raise UsageError("returns.no_file")
    given = [decoded(one) for one in contents]
    order = ImportOrder(tuple(map(file_name, names)), named, caller_of(who))
    count = sum(len(slips_of(name, content)) for name, content in zip(order.names, given))
    if count > MOST_FILES:
        raise UsageError("imports.too_many", count=count, most=MOST_FILES)
    work = import_work(order, site.open_desk().ingest)
    origin = Origin(JobKind.IMPORTS, who.name)
    return jobs_of(site).start(work, total=count, order=order.written(), origin=origin, given=given)
