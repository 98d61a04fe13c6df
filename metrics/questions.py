"""What the pages of supply, workforce and tasks ask, as ``metrics.queries`` does for the others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from data.issues import UsageError
from data.model import Period
from metrics.agenda import Agenda, agenda_of
from metrics.compute import Part
from metrics.indicators import BY_ID
from metrics.knowledge import Knowledge
from metrics.positions import Area, Positions, areas_of
from metrics.queries import ALL, plan_named, scorecard
from metrics.reporting import reporting_of
from metrics.results import Reporting, Scorecard, Trend
from metrics.rows import RowMaker
from metrics.source import Source
from metrics.supply import Supply, supply_of
from metrics.tasks import TaskBoard, board_of
from metrics.training import FLOWS, Organised, organised
from metrics.trends import trend_of, trend_periods

SHARED = ("T14a", "T14b", "T16a")
"""What both the city and its units organise."""
WORKFORCE_TRENDS = ("T13a", "T14a", "T14b", "T14c")


@dataclass(frozen=True, slots=True)
class Workforce:
    """Training and certificates of the city and its units; ``organised`` are the flows, period by period.

    ``own``: what the city itself organised, added up as the indicator is; known 0 = nothing is known.
    """

    scorecard: Scorecard
    reporting: Reporting
    trends: Mapping[str, Trend]
    organised: Mapping[str, tuple[Organised, ...]]
    own: Mapping[str, Part]


@dataclass(frozen=True, slots=True)
class Tasks:
    """The plan's tasks with everybody's standing, the city's indicators, and what a joint meeting should take up."""

    scorecard: Scorecard
    reporting: Reporting
    board: TaskBoard
    agenda: Agenda


def supply(
    source: Source, *, period: Period, as_of: datetime, plan_id: str | None = None, org_unit: str | None = None
) -> Supply:
    """Slots by channel of the city (None) or one unit: what is held, new, changed and coming."""
    maker, areas = _maker(source, period, as_of, plan_id)
    area = _area(areas, org_unit or source.reference.city.code)
    card = scorecard(source, period=period, as_of=as_of, plan_id=plan_id, scope=ALL)
    return supply_of(maker, card, area)


def workforce(source: Source, *, period: Period, as_of: datetime, plan_id: str | None = None) -> Workforce:
    """Everything of the page of workforce."""
    maker, areas = _maker(source, period, as_of, plan_id)
    knowledge, city = maker.positions.knowledge, areas[0]
    knowledge.load_history((*city.units, city.org_unit), period)
    known = trend_periods(maker)
    knowledge.load(known, city.units)
    return Workforce(
        scorecard=scorecard(source, period=period, as_of=as_of, plan_id=plan_id, scope=ALL),
        reporting=reporting_of(knowledge, period),
        trends={name: trend_of(maker, BY_ID[name], city) for name in WORKFORCE_TRENDS},
        organised={name: organised(knowledge, name, city.units, known) for name in FLOWS},
        own={name: maker.positions.contributions.of(BY_ID[name], city.org_unit, period).part for name in SHARED},
    )


def tasks(
    source: Source,
    *,
    period: Period,
    as_of: datetime,
    unit_tasks: Sequence[str],
    plan_id: str | None = None,
    org_unit: str | None = None,
) -> Tasks:
    """The board of tasks, and the agenda of the city or (``org_unit``) of one unit."""
    knowledge = Knowledge(source, as_of)
    units = [one.code for one in source.reference.units]
    card = scorecard(source, period=period, as_of=as_of, plan_id=plan_id, scope=ALL)
    board = board_of(knowledge, plan_named(source.reference, plan_id), period, units, unit_tasks)
    return Tasks(card, reporting_of(knowledge, period), board, agenda_of(board, card, org_unit))


def _maker(source: Source, period: Period, as_of: datetime, plan_id: str | None) -> tuple[RowMaker, tuple[Area, ...]]:
    knowledge = Knowledge(source, as_of)
    plan = plan_named(source.reference, plan_id)
    areas = areas_of(source.reference, knowledge, period)
    return RowMaker(Positions(knowledge, until=period, plan=plan), period, plan), areas


def _area(areas: Sequence[Area], org_unit: str) -> Area:
    for area in areas:
        if area.org_unit == org_unit and area.zone is None:
            return area
    raise UsageError("query.org_unit", value=org_unit)
