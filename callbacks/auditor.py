"""/audit 审计: what was done by whom, looked for and taken away; for auditors and administrators. Plain pages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import partial
from urllib.parse import urlencode

from dash import Dash
from flask import Flask, Response, request

from callbacks.access import demand, site_of
from callbacks.download import Made, send
from callbacks.guard import plain_page, words_of
from callbacks.navigation import PLACES
from callbacks.query import LARGEST, whole
from callbacks.site import Site
from data.audit import AuditQuery, Deed, Link
from data.issues import DashboardError, UsageError
from data.moments import moment_of
from data.people import Action
from data.returns import Nature
from layouts import audit as shown
from layouts.exports import CSV, csv_file
from layouts.text import Text
from layouts.view import ViewQuery

ON_A_PAGE = 100
MOST_EXPORTED = 100_000


@dataclass(frozen=True)
class Looked:
    """What the reader typed into the search, as it stands in the address."""

    action: str = ""
    words: str = ""
    since: str = ""
    until: str = ""
    before: str = ""


def register(app: Dash, site: Site) -> None:
    """The page and its file."""
    server: Flask = app.server
    base = site.settings.url_prefix
    if site.desk is not None:
        server.add_url_rule(f"{base}audit", "audit", lambda: _page(site))
        server.add_url_rule(f"{base}download/audit.csv", "audit_csv", lambda: send(site, audit_csv))


def _looked() -> Looked:
    given = {name: request.args.get(name, "").strip()[:60] for name in Looked.__dataclass_fields__}
    return Looked(**given)


def _query(looked: Looked, site: Site, size: int) -> AuditQuery:
    """UsageError for what is no action, day or number."""
    moment = partial(_moment, site=site)
    try:
        return AuditQuery(
            action=Deed(looked.action) if looked.action else None,
            words=looked.words,
            since=moment(looked.since, "T00:00:00") if looked.since else None,
            until=moment(looked.until, "") if looked.until else None,
            before=int(whole(looked.before, 0, LARGEST)) if looked.before else None,
            size=size,
        )
    except ValueError:
        raise UsageError("query.audit") from None


def _moment(day: str, hour: str, site: Site) -> datetime:
    """A day of the city's clock: its beginning, or (no hour) its end."""
    return moment_of(day + hour, site.settings.timezone)


def _entries(site: Site, size: int) -> list[Link]:
    demand(site, Action.AUDIT)
    return site.open_desk().repository.audit_entries(_query(_looked(), site, size))


def _page(site: Site) -> Response:
    text, looked = words_of(site), _looked()
    site = site_of(site)
    try:
        found = _entries(site, ON_A_PAGE)
    except DashboardError as refusal:
        return plain_page(refusal, site, text)
    asked = {name: value for name, value in vars(looked).items() if value}
    lang = {"lang": "en"} if text.lang == "en" else {}
    base = site.settings.url_prefix
    links = {"csv": f"{base}download/audit.csv?{urlencode(asked | lang)}"}
    if len(found) == ON_A_PAGE:
        links["older"] = f"{base}audit?{urlencode(asked | lang | {'before': found[-1].number})}"
    made = shown.page(found, asked | lang, links, _frame(site, asked, text), text=text, zone=site.zone)
    return Response(made, mimetype="text/html")


def _frame(site: Site, asked: dict[str, str], text: Text) -> shown.Frame:
    """The ways to the other pages in the same language, and to the same search in the other one."""
    view = ViewQuery(lang="en" if text.lang == "en" else None, base=site.settings.url_prefix)
    other = urlencode(asked | {"lang": "zh" if text.lang == "en" else "en"})
    return shown.Frame(
        places={text(f"page.{one.name}.nav"): view.href(one.path) for one in PLACES},
        base=view.base,
        home=view.href("/"),
        other=f"{view.base}audit?{other}",
        demo=site.source.nature() is Nature.DEMO,
    )


def audit_csv(site: Site, view: ViewQuery) -> Made:
    """The entries looked for, words that a spreadsheet would run made inert."""
    text = site.text(view)
    rows = (shown.record(one, text) for one in _entries(site, MOST_EXPORTED))
    return csv_file(rows), CSV, text("audit.file")
