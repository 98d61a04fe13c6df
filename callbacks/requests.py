"""Every request has a number. It stands in the log, in the answer's head, and on the page of a fault."""

from __future__ import annotations

import json
import logging
import secrets
from html import escape
from time import perf_counter

from dash import Dash
from flask import Flask, Response, g, has_request_context, request
from werkzeug.exceptions import HTTPException

from callbacks.guard import PLAIN_PAGE, words_of
from callbacks.site import Site
from data.log import OURS
from data.tally import Tally, answered

LOG = logging.getLogger(__name__)
REQUESTS = logging.getLogger(OURS)


def number_of_request() -> str:
    """The number of the request that is being answered; one of its own for what happens outside of any."""
    if not has_request_context():
        return secrets.token_hex(4)
    if "number" not in g:
        g.number = secrets.token_hex(4)
    return str(g.number)


def register(app: Dash, site: Site, tally: Tally) -> None:
    """Number each request first of all, tell of it last of all, and answer a fault with its number."""
    server: Flask = app.server

    @server.before_request
    def number() -> None:
        g.began = perf_counter()
        number_of_request()

    @server.after_request
    def tell(answer: Response) -> Response:
        answer.headers["X-Request-Id"] = number_of_request()
        spent = round((perf_counter() - g.get("began", perf_counter())) * 1_000_000)
        tally.add(answered(answer.status_code, spent))
        facts = {"request": number_of_request(), "method": request.method, "path": request.path}
        REQUESTS.info("answered", extra={**facts, "status": answer.status_code, "ms": spent // 1000})
        return answer

    @server.errorhandler(Exception)
    def tell_fault(error: Exception) -> Response | HTTPException:
        if isinstance(error, HTTPException):
            return error
        log_fault(error, tally)
        return _fault_page(site)


def log_fault(error: Exception, tally: Tally) -> str:
    """Log a fault once, in full, under the number of its request; that number."""
    number = number_of_request()
    tally.add({"faults": 1})
    LOG.error("fault %s", number, exc_info=error, extra={"request": number})
    return number


def _fault_page(site: Site) -> Response:
    text, number = words_of(site), number_of_request()
    sentence = text("refusal.fault", number=number)
    if "/api/" in request.path:
        told = json.dumps({"error": "fault", "message": sentence, "number": number}, ensure_ascii=False)
        return Response(told, 500, mimetype="application/json")
    page = PLAIN_PAGE.format(
        lang="zh-CN" if text.lang == "zh" else "en",
        title=escape(text("refusal.fault_title")),
        sentence=escape(sentence),
        home=escape(text("refusal.home")),
        base=site.settings.url_prefix,
    )
    return Response(page, 500, mimetype="text/html")
