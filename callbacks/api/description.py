"""``/api/v1/openapi.json``: OpenAPI 3.1, made from the same table as the routes."""

from __future__ import annotations

from typing import Any

from callbacks.api.asked import AFTER, FORMATS, MOST, USUAL
from callbacks.api.resources import RESOURCES, Resource
from data.model import Frequency, Reference
from layouts.text import LANGUAGES, Text

Json = dict[str, Any]
TEXT: Json = {"type": "string"}
PROBLEMS = ("400", "404", "406", "503")
NOT_FOR_ALL = ("401", "403")
"""Told as a page, as the whole dashboard does."""
QUARTER, MONTH = "^[12][0-9]{3}-Q[1-4]$", "^[12][0-9]{3}-(0[1-9]|1[0-2])$"
DAY: Json = {"type": "string", "format": "date", "pattern": "^[12]"}
MOMENT: Json = {"type": "string", "format": "date-time", "pattern": "^[12]"}


def description(reference: Reference, base: str, text: Text) -> Json:
    """The whole document; its sentences are in the reader's language."""
    paths = {f"/api/v1/{one.name}": {"get": _operation(one, reference, text)} for one in RESOURCES}
    return {
        "openapi": "3.1.0",
        "info": {"title": text("api.title"), "version": "1", "description": text("api.note")},
        "servers": [{"url": base.rstrip("/") or "/"}],
        "paths": paths,
    }


def _operation(resource: Resource, reference: Reference, text: Text) -> Json:
    parameters = [_parameter(name, check, reference, text) for name, check in resource.parameters.items()]
    ok: Json = {"description": text(f"api.{resource.name}"), "headers": {"ETag": {"schema": TEXT}}}
    ok["content"] = {FORMATS["json"]: {"schema": _answer(resource)}, FORMATS["csv"]: {"schema": TEXT}}
    return {
        "operationId": resource.name,
        "summary": text(f"api.{resource.name}"),
        "parameters": parameters,
        "responses": {
            "200": ok,
            "304": {"description": text("api.unchanged")},
            **{code: {"description": text(f"api.problem.{code}")} for code in NOT_FOR_ALL},
            **{code: _problem(text(f"api.problem.{code}")) for code in PROBLEMS},
        },
    }


def _problem(words: str) -> Json:
    schema = {"type": "object", "required": ["error", "message"], "properties": {"error": TEXT, "message": TEXT}}
    return {"description": words, "content": {FORMATS["json"]: {"schema": schema}}}


def _parameter(name: str, check: str, reference: Reference, text: Text) -> Json:
    return {
        "name": name,
        "in": "query",
        "required": False,
        "description": text(f"api.parameter.{check}"),
        "schema": _kind(check, reference),
    }


def _kind(check: str, reference: Reference) -> Json:
    units = list(reference.area_by_code)
    listed: dict[str, list[str]] = {
        "org_unit": units,
        "township": list(reference.township_by_code),
        "zone": list(reference.zones),
        "plan": [plan.id for plan in reference.plans],
        "definitions": [made.version for made in reference.versions],
        "lang": list(LANGUAGES),
        "format": list(FORMATS),
    }
    if check == "scope":
        return {"anyOf": [{"enum": [*units, "all", "townships"]}, {"enum": list(reference.township_by_code)}]}
    if check in listed:
        return {"type": "string", "enum": listed[check]}
    if check == "limit":
        return {"type": "integer", "minimum": 1, "maximum": MOST, "default": USUAL}
    if check == "period":
        return {"type": "string", "pattern": QUARTER if reference.frequency is Frequency.QUARTER else MONTH}
    if check == "as_of":
        return {"anyOf": [DAY, MOMENT]}
    if check == "after":
        return {"type": "string", "pattern": f"^{AFTER.pattern}$"}
    return {"type": "boolean"} if check in ("inclusive", "explain") else TEXT


def _answer(resource: Resource) -> Json:
    record: Json = {"type": "object"}
    if resource.keys:
        properties = {key: _value(kind) for key, kind in resource.keys.items()}
        record |= {"required": list(resource.keys), "properties": properties}
    rows = {"type": "array", "items": record}
    if not resource.listed:
        return rows
    told = ["period", "as_of", "definition_version", "data_digest", "demo", resource.listed]
    return {"type": "object", "required": told, "properties": {resource.listed: rows, "demo": {"type": "boolean"}}}


def _value(kind: str) -> Json:
    """``integer?`` is an integer or null; a blank kind is anything."""
    if not kind:
        return {}
    plain = kind.rstrip("?")
    return {"type": [plain, "null"]} if kind.endswith("?") else {"type": plain}
