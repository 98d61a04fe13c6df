"""What is missing to the targets, place by place: routes of the city and its units, townships, what is coming."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from data.model import Plan
from metrics.contributions import Contributions
from metrics.forecast import Forecast, forecast_of, plan_in_force
from metrics.gaps import SlotGaps, per_month_of, share_gap, slot_gaps
from metrics.knowledge import Knowledge
from metrics.new_slots import Gains, gains_of
from metrics.positions import Area
from metrics.remedies import Needs, needs_of
from metrics.results import Row, Scorecard, Status
from metrics.townships import townships_of


@dataclass(frozen=True, slots=True)
class Shortfall:
    """Everything of /gaps from one as-of. ``routes``: org unit -> ways to both slot targets; of a place whose slots
    or residents are not wholly known, none. ``forecast`` is None where no plan is in force. ``gains``: new inclusive
    slots by channel, of the city and its units. ``running``: the plan to whose deadline months are counted.
    """

    scorecard: Scorecard
    routes: Mapping[str, SlotGaps]
    needs: Needs
    forecast: Forecast | None
    gains: tuple[Gains, ...] = ()
    running: Plan | None = None

    def lacking(self, row: Row) -> int | None:
        """The gap of a row to its target in the plan, also where that target is only a reference."""
        if row.no_value and row.status is Status.ACHIEVED:
            return 0  # met whatever the unknown
        if row.gap is not None or row.target is None or row.no_value or row.numerator is None:
            return row.gap
        if row.denominator is None or row.unit != "percent":
            return None
        return share_gap(row.numerator, row.denominator, row.target / 100)

    def monthly(self, row: Row) -> int | None:
        """What a row lacks, spread over the months left to the deadline of the plan in force."""
        if self.running is None:
            return None
        return per_month_of(self.lacking(row), self.running.months_left(self.scorecard.period))


def shortfall_of(knowledge: Knowledge, scorecard: Scorecard, city: Area) -> Shortfall:
    """Put together from an assessed scorecard of the city and its units."""
    period, plan = scorecard.period, scorecard.plan
    running = plan_in_force(knowledge.reference.plans, plan, period)
    townships = townships_of(knowledge, city, period)
    coming = None if running is None else forecast_of(knowledge, city, period, running.deadline, townships)
    codes = knowledge.reference.unit_by_code
    routes = {code: found for code in codes if (found := routes_of(scorecard, code)) is not None}
    gains = gains_of(Contributions(knowledge, plan), knowledge.reference.city.code, city.units, period)
    return Shortfall(scorecard, routes, needs_of(knowledge, city, period), coming, gains, running)


def routes_of(scorecard: Scorecard, org_unit: str) -> SlotGaps | None:
    """The ways to both slot targets for one place (DOMAIN section 5); None where a side is not known.

    The targets are those beside its figures: a unit's own where a document sets them, else the plan's.
    """
    per_head, inclusive = scorecard.row("G1", org_unit), scorecard.row("G2", org_unit)
    if per_head is None or inclusive is None or per_head.target is None or inclusive.target is None:
        return None
    sides = (per_head.numerator, per_head.denominator, inclusive.numerator)
    if per_head.no_value or inclusive.no_value or None in sides:
        return None
    slots, people, counted = (side or 0 for side in sides)
    return slot_gaps(
        slots=slots, inclusive=counted, population=people, per_1000=per_head.target, share=inclusive.target / 100
    )


def has_no_target(row: Row | None) -> bool:
    """Whether the plan sets no target for it: that of 2026 sets one for the inclusive share, and none for slots."""
    return row is not None and row.target is None


def inclusive_among(row: Row, share: Row | None) -> int:
    """How many of the missing slots must be inclusive: ceil(target share x slots then) - inclusive slots now, >= 0."""
    if share is None or share.target is None or share.numerator is None or share.denominator is None:
        return 0
    return share_gap(share.numerator, share.denominator + (row.gap or 0), share.target / 100)
