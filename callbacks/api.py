"""For other programs: indicators and stored returns as the commands print them in JSON, and a sign of life."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from dash import Dash
from flask import Flask, Response, jsonify, request

from callbacks.site import Site
from data.issues import DashboardError
from layouts.exports import csv_file, indicator_names
from layouts.view import ViewQuery
from metrics import queries
from metrics.accounts import account_of
from metrics.derivations import Derivation
from metrics.interchange import RETURN_KEYS, csv_record, csv_rows, return_record, scorecard_document
from metrics.results import Scorecard


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
        view = site.view(_search())
        found, derived = _asked(site, view)
    except DashboardError as refusal:
        return _refused(refusal)
    text = site.text(view)
    names = indicator_names(found.rows, text)
    told = [account_of(one, text(f"indicator.{one.row.indicator}.formula")) for one in derived]
    if _wants_csv():
        return Response(csv_file(csv_rows(found, names, told)), mimetype="text/csv")
    return jsonify(scorecard_document(found, names, told))


def _search() -> str:
    """The query as pages read it; ``explain`` says here whether to explain, not which figure."""
    given = [(name, value) for name, value in request.args.items(multi=True) if name != "explain"]
    return urlencode(given)


def _asked(site: Site, view: ViewQuery) -> tuple[Scorecard, tuple[Derivation, ...]]:
    """The scorecard, and with ``explain=1`` how each of its rows came about."""
    asked: dict[str, Any] = {
        "period": site.period(view),
        "as_of": site.as_of(view),
        "plan_id": site.plan(view).id,
        "scope": request.args.get("org_unit"),
        "zone": view.zone,
    }
    if request.args.get("explain") == "1":
        return queries.derivations(site.source, **asked)
    return queries.scorecard(site.source, **asked), ()


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
