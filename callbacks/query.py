"""The query string, read strictly: a wrong value is a refusal with its own sentence, never a guess."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import datetime, time
from typing import Any
from urllib.parse import parse_qsl
from zoneinfo import ZoneInfo

from data.issues import UsageError
from data.model import Period, Reference
from layouts.charts.measures import Measure
from layouts.text import LANGUAGES
from layouts.view import ViewQuery
from metrics.indicators import BY_ID

INDICATORS = ("G1", "G2", "G5", "G6", "G7", "G8")
RECEIPT = re.compile(r"TY-[0-9A-Z]+-[0-9A-Z]+-R[0-9]+-[0-9a-f]{8}")
MOST_LETTERS = 40
PAGE = re.compile(r"[1-9][0-9]{0,4}")
SORTS = ("slots", "inclusive", "G1", "G2", "COV")


def view_query(search: str, reference: Reference, base: str = "/") -> ViewQuery:
    """The view that ``search`` (``?period=2025-Q4&lang=en``) asks for; UsageError names the first wrong value.

    Names that the dashboard does not know are passed over, as links from mail programs carry some.
    """
    given = {name: value.strip() for name, value in parse_qsl(search.lstrip("?")) if value.strip()}
    chosen: dict[str, Any] = {name: _checked(name, given[name], reference) for name in _CHECKS if name in given}
    return ViewQuery(base=base, **chosen)


def as_of_moment(text: str, zone: str) -> datetime:
    """An as-of as INTERFACE reads it: no offset = the city's time, a bare date = its end. ValueError if neither."""
    moment = datetime.fromisoformat(text)
    if len(text) == len("2025-12-31"):
        moment = datetime.combine(moment.date(), time(23, 59, 59, 999999))
    return moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(zone))


def _checked(name: str, value: str, reference: Reference) -> object:
    try:
        return _CHECKS[name](value, reference)
    except (ValueError, KeyError) as wrong:
        raise UsageError(f"query.{name}", value=value[:40]) from wrong


def _period(value: str, reference: Reference) -> Period:
    period = Period.parse(value)
    if period.frequency is not reference.frequency:
        raise ValueError(value)
    return period


def _as_of(value: str, _: Reference) -> str:
    as_of_moment(value, "UTC")
    return value


def _receipt(value: str, _: Reference) -> str:
    if not RECEIPT.fullmatch(value):
        raise ValueError(value)
    return value


def _explain(value: str, reference: Reference) -> str:
    indicator, org_unit, zone = value.split("~")
    known = org_unit in reference.unit_by_code or org_unit in reference.township_by_code
    if indicator not in BY_ID or not known or zone not in ("", *reference.zones):
        raise ValueError(value)
    return value


def _plan(value: str, reference: Reference) -> str:
    return reference.plan(value).id


def _definitions(value: str, reference: Reference) -> str:
    return reference.defined(value).version


def _unit(value: str, reference: Reference) -> str:
    if value not in {unit.code for unit in reference.units}:
        raise ValueError(value)
    return value


def _township(value: str, reference: Reference) -> str:
    if not reference.township_by_code[value].official:
        raise ValueError(value)
    return value


def _name(value: str, _: Reference) -> str:
    """Any words of one line that a name may hold."""
    if len(value) > MOST_LETTERS or not value.isprintable():
        raise ValueError(value)
    return value


def _page(value: str, _: Reference) -> str:
    if not PAGE.fullmatch(value):
        raise ValueError(value)
    return value


def _one_of(allowed: Callable[[Reference], tuple[str, ...]]) -> Callable[[str, Reference], str]:
    def check(value: str, reference: Reference) -> str:
        if value not in allowed(reference):
            raise ValueError(value)
        return value

    return check


_CHECKS: Mapping[str, Callable[[str, Reference], object]] = {
    "period": _period,
    "as_of": _as_of,
    "plan": _plan,
    "zone": _one_of(lambda reference: reference.zones),
    "indicator": _one_of(lambda _: INDICATORS),
    "sort": _one_of(lambda _: SORTS),
    "receipt": _receipt,
    "explain": _explain,
    "org_unit": _unit,
    "township": _township,
    "colour": _one_of(lambda _: tuple(Measure)),
    "name": _name,
    "inclusive": _one_of(lambda _: ("true", "false")),
    "page": _page,
    "table": _one_of(lambda _: ("map",)),
    "definitions": _definitions,
    "lang": _one_of(lambda _: LANGUAGES),
}
