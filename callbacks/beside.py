"""The screens beside the one that was just read are made before they are asked for: other periods, other indicators."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import parse_qsl, urlencode

from dash import Dash
from flask import Flask, Response, g

from callbacks.beforehand import Beforehand
from callbacks.navigation import SENT, Page, Told, asked_for, find_page, reader_key, screen_key
from callbacks.sent_screens import SentScreens
from callbacks.site import Site
from data.issues import DashboardError
from data.model import Period
from layouts.view import ViewQuery
from metrics import queries
from metrics.country import is_large

MINUTES = 3
"""So many minutes a reader is waited for, the screens made anew in each: a screen tells its moment to the minute."""
MOST = 6
"""Screens wanted beside one."""
KEY = "tuoyu.beforehand"
"""Where the server keeps what makes them."""


def register(app: Dash) -> None:
    """After each screen, want those beside it."""
    server: Flask = app.server
    sent: SentScreens = server.extensions[SENT]
    ahead = server.extensions[KEY] = Beforehand()
    ahead.watch(server)

    @server.after_request
    def look_beside(answer: Response) -> Response:
        if "told" in g:
            ahead.want(made_beside(sent, g.told))
        return answer


def made_beside(sent: SentScreens, told: Told) -> Iterator[float]:
    """Make one screen at each step, as the same reader may see it; the seconds until the next step."""
    for _ in range(MINUTES):
        for search in beside(told.site, told.path, told.search):
            if _make(sent, told, search):
                yield 0.0
        now = told.site.clock()
        yield 60.0 - now.second - now.microsecond / 1e6


def _make(sent: SentScreens, told: Told, search: str) -> bool:
    """Whether that screen was made now: one that is refused is not kept, whoever asks for it is told why."""
    address = (told.site, told.path, search)
    try:
        key = screen_key(*address)
        return sent.make_ahead(lambda: asked_for(*address)._asdict(), told.made, key=key, reader=reader_key(told.site))
    except DashboardError:
        return False


def beside(site: Site, path: str, search: str) -> list[str]:
    """The queries of the screens beside that of an address, the likeliest first: the indicators that follow on the
    same page, the period before and the one after, the last period. None of a page of filing, or of thousands of units.
    """
    page, _ = find_page(site, site.place(path))
    if is_large(site.reference) or page.is_own or page.is_filing or page.is_wall or not page.has_figures:
        return []
    view = site.view(search)
    before, after, last = (_with(search, period) for period in _periods(site, view))
    found = dict.fromkeys([*_others(view, page)[: MOST - 3], before, after, last])
    return [one for one in found if one is not None and one != search]


def _periods(site: Site, view: ViewQuery) -> tuple[Period | None, Period | None, Period | None]:
    """The reported periods before and after the one shown, and the last of all."""
    shown, known = site.period(view), queries.periods(site.source, as_of=site.as_of(view))
    earlier, later = [one for one in known if one < shown], [one for one in known if one > shown]
    return max(earlier, default=None), min(later, default=None), max(later, default=None)


def _with(search: str, period: Period | None) -> str | None:
    """The query with another period, as the browser writes it (``changeFilters`` in ``assets/20-dashboard.js``)."""
    if period is None:
        return None
    return "?" + urlencode(dict(parse_qsl(search.lstrip("?"), keep_blank_values=True)) | {"period": str(period)})


def _others(view: ViewQuery, page: Page) -> list[str]:
    """The same view of the other indicators, those first that follow the one shown."""
    if not page.indicators:
        return []
    at = page.indicators.index(view.indicator) + 1 if view.indicator in page.indicators else 1
    return [view.with_(indicator=name).to_search() for name in (*page.indicators[at:], *page.indicators[:at])]
