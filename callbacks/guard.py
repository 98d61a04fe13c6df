"""What holds for every request: a wrong address is a plain page with its status, and other sites change nothing."""

from __future__ import annotations

from html import escape
from pathlib import Path
from urllib.parse import urlsplit

from dash import Dash
from flask import Flask, Response, abort, request, send_file

from callbacks.desk import NotHere
from callbacks.headers import YEAR
from callbacks.navigation import find_page
from callbacks.site import Site
from data.issues import DashboardError, StoreError
from layouts.pages.refusal import title_of
from layouts.text import Text

SAFE = ("GET", "HEAD", "OPTIONS")
NOT_IN_IT = "store.nothing_there"
PLAIN_PAGE = """<!doctype html>
<html lang="{lang}"><head><meta charset="utf-8"><title>{title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="{base}assets/favicon.ico">
<link rel="stylesheet" href="{base}assets/30-dashboard.css"></head>
<body><main class="page refusal"><h1>{title}</h1><p>{sentence}</p><p><a href="{base}">{home}</a></p></main>
</body></html>
"""
OURS = (
    "/_",
    "/assets/",
    "/api/",
    "/plain/",
    "/download/",
    "/fonts/",
    "/maps/",
    "/healthz",
    "/metrics",
    "/favicon",
    "/login",
    "/audit",
)


def register(app: Dash, site: Site) -> None:
    """Put the guard before every request."""
    server: Flask = app.server
    prefix = site.settings.url_prefix

    @server.before_request
    def refuse_unstorable() -> None:
        # PostgreSQL keeps no NUL and is not asked for one; what is typed into a form is read without it.
        if "\0" in request.path or b"%00" in request.query_string or b"\0" in request.query_string:
            abort(400)

    @server.before_request
    def refuse_wrong_address() -> Response | None:
        return None if site.place(request.path).startswith(OURS) else _refusal(site)

    @server.before_request
    def refuse_other_sites() -> Response | None:
        if request.method in SAFE or is_from_here():
            return None
        return Response(words_of(site)("refusal.other_site"), 403, mimetype="text/plain")

    @server.get(f"{prefix}fonts/noto-sans-sc.otf")
    def font() -> Response:
        answer = send_file(_font(), mimetype="font/otf", max_age=YEAR)
        answer.headers["Cache-Control"] = f"public, max-age={YEAR}, immutable"
        return answer


def is_from_here() -> bool:
    """Whether a request that may change something was made by our own page: told by the browser, not by the page.

    A plain-HTTP page sends no Sec-Fetch-Site but an Origin; programs that are no browsers send neither.
    """
    told = request.headers.get("Sec-Fetch-Site")
    if told is not None:
        return told in ("same-origin", "none")
    origin = request.headers.get("Origin") or request.headers.get("Referer")
    if origin is None:
        return True
    parts = urlsplit(origin)
    return (parts.scheme, parts.netloc) == (request.scheme, request.host)


def _font() -> Path:
    """The Chinese font of the requirements, for machines that have none; browsers ask only if they need it."""
    from pylopdf_fonts_zh_cn import sans_path

    return sans_path()


def _refusal(site: Site) -> Response | None:
    """A plain page (400 for a wrong value, 404 for a wrong path) where the address cannot be shown."""
    try:
        site.view(request.query_string.decode("utf-8", "replace"))
        find_page(site, site.place(request.path))
    except DashboardError as refusal:
        return plain_page(refusal, site, words_of(site))
    return None


def words_of(site: Site) -> Text:
    """The words of the language that a request asks for."""
    return site.words(request.args.get("lang"))


def plain_page(refusal: DashboardError, site: Site, text: Text) -> Response:
    """The refusal as a page that needs no script."""
    page = PLAIN_PAGE.format(
        lang="zh-CN" if text.lang == "zh" else "en",
        title=escape(text("access.title" if isinstance(refusal, NotHere) else title_of(refusal))),
        sentence=escape(text(refusal.key, **refusal.facts)),
        home=escape(text("refusal.home")),
        base=site.settings.url_prefix,
    )
    return Response(page, status_of(refusal), mimetype="text/html")


def status_of(refusal: DashboardError) -> int:
    """400 for a wrong value, 403 for what is not done for this reader, 404 for what is not there, 503 for a store that
    gives or takes nothing.
    """
    if isinstance(refusal, NotHere):
        return 403
    if isinstance(refusal, StoreError) and refusal.key != NOT_IN_IT:
        return 503
    return 400 if refusal.key.startswith("query.") else 404
