"""From a scenario to a scheme: positions, what is at hand, the planner's choice, and the choice counted once more."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from fractions import Fraction

from data.model import Channel, Costs, Period, Plan, Target
from metrics import planner
from metrics.at_hand import Groups, Resource, Surroundings, options_of, resources_of
from metrics.headroom import Headroom
from metrics.indicators import BY_ID
from metrics.knowledge import Knowledge
from metrics.positions import Area, Positions, areas_of
from metrics.programme import Choice, Demand, Programme, covered_by, faults_of, total_cost
from metrics.queries import plan_named, provenance
from metrics.remedies import Needs, institutions_of
from metrics.results import Coverage, Row, Scorecard, TargetKind
from metrics.rows import RowMaker
from metrics.scenario import OWN, PLANNABLE, Scenario, capacity, offered_targets, plan_ahead, quarters
from metrics.scheme import Coming, Measure, OfferedTarget, Outcome, Scheme, SchemeState, Standing
from metrics.shortfall import Shortfall, shortfall_of
from metrics.source import Source
from metrics.steps import measures_of, totals_of
from metrics.targeting import Effect, Targeting, coming_of, effect_of_choice, effect_of_measures


@dataclass(frozen=True, slots=True)
class Gaps:
    """Everything of /gaps: what is missing, and what the scenario would do about it."""

    shortfall: Shortfall
    scheme: Scheme


def gaps(source: Source, *, period: Period, as_of: datetime, plan_id: str | None = None, scenario: Scenario) -> Gaps:
    """Everything of /gaps: what is missing, and what the scenario would do about it."""
    knowledge = Knowledge(source, as_of)
    areas = areas_of(source.reference, knowledge, period)
    plan = plan_named(source.reference, plan_id)
    maker = RowMaker(Positions(knowledge, until=period, plan=plan), period, plan)
    maker.load(areas)
    knowledge.load((period, period.previous), areas[0].units)
    card = replace(provenance(source, period=period, as_of=as_of, plan_id=plan_id), rows=maker.rows(areas))
    found = shortfall_of(knowledge, card, areas[0])
    return Gaps(found, scheme_of(maker, card, found.needs, areas[0], scenario))


def scheme_of(maker: RowMaker, card: Scorecard, needs: Needs, city: Area, scenario: Scenario) -> Scheme:
    """The scheme of one scenario, remembered for as long as it stands on the same returns."""
    reference, period = maker.positions.knowledge.reference, maker.period
    ahead = plan_ahead(reference.plans, maker.plan, period)
    offered = _offered(card, maker.plan, ahead, scenario)
    by = scenario.by or (Period.holding(ahead.deadline, period.frequency) if ahead else None)
    blank = Scheme(SchemeState.NO_COSTS, scenario, offered, ahead, by, reference.costs)
    if reference.costs is None:
        return blank
    if by is None:
        return replace(blank, state=SchemeState.NO_PLAN)
    if by <= period:
        return replace(blank, state=SchemeState.LATE)
    if not any(one.chosen and one.now for one in offered):
        return replace(blank, state=SchemeState.NO_TARGET)
    key = ("scheme", card.data_digest, card.plan.id, period, card.as_of.date(), reference.costs.digest, scenario)
    work = _Work(maker, needs, city, blank=blank, by=by, costs=reference.costs)
    return maker.positions.knowledge.memory.once(key, work.scheme)


def _offered(card: Scorecard, chosen: Plan, ahead: Plan | None, scenario: Scenario) -> tuple[OfferedTarget, ...]:
    """Every target that may be asked for, with where it stands now."""
    default = {one.indicator for one in (ahead or chosen).targets}
    wanted = default if scenario.targets is None else set(scenario.targets)
    city = next(row.org_unit for row in card.rows)
    of_city = (
        _offer(card.row(target.indicator, city, target.zone), target, chosen=name in wanted, by_default=name in default)
        for target in offered_targets(chosen, ahead)
        if (name := target.indicator)
    )
    own = ahead is chosen if scenario.targets is None else OWN in wanted
    return (*of_city, *(_own(row, chosen=own, by_default=ahead is chosen) for row in card.rows if _is_own(row)))


def _is_own(row: Row) -> bool:
    """A unit's own target of slots or coverage, by a document of its own."""
    return row.target_kind is TargetKind.DISTRICT and row.indicator in PLANNABLE


def _own(row: Row, *, chosen: bool, by_default: bool) -> OfferedTarget:
    assert row.target is not None
    target = Target(row.indicator, row.target, row.comparator or ">=", row.zone, clause="")
    return replace(_offer(row, target, chosen=chosen, by_default=by_default), org_unit=row.org_unit)


def _offer(row: Row | None, target: Target, *, chosen: bool, by_default: bool) -> OfferedTarget:
    unit = BY_ID[target.indicator].unit.value
    if row is None or row.no_value or row.numerator is None or row.value is None:
        return OfferedTarget(target, unit, chosen, by_default, None, row.no_value if row else None)
    now = Standing(row.numerator, row.denominator, row.value)
    return OfferedTarget(target, unit, chosen, by_default, now, None)


class _Work:
    """One scenario worked through."""

    def __init__(self, maker: RowMaker, needs: Needs, city: Area, *, blank: Scheme, by: Period, costs: Costs) -> None:
        self._knowledge: Knowledge = maker.positions.knowledge
        self._city, self._blank, self._by, self._costs = city, blank, by, costs
        self._needs = {need.result.township.code: need for need in needs.every}
        self._period, self._scenario = maker.period, blank.scenario
        self._quarters = quarters(self._period, by)
        self._targeting = Targeting(maker)
        contributions = maker.positions.contributions
        self._heads = {unit: Headroom(self._knowledge, contributions, unit, self._period) for unit in city.units}

    def scheme(self) -> Scheme:
        """Solved and counted again, or the news that the solver's answer did not hold."""
        coming = self._coming()
        asked = tuple(one for one in self._blank.offered if one.chosen and one.now)
        resources = self._resources()
        uncovered = self._uncovered(coming)
        apart = frozenset(uncovered) | {one.org_unit for one in asked if one.org_unit}
        groups = options_of(resources, self._needs, apart, self._costs, self._scenario)
        programme = Programme(
            options=tuple(groups),
            demands=tuple(self._targeting.demand(one, coming) for one in asked),
            limits={way.id: capacity(way, self._quarters, self._scenario)[-1] for way in self._costs.ways},
            uncovered=uncovered,
            first=self._scenario.first,
            cover=self._knowledge.reference.definitions.fragile_slots,
        )
        slots, inclusive = sum(coming.slots.values()), sum(coming.inclusive.values())
        told = Coming(coming.projects, slots, inclusive, len(coming.places))
        shown = replace(self._blank, quarters=self._quarters, coming=told)
        try:
            choice = planner.solved(programme)
            made = self._told(shown, groups, programme, choice)
            made = replace(
                made, outcomes=self._outcomes(asked, coming, made.measures, programme=programme, choice=choice)
            )
        except planner.NotSolved:
            return replace(shown, state=SchemeState.REFUSED)
        holds = holds_again(made, resources, programme, choice)
        return made if holds else replace(shown, state=SchemeState.REFUSED)

    def _told(self, shown: Scheme, groups: Groups, programme: Programme, choice: Choice) -> Scheme:
        """The choice in words of townships."""
        covered = covered_by(programme, choice.amounts)
        measures = measures_of(
            groups, choice, self._needs, covered=covered, ahead=self._quarters, scenario=self._scenario
        )
        cost = total_cost(programme, choice.amounts)
        return replace(
            shown,
            state=_state(choice, does_something=bool(measures)),
            measures=measures,
            ways=totals_of(measures, self._costs, self._quarters, self._scenario),
            cost=cost,
            gap=(cost - choice.bound) / cost if cost else Fraction(0),
            covered=tuple(code for code in self._needs if code in covered),
            left=tuple(code for code in self._needs if code in programme.uncovered and code not in covered),
        )

    def _outcomes(
        self,
        asked: Sequence[OfferedTarget],
        coming: Effect,
        measures: Sequence[Measure],
        *,
        programme: Programme,
        choice: Choice,
    ) -> tuple[Outcome, ...]:
        """Each target after the measures; of one that they do not reach also the best that it could come to alone."""
        done = effect_of_measures(measures)
        return tuple(
            self._targeting.outcome(one, coming, done, self._alone(demand, programme, choice))
            for one, demand in zip(asked, programme.demands, strict=True)
        )

    @staticmethod
    def _alone(demand: Demand, programme: Programme, choice: Choice) -> Effect | None:
        if not choice.lacking[demand.id]:
            return None
        return effect_of_choice(programme, planner.furthest(programme, demand))

    def _coming(self) -> Effect:
        if not self._scenario.coming:
            return Effect()
        return coming_of(self._needs.values(), self._heads, self._period, self._by)

    def _uncovered(self, coming: Effect) -> dict[str, tuple[str, str]]:
        found = {code: need.result for code, need in self._needs.items() if code not in coming.places}
        return {
            code: (one.township.zone, one.township.reporting_unit)
            for code, one in found.items()
            if one.coverage is Coverage.UNCOVERED
        }

    def _resources(self) -> tuple[Resource, ...]:
        rows = institutions_of(self._knowledge, self._city, self._period)
        found: list[Resource] = []
        for code, need in self._needs.items():
            unit = need.result.township.reporting_unit
            stored = self._knowledge.standing(unit, self._period).stored
            own = tuple(row for row in rows.get(code, ()) if row.channel is Channel.K1 and row.slots)
            open_now = tuple(row for row in own if row.in_operation(self._period.end))
            place = Surroundings(need, open_now, self._heads[unit], stored.mode if stored else None)
            found += resources_of(place, self._costs, self._scenario)
        return tuple(found)


def _state(choice: Choice, *, does_something: bool) -> SchemeState:
    if not choice.proven:
        return SchemeState.UNPROVEN
    if any(choice.lacking.values()):
        return SchemeState.OUT_OF_REACH
    return SchemeState.MET if does_something else SchemeState.NOTHING_MISSING


def holds_again(made: Scheme, resources: Sequence[Resource], programme: Programme, choice: Choice) -> bool:
    """Counted once more from the measures alone, in whole numbers and fractions: what is at hand in each township,
    sizes, limits, cost, townships covered, and each target's verdict.
    """
    at_hand: Counter[tuple[str, str, bool]] = Counter()
    used: Counter[tuple[str, str, bool]] = Counter()
    for one in resources:
        at_hand[one.township, one.way.id, one.counts] += one.units
    for measure in made.measures:
        used[measure.township.code, measure.way.id, measure.counts] += measure.units
    verdicts = {one.id: one.met for one in made.outcomes}
    return (
        all(units <= at_hand[key] for key, units in used.items())
        and not faults_of(programme, choice.amounts)
        and all(one.units <= one.limit for one in made.ways)
        and sum((one.cost for one in made.measures), Fraction(0)) == made.cost
        and {one.township.code for one in made.measures if one.covers} == set(made.covered)
        and all(verdicts[one.id] == (choice.lacking[one.id] == 0) for one in programme.demands)
    )
