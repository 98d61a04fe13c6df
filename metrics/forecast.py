"""按在建项目如期投用测算: where an area would stand at the deadline if every known project opened on its date.

Counted: 在建 with a date up to the deadline (slots and inclusive slots), and 可转普惠 with a date (inclusive slots
only, as the slots are there already). Apart: 拟建, those without a date or size, those overdue, those after it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from data.model import Period, Plan
from data.returns import Project
from metrics.knowledge import Knowledge
from metrics.positions import Area
from metrics.remedies import CONVERTIBLE, PLANNED, UNDER_WAY
from metrics.results import Coverage, TownshipResult
from metrics.works import works_of

COUNTED = (UNDER_WAY, CONVERTIBLE)


@dataclass(frozen=True, slots=True)
class Forecast:
    """Stocks at the ``deadline``; ``newly_covered`` are townships without an inclusive slot now that would get one.

    ``undated``, ``overdue``, ``later``, ``planned`` count the projects left out, ``unsized`` those counted as nothing.
    """

    deadline: date
    projects: int
    slots: int
    inclusive_slots: int
    newly_covered: tuple[str, ...]
    undated: int
    overdue: int
    later: int
    planned: int
    unsized: int


def plan_in_force(plans: Sequence[Plan], chosen: Plan, period: Period) -> Plan | None:
    """The chosen plan while it runs, else the plan that runs at the period's end, else none."""
    running = [plan for plan in plans if plan.start <= period.end < plan.deadline]
    return chosen if chosen in running else next(iter(running), None)


def forecast_of(
    knowledge: Knowledge, area: Area, period: Period, deadline: date, townships: Sequence[TownshipResult]
) -> Forecast:
    """Known projects of an area from the returns that stand at ``period``."""
    projects = [one for unit in area.units for one in works_of(knowledge, unit, period).projects]
    counted = [one for one in projects if one.kind in COUNTED]
    dated = [(one.opening, one) for one in counted if one.opening is not None]
    coming = [one for day, one in dated if period.end < day <= deadline]
    open_now = {one.township.code for one in townships if one.coverage is not Coverage.UNCOVERED}
    reached = {one.township for one in coming if one.township and one.inclusive_slots}
    return Forecast(
        deadline=deadline,
        projects=len(coming),
        slots=sum(one.slots or 0 for one in coming if one.kind == UNDER_WAY),
        inclusive_slots=sum(one.inclusive_slots or 0 for one in coming),
        newly_covered=tuple(sorted(reached - open_now)),
        undated=len(counted) - len(dated),
        overdue=sum(day <= period.end for day, _ in dated),
        later=sum(day > deadline for day, _ in dated),
        planned=sum(one.kind == PLANNED for one in projects),
        unsized=sum(_unsized(one) for one in coming),
    )


def _unsized(one: Project) -> bool:
    return one.inclusive_slots is None or (one.kind == UNDER_WAY and one.slots is None)
