"""One region of a country: how it stands as a whole, and what is right under it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from data.model import OrgUnit, Period, Reference
from metrics.country import Coverages, Reported, area_of, coverages_of, regions_under, reported_of, units_under
from metrics.knowledge import Knowledge, known_of
from metrics.queries import card_of, maker_of, plan_named
from metrics.reporting import filer
from metrics.results import Scorecard, UnitReporting
from metrics.rows import RowMaker
from metrics.source import Source
from metrics.summed import from_sums, summed_maker


@dataclass(frozen=True, slots=True)
class RegionView:
    """A region or the country as a whole and what is right under it: regions, or units with what each has reported.

    ``scorecard``: its own rows, then a set of rows for each part. ``above``: the regions it lies in, the nearest last.
    """

    org_unit: OrgUnit
    above: tuple[OrgUnit, ...]
    scorecard: Scorecard
    coverage: Coverages
    reported: Reported
    units: tuple[UnitReporting, ...]


def region_view(
    source: Source, *, code: str, period: Period, as_of: datetime, plan_id: str | None = None
) -> RegionView:
    """A region and what it is made of, as known at one moment."""
    plan = plan_named(source.reference, plan_id)
    found = from_sums(lambda: summed_maker(source, period, as_of, plan, code), lambda maker: _region(maker, code))
    return found or _region(maker_of(known_of(source, as_of, code), period, plan), code)


def _region(maker: RowMaker, code: str) -> RegionView:
    reference, knowledge = maker.reference, maker.positions.knowledge
    org_unit = reference.area_by_code[code]
    whole = area_of(maker, org_unit)
    regions = tuple(area_of(maker, region) for region in regions_under(reference, code))
    units = tuple(area_of(maker, unit) for unit in units_under(reference, code))
    maker.load((whole, *regions))
    card = card_of(maker, (whole, *regions))
    inside = Knowledge(knowledge.source, knowledge.as_of, [area.org_unit for area in units])
    own = maker_of(inside, maker.period, maker.plan)
    own.load(units)
    return RegionView(
        org_unit,
        _above(reference, org_unit),
        replace(card, rows=(*card.rows, *own.rows(units))),
        {**coverages_of(maker, (whole, *regions)), **coverages_of(own, units)},
        reported_of(maker, maker.period, whole, regions, warnings=False),
        tuple(filer(inside, area.org_unit, maker.period) for area in units),
    )


def _above(reference: Reference, org_unit: OrgUnit) -> tuple[OrgUnit, ...]:
    found: list[OrgUnit] = []
    while org_unit.parent is not None:
        org_unit = reference.area_by_code[org_unit.parent]
        found.insert(0, org_unit)
    return tuple(found)
