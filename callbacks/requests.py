"""Every request has a number. It stands in the log, in the answer's head, and on the page of a fault."""

from __future__ import annotations

import logging
import secrets
from time import perf_counter

from dash import Dash
from flask import Flask, Response, current_app, g, has_app_context, has_request_context, request

from callbacks.site import Site
from data.log import OURS
from data.tally import Tally, answered

LOG = logging.getLogger(__name__)
COUNTED = "tally"
REQUESTS = logging.getLogger(OURS)


def number_of_request() -> str:
    """The number of the request that is being answered; one of its own for what happens outside of any."""
    if not has_request_context():
        return secrets.token_hex(4)
    if "number" not in g:
        g.number = secrets.token_hex(4)
    return str(g.number)


def register(app: Dash, _site: Site, tally: Tally) -> None:
    """Number each request first of all, and tell of it last of all."""
    server: Flask = app.server
    server.extensions[COUNTED] = tally

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


def log_fault(error: Exception, place: str = "a callback") -> str:
    """Log a fault once, in full, under the number of its request; that number."""
    number = number_of_request()
    counted = current_app.extensions.get(COUNTED) if has_app_context() else None
    if isinstance(counted, Tally):
        counted.add({"faults": 1})
    LOG.error("fault %s at %s", number, place, exc_info=error, extra={"request": number})
    return number
