"""What goes wrong outside a callback: a sentence and, for a fault of ours, a number; never a trace, a path or SQL."""

from __future__ import annotations

import json

from dash import Dash
from dash.exceptions import DependencyException
from flask import Flask, Response, request
from werkzeug.exceptions import HTTPException

from callbacks.guard import plain_page, status_of, words_of
from callbacks.requests import log_fault
from callbacks.site import Site
from data.issues import DashboardError

KNOWN = {400: "fault.request", 404: "fault.not_here", 405: "fault.method", 413: "fault.too_large", 415: "fault.request"}


def register(app: Dash, site: Site) -> None:
    """Answer for every exception that nobody else has answered."""
    server: Flask = app.server
    server.register_error_handler(HTTPException, lambda error: _refused(error, site))
    server.register_error_handler(DashboardError, lambda refusal: _told(refusal, status_of(refusal), site))
    server.register_error_handler(DependencyException, lambda _: _told(DashboardError(KNOWN[404]), 404, site))
    server.register_error_handler(Exception, lambda error: _broken(error, site))


def _refused(error: HTTPException, site: Site) -> Response:
    """A request that cannot be answered; answers that a handler has made itself are left as they are."""
    if error.response is not None:
        return error.response  # type: ignore[return-value]
    status = error.code or 500
    if status >= 500:
        return _broken(error, site)
    return _told(DashboardError(KNOWN.get(status, "fault.request")), status, site)


def _broken(error: Exception, site: Site) -> Response:
    number = log_fault(error, site.place(request.path)[:200])
    return _told(DashboardError("refusal.fault", number=number), 500, site)


def _told(refusal: DashboardError, status: int, site: Site) -> Response:
    text = words_of(site)
    if request.path.startswith(f"{site.settings.url_prefix}api/"):
        told = {"error": refusal.key, "message": text(refusal.key, **refusal.facts)}
        return Response(json.dumps(told, ensure_ascii=False), status, mimetype="application/json")
    answer = plain_page(refusal, site, text)
    answer.status_code = status
    return answer
