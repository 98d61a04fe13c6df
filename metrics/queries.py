"""The questions that pages, commands and briefings ask. Every answer is as known at ``as_of``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from data.issues import UsageError
from data.model import Level, Period, Plan, Reference
from data.returns import Nature
from metrics.alternatives import Effect, effects_of, mountain_of
from metrics.consistency import Consistency, consistency_of
from metrics.definition import Indicator
from metrics.derivations import Derivation, derivation_of
from metrics.indicators import BY_ID
from metrics.knowledge import Knowledge
from metrics.like_for_like import like_for_like, splits
from metrics.positions import Area, Positions, areas_of, township_areas
from metrics.reporting import newer_reporting, reporting_of, shown_period
from metrics.results import Overview, Reporting, Scorecard, TownshipResult, Trend
from metrics.rows import RowMaker
from metrics.shortfall import Shortfall, shortfall_of
from metrics.source import Source
from metrics.townships import townships_of
from metrics.trends import trend_of, trend_periods
from metrics.works import Works, works_of

ALL = "all"
TOWNSHIPS = "townships"
OVERVIEW_TRENDS = ("G1", "G2")


def scorecard(
    source: Source,
    *,
    period: Period,
    as_of: datetime,
    plan_id: str | None = None,
    scope: str | None = None,
    zone: str | None = None,
) -> Scorecard:
    """The assessed rows of a period.

    ``scope``: an org unit's code (None = the city), ``all`` (city and units), or ``townships``. Whole units come
    first, then their zones; ``zone`` keeps the rows of that zone only.
    """
    knowledge = Knowledge(source, as_of)
    plan = plan_named(source.reference, plan_id)
    areas = _areas(knowledge, period, scope, zone)
    maker = _maker(knowledge, period, plan)
    maker.load(areas)
    return _card(maker, areas)


def derivations(
    source: Source,
    *,
    period: Period,
    as_of: datetime,
    plan_id: str | None = None,
    scope: str | None = None,
    zone: str | None = None,
) -> tuple[Scorecard, tuple[Derivation, ...]]:
    """The scorecard of the same question, and how each of its rows came about."""
    knowledge = Knowledge(source, as_of)
    areas = _areas(knowledge, period, scope, zone)
    maker = _maker(knowledge, period, plan_named(source.reference, plan_id))
    return _derived(maker, areas)


def derivation(
    source: Source,
    *,
    indicator: str,
    org_unit: str,
    zone: str | None = None,
    period: Period,
    as_of: datetime,
    plan_id: str | None = None,
) -> tuple[Scorecard, Derivation]:
    """How one figure came about; UsageError where there is no such row."""
    knowledge = Knowledge(source, as_of)
    wanted = _indicator(indicator)
    area = _area(knowledge, period, org_unit, zone)
    card, found = _derived(_maker(knowledge, period, plan_named(source.reference, plan_id)), (area,), wanted.id)
    if not found:
        raise UsageError("query.indicator", value=indicator)
    return card, found[0]


def _derived(
    maker: RowMaker, areas: tuple[Area, ...], indicator: str | None = None
) -> tuple[Scorecard, tuple[Derivation, ...]]:
    maker.load(areas)
    if any(area.level is not Level.TOWNSHIP for area in areas):
        units = tuple(dict.fromkeys(unit for area in areas for unit in area.units))
        maker.positions.knowledge.load(maker.plan.baseline.through(maker.period), units)
    by_area = {area: maker.rows([area]) for area in areas}
    found = tuple(
        derivation_of(maker, row, area)
        for area, rows in by_area.items()
        for row in rows
        if indicator in (None, row.indicator)
    )
    return replace(_card(maker, ()), rows=tuple(one.row for one in found)), found


def _areas(knowledge: Knowledge, period: Period, scope: str | None, zone: str | None) -> tuple[Area, ...]:
    reference = knowledge.reference
    wanted = scope or reference.city.code
    if wanted not in (ALL, TOWNSHIPS, *reference.unit_by_code):
        raise UsageError("query.org_unit", value=wanted)
    if zone not in (None, *reference.zones):
        raise UsageError("query.zone", value=zone)
    areas = township_areas(knowledge, period) if wanted == TOWNSHIPS else areas_of(reference, knowledge, period)
    in_scope = (area for area in areas if wanted in (ALL, TOWNSHIPS, area.org_unit))
    return tuple(area for area in in_scope if zone in (None, area.zone))


def plan_named(reference: Reference, plan_id: str | None) -> Plan:
    """The plan of that id, the first for None; UsageError for an unknown one."""
    try:
        return reference.plan(plan_id)
    except KeyError:
        raise UsageError("query.plan", value=plan_id) from None


def _maker(knowledge: Knowledge, period: Period, plan: Plan) -> RowMaker:
    return RowMaker(Positions(knowledge, until=period, plan=plan), period, plan)


def scorecard_of(maker: RowMaker, areas: Sequence[Area]) -> Scorecard:
    """The assessed rows of these areas; what they stand on must be loaded."""
    return _card(maker, tuple(areas))


def _card(maker: RowMaker, areas: tuple[Area, ...]) -> Scorecard:
    knowledge, period = maker.positions.knowledge, maker.period
    last = max(period, maker.plan.baseline)
    return Scorecard(
        period=period,
        as_of=knowledge.as_of,
        plan=maker.plan,
        definition_version=knowledge.reference.definitions.version,
        data_digest=knowledge.digest([one for one in knowledge.periods if one <= last]),
        demo=knowledge.source.nature() is Nature.DEMO,
        rows=maker.rows(areas),
    )


def trend(
    source: Source,
    *,
    indicator: str,
    org_unit: str,
    zone: str | None = None,
    period: Period,
    as_of: datetime,
    plan_id: str | None = None,
) -> Trend:
    """An indicator of an area from the first period known (or the baseline) to ``period``."""
    knowledge = Knowledge(source, as_of)
    plan = plan_named(source.reference, plan_id)
    area = _area(knowledge, period, org_unit, zone)
    wanted = _indicator(indicator)
    maker = _maker(knowledge, period, plan)
    knowledge.load((*trend_periods(maker), plan.baseline), area.units)
    if maker.positions.by_filer(wanted):
        knowledge.load_history(maker.positions.filers(wanted, area), period)
    return trend_of(maker, wanted, area)


def _indicator(name: str) -> Indicator:
    if name not in BY_ID:
        raise UsageError("query.indicator", value=name)
    return BY_ID[name]


def _area(knowledge: Knowledge, period: Period, org_unit: str, zone: str | None) -> Area:
    """The city, a unit, or a part of one in a zone; a township stands in its own zone, named or not."""
    for area in areas_of(knowledge.reference, knowledge, period):
        if (area.org_unit, area.zone) == (org_unit, zone):
            return area
    for area in township_areas(knowledge, period):
        if area.org_unit == org_unit and zone in (None, area.zone):
            return area
    raise UsageError("query.org_unit", value=org_unit)


def township_results(source: Source, *, org_unit: str, period: Period, as_of: datetime) -> tuple[TownshipResult, ...]:
    """The townships of a unit, or all of the city's, in the register's order."""
    knowledge = Knowledge(source, as_of)
    area = _area(knowledge, period, org_unit, None)
    knowledge.load((period, period.previous), area.units)
    return townships_of(knowledge, area, period)


def reporting(source: Source, *, period: Period, as_of: datetime) -> Reporting:
    """Who has reported the period, in administrative order."""
    return reporting_of(Knowledge(source, as_of), period)


def works(source: Source, *, org_unit: str, period: Period, as_of: datetime) -> Works:
    """The tasks and projects of a unit as last filed up to a period."""
    return works_of(Knowledge(source, as_of), org_unit, period)


def provenance(source: Source, *, period: Period, as_of: datetime, plan_id: str | None = None) -> Scorecard:
    """What any figures of a period rest on (as-of, definitions, digest of the returns): a scorecard without rows."""
    return _card(_maker(Knowledge(source, as_of), period, plan_named(source.reference, plan_id)), ())


def overview(source: Source, *, period: Period, as_of: datetime, plan_id: str | None = None) -> Overview:
    """Everything of the overview page and the city briefing, from one reading of the store."""
    knowledge = Knowledge(source, as_of)
    areas = areas_of(source.reference, knowledge, period)
    city = areas[0]
    maker = _maker(knowledge, period, plan_named(source.reference, plan_id))
    knowledge.load(trend_periods(maker), city.units)
    maker.load(areas)
    return Overview(
        scorecard=_card(maker, areas),
        reporting=reporting_of(knowledge, period),
        townships=townships_of(knowledge, city, period),
        trends={one: trend_of(maker, BY_ID[one], city) for one in OVERVIEW_TRENDS},
        newer=newer_reporting(knowledge, period),
        uncounted=maker.positions.contributions.uncounted(city.units, period),
        compared=like_for_like(maker, city),
        splits=splits(maker, tuple(one for one in areas if one.level is Level.UNIT and one.zone is None)),
    )


def shortfall(source: Source, *, period: Period, as_of: datetime, plan_id: str | None = None) -> Shortfall:
    """Everything that is missing, of the city, its units and its townships, and what is coming."""
    knowledge = Knowledge(source, as_of)
    areas = areas_of(source.reference, knowledge, period)
    plan = plan_named(source.reference, plan_id)
    maker = _maker(knowledge, period, plan)
    maker.load(areas)
    knowledge.load((period, period.previous), areas[0].units)
    return shortfall_of(knowledge, _card(maker, areas), areas[0])


def effects(source: Source, *, period: Period, as_of: datetime, plan_id: str | None = None) -> tuple[Effect, ...]:
    """What each choice of the definitions changes in the figures of a period."""
    knowledge = Knowledge(source, as_of)
    areas = areas_of(source.reference, knowledge, period)
    maker = _maker(knowledge, period, plan_named(source.reference, plan_id))
    maker.load(areas)
    return effects_of(maker, areas, source)


def mountain(
    source: Source, *, org_unit: str, period: Period, as_of: datetime, plan_id: str | None = None
) -> tuple[Effect, ...]:
    """A unit's coverage with its listed mountain townships in either zone; nothing where none are listed."""
    maker = _maker(Knowledge(source, as_of), period, plan_named(source.reference, plan_id))
    return tuple(mountain_of(maker, org_unit, source))


def consistency(source: Source, *, period: Period, as_of: datetime, plan_id: str | None = None) -> Consistency:
    """What the figures of a period say in two ways, held against each other."""
    knowledge = Knowledge(source, as_of)
    areas = areas_of(source.reference, knowledge, period)
    maker = _maker(knowledge, period, plan_named(source.reference, plan_id))
    maker.load(areas)
    return consistency_of(maker, areas)


def periods(source: Source, *, as_of: datetime) -> tuple[Period, ...]:
    """The periods that somebody has reported, ascending."""
    return tuple(source.reported_periods(as_of=as_of))


def default_period(source: Source, *, as_of: datetime) -> Period | None:
    """The latest reported period whose due date has passed or whose returns are all accepted."""
    return shown_period(Knowledge(source, as_of))
