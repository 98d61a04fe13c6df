"""The query string, read strictly: a wrong value is a refusal with its own sentence, never a guess."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import parse_qsl

from data.briefings import EVERY_FORMAT, FORMATS, Kind
from data.issues import UsageError
from data.jobs import NAME
from data.model import Period, Reference
from data.moments import moment_of
from layouts.charts.measures import Measure
from layouts.text import LANGUAGES
from layouts.view import FACTORS, MOST_UNITS, TABLES, ViewQuery
from metrics.indicators import BY_ID
from metrics.scenario import OWN, PLANNABLE
from metrics.tasks import State

RECEIPT = re.compile(r"TY-[0-9A-Z]+-[0-9A-Z]+-R[0-9]+-[0-9a-f]{8}")
STATES = tuple(State)
SPANS = ("last", "plan")
SHOWN = ("agenda",)
SORTS = ("slots", "inclusive", "G1", "G2", "COV", "gap", "change")
"""What some page sorts by; a page that does not know one of them keeps its own order."""
LONGEST_NAME = 60
LARGEST = 2**63 - 1
"""The largest number that the stores can be asked for."""


def view_query(search: str, reference: Reference, base: str = "/") -> ViewQuery:
    """The view that ``search`` (``?period=2025-Q4&lang=en``) asks for; UsageError names the first wrong value.

    Names that the dashboard does not know are passed over, as links from mail programs carry some.
    """
    given = {name: value.strip() for name, value in parse_qsl(search.lstrip("?")) if value.strip()}
    chosen: dict[str, Any] = {name: _checked(name, given[name], reference) for name in _CHECKS if name in given}
    return ViewQuery(base=base, **chosen)


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
    moment_of(value, "UTC")
    return value


def _receipt(value: str, _: Reference) -> str:
    if not RECEIPT.fullmatch(value):
        raise ValueError(value)
    return value


def _explain(value: str, reference: Reference) -> str:
    indicator, org_unit, zone, *other = value.split("~")
    known = org_unit in reference.area_by_code or org_unit in reference.township_by_code
    if len(other) > 1 or any(str(_period(one, reference)) != one for one in other):
        raise ValueError(value)
    if indicator not in BY_ID or not known or zone not in ("", *reference.zones):
        raise ValueError(value)
    return value


def _name(value: str, _: Reference) -> str:
    if len(value) > LONGEST_NAME or not value.isprintable():
        raise ValueError(value)
    return value


def _page(value: str, _: Reference) -> int:
    if not (value.isascii() and value.isdigit() and 1 <= int(value[:5]) < 10_000 and len(value) < 5):
        raise ValueError(value)
    return int(value)


def _job(value: str, _: Reference) -> str:
    if not NAME.fullmatch(value):
        raise ValueError(value)
    return value


def _township(value: str, reference: Reference) -> str:
    if not reference.township_by_code[value].official:
        raise ValueError(value)
    return value


def _plan(value: str, reference: Reference) -> str:
    return reference.plan(value).id


def _definitions(value: str, reference: Reference) -> str:
    return reference.defined(value).version


def _targets(value: str, reference: Reference) -> str:
    """``G1~G2``, each once and in any order, of those that the planner can be asked for; ``none``."""
    named = value.split("~")
    promised = {target.indicator for plan in reference.plans for target in plan.targets}
    known = promised & set(PLANNABLE) | {OWN}
    if value != "none" and (len(set(named)) < len(named) or not set(named) <= known):
        raise ValueError(value)
    return value


def _limits(value: str, reference: Reference) -> str:
    """``build.S1.40~classes.K1.100``: ways of the cost file, each once, and units a quarter."""
    ways = [one.rpartition(".")[0] for one in value.split("~")]
    known = {way.id for way in reference.costs.ways} if reference.costs else set()
    if len(set(ways)) < len(ways) or not set(ways) <= known:
        raise ValueError(value)
    for one in value.split("~"):
        whole(one.rpartition(".")[2], 0, MOST_UNITS)
    return value


def whole(text: str, least: int, most: int) -> str:
    """A whole number without signs or leading zeros, within bounds."""
    if not text.isascii() or not text.isdigit() or str(int(text)) != text or not least <= int(text) <= most:
        raise ValueError(text)
    return text


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
    "indicator": _one_of(lambda _: tuple(BY_ID)),
    "sort": _one_of(lambda _: SORTS),
    "receipt": _receipt,
    "explain": _explain,
    "definitions": _definitions,
    "name": _name,
    "page": _page,
    "org_unit": _one_of(lambda reference: tuple(unit.code for unit in reference.units)),
    "township": _township,
    "colour": _one_of(lambda _: tuple(Measure)),
    "inclusive": _one_of(lambda _: ("true", "false")),
    "table": _one_of(lambda _: TABLES),
    "state": _one_of(lambda _: STATES),
    "span": _one_of(lambda _: SPANS),
    "show": _one_of(lambda _: SHOWN),
    "targets": _targets,
    "by": lambda value, reference: str(_period(value, reference)),
    "limits": _limits,
    "factor": lambda value, _: whole(value, *FACTORS),
    "convert": lambda value, _: whole(value, 0, 100),
    "first": _one_of(lambda _: ("no",)),
    "coming": _one_of(lambda _: ("no",)),
    "kind": _one_of(lambda _: tuple(Kind)),
    "format": _one_of(lambda _: (*FORMATS, EVERY_FORMAT)),
    "issued": lambda value, _: int(whole(value, 1, LARGEST)),
    "job": _job,
    "lang": _one_of(lambda _: LANGUAGES),
}
