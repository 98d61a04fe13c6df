"""Everything of one reporting unit: its townships and what each needs, its institutions, returns, tasks and series."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from data.model import Level, OrgUnit, Period
from metrics.alternatives import Effect, mountain_of
from metrics.comparison import trends_of
from metrics.filings import Filing, filing_calendar
from metrics.gaps import SlotGaps
from metrics.indicators import BY_ID
from metrics.knowledge import Knowledge, known_of
from metrics.positions import Area, Positions, areas_in, areas_of
from metrics.queries import card_of, plan_named
from metrics.registry import Registered, registered_of
from metrics.remedies import Needs, needs_of
from metrics.reporting import filer
from metrics.results import Scorecard, TownshipResult, Trend, UnitReporting
from metrics.rows import RowMaker
from metrics.shortfall import routes_of
from metrics.source import Source
from metrics.targets import zone_bindings
from metrics.townships import townships_of
from metrics.works import Works, works_of

SERIES = ("G1", "G2", "USE")


@dataclass(frozen=True, slots=True)
class UnitPosition:
    """What the page of one reporting unit shows, all from one as-of.

    ``needs``, ``routes``: as /gaps tells them; ``routes`` None where a side is not known. ``institutions``: of the
    ledger that stands for the period, none of a 汇总 return. ``filings``: newest period first. ``mountain``: its
    coverage with listed mountain townships in either zone.
    """

    unit: OrgUnit
    scorecard: Scorecard
    townships: tuple[TownshipResult, ...]
    reporting: UnitReporting
    works: Works
    needs: Needs
    routes: SlotGaps | None = None
    institutions: tuple[Registered, ...] = ()
    filings: tuple[Filing, ...] = ()
    trends: tuple[Trend, ...] = ()
    mountain: tuple[Effect, ...] = ()


def unit_position(
    source: Source, *, unit: OrgUnit, period: Period, as_of: datetime, plan_id: str | None = None
) -> UnitPosition:
    """One unit in a period against a plan."""
    reference, plan = source.reference, plan_named(source.reference, plan_id)
    knowledge = known_of(source, as_of, unit.code) if reference.regions else Knowledge(source, as_of)
    maker = RowMaker(Positions(knowledge, until=period, plan=plan), period, plan)
    own = list(areas_in(reference, knowledge, period, unit.code))
    card, needs, routes = _lacking(maker, own)
    knowledge.load((period, period.previous), [unit.code])
    return UnitPosition(
        unit=unit,
        scorecard=card,
        townships=townships_of(knowledge, own[0], period),
        reporting=filer(knowledge, unit.code, period),
        works=works_of(knowledge, unit.code, period),
        needs=needs,
        routes=routes,
        institutions=registered_of(source, knowledge, [unit.code], period),
        filings=_filings(knowledge, unit.code, period),
        trends=_trends(maker, own),
        mountain=tuple(mountain_of(maker, unit.code, source)),
    )


def _lacking(maker: RowMaker, own: list[Area]) -> tuple[Scorecard, Needs, SlotGaps | None]:
    """The rows of a unit, what its townships need, its ways to the slot targets; in a country from its own alone.

    Elsewhere the rows are the whole city's, and the nearest institution may be another unit's.
    """
    reference, knowledge, period = maker.reference, maker.positions.knowledge, maker.period
    areas = tuple(own) if reference.regions else areas_of(reference, knowledge, period)
    maker.load(areas)
    knowledge.load((period, period.previous), areas[0].units)
    card = card_of(maker, areas)
    return card, needs_of(knowledge, own[0], period, around=areas[0]), routes_of(card, own[0].org_unit)


def _filings(knowledge: Knowledge, unit: str, period: Period) -> tuple[Filing, ...]:
    """The unit's line of the calendar of returns, of every period known and the one shown."""
    stored = knowledge.source.returns(as_of=knowledge.as_of, filers=[unit])
    periods = sorted({*knowledge.periods, period})
    alone = replace(knowledge.reference, units=(knowledge.reference.unit_by_code[unit],))
    calendar = filing_calendar(alone, stored, periods=periods, as_of=knowledge.as_of)
    return next(row for row in calendar.rows if row[0].org_unit == unit)


def _trends(maker: RowMaker, own: list[Area]) -> tuple[Trend, ...]:
    """The headline series of the whole unit, then its inclusive coverage in each zone in which it has townships."""
    whole = [area for area in own if area.level is Level.UNIT and area.zone is None]
    found = [trend for name in SERIES for trend in trends_of(maker, BY_ID[name], whole)]
    for name, zone in zone_bindings(maker.reference).items():
        found += trends_of(maker, BY_ID[name], [area for area in own if area.zone == zone])
    return tuple(found)
