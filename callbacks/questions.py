"""What may be asked of a callback: what a page of ours asks; anything else is refused before it is looked at."""

from __future__ import annotations

from dash import Dash
from flask import Flask, abort, request

from callbacks.site import Site

PARTS = ("inputs", "state")
ENDPOINT = "_dash-update-component"


def register(app: Dash, site: Site) -> None:
    """Refuse, by 400 and without a word in the log of faults, a question that none of our pages asks."""
    server: Flask = app.server
    place = site.settings.url_prefix + ENDPOINT

    @server.before_request
    def refuse_unknown_question() -> None:
        if request.method == "POST" and request.path == place and not is_asked(app, request.get_json()):
            abort(400)


def is_asked(app: Dash, question: object) -> bool:
    """Whether a question names an output of the app, with all its inputs and states in their places."""
    if not isinstance(question, dict) or not isinstance(question.get("output"), str):
        return False
    known = app.callback_map.get(question["output"])
    return known is not None and all(_are_those(question.get(part, []), known[part]) for part in PARTS)


def _are_those(given: object, known: list[dict[str, str]]) -> bool:
    return isinstance(given, list) and len(given) == len(known) and all(map(_is_that, given, known))


def _is_that(given: object, known: dict[str, str]) -> bool:
    """Of one component by its id, or of all that a pattern of ids finds: a list, of which each has an id of parts."""
    if isinstance(given, list):
        return known["id"].startswith("{") and all(_is_found(one, known["property"]) for one in given)
    return isinstance(given, dict) and (given.get("id"), given.get("property")) == (known["id"], known["property"])


def _is_found(given: object, name: str) -> bool:
    return isinstance(given, dict) and isinstance(given.get("id"), dict) and given.get("property") == name
