"""The first page: the overview, every target's series, the plans side by side, what changed since the last period."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from data.model import Level, Period, Plan
from data.returns import StoredReturn
from metrics.indicators import BY_ID
from metrics.knowledge import Knowledge
from metrics.like_for_like import present
from metrics.positions import Area, areas_of
from metrics.queries import maker_of, overview_of, plan_named
from metrics.results import Overview, Row, TownshipResult, Trend
from metrics.rows import RowMaker, breaks_of
from metrics.source import Source
from metrics.trends import trend_of

MOVED = "G2"
"""The indicator whose numerator (inclusive slots) tells how a unit moved."""


@dataclass(frozen=True, slots=True)
class PlanStanding:
    """Where one plan stands: ``rows`` (one a target, in plan order) at ``period``; ``is_final`` at its deadline."""

    plan: Plan
    period: Period
    is_final: bool
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class StatusChange:
    """A target whose status is not what it was."""

    before: Row
    now: Row


@dataclass(frozen=True, slots=True)
class UnitMove:
    """Inclusive slots of a unit that reported both periods itself."""

    org_unit: str
    then: int
    now: int

    @property
    def change(self) -> int:
        return self.now - self.then


@dataclass(frozen=True, slots=True)
class Changes:
    """What is otherwise than in the last period.

    ``moves``: the units present in both periods, from the greatest rise to the greatest fall, those that stood still
    left out. ``broken``: inclusive slots were redefined in between. ``revisions``: corrections received after the last
    period's due moment.
    """

    since: Period
    statuses: tuple[StatusChange, ...]
    gained: tuple[TownshipResult, ...]
    lost: tuple[TownshipResult, ...]
    moves: tuple[UnitMove, ...]
    compared: int
    broken: bool
    revisions: tuple[StoredReturn, ...]


@dataclass(frozen=True, slots=True)
class Front:
    """``changes`` is None where nobody had reported the last period; ``plans`` are those begun, in their order."""

    overview: Overview
    series: tuple[Trend, ...]
    plans: tuple[PlanStanding, ...]
    changes: Changes | None


def front(source: Source, *, period: Period, as_of: datetime, plan_id: str | None = None) -> Front:
    """Everything of the first page, as known at one moment."""
    knowledge = Knowledge(source, as_of)
    maker = maker_of(knowledge, period, plan_named(source.reference, plan_id))
    found = overview_of(maker)
    whole = _city_areas(knowledge, period)
    return Front(
        overview=found,
        series=tuple(_series(maker, whole)),
        plans=tuple(_standing(knowledge, plan, period) for plan in source.reference.plans if plan.start <= period.end),
        changes=_changes(maker, found, whole) if period.previous in knowledge.periods else None,
    )


def _city_areas(knowledge: Knowledge, period: Period) -> tuple[Area, ...]:
    """The city, then its zones."""
    city = knowledge.reference.city.code
    return tuple(area for area in areas_of(knowledge.reference, knowledge, period) if area.org_unit == city)


def _series(maker: RowMaker, whole: tuple[Area, ...]) -> list[Trend]:
    """The series behind each row of the plan, in plan order."""
    areas = {area.zone: area for area in whole}
    found = [(BY_ID[one.indicator], areas[one.zone]) for one in maker.plan.targets if one.zone in areas]
    shown = {row.indicator for row in target_rows(maker, whole)}
    return [trend_of(maker, indicator, area) for indicator, area in found if indicator.id in shown]


def target_rows(maker: RowMaker, whole: tuple[Area, ...]) -> tuple[Row, ...]:
    """The city's rows that the plan has a target for, in plan order."""
    rows = {(row.indicator, row.zone): row for row in maker.rows(whole)}
    return tuple(rows[key] for one in maker.plan.targets if (key := (one.indicator, one.zone)) in rows)


def _standing(knowledge: Knowledge, plan: Plan, period: Period) -> PlanStanding:
    end = Period.holding(plan.deadline, knowledge.reference.frequency)
    at = min(period, end)
    maker = maker_of(knowledge, at, plan)
    whole = _city_areas(knowledge, at)
    maker.load(whole)
    return PlanStanding(plan, at, at == end, target_rows(maker, whole))


def _changes(maker: RowMaker, found: Overview, whole: tuple[Area, ...]) -> Changes:
    since = maker.period.previous
    moves = _moves(maker, whole[0], since)
    return Changes(
        since=since,
        statuses=_statuses(maker, whole),
        gained=tuple(one for one in found.townships if one.gained),
        lost=tuple(one for one in found.townships if one.lost),
        moves=tuple(sorted((one for one in moves if one.change), key=lambda one: -one.change)),
        compared=len(moves),
        broken=any(since.end < one.day <= maker.period.end for one in breaks_of(maker.reference, MOVED)),
        revisions=_revisions(maker),
    )


def _statuses(maker: RowMaker, whole: tuple[Area, ...]) -> tuple[StatusChange, ...]:
    earlier = maker_of(maker.positions.knowledge, maker.period.previous, maker.plan)
    earlier.load(whole)
    before = {(row.indicator, row.zone): row for row in target_rows(earlier, whole)}
    pairs = ((before.get((row.indicator, row.zone)), row) for row in target_rows(maker, whole))
    return tuple(StatusChange(then, now) for then, now in pairs if then is not None and then.status is not now.status)


def _moves(maker: RowMaker, city: Area, since: Period) -> list[UnitMove]:
    """Each unit with a return of its own for both periods and no unknown inclusive slots in either."""
    both = present(maker, city, maker.period) & present(maker, city, since)
    found = []
    for unit in (one for one in city.units if one in both):
        area = Area(unit, Level.UNIT, None, (unit,))
        then, now = (maker.positions.amount(BY_ID[MOVED], area, at) for at in (since, maker.period))
        if then.numerator is not None and now.numerator is not None and not then.unknown and not now.unknown:
            found.append(UnitMove(unit, then.numerator, now.numerator))
    return found


def _revisions(maker: RowMaker) -> tuple[StoredReturn, ...]:
    """Corrections, of the periods that the rows look at, received after the last period's due moment, newest first."""
    knowledge = maker.positions.knowledge
    due = knowledge.reference.due_moment(maker.period.previous)
    looked_at = sorted(one for one in set(maker.periods) if one <= maker.period)
    stored = (one for at in looked_at for one in knowledge.source.returns(period=at, as_of=knowledge.as_of))
    later = (one for one in stored if one.revision > 1 and one.received_at >= due)
    return tuple(sorted(later, key=lambda one: (one.received_at, one.sequence), reverse=True))
