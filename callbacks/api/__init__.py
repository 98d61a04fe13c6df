"""For other programs: figures, returns, townships and institutions over HTTP, described by OpenAPI."""

from __future__ import annotations

import json
from collections.abc import Mapping
from hashlib import sha256
from urllib.parse import urlencode

from dash import Dash
from flask import Flask, Response, request

from callbacks.access import site_of
from callbacks.api.asked import FORMATS, Asked, NotOffered, asked_for
from callbacks.api.description import description
from callbacks.api.resources import RESOURCES, Resource, Rows
from callbacks.guard import status_of, words_of
from callbacks.site import NothingReported, Site
from data.issues import DashboardError, StoreError
from layouts.exports import csv_file
from layouts.text import Text

JSON = "application/json"


def register(app: Dash, site: Site) -> None:
    """A route a resource, their description, and a plain answer to whatever else is asked under /api/."""
    server: Flask = app.server
    base = site.settings.url_prefix
    for one in RESOURCES:
        rule = f"{base}api/v1/{one.name}"
        server.add_url_rule(rule, f"api_{one.name}", lambda resource=one: _answer(site, resource), methods=["GET"])
    server.add_url_rule(f"{base}api/v1/openapi.json", "openapi", lambda: _described(site))
    server.add_url_rule(f"{base}api/<path:place>", "api_elsewhere", lambda place: _elsewhere(site, place))


def _described(site: Site) -> Response:
    return _json(description(site.reference, site.settings.url_prefix, words_of(site)))


def _elsewhere(site: Site, place: str) -> Response:
    return _problem(DashboardError("refusal.not_found", value=place[:80]), words_of(site), 404)


def _answer(site: Site, resource: Resource) -> Response:
    """304 where the program holds this answer already, without working it out again."""
    try:
        asked = asked_for(site, resource.parameters)
        site = site_of(site).under(asked.view)
        tag, is_strong = tag_of(site, resource, asked)
        if request.if_none_match.contains_weak(tag):
            return _tagged(Response(status=304), tag, is_strong)
        return _tagged(_made(resource.answer(site, asked), asked), tag, is_strong)
    except NotOffered as refusal:
        return _problem(refusal, words_of(site), 406)
    except NothingReported as refusal:
        return _problem(refusal, words_of(site), 404)
    except StoreError as refusal:
        return _problem(refusal, words_of(site), status_of(refusal))
    except DashboardError as refusal:
        return _problem(refusal, words_of(site), 400)


def tag_of(site: Site, resource: Resource, asked: Asked) -> tuple[str, bool]:
    """What an answer depends on: the question, its kind, the data, the definitions, the as-of.

    Without an as-of the answer is that of now, which the same data give all day: the tag is weak, as the moment
    printed in it differs.
    """
    view = asked.view
    given = urlencode(sorted(request.args.items()))
    moment = view.as_of or site.as_of(view).date().isoformat()
    footing, units = resource.footing(site, asked), site.reader.scope.units
    scope = "all" if units is None else repr(sorted(units))
    told = (resource.name, given, asked.kind, site.text(view).lang, moment, footing, scope)
    words = "\n".join(told)
    return sha256(words.encode()).hexdigest()[:32], view.as_of is not None


def _tagged(answer: Response, tag: str, is_strong: bool) -> Response:
    answer.set_etag(tag, weak=not is_strong)
    answer.headers["Cache-Control"] = "private, no-cache"
    answer.vary.update(("Accept", "Cookie"))
    return answer


def _made(rows: Rows, asked: Asked) -> Response:
    if asked.kind == "csv":
        answer = Response(csv_file(rows.flat, rows.keys), mimetype=FORMATS["csv"])
    else:
        answer = _json(rows.document)
    if rows.after is not None:
        more = urlencode({**request.args.to_dict(), "after": rows.after})
        answer.headers["Link"] = f'<{request.path}?{more}>; rel="next"'
    return answer


def _json(document: object, status: int = 200) -> Response:
    """Keys in their own order, Chinese as itself: what the command prints."""
    return Response(json.dumps(document, ensure_ascii=False), status, mimetype=JSON)


def _problem(refusal: DashboardError, text: Text, status: int) -> Response:
    facts: Mapping[str, str] = {key: str(value) for key, value in refusal.facts.items()}
    return _json({"error": refusal.key, "message": text(refusal.key, **refusal.facts), **facts}, status)
