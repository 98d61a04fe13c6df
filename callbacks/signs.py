"""Signs of life: ``/healthz`` for whoever restarts us, ``/metrics`` for Prometheus on this very machine."""

from __future__ import annotations

import logging
from collections.abc import Iterator

from dash import Dash
from flask import Flask, Response

from callbacks.desk import is_local
from callbacks.guard import words_of
from callbacks.requests import number_of_request
from callbacks.site import Site
from data.doctor import folder_of
from data.issues import DashboardError
from data.machine import free_bytes
from data.tally import BUCKETS_MS, Tally
from data.vigil import Vigil

LOG = logging.getLogger(__name__)
EXPOSITION = "text/plain; version=0.0.4"


def register(app: Dash, site: Site, tally: Tally, vigil: Vigil | None) -> None:
    """Two routes, both cheap: they are asked every few seconds."""
    server: Flask = app.server
    base = site.settings.url_prefix
    server.add_url_rule(f"{base}healthz", "healthz", lambda: _health(site))
    server.add_url_rule(f"{base}metrics", "metrics", lambda: _metrics(site, tally, vigil))


def _health(site: Site) -> Response:
    """200 while the store can be read; what stops it is logged and told to nobody."""
    try:
        site.source.nature()
    except Exception as error:
        LOG.error("not well %s", number_of_request(), exc_info=error)
        return Response("unavailable", 503, mimetype="text/plain")
    return Response("ok", mimetype="text/plain")


def _metrics(site: Site, tally: Tally, vigil: Vigil | None) -> Response:
    if not is_local():
        return Response(words_of(site)("fault.only_here"), 403, mimetype="text/plain")
    lines = [*_counted(tally.read()), *(() if vigil is None else _stored(site, vigil))]
    return Response("\n".join(lines) + "\n", mimetype=EXPOSITION)


def _counted(read: dict[str, int]) -> Iterator[str]:
    yield "# TYPE tuoyu_requests_total counter"
    for kind in ("2xx", "3xx", "4xx", "5xx"):
        yield f'tuoyu_requests_total{{status="{kind}"}} {read[f"requests_{kind}"]}'
    yield "# TYPE tuoyu_faults_total counter"
    yield f"tuoyu_faults_total {read['faults']}"
    yield "# TYPE tuoyu_request_seconds histogram"
    for bound in BUCKETS_MS:
        yield f'tuoyu_request_seconds_bucket{{le="{bound / 1000:g}"}} {read[f"within_{bound}"]}'
    yield f'tuoyu_request_seconds_bucket{{le="+Inf"}} {read["answers"]}'
    yield f"tuoyu_request_seconds_sum {read['answers_us'] / 1_000_000:.6f}"
    yield f"tuoyu_request_seconds_count {read['answers']}"


def _stored(site: Site, vigil: Vigil) -> Iterator[str]:
    """What stands in the store, as of now; nothing of it where it cannot be read."""
    yield "# TYPE tuoyu_store_whole gauge"
    try:
        vigil.refuse_damaged()
        state = vigil.store.state()
    except DashboardError:
        yield "tuoyu_store_whole 0"
        return
    yield "tuoyu_store_whole 1"
    yield "# TYPE tuoyu_returns gauge"
    yield f"tuoyu_returns {state.returns}"
    if state.newest is not None:
        yield "# TYPE tuoyu_newest_return_timestamp_seconds gauge"
        yield f"tuoyu_newest_return_timestamp_seconds {state.newest.timestamp():.0f}"
    folder = folder_of(site.settings, state)
    if folder is not None:
        yield "# TYPE tuoyu_disk_free_bytes gauge"
        yield f"tuoyu_disk_free_bytes {free_bytes(folder)}"
