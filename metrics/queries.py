"""The questions that pages, commands and briefings ask. Every answer is as known at ``as_of``."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from data.issues import UsageError
from data.model import Level, Period, Plan, Reference
from data.returns import Nature
from metrics.alternatives import Effect, effects_of, mountain_of
from metrics.consistency import Consistency, consistency_of
from metrics.contributions import Contributions
from metrics.definition import Indicator
from metrics.derivations import Derivation, derivation_of
from metrics.indicators import BY_ID
from metrics.knowledge import Knowledge, known_of
from metrics.like_for_like import like_for_like, splits
from metrics.new_slots import Gains, gains_of
from metrics.positions import Area, Positions, areas_in, areas_of, township_areas
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

    ``scope``: an org unit's or township's code (None = the city), ``all`` (city and units), or ``townships``.
    Whole units come first, then their zones; ``zone`` keeps the rows of that zone only.
    """
    knowledge = known_of(source, as_of, scope)
    plan = plan_named(source.reference, plan_id)
    areas = _areas(knowledge, period, scope, zone)
    maker = maker_of(knowledge, period, plan)
    maker.load(areas)
    return card_of(maker, areas)


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
    knowledge = known_of(source, as_of, scope)
    areas = _areas(knowledge, period, scope, zone)
    maker = maker_of(knowledge, period, plan_named(source.reference, plan_id))
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
    knowledge = known_of(source, as_of, org_unit)
    wanted = _indicator(indicator)
    area = _area(knowledge, period, org_unit, zone)
    card, found = _derived(maker_of(knowledge, period, plan_named(source.reference, plan_id)), (area,), wanted.id)
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
    return replace(card_of(maker, ()), rows=tuple(one.row for one in found)), found


def _areas(knowledge: Knowledge, period: Period, scope: str | None, zone: str | None) -> tuple[Area, ...]:
    reference = knowledge.reference
    wanted = scope or reference.city.code
    if zone not in (None, *reference.zones):
        raise UsageError("query.zone", value=zone)
    if wanted == TOWNSHIPS:
        areas = township_areas(knowledge, period)
    elif wanted == ALL:
        areas = areas_of(reference, knowledge, period)
    else:
        areas = areas_in(reference, knowledge, period, wanted)
    if not areas:
        raise UsageError("query.org_unit", value=wanted)
    return tuple(area for area in areas if zone in (None, area.zone))


def plan_named(reference: Reference, plan_id: str | None) -> Plan:
    """The plan of that id, the first for None; UsageError for an unknown one."""
    try:
        return reference.plan(plan_id)
    except KeyError:
        raise UsageError("query.plan", value=plan_id) from None


def maker_of(knowledge: Knowledge, period: Period, plan: Plan) -> RowMaker:
    """What makes the rows of a period against a plan."""
    return RowMaker(Positions(knowledge, until=period, plan=plan), period, plan)


def card_of(maker: RowMaker, areas: tuple[Area, ...]) -> Scorecard:
    """The assessed rows of these areas; what they stand on must be loaded."""
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
    knowledge = known_of(source, as_of, org_unit)
    plan = plan_named(source.reference, plan_id)
    area = _area(knowledge, period, org_unit, zone)
    wanted = _indicator(indicator)
    maker = maker_of(knowledge, period, plan)
    knowledge.load((*trend_periods(maker), plan.baseline), area.units)
    if maker.positions.by_filer(wanted):
        knowledge.load_history(maker.positions.filers(wanted, area), period)
    return trend_of(maker, wanted, area)


def _indicator(name: str) -> Indicator:
    if name not in BY_ID:
        raise UsageError("query.indicator", value=name)
    return BY_ID[name]


def _area(knowledge: Knowledge, period: Period, org_unit: str, zone: str | None) -> Area:
    """A unit as a whole or its part in a zone; or a township, which has one zone only."""
    for area in areas_in(knowledge.reference, knowledge, period, org_unit):
        if area.zone == zone or (area.level is Level.TOWNSHIP and zone is None):
            return area
    raise UsageError("query.org_unit", value=org_unit)


def township_results(source: Source, *, org_unit: str, period: Period, as_of: datetime) -> tuple[TownshipResult, ...]:
    """The townships of a unit, or all of the city's, in the register's order."""
    knowledge = known_of(source, as_of, org_unit)
    area = _area(knowledge, period, org_unit, None)
    knowledge.load((period, period.previous), area.units)
    return townships_of(knowledge, area, period)


def reporting(source: Source, *, period: Period, as_of: datetime) -> Reporting:
    """Who has reported the period, in administrative order."""
    return reporting_of(Knowledge(source, as_of), period)


def works(source: Source, *, org_unit: str, period: Period, as_of: datetime) -> Works:
    """The tasks and projects of a unit as last filed up to a period."""
    return works_of(known_of(source, as_of, org_unit), org_unit, period)


def provenance(
    source: Source, *, period: Period, as_of: datetime, plan_id: str | None = None, scope: str | None = None
) -> Scorecard:
    """What any figures of a period rest on (as-of, definitions, digest of the returns): a scorecard without rows.

    ``scope``: of one org unit, its own returns alone.
    """
    return card_of(maker_of(known_of(source, as_of, scope), period, plan_named(source.reference, plan_id)), ())


def overview(source: Source, *, period: Period, as_of: datetime, plan_id: str | None = None) -> Overview:
    """Everything of the overview page and the city briefing, from one reading of the store."""
    knowledge = Knowledge(source, as_of)
    return overview_of(maker_of(knowledge, period, plan_named(source.reference, plan_id)))


def overview_of(maker: RowMaker) -> Overview:
    """The overview of a maker's period and plan."""
    knowledge, period = maker.positions.knowledge, maker.period
    areas = areas_of(maker.reference, knowledge, period)
    city = areas[0]
    knowledge.load(trend_periods(maker), city.units)
    maker.load(areas)
    return Overview(
        scorecard=card_of(maker, areas),
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
    maker = maker_of(knowledge, period, plan)
    maker.load(areas)
    knowledge.load((period, period.previous), areas[0].units)
    return shortfall_of(knowledge, card_of(maker, areas), areas[0])


def new_slots(source: Source, *, period: Period, as_of: datetime, plan_id: str | None = None) -> tuple[Gains, ...]:
    """New inclusive slots channel by channel, gross and net: the city, then each unit in administrative order."""
    knowledge = Knowledge(source, as_of)
    codes = tuple(unit.code for unit in source.reference.units)
    knowledge.load_history(codes, period)
    contributions = Contributions(knowledge, plan_named(source.reference, plan_id))
    return gains_of(contributions, source.reference.city.code, codes, period)


def effects(source: Source, *, period: Period, as_of: datetime, plan_id: str | None = None) -> tuple[Effect, ...]:
    """What each choice of the definitions changes in the figures of a period."""
    knowledge = Knowledge(source, as_of)
    areas = areas_of(source.reference, knowledge, period)
    maker = maker_of(knowledge, period, plan_named(source.reference, plan_id))
    maker.load(areas)
    return effects_of(maker, areas, source)


def mountain(
    source: Source, *, org_unit: str, period: Period, as_of: datetime, plan_id: str | None = None
) -> tuple[Effect, ...]:
    """A unit's coverage with its listed mountain townships in either zone; nothing where none are listed."""
    maker = maker_of(known_of(source, as_of, org_unit), period, plan_named(source.reference, plan_id))
    return tuple(mountain_of(maker, org_unit, source))


def consistency(source: Source, *, period: Period, as_of: datetime, plan_id: str | None = None) -> Consistency:
    """What the figures of a period say in two ways, held against each other."""
    knowledge = Knowledge(source, as_of)
    areas = areas_of(source.reference, knowledge, period)
    maker = maker_of(knowledge, period, plan_named(source.reference, plan_id))
    maker.load(areas)
    return consistency_of(maker, areas)


def periods(source: Source, *, as_of: datetime) -> tuple[Period, ...]:
    """The periods that somebody has reported, ascending."""
    return tuple(source.reported_periods(as_of=as_of))


def default_period(source: Source, *, as_of: datetime) -> Period | None:
    """The latest reported period whose due date has passed or whose returns are all accepted."""
    return shown_period(Knowledge(source, as_of))
