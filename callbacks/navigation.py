"""From an address to a page: the page table, the one callback that shows a page, and the filters that change it."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, NamedTuple
from urllib.parse import parse_qsl

from dash import ClientsideFunction, Dash, Input, Output, State
from dash.development.base_component import Component
from flask import g

from callbacks.access import site_of
from callbacks.account import show_account
from callbacks.briefings.page import show_briefings
from callbacks.country import BY_REGION, show_choice
from callbacks.coverage import pictures_of_coverage, show_coverage
from callbacks.district import area_shown, pictures_of_district, show_district
from callbacks.districts import CHOSEN, pictures_of_districts, show_districts
from callbacks.gaps import pictures_of_gaps, sheets_of_gaps, show_gaps
from callbacks.methodology import show_methodology
from callbacks.overview import pictures_of_overview, sheets_of_overview, show_overview
from callbacks.periods import NotBegun
from callbacks.quality import show_quality
from callbacks.returns import show_returns
from callbacks.screen import show_screen
from callbacks.sent_screens import Answer, SentScreens
from callbacks.site import NothingReported, Site
from callbacks.supply import pictures_of_supply, show_supply
from callbacks.tasks import pictures_of_tasks, show_tasks
from callbacks.workforce import pictures_of_workforce, show_workforce
from data.issues import DashboardError, UsageError
from data.model import Period
from data.people import Actor
from data.returns import Nature
from layouts import shell
from layouts.charts import Picture, Sheet
from layouts.folding import folded
from layouts.ids import Id
from layouts.names import unit_name
from layouts.pages.refusal import refused, title_of
from layouts.pages.versions import as_known, older
from layouts.text import LANGUAGES, Text
from layouts.tongues import marked
from layouts.view import ViewQuery
from metrics import queries
from metrics.country import is_large


@dataclass(frozen=True, slots=True)
class Page:
    """One page: its name in the catalogues, its path (ending in / where a code follows), what shows it.

    ``is_filing``: unless told, it stands at the period that is being filed, also where nothing was filed yet.
    ``is_own``: it depends on who asks.
    ``is_wall``: it stands alone, without navigation and choices.
    ``draws``: it opens with charts drawn by plotly, which is fetched with the page.
    ``pictures`` and ``sheets``: its charts and its tables by key, as they are downloaded. ``indicators``: those that a
    reader chooses from on it, the one shown unless told first.
    """

    name: str
    path: str
    show: Callable[[Site, ViewQuery, str], Component]
    in_navigation: bool = True
    has_figures: bool = True
    is_filing: bool = False
    is_own: bool = False
    is_wall: bool = False
    draws: bool = False
    indicators: tuple[str, ...] = ()
    pictures: Callable[[Site, ViewQuery, str], Mapping[str, Picture]] | None = None
    sheets: Callable[[Site, ViewQuery, str], Mapping[str, Sheet]] | None = None


PAGES = (
    Page("overview", "/", show_overview, pictures=pictures_of_overview, sheets=sheets_of_overview),
    Page("districts", "/districts", show_districts, indicators=CHOSEN, pictures=pictures_of_districts),
    Page("district", "/districts/", show_district, in_navigation=False, draws=True, pictures=pictures_of_district),
    Page("coverage", "/coverage", show_coverage, draws=True, pictures=pictures_of_coverage),
    Page("supply", "/supply", show_supply, draws=True, pictures=pictures_of_supply),
    Page("workforce", "/workforce", show_workforce, draws=True, pictures=pictures_of_workforce),
    Page("tasks", "/tasks", show_tasks, pictures=pictures_of_tasks),
    Page("gaps", "/gaps", show_gaps, pictures=pictures_of_gaps, sheets=sheets_of_gaps),
    Page("returns", "/returns", show_returns, is_filing=True),
    Page("quality", "/quality", show_quality),
    Page("briefings", "/briefings", show_briefings, is_own=True),
    Page("methodology", "/methodology", show_methodology, has_figures=False),
    Page("screen", "/screen", show_screen, is_wall=True),
)
SENT = "tuoyu.sent_screens"
"""Where the server keeps the screens that it sent."""
PLACES = tuple(shell.Place(page.name, page.path) for page in PAGES if page.in_navigation)


class Screen(NamedTuple):
    """What the browser gets: head, page, and words about the page (title, language, the address that it answers)."""

    head: list[Component]
    main: Component
    facts: dict[str, str]


class Told(NamedTuple):
    """A screen that was just told: the dashboard as its reader sees it, the address, the digest."""

    site: Site
    path: str
    search: str
    made: str


def find_page(site: Site, path: str) -> tuple[Page, str]:
    """The page of a path without the prefix, and what follows the page's own; UsageError where there is none."""
    place = "/" + path.strip("/")
    for page in PAGES:
        if place == page.path:
            return page, ""
        if page.name == "district" and place.startswith(page.path):
            return page, area_shown(site, place.removeprefix(page.path)).code
    raise UsageError("refusal.not_found", value=path[:80])


def shown(site: Site, view: ViewQuery, page: Page, code: str) -> Component:
    """What a page shows; of a place with thousands of units the regions to choose from, where it would list them."""
    if page.name in BY_REGION and is_large(site.reference):
        return show_choice(site, view, page.name, page.path)
    return page.show(site, view, code)


def screen(site: Site, path: str, search: str) -> Screen:
    """The whole screen of an address; what is refused becomes a plain page that says so."""
    try:
        return asked_for(site, path, search)
    except DashboardError as refusal:
        return refusing(site, path, search, refusal)


def asked_for(site: Site, path: str, search: str) -> Screen:
    """The screen of an address; DashboardError for what is refused."""
    view = site.view(search)
    site = site.under(view)
    page, code = find_page(site, site.place(path))
    made = _screen(site, view, page, code)
    return made._replace(facts=made.facts | {"address": path + search})


def refusing(site: Site, path: str, search: str, refusal: DashboardError) -> Screen:
    """A plain page that says what is refused, in the reader's language where the address is not what is wrong."""
    view = understood(site, search)
    text = site.text(view)
    head = shell.head(PLACES, "/", view, text, choices=_ways_out(site, view, refusal), demo=False)
    facts = _facts(text(title_of(refusal)), text) | {"address": path + search}
    return Screen(head, refused(refusal, view, text), facts)


def understood(site: Site, search: str) -> ViewQuery:
    """The view of an address; where that is wrong, only its language, as far as there is such a language."""
    try:
        return site.view(search)
    except DashboardError:
        asked = dict(parse_qsl(search.lstrip("?"))).get("lang")
        return ViewQuery(lang=asked if asked in LANGUAGES else None, base=site.settings.url_prefix)


def _ways_out(site: Site, view: ViewQuery, refusal: DashboardError) -> shell.Choices | None:
    """The filter bar over a refusal of a period or a moment, with what can be chosen now; None for other refusals."""
    if not isinstance(refusal, NothingReported | NotBegun):
        return None
    now = site.clock()
    latest = site.default_period(now)
    return None if latest is None else _choices(site, view, latest, now)


def screen_key(site: Site, path: str, search: str) -> Hashable:
    """All that the screen of an address depends on: the store as it stands and the minute, to which a screen tells its
    as-of. None for a screen that depends on who asks (that of filing), and where the store cannot tell its changes.
    """
    page, _ = find_page(site, site.place(path))
    edition = None if site.desk is None or page.is_filing or page.is_own else site.desk.repository.edition()
    if edition is None:
        return None
    return path, search, edition, site.clock().replace(second=0, microsecond=0), reader_key(site)


def reader_key(site: Site) -> Actor:
    """All of who asks that a screen may depend on; where he sits is not."""
    return replace(site.reader, address="")


def _screen(site: Site, view: ViewQuery, page: Page, code: str) -> Screen:
    text = site.text(view)
    main = marked(folded(shown(site, view, page, code), page.name, text), text)
    demo = site.source.nature() is Nature.DEMO
    head = shell.bare_head(text) if page.is_wall else _head(site, view, page, code, demo=demo)
    head.append(shell.paper_foot(_paper_foot(site, view, page, code, demo=demo), text))
    head += older(site.reference, page.path + code, view, text)
    head += [] if page.is_wall else as_known(site.as_of(view), site.clock(), view, page.path + code, text)
    if view.explain is not None and page.has_figures:
        head.append(show_account(site, view, page.path + code))
    name = unit_name(site.reference, code, text) if code else text(f"page.{page.name}.title")
    return Screen(marked(head, text), main, _facts(name, text))


def _head(site: Site, view: ViewQuery, page: Page, code: str, *, demo: bool) -> list[Component]:
    choices = choices_of(site, view, page) if page.has_figures and view.receipt is None else None
    here = page.path.rstrip("/") + (f"/{code}" if code else "") or "/"
    return shell.head(PLACES, here, view, site.text(view), choices=choices, demo=demo, reader=site.reader)


def _paper_foot(site: Site, view: ViewQuery, page: Page, code: str, *, demo: bool) -> shell.PaperFoot:
    as_of = site.as_of(view)
    same: dict[str, Any] = {"as_of": as_of.isoformat(timespec="seconds"), "explain": None}
    if page.has_figures and view.receipt is None:
        period = site.filing_period(view) if page.is_filing else site.period(view)
        same |= {"period": period, "plan": site.plan(view).id}
    return shell.PaperFoot(view.href(page.path + code, **same), as_of, site.reference.definitions.version, demo)


def _facts(title: str, text: Text) -> dict[str, str]:
    return {"title": f"{title} - {text('site.name')}", "lang": "zh-CN" if text.lang == "zh" else "en"}


def choices_of(site: Site, view: ViewQuery, page: Page) -> shell.Choices:
    """What the filter bar offers: reported periods, newest first, and the plans."""
    period = site.filing_period(view) if page.is_filing else site.period(view)
    return _choices(site, view, period, site.as_of(view))


def _choices(site: Site, view: ViewQuery, period: Period, as_of: datetime) -> shell.Choices:
    known = {period, *queries.periods(site.source, as_of=as_of)}
    return shell.Choices(sorted(known, reverse=True), period, site.reference.plans, site.plan(view))


def register(app: Dash, site: Site) -> None:
    """Show a page for every address; change the address for every filter."""

    sent = app.server.extensions[SENT] = SentScreens()

    @app.callback(
        Output(Id.ANSWER, "data"),
        Output(Id.FAULT, "children"),
        Input(Id.URL, "pathname"),
        Input(Id.URL, "search"),
        Input(Id.AGAIN, "data"),
        State(Id.SHOWN, "data"),
        running=[(Output(Id.MAIN, "className"), "page busy", "page")],
    )
    def show_page(path: str | None, search: str | None, _: int | None, shown: str | None) -> tuple[Answer, None]:
        address = (site_of(site), path or "/", search or "")
        reader = reader_key(address[0])
        try:
            make, key = lambda: asked_for(*address)._asdict(), screen_key(*address)
            answer = sent.answer(make, shown, key=key, reader=reader)
            g.told = Told(*address, answer["made"])
            return answer, None
        except DashboardError as refusal:
            told = refusing(*address, refusal)._asdict()
            return sent.answer(lambda: told, shown, reader=reader), None

    app.clientside_callback(
        ClientsideFunction("dashboard", "show"),
        Output(Id.HEAD, "children"),
        Output(Id.MAIN, "children"),
        Output(Id.SHOWN, "data"),
        Output(Id.AGAIN, "data"),
        Input(Id.ANSWER, "data"),
        State(Id.HEAD, "children"),
        State(Id.MAIN, "children"),
        State(Id.SHOWN, "data"),
        State(Id.AGAIN, "data"),
        prevent_initial_call=True,
    )
    app.clientside_callback(
        ClientsideFunction("dashboard", "changeFilters"),
        Output(Id.URL, "search"),
        Input(Id.PERIOD, "value"),
        Input(Id.PLAN, "value"),
        Input(Id.AS_OF, "value"),
        State(Id.URL, "search"),
        prevent_initial_call=True,
    )
