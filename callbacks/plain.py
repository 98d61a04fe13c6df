"""/plain/...: every page as HTML without a script, for old browsers and for readers who allow none."""

from __future__ import annotations

from dash import Dash
from flask import Flask, Response, request

from callbacks.access import site_of
from callbacks.account import show_account
from callbacks.guard import plain_page, words_of
from callbacks.navigation import PLACES, find_page, shown
from callbacks.site import Site
from data.issues import DashboardError
from data.returns import Nature
from layouts.names import unit_name
from layouts.plain import Surroundings, plain_address, written
from layouts.text import Text
from layouts.tongues import marked
from layouts.view import ViewQuery


def register(app: Dash, site: Site) -> None:
    """The plain form of every address."""
    server: Flask = app.server
    rule = f"{site.settings.url_prefix}plain/"
    server.add_url_rule(rule, "plain", lambda: plain(site, ""))
    server.add_url_rule(f"{rule}<path:place>", "plain_page", lambda place: plain(site, place))


def plain(site: Site, place: str) -> Response:
    """The plain page of an address, or the plain refusal of a wrong one."""
    try:
        view = site.view(request.query_string.decode("utf-8", "replace"))
        site = site_of(site).under(view)
        page, code = find_page(site, "/" + place)
        parts = [shown(site, view, page, code)]
        if view.explain is not None and page.has_figures:
            parts.insert(0, show_account(site, view, page.path + code))
    except DashboardError as refusal:
        return plain_page(refusal, site, words_of(site))
    text = site.text(view)
    name = unit_name(site.reference, code, text) if code else text(f"page.{page.name}.title")
    return Response(written(marked(parts, text), _about(site, view, name, text), text), mimetype="text/html")


def _about(site: Site, view: ViewQuery, name: str, text: Text) -> Surroundings:
    base = site.settings.url_prefix
    files = (("pdf", "briefing.pdf"), ("csv", "scorecard.csv"))
    stays = view.with_(explain=None, receipt=None, indicator=None, sort=None, zone=None)
    return Surroundings(
        title=f"{name} - {text('site.name')}",
        places={text(f"page.{one.name}.nav"): plain_address(stays.href(one.path), base) for one in PLACES},
        files={text(f"download.{kind}"): stays.href(f"/download/{path}") for kind, path in files},
        base=base,
        search=view.with_(explain=None).to_search(),
        demo=site.source.nature() is Nature.DEMO,
    )
