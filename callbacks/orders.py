"""What every order of a job says alike: what kind of job it is, and on whose behalf it is done. No web."""

from __future__ import annotations

import json
from typing import Any

from data.job_state import JobKind
from data.scope import Caller, Scope


def kind_of(order: str) -> JobKind:
    """Which kind of job is asked for; an order of before there were two is one of briefings."""
    return JobKind(json.loads(order).get("job", JobKind.BRIEFINGS))


def caller_written(caller: Caller) -> list[Any]:
    """As it stands in JSON."""
    units = caller.scope.units
    return [None if units is None else sorted(units), caller.address, caller.only_demo]


def caller_read(told: list[Any]) -> Caller:
    """What ``caller_written`` wrote."""
    units, address, only_demo = told
    return Caller(Scope(None if units is None else frozenset(units)), address, only_demo)
