"""What a program asks, read strictly: an unknown name or a wrong value is a refusal with its own sentence."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from flask import request

from callbacks.site import Site
from data.issues import UsageError
from data.model import Reference
from layouts.view import ViewQuery

MOST, USUAL = 1000, 500
FORMATS = {"json": "application/json", "csv": "text/csv"}
AFTER = re.compile(r"[0-9A-Z]+~.+")
IN_VIEW = ("period", "as_of", "plan", "zone", "definitions", "lang")
Check = Callable[[str, Reference], object]


class NotOffered(UsageError):
    """None of the kinds of answer that the program takes."""


def _code(value: str, reference: Reference) -> str:
    if value not in ("all", "townships", *reference.area_by_code, *reference.township_by_code):
        raise ValueError(value)
    return value


def _unit(value: str, reference: Reference) -> str:
    return reference.area_by_code[value].code


def _township(value: str, reference: Reference) -> str:
    return reference.township_by_code[value].code


def _truth(value: str, _: Reference) -> bool:
    return {"true": True, "false": False, "1": True, "0": False}[value]


def _limit(value: str, _: Reference) -> int:
    if not value.isascii() or not value.isdigit() or not 1 <= int(value) <= MOST:
        raise ValueError(value)
    return int(value)


def _after(value: str, _: Reference) -> str:
    if not AFTER.fullmatch(value):
        raise ValueError(value)
    return value


def _format(value: str, _: Reference) -> str:
    if value not in FORMATS:
        raise ValueError(value)
    return value


OWN: Mapping[str, Check] = {
    "scope": _code,
    "org_unit": _unit,
    "township": _township,
    "name": lambda value, _: value,
    "inclusive": _truth,
    "explain": _truth,
    "limit": _limit,
    "after": _after,
    "format": _format,
}
"""Names that pages do not have; ``scope`` is how /indicators reads its ``org_unit``."""


@dataclass(frozen=True, slots=True)
class Asked:
    """The view, the further values by name, and the kind of answer."""

    view: ViewQuery
    values: Mapping[str, object]
    kind: str


def asked_for(site: Site, names: Mapping[str, str]) -> Asked:
    """The query of the request; ``names`` are those allowed, each with the check it goes by."""
    given = dict(request.args.items())
    for name, told in request.args.lists():
        _check_name(name, told, names)
    view = site.view(urlencode({name: value for name, value in given.items() if name in IN_VIEW}))
    values = {name: _checked(name, names[name], given[name], site) for name in given if name not in IN_VIEW}
    return Asked(view, values, _kind(values))


def _check_name(name: str, values: Sequence[str], names: Mapping[str, str]) -> None:
    """A name that is known, given once, and not left blank: words of a name may be, which are then in every name."""
    if name not in names:
        raise UsageError("query.unknown", value=name[:40])
    if len(values) > 1:
        raise UsageError("query.twice", value=name)
    if not values[0].strip() and name != "name":
        raise UsageError("query.value", name=name, value="")


def _checked(name: str, check: str, value: str, site: Site) -> object:
    try:
        return OWN[check](value, site.reference)
    except (ValueError, KeyError) as wrong:
        raise UsageError("query.value", name=name, value=value[:40]) from wrong


def _kind(values: Mapping[str, object]) -> str:
    """``format`` decides, else what the program takes; JSON where it takes anything."""
    if "format" in values:
        return str(values["format"])
    best = request.accept_mimetypes.best_match(list(FORMATS.values()))
    if best is None and request.accept_mimetypes:
        raise NotOffered("query.accept", value=str(request.accept_mimetypes)[:60])
    return next(name for name, mime in FORMATS.items() if mime == (best or FORMATS["json"]))
