"""What a briefing tells: of the city, and of one reporting unit, from one as-of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from data.issues import UsageError
from data.model import OrgUnit, Period
from metrics.comparison import alike_of
from metrics.front import Front, front
from metrics.knowledge import Knowledge
from metrics.pipeline import KindStep, in_hand, steps_of
from metrics.positions import Positions
from metrics.quality import FiledWarning, warnings_of
from metrics.queries import shortfall
from metrics.questions import Tasks, tasks
from metrics.results import Row, Scorecard
from metrics.revisions import RevisionRow, revision_rows
from metrics.rows import RowMaker
from metrics.shortfall import Shortfall
from metrics.source import Source
from metrics.unit_position import UnitPosition, unit_position
from metrics.ways import Ways, ways_of


@dataclass(frozen=True, slots=True)
class CityFindings:
    """``warnings`` are those of the returns that count; ``revisions`` those of the period. ``ways``: from the last
    period to this one; ``pipeline``: what is coming, by period and kind; ``alike``: by indicator, the
    city's row on the residents of the date that its units stand on, where its own are others.
    """

    front: Front
    lacking: Shortfall
    tasks: Tasks
    warnings: tuple[FiledWarning, ...]
    revisions: tuple[RevisionRow, ...]
    ways: Ways
    pipeline: tuple[KindStep, ...]
    alike: Mapping[str, Row] = field(default_factory=dict)

    @property
    def scorecard(self) -> Scorecard:
        return self.front.overview.scorecard


@dataclass(frozen=True, slots=True)
class UnitFindings:
    """``city`` is the scorecard that the unit's position was read from."""

    position: UnitPosition
    tasks: Tasks
    warnings: tuple[FiledWarning, ...]
    ways: Ways
    pipeline: tuple[KindStep, ...]

    @property
    def scorecard(self) -> Scorecard:
        return self.position.scorecard


def city_findings(
    source: Source, *, period: Period, as_of: datetime, unit_tasks: Sequence[str], plan_id: str | None = None
) -> CityFindings:
    """Everything of the city's briefing; ``unit_tasks``: the codes that the form shows to units."""
    knowledge = Knowledge(source, as_of)
    units = [unit.code for unit in source.reference.units]
    first = front(source, period=period, as_of=as_of, plan_id=plan_id)
    card = first.overview.scorecard
    return CityFindings(
        front=first,
        lacking=shortfall(source, period=period, as_of=as_of, plan_id=plan_id),
        tasks=tasks(source, period=period, as_of=as_of, unit_tasks=unit_tasks, plan_id=plan_id),
        warnings=warnings_of(knowledge, period),
        revisions=revision_rows(source, period=period, as_of=as_of),
        ways=ways_of(knowledge, units, period.previous, period),
        pipeline=steps_of(in_hand(knowledge, units, period), source.reference.frequency),
        alike=alike_of(
            RowMaker(Positions(knowledge, until=period, plan=card.plan), period, card.plan),
            {(row.indicator, row.org_unit, row.zone): row for row in card.rows},
        ),
    )


def unit_findings(
    source: Source,
    *,
    unit: OrgUnit,
    period: Period,
    as_of: datetime,
    unit_tasks: Sequence[str],
    plan_id: str | None = None,
) -> UnitFindings:
    """Everything of one unit's briefing."""
    knowledge = Knowledge(source, as_of)
    warnings = warnings_of(knowledge, period)
    return UnitFindings(
        position=unit_position(source, unit=unit, period=period, as_of=as_of, plan_id=plan_id),
        tasks=tasks(source, period=period, as_of=as_of, unit_tasks=unit_tasks, plan_id=plan_id, org_unit=unit.code),
        warnings=tuple(one for one in warnings if one.stored.org_unit == unit.code),
        ways=ways_of(knowledge, [unit.code], period.previous, period),
        pipeline=steps_of(in_hand(knowledge, [unit.code], period), source.reference.frequency),
    )


def reporting_unit(source: Source, code: str) -> OrgUnit:
    """The unit of that code; UsageError where there is none."""
    for unit in source.reference.units:
        if unit.code == code:
            return unit
    raise UsageError("query.org_unit", value=code)
