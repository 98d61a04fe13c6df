"""For other programs: indicators and stored returns as the commands print them in JSON, and a sign of life."""

from __future__ import annotations

from dash import Dash
from flask import Flask, Response, jsonify, request

from callbacks.site import Site
from data.issues import DashboardError
from layouts.exports import csv_file, indicator_names
from metrics import queries
from metrics.interchange import RETURN_KEYS, csv_record, csv_rows, return_record, scorecard_document


def register(app: Dash, site: Site) -> None:
    """``/api/v1/indicators?period=…&org_unit=…&zone=…&plan=…&as_of=…&format=json|csv`` and ``/api/v1/returns``."""
    server: Flask = app.server
    base = site.settings.url_prefix
    server.add_url_rule(f"{base}api/v1/indicators", "indicators", lambda: _indicators(site))
    server.add_url_rule(f"{base}api/v1/returns", "api_returns", lambda: _returns(site))
    server.add_url_rule(f"{base}healthz", "healthz", lambda: _health(site))


def _health(site: Site) -> Response:
    """200 while the store can be read; what stops it is logged by the server and told to nobody."""
    site.source.nature()
    return Response("ok", mimetype="text/plain")


def _indicators(site: Site) -> Response:
    try:
        view = site.view(request.query_string.decode("utf-8", "replace"))
        found = queries.scorecard(
            site.source,
            period=site.period(view),
            as_of=site.as_of(view),
            plan_id=site.plan(view).id,
            scope=request.args.get("org_unit"),
            zone=view.zone,
        )
    except DashboardError as refusal:
        return _refused(refusal)
    names = indicator_names(found.rows, site.text(view))
    if _wants_csv():
        return Response(csv_file(csv_rows(found, names)), mimetype="text/csv")
    return jsonify(scorecard_document(found, names))


def _returns(site: Site) -> Response:
    """Stored revisions (of one period) with their state at the as-of, in the order they came."""
    try:
        view = site.view(request.query_string.decode("utf-8", "replace"))
    except DashboardError as refusal:
        return _refused(refusal)
    stored = site.source.returns(period=view.period, as_of=site.as_of(view))
    records = [return_record(one, site.reference, site.zone) for one in stored]
    if _wants_csv():
        return Response(csv_file(map(csv_record, records), RETURN_KEYS), mimetype="text/csv")
    return jsonify(records)


def _wants_csv() -> bool:
    asked = request.args.get("format")
    return asked == "csv" or (asked is None and request.accept_mimetypes.best == "text/csv")


def _refused(refusal: DashboardError) -> Response:
    answer = jsonify({"error": refusal.key, **{key: str(value) for key, value in refusal.facts.items()}})
    answer.status_code = 400
    return answer
