"""The web application: Flask underneath, Dash on top, every way in registered on this one app."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple, Protocol

from dash import Dash, no_update, set_props
from flask import Flask, Response, after_this_request, request
from flask_compress import Compress

from callbacks import (
    access,
    api,
    auditor,
    background,
    beside,
    chart_files,
    coverage,
    download,
    faults,
    guard,
    headers,
    index_page,
    institution_files,
    navigation,
    openid,
    papers,
    plain,
    questions,
    requests,
    review,
    sign_in,
    signs,
    task_files,
    upload,
    watch,
)
from callbacks.briefings import acts, checking
from callbacks.briefings import files as briefing_files
from callbacks.briefings.office import Issues
from callbacks.desk import Desk, Entrance, Intake, Reviewing, Shelf
from callbacks.imports import acts as import_acts
from callbacks.imports import files as import_files
from callbacks.index_page import INDEX, LATER, Dashboard
from callbacks.joined_files import ASSETS
from callbacks.scoped_desks import ScopedDesks
from callbacks.site import Site
from data.settings import Settings
from data.tally import Tally
from data.vigil import Watched
from layouts import shell
from layouts.ids import Id
from layouts.pages.refusal import fault
from layouts.text import Text, text_for
from metrics.memory import remembering
from metrics.source import Source

COMPRESSED = ["text/html", "text/css", "text/csv", "text/javascript", "application/javascript", "application/json"]
MOST_POSTED = 15 * 1024 * 1024
"""Bytes of one request: a file of the largest size as text, and the words around it."""


class Store(Source, Shelf, Watched, Protocol):
    """What the pages read, and what the desk keeps."""


class Upkeep(NamedTuple):
    """What keeps watch over the store that is shown, and counts what is answered."""

    store: Watched
    tally: Tally


class Parts(Protocol):
    """What the composition root hands over."""

    settings: Settings

    @property
    def repository(self) -> Store: ...

    @property
    def ingest(self) -> Intake: ...

    @property
    def review(self) -> Reviewing: ...

    @property
    def tally(self) -> Tally: ...

    @property
    def accounts(self) -> Entrance: ...

    @property
    def issuing(self) -> Issues: ...

    def now(self) -> datetime: ...


def build_application(house: Parts, *, ahead: bool = False) -> Dash:
    """The dashboard over the house's store, its settings and its clock; ``ahead``: screens are made before they are
    asked for.
    """
    upkeep = Upkeep(house.repository, house.tally)
    return build_dashboard(house.repository, house.settings, house.now, house, upkeep=upkeep, ahead=ahead)


def build_dashboard(
    source: Source,
    settings: Settings,
    clock: Callable[[], datetime],
    desk: Desk | None = None,
    *,
    upkeep: Upkeep | None = None,
    ahead: bool = False,
) -> Dash:
    """The dashboard over any source; without a desk it takes no returns in, without ``upkeep`` nobody watches it."""
    settings.check()
    site = Site(remembering(source), settings, clock, desk, scoped=None if desk is None else ScopedDesks(desk).of)
    tally = Tally() if upkeep is None else upkeep.tally
    app = _app(settings, site.words(None))
    app.server.config.update(
        MAX_CONTENT_LENGTH=MOST_POSTED,
        COMPRESS_MIMETYPES=COMPRESSED,
        COMPRESS_MIN_SIZE=1000,
        COMPRESS_ALGORITHM_STREAMING=["br", "gzip", "deflate"],
    )
    Compress(app.server)
    requests.register(app, site, tally)
    vigil = None if upkeep is None else watch.register(app, site, upkeep.store)
    signs.register(app, site, tally, vigil)
    files = (download, chart_files, coverage, institution_files, task_files, papers, briefing_files, import_files)
    doors = (access, guard, questions, faults, sign_in, openid)
    desks = (upload, review, acts, checking, import_acts, background)
    for way_in in (*doors, navigation, api, *files, plain, *desks, auditor):
        way_in.register(app, site)
    if ahead:
        beside.register(app)
    index_page.register(app, site)
    headers.register(app, site)  # last: the scripts in the page are known
    # Dash knows its scripts only once it has made an index page: a worker asked for a script first would fail.
    app.server.test_client().get(settings.url_prefix)
    return app


def _app(settings: Settings, text: Text) -> Dashboard:
    app = Dashboard(
        __name__,
        server=Flask("tuoyu", static_folder=None),  # type: ignore[arg-type]  # Dash takes a server too
        assets_folder=str(ASSETS),
        assets_ignore=LATER,
        url_base_pathname=settings.url_prefix,
        title=text("site.name"),
        update_title="",
        on_error=_tell,
        serve_locally=True,
        index_string=INDEX,
        add_log_handler=False,
        meta_tags=[{"name": "viewport", "content": "width=device-width, initial-scale=1"}],
    )
    app.layout = shell.frame(text)
    app.validation_layout = shell.all_named_parts(text)  # type: ignore[assignment]
    return app


def _tell(error: Exception) -> object:
    """Log a fault once, in full, under the number of its request; show the number on the page."""
    number = requests.log_fault(error)
    lang = "en" if "lang=en" in (request.referrer or "") else "zh"
    set_props(Id.FAULT, {"children": fault(number, text_for(lang))})
    after_this_request(_marked_broken)
    return no_update


def _marked_broken(answer: Response) -> Response:
    """Dash answers 200 all the same: the browser's script hides the page before by this head."""
    answer.headers["Tuoyu-Fault"] = "1"
    return answer
