"""A country or a region at a glance: its own rows, those of the regions right under it, how complete they are.

What has thousands of units is read from the sums that the store keeps; as known at an earlier moment, or by other
definitions, from the returns themselves, which takes as long as there are returns.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from data.model import OrgUnit, Period, Plan, Reference
from metrics.front import PlanStanding, target_rows
from metrics.indicators import BY_ID, INDICATORS
from metrics.knowledge import Knowledge
from metrics.positions import Area, areas_in
from metrics.queries import card_of, maker_of, plan_named, provenance, scorecard
from metrics.reporting import filer, latest_ready, shown_period
from metrics.results import Scorecard, Trend, UnitReporting
from metrics.rows import RowMaker
from metrics.source import Source
from metrics.summed import SummedRowMaker, from_sums, summed_maker
from metrics.trends import trend_of

MOST_TOGETHER = 200
"""Units that a page shows side by side; of more, their regions."""


@dataclass(frozen=True, slots=True)
class Completeness:
    """Of an area's units in one period: how many have reported, how many of them late, how many are carried."""

    org_unit: str
    expected: int
    reported: int
    late: int
    carried: int


@dataclass(frozen=True, slots=True)
class Reported:
    """Who has reported a period: the whole first, then the regions under it."""

    period: Period
    whole: Completeness
    regions: tuple[Completeness, ...] = ()
    open_warnings: int = 0


@dataclass(frozen=True, slots=True)
class Covered:
    """Townships with an inclusive service, of how many, and of how many it is not known; None = of none."""

    covered: int | None
    townships: int
    unknown: int


Coverages = Mapping[tuple[str, str | None], Covered]
"""(org unit, zone) -> townships covered; no zone = the whole."""


@dataclass(frozen=True, slots=True)
class CountryFront:
    """``scorecard``: the country, its regions, then its zones. ``newer``: a newer period that is being reported.

    ``from_sums``: read from the sums kept beside the returns.
    """

    scorecard: Scorecard
    coverage: Coverages
    reported: Reported
    newer: Reported | None
    series: tuple[Trend, ...]
    plans: tuple[PlanStanding, ...]
    uncounted: int
    from_sums: bool


def is_large(reference: Reference) -> bool:
    """Too many units for one page: they are shown by region."""
    return bool(reference.regions) and len(reference.units) > MOST_TOGETHER


def regions_under(reference: Reference, code: str) -> tuple[OrgUnit, ...]:
    """The regions right under the country or a region."""
    return tuple(region for region in reference.regions if region.parent == code)


def units_under(reference: Reference, code: str) -> tuple[OrgUnit, ...]:
    """The reporting units right under the country or a region."""
    return tuple(unit for unit in reference.units if unit.parent == code)


def card(
    source: Source,
    *,
    period: Period,
    as_of: datetime,
    plan_id: str | None = None,
    scope: str | None = None,
    rows: bool = True,
) -> Scorecard:
    """The rows of a large country or of one of its regions with their zones; without ``rows`` what they rest on."""
    reference = source.reference
    code = scope or reference.city.code
    plan = plan_named(reference, plan_id)

    def made(summed: SummedRowMaker) -> Scorecard:
        areas = areas_in(reference, summed.summed, period, code) if rows else ()
        summed.load(areas)
        return card_of(summed, areas)

    found = from_sums(lambda: summed_maker(source, period, as_of, plan, code), made)
    if found is not None:
        return found
    if not rows:
        return provenance(source, period=period, as_of=as_of, plan_id=plan_id, scope=scope)
    return scorecard(source, period=period, as_of=as_of, plan_id=plan_id, scope=scope)


def country_front(source: Source, *, period: Period, as_of: datetime, plan_id: str | None = None) -> CountryFront:
    """Everything of a country's first page, as known at one moment."""
    plan = plan_named(source.reference, plan_id)
    found = from_sums(lambda: summed_maker(source, period, as_of, plan), _front)
    return found or _front(maker_of(Knowledge(source, as_of), period, plan))


def default_period(source: Source, as_of: datetime) -> Period | None:
    """``metrics.reporting.shown_period`` of a country: whose returns are accepted is asked of the sums."""
    plan = source.reference.plans[0]
    summed = summed_maker(source, Period.holding(plan.start, source.reference.frequency), as_of, plan)
    if summed is None:
        return shown_period(Knowledge(source, as_of))
    knowledge = summed.summed
    whole = area_of(summed, source.reference.city)

    def is_ready(period: Period) -> bool:
        own = knowledge.area_total(whole, period).own
        return knowledge.is_due(period) or (own[0] == len(whole.units) and own[2] == 0)

    return latest_ready(knowledge.periods, is_ready)


def area_of(maker: RowMaker, org_unit: OrgUnit) -> Area:
    """An org unit as a whole."""
    return Area(org_unit.code, org_unit.level, None, maker.reference.units_of(org_unit.code))


def _whole_of(maker: RowMaker, period: Period) -> tuple[Area, ...]:
    """The country, then its zones: going through its register is remembered."""
    knowledge, reference = maker.positions.knowledge, maker.reference
    key = ("whole", reference.digest, period.end)
    return knowledge.memory.once(key, lambda: areas_in(reference, knowledge, period, reference.city.code))


def _front(maker: RowMaker) -> CountryFront:
    reference, knowledge = maker.reference, maker.positions.knowledge
    city = reference.city
    whole = _whole_of(maker, maker.period)
    regions = tuple(area_of(maker, region) for region in regions_under(reference, city.code))
    maker.load((whole[0], *regions, *whole[1:]))
    newest = max(knowledge.periods, default=maker.period)
    return CountryFront(
        scorecard=card_of(maker, (whole[0], *regions, *whole[1:])),
        coverage=coverages_of(maker, (*whole, *regions)),
        reported=reported_of(maker, maker.period, whole[0], regions),
        newer=reported_of(maker, newest, whole[0], ()) if newest > maker.period else None,
        series=tuple(_series(maker, whole)),
        plans=tuple(_standing(maker, plan) for plan in reference.plans if plan.start <= maker.period.end),
        uncounted=_uncounted(maker, whole[0]),
        from_sums=isinstance(maker, SummedRowMaker),
    )


def coverages_of(maker: RowMaker, areas: Sequence[Area]) -> dict[tuple[str, str | None], Covered]:
    """Every zone-bound indicator counts the same of a township: the first one tells it of any area."""
    indicator = next(one for one in INDICATORS if one.zone_bound)
    found = {(area.org_unit, area.zone): maker.positions.amount(indicator, area, maker.period) for area in areas}
    return {key: Covered(one.numerator, one.known + one.unknown, one.unknown) for key, one in found.items()}


def _uncounted(maker: RowMaker, whole: Area) -> int:
    if isinstance(maker, SummedRowMaker):
        return maker.positions.uncounted_of(whole, maker.period)
    return maker.positions.contributions.uncounted(whole.units, maker.period)


def reported_of(
    maker: RowMaker, period: Period, whole: Area, regions: tuple[Area, ...], *, warnings: bool = True
) -> Reported:
    """Who has reported a period; the open questions are counted where ``warnings`` are asked for."""
    complete, *parts = (completeness_of(maker, area, period) for area in (whole, *regions))
    return Reported(period, complete, tuple(parts), _open_warnings(maker, period) if warnings else 0)


def completeness_of(maker: RowMaker, area: Area, period: Period) -> Completeness:
    """How many of an area's units have reported."""
    if isinstance(maker, SummedRowMaker):
        total = maker.summed.area_total(area, period)
        late = total.own[0] - total.own[1]
        return Completeness(area.org_unit, total.expected, total.own[0], late, len(total.carried))
    found: list[UnitReporting] = [filer(maker.positions.knowledge, unit, period) for unit in area.units]
    return Completeness(
        area.org_unit,
        len(found),
        reported=sum(one.stored is not None for one in found),
        late=sum(one.on_time is False for one in found),
        carried=sum(one.carried_from is not None for one in found),
    )


def _open_warnings(maker: RowMaker, period: Period) -> int:
    knowledge = maker.positions.knowledge
    if isinstance(maker, SummedRowMaker):
        return maker.summed.sums.open_warnings(period)
    sequences = [one.sequence for (_, when), one in knowledge.returns.items() if when == period]
    return knowledge.source.open_warnings(sequences=sequences, as_of=knowledge.as_of) if sequences else 0


def _series(maker: RowMaker, whole: tuple[Area, ...]) -> list[Trend]:
    """The series behind each row of the plan, in plan order."""
    areas = {area.zone: area for area in whole}
    shown = {(row.indicator, row.zone) for row in target_rows(maker, whole)}
    found = [one for one in maker.plan.targets if (one.indicator, one.zone) in shown]
    return [trend_of(maker, BY_ID[one.indicator], areas[one.zone]) for one in found]


def _standing(maker: RowMaker, plan: Plan) -> PlanStanding:
    reference = maker.reference
    end = Period.holding(plan.deadline, reference.frequency)
    at = min(maker.period, end)
    other = _other(maker, at, plan)
    whole = _whole_of(maker, at)
    other.load(whole)
    return PlanStanding(plan, at, at == end, target_rows(other, whole))


def _other(maker: RowMaker, period: Period, plan: Plan) -> RowMaker:
    """The same knowledge, for another period and plan."""
    if (period, plan) == (maker.period, maker.plan):
        return maker
    if isinstance(maker, SummedRowMaker):
        positions = type(maker.positions)(maker.summed, until=period, plan=plan)
        return SummedRowMaker(positions, period, plan)
    return maker_of(maker.positions.knowledge, period, plan)
