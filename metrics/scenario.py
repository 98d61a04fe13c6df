"""What a reader of the planner chooses, and what follows from it: which targets, until when, how much can be done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from data.model import Costs, Frequency, Level, Period, Plan, Target, Way, WayKind
from metrics.contributions import NEW_SLOTS
from metrics.definition import Element, Indicator
from metrics.indicators import INDICATORS

WHOLE = 100
OWN = "own"
"""Among the targets of a scenario: the units' own ones, where documents set some."""


@dataclass(frozen=True, slots=True)
class Scenario:
    """Choices, each with its default. ``targets``: indicators (None = those of the plan that sets the horizon).

    ``by``: the period at whose end they are to be met. ``limits``: (way, units a quarter) other than the cost file's.
    ``factor``: what all but turning inclusive costs, in % of the file; ``convert``: how much of the slots that could
    turn inclusive will, in %. ``first``: uncovered townships come before all else; ``coming``: 在建 with a date count.
    """

    targets: tuple[str, ...] | None = None
    by: Period | None = None
    limits: tuple[tuple[str, int], ...] = ()
    factor: int = WHOLE
    convert: int = WHOLE
    first: bool = True
    coming: bool = True

    def quarterly(self, way: Way) -> int:
        """Units of a way in a quarter."""
        return dict(self.limits).get(way.id, way.per_quarter)


def plan_ahead(plans: Sequence[Plan], chosen: Plan, period: Period) -> Plan | None:
    """The plan that sets the horizon: the chosen one while its deadline lies ahead, else the one that runs next day."""
    if chosen.deadline > period.end:
        return chosen
    tomorrow = period.end + timedelta(days=1)
    return next((plan for plan in plans if plan.start <= tomorrow <= plan.deadline), None)


def offered_targets(chosen: Plan, ahead: Plan | None) -> tuple[Target, ...]:
    """Targets of slots and coverage that can be asked for: those of the chosen plan, and of the one that sets the
    horizon, which holds where both speak of one thing.
    """
    later = () if ahead is None else ahead.targets
    said = {(one.indicator, one.zone) for one in later}
    both = (*(one for one in chosen.targets if (one.indicator, one.zone) not in said), *later)
    kept = [one for one in both if one.indicator in PLANNABLE]
    return tuple(sorted(kept, key=lambda one: PLANNABLE.index(one.indicator)))


def _is_plannable(one: Indicator) -> bool:
    """Slots per 1,000 residents, the inclusive share, new inclusive slots, coverage of a zone: what building moves."""
    share = (one.numerator, one.denominator) == (Element.INCLUSIVE_SLOTS, Element.SLOTS)
    return Level.CITY in one.levels and (one.per_residents or share or one.numerator in NEW_SLOTS or one.zone_bound)


PLANNABLE = tuple(one.id for one in INDICATORS if _is_plannable(one))


@dataclass(frozen=True, slots=True)
class Quarter:
    """One quarter up to the horizon, and how many of its year have gone by with it since the start."""

    period: Period
    of_year: int


def quarters(period: Period, by: Period) -> tuple[Quarter, ...]:
    """The quarters after ``period`` up to ``by``; of months, those that they touch."""
    first = Period.holding(period.end + timedelta(days=1), Frequency.QUARTER)
    last = Period.holding(by.end, Frequency.QUARTER)
    found = list(first.through(last))
    return tuple(Quarter(one, 1 + sum(other.year == one.year and other < one for other in found)) for one in found)


def capacity(way: Way, ahead: Sequence[Quarter], scenario: Scenario) -> tuple[int, ...]:
    """Units of a way that can be done by the end of each quarter, all together.

    In each calendar year at most the year's limit, or the quarter's for each of its quarters that lie ahead. A limit a
    quarter that the reader set lifts the year's to four of it.
    """
    quarterly = scenario.quarterly(way)
    yearly = way.per_year if quarterly <= way.per_quarter else max(way.per_year, 4 * quarterly)
    done, found = 0, []
    for quarter in ahead:
        so_far = min(yearly, quarterly * quarter.of_year)
        before = min(yearly, quarterly * (quarter.of_year - 1))
        done += so_far - before
        found.append(done)
    return tuple(found)


def price_percent(costs: Costs, way: Way, zone: str, scenario: Scenario) -> int:
    """Hundredths of a percent of the way's own cost: zone x factor; turning inclusive costs the same everywhere."""
    if way.kind is WayKind.CONVERT:
        return WHOLE * WHOLE
    return costs.zone_percent.get(zone, WHOLE) * scenario.factor
