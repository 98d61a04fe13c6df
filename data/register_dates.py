"""Dates of plans that a definition chooses otherwise than their file: ``2026 baseline=2025-Q3``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from data.model import Period, Plan, PlanDates
from data.register_cells import Record

PRINTED = "printed"
PARTS = ("start", "deadline", "baseline")
_ENTRY = re.compile(r"(?P<plan>\S+) (?P<part>\w+)=(?P<value>\S+)")


def read_plan_dates(record: Record | None, plans: Sequence[Plan]) -> tuple[PlanDates, ...]:
    """One entry a plan, in the order of the file; nothing where the setting is left out or says ``printed``."""
    if record is None or record.text_or_blank("value") == PRINTED:
        return ()
    by_id = {plan.id: plan for plan in plans}
    found: dict[str, PlanDates] = {}
    for words in record.words("value"):
        plan, part, value = _entry(record, words)
        if plan not in by_id:
            raise record.refuse("unknown_plan", plan)
        known = found.get(plan, PlanDates(plan))
        if getattr(known, part) is not None:
            raise record.refuse("duplicate", words)
        found[plan] = replace(known, **{part: value})  # type: ignore[arg-type]
    for one in found.values():
        _check(record, by_id[one.plan], one)
    return tuple(found.values())


def _entry(record: Record, words: str) -> tuple[str, str, date | Period]:
    match = _ENTRY.fullmatch(words)
    if match is None or match["part"] not in PARTS:
        raise record.refuse("bad_choice", words)
    try:
        read = Period.parse if match["part"] == "baseline" else date.fromisoformat
        return match["plan"], match["part"], read(match["value"])
    except ValueError as fault:
        raise record.refuse("bad_date", words) from fault


def _check(record: Record, plan: Plan, chosen: PlanDates) -> None:
    """The deadline after the start, the baseline of the plan's own frequency."""
    dated = plan.dated(chosen)
    if dated.deadline < dated.start:
        raise record.refuse("dates_reversed", dated.deadline)
    if dated.baseline.frequency is not plan.baseline.frequency:
        raise record.refuse("wrong_frequency", dated.baseline)
