"""From an address to a page: the page table, the one callback that shows a page, and the filters that change it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from dash import ClientsideFunction, Dash, Input, Output, State
from dash.development.base_component import Component

from callbacks.account import show_account
from callbacks.coverage import pictures_of_coverage, show_coverage
from callbacks.district import reporting_unit, show_district
from callbacks.gaps import show_gaps
from callbacks.methodology import show_methodology
from callbacks.overview import pictures_of_overview, show_overview
from callbacks.quality import show_quality
from callbacks.returns import show_returns
from callbacks.sent_screens import Answer, SentScreens
from callbacks.site import Site
from data.issues import DashboardError, UsageError
from data.returns import Nature
from layouts import shell
from layouts.charts import Picture
from layouts.headlines import unit_name
from layouts.ids import Id
from layouts.pages.refusal import refused
from layouts.pages.versions import older
from layouts.text import Text
from layouts.view import ViewQuery
from metrics import queries


@dataclass(frozen=True, slots=True)
class Page:
    """One page: its name in the catalogues, its path (ending in / where a code follows), what shows it.

    ``is_filing``: unless told, it stands at the period that is being filed, also where nothing was filed yet.
    ``pictures``: its charts by key, as they are downloaded.
    """

    name: str
    path: str
    show: Callable[[Site, ViewQuery, str], Component]
    in_navigation: bool = True
    has_figures: bool = True
    is_filing: bool = False
    pictures: Callable[[Site, ViewQuery, str], Mapping[str, Picture]] | None = None


PAGES = (
    Page("overview", "/", show_overview, pictures=pictures_of_overview),
    Page("district", "/districts/", show_district, in_navigation=False),
    Page("coverage", "/coverage", show_coverage, pictures=pictures_of_coverage),
    Page("gaps", "/gaps", show_gaps),
    Page("returns", "/returns", show_returns, is_filing=True),
    Page("quality", "/quality", show_quality),
    Page("methodology", "/methodology", show_methodology, has_figures=False),
)
PLACES = tuple(shell.Place(page.name, page.path) for page in PAGES if page.in_navigation)


class Screen(NamedTuple):
    """What the browser gets: head, page, and words about the page (title, language)."""

    head: list[Component]
    main: Component
    facts: dict[str, str]


def find_page(site: Site, path: str) -> tuple[Page, str]:
    """The page of an address and what follows its path; UsageError where there is none."""
    place = "/" + path.removeprefix(site.settings.url_prefix.rstrip("/")).strip("/")
    for page in PAGES:
        if place == page.path:
            return page, ""
        if page.name == "district" and place.startswith(page.path):
            return page, reporting_unit(site, place.removeprefix(page.path)).code
    raise UsageError("refusal.not_found", value=path[:80])


def screen(site: Site, path: str, search: str) -> Screen:
    """The whole screen of an address; what is refused becomes a plain page that says so."""
    view = ViewQuery(base=site.settings.url_prefix)
    try:
        view = site.view(search)
        site = site.under(view)
        page, code = find_page(site, path)
        return _screen(site, view, page, code)
    except DashboardError as refusal:
        text = site.text(view)
        head = shell.head(PLACES, "/", view, text, choices=None, demo=False)
        return Screen(head, refused(refusal, view, text), _facts(text("refusal.title"), text))


def _screen(site: Site, view: ViewQuery, page: Page, code: str) -> Screen:
    text = site.text(view)
    main = page.show(site, view, code)
    choices = choices_of(site, view, page) if page.has_figures and view.receipt is None else None
    demo = site.source.nature() is Nature.DEMO
    head = shell.head(
        PLACES, page.path.rstrip("/") + (f"/{code}" if code else "") or "/", view, text, choices=choices, demo=demo
    )
    head += older(site.reference, page.path + code, view, text)
    if view.explain is not None and page.has_figures:
        head.append(show_account(site, view, page.path + code))
    name = unit_name(site.reference, code, text) if code else text(f"page.{page.name}.title")
    return Screen(head, main, _facts(name, text))


def _facts(title: str, text: Text) -> dict[str, str]:
    return {"title": f"{title} - {text('site.name')}", "lang": "zh-CN" if text.lang == "zh" else "en"}


def choices_of(site: Site, view: ViewQuery, page: Page) -> shell.Choices:
    """What the filter bar offers: reported periods, newest first, and the plans."""
    period = site.filing_period(view) if page.is_filing else site.period(view)
    known = {period, *queries.periods(site.source, as_of=site.as_of(view))}
    return shell.Choices(sorted(known, reverse=True), period, site.reference.plans, site.plan(view))


def register(app: Dash, site: Site) -> None:
    """Show a page for every address; change the address for every filter."""

    sent = SentScreens()

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
        return sent.answer(screen(site, path or "/", search or "")._asdict(), shown), None

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
