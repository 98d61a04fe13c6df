"""Nothing is shown of a damaged store: every answer is a plain page that says so."""

from __future__ import annotations

from dash import Dash
from flask import Flask, Response, request

from callbacks.guard import plain_page, words_of
from callbacks.site import Site
from data.issues import DashboardError
from data.vigil import Vigil, Watched

STILL_GIVEN = ("/assets/", "/fonts/", "/_dash-component-suites/", "/metrics")


def register(app: Dash, site: Site, store: Watched) -> Vigil:
    """Look at the store before the first answer, and before each one where its file was touched."""
    server: Flask = app.server
    vigil = Vigil(store)

    @server.before_request
    def refuse_damaged() -> Response | None:
        if site.place(request.path).startswith(STILL_GIVEN):
            return None
        try:
            vigil.refuse_damaged()
        except DashboardError as refusal:
            return plain_page(refusal, site, words_of(site))
        return None

    return vigil
