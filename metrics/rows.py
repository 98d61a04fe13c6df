"""One assessed row: an indicator of an area in a period, against a plan."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cached_property

from data.model import DistrictTarget, Level, NewSlots, Period, Plan, Reference, SeriesBreak, Target
from metrics.compute import Amount
from metrics.contributions import FILING, NEW_SLOTS, SINCE_BASELINE
from metrics.definition import Bound, Indicator, Window
from metrics.gaps import gap_of, per_month_of
from metrics.indicators import INDICATORS
from metrics.positions import Area, Behind, Positions
from metrics.progress import Assessment, assess, certainty, elapsed_of, reference_status
from metrics.results import Flag, NoValue, Row, Status, TargetKind
from metrics.targets import district_target_of, target_of, zone_bindings


def indicators_of(area: Area, bindings: dict[str, str]) -> tuple[Indicator, ...]:
    """What an area is measured by: zone-bound indicators only in their zone, G1 only for the whole."""
    return tuple(
        indicator
        for indicator in INDICATORS
        if area.level in indicator.levels
        and (not indicator.zone_bound or bindings.get(indicator.id, "") == area.zone)
        and (indicator.zonal or area.zone is None)
    )


def breaks_of(reference: Reference, indicator: str) -> tuple[SeriesBreak, ...]:
    """The breaks in an indicator's series, oldest first."""
    return tuple(sorted((b for b in reference.breaks if b.indicator in (indicator, "*")), key=lambda b: b.day))


def as_counted(indicator: Indicator, reference: Reference) -> Indicator:
    """The indicator as the definitions count it: net new slots can fall, so a partial sum of them decides nothing."""
    net = reference.definitions.new_slots is NewSlots.NET and indicator.numerator in NEW_SLOTS
    return replace(indicator, bound=Bound.NEVER) if net else indicator


def is_least(indicator: Indicator, amount: Amount) -> bool | None:
    """Whether a partial value is a least value; None of a whole one."""
    return indicator.bound is Bound.AT_LEAST if amount.no_value is NoValue.INCOMPLETE else None


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a target (of one's own, or the city's as a reference) says of a value; empty where there is none."""

    target: Target | None = None
    kind: TargetKind | None = None
    assessment: Assessment = field(default_factory=Assessment)
    verdict: Status | None = None
    gap: int | None = None


def _kind(indicator: Indicator) -> object:
    """Indicators of the same kind stand on the same returns."""
    by_itself = indicator.numerator in FILING | SINCE_BASELINE or indicator.window is not None
    return (indicator.numerator, indicator.window) if by_itself else indicator.filers


@dataclass(frozen=True)
class RowMaker:
    """Rows of one period against one plan. What is the same for every row is worked out once."""

    positions: Positions
    period: Period
    plan: Plan

    @property
    def reference(self) -> Reference:
        return self.positions.knowledge.reference

    @cached_property
    def verdict_period(self) -> Period:
        """The period holding the plan's deadline, whose own status is the plan's verdict."""
        return Period.holding(self.plan.deadline, self.reference.frequency)

    @cached_property
    def _previous(self) -> Period:
        return self.period.previous

    @cached_property
    def _year_earlier(self) -> Period:
        return self.period.year_earlier

    @cached_property
    def _bindings(self) -> dict[str, str]:
        return zone_bindings(self.reference)

    @cached_property
    def _elapsed(self) -> Fraction:
        return elapsed_of(self.plan, self.period)

    @cached_property
    def _broken(self) -> frozenset[str]:
        """The indicators whose series broke within the last year."""
        first, last = self._year_earlier.end, self.period.end
        inside = [one.id for one in INDICATORS if any(first < b.day <= last for b in breaks_of(self.reference, one.id))]
        return frozenset(inside)

    @cached_property
    def periods(self) -> tuple[Period, ...]:
        """Every period a row looks at."""
        compared = (self.period, self._previous, self._year_earlier, self.plan.baseline)
        return (*compared, self.verdict_period) if self.period > self.verdict_period else compared

    @cached_property
    def _looked_at(self) -> tuple[Period, ...]:
        """Every period behind a row: those compared, and for what adds up all known ones before them."""
        compared = set(self.periods)
        last = max(compared)
        return tuple(sorted(compared.union(one for one in self.positions.knowledge.periods if one <= last)))

    def load(self, areas: Sequence[Area]) -> None:
        """Fetch together all that these areas' rows stand on."""
        units = tuple(dict.fromkeys(unit for area in areas for unit in area.units))
        knowledge = self.positions.knowledge
        knowledge.load(self.periods, units)
        if any(area.level is not Level.TOWNSHIP for area in areas):
            files_itself = any(area.level is Level.CITY for area in areas)
            filers = (*units, self.reference.city.code) if files_itself else units
            knowledge.load_history(filers, max(self.periods))

    def rows(self, areas: Sequence[Area]) -> tuple[Row, ...]:
        """All rows of these areas, area by area, in the order of the table of indicators."""
        return tuple(row for area in areas for row in self._rows_of(area))

    def _rows_of(self, area: Area) -> tuple[Row, ...]:
        """An area's rows: worked out once for as long as it stands on the same returns."""
        knowledge = self.positions.knowledge
        filers = (*area.units, self.reference.city.code) if area.level is Level.CITY else area.units
        footing = knowledge.footing(filers, self._looked_at)
        key = ("rows", area, self.period, self.plan.id, knowledge.day, footing)
        return knowledge.memory.once(key, lambda: self._worked_out(area))

    def _worked_out(self, area: Area) -> tuple[Row, ...]:
        indicators = [as_counted(one, self.reference) for one in indicators_of(area, self._bindings)]
        kinds = {_kind(one): one for one in indicators}
        returns = {kind: self.positions.behind(one, area, self.period) for kind, one in kinds.items()}
        return tuple(self._row(one, area, returns[_kind(one)]) for one in indicators)

    def _row(self, indicator: Indicator, area: Area, returns: Behind) -> Row:
        """One row; every figure that a rule leaves out is None."""
        amount = self._amount(indicator, area, self.period)
        baseline = self.baseline(indicator, area)
        judged = self._judged(indicator, area, amount, baseline)
        return Row(
            indicator=indicator.id,
            org_unit=area.org_unit,
            zone=area.zone if area.level is not Level.TOWNSHIP or indicator.zone_bound else None,
            unit=indicator.unit.value,
            numerator=amount.numerator,
            denominator=amount.denominator,
            value=amount.value,
            no_value=amount.no_value,
            target=judged.target.value if judged.target else None,
            target_kind=judged.kind,
            comparator=judged.target.comparator if judged.target else None,
            baseline=baseline,
            expected=judged.assessment.expected,
            pace=judged.assessment.pace,
            progress=judged.assessment.progress,
            elapsed=self._elapsed,
            completion=judged.assessment.completion,
            change_previous=_change(amount.whole, self._before(indicator, area)) if _is_own(returns) else None,
            change_year=_change(amount.whole, self._amount(indicator, area, self._year_earlier).whole),
            change_baseline=_change(amount.whole, baseline),
            status=judged.assessment.status,
            verdict=judged.verdict,
            gap=judged.gap,
            per_month=None if judged.gap is None else per_month_of(judged.gap, self.plan.months_left(self.period)),
            reported=returns.reported,
            carried=returns.carried,
            expected_returns=returns.expected,
            flags=self._flags(indicator, returns.flags, has_target=judged.target is not None),
            population=amount.population,
            receipts=returns.receipts,
            is_least=is_least(indicator, amount),
        )

    def _amount(self, indicator: Indicator, area: Area, period: Period) -> Amount:
        return self.positions.amount(indicator, area, period)

    def baseline(self, indicator: Indicator, area: Area) -> Fraction | None:
        """y0: where the plan started from; a flow starts from nothing."""
        if indicator.window is not None:
            return Fraction(0)
        return self._amount(indicator, area, self.plan.baseline).whole

    def _before(self, indicator: Indicator, area: Area) -> Fraction | None:
        """Last period's value; what starts anew in January is not compared across it."""
        if indicator.window is Window.YEAR and self._previous.year != self.period.year:
            return None
        return self._amount(indicator, area, self._previous).whole

    def district_target(self, indicator: Indicator, area: Area) -> DistrictTarget | None:
        """What a document known by then sets for an area."""
        return district_target_of(self.reference, self.plan, indicator, area, self.positions.knowledge.day)

    def target_of(self, indicator: Indicator, area: Area) -> tuple[Target, TargetKind] | None:
        """The number beside an area's value, and as what."""
        own = self.district_target(indicator, area)
        return target_of(self.plan, indicator, area, units=len(self.reference.units), own=own)

    def _judged(self, indicator: Indicator, area: Area, amount: Amount, baseline: Fraction | None) -> Judgement:
        found = self.target_of(indicator, area)
        if found is None:
            return Judgement()
        target, kind = found
        if kind is TargetKind.DERIVED:
            return Judgement(target, kind)
        if kind is TargetKind.REFERENCE:
            beside = reference_status(certainty(indicator, amount, target.value))
            return Judgement(target, kind, Assessment(status=beside))
        assessment = self._assess(target, indicator, amount, baseline, self.period)
        verdict = self._verdict(target, indicator, area, baseline)
        return Judgement(target, kind, assessment, verdict, gap_of(indicator, amount, target))

    def _verdict(self, target: Target, indicator: Indicator, area: Area, baseline: Fraction | None) -> Status | None:
        """The plan's own verdict, beside every later period."""
        if self.period <= self.verdict_period:
            return None
        then = self._amount(indicator, area, self.verdict_period)
        return self._assess(target, indicator, then, baseline, self.verdict_period).status

    def _assess(
        self, target: Target, indicator: Indicator, amount: Amount, baseline: Fraction | None, period: Period
    ) -> Assessment:
        return assess(
            indicator,
            amount,
            baseline=baseline,
            target=target,
            plan=self.plan,
            period=period,
            definitions=self.reference.definitions,
        )

    def _flags(self, indicator: Indicator, flags: tuple[Flag, ...], *, has_target: bool) -> tuple[Flag, ...]:
        broken = (Flag.BREAK,) if indicator.id in self._broken else ()
        after = (Flag.AFTER_DEADLINE,) if has_target and self.period > self.verdict_period else ()
        return (*flags, *broken, *after)


def _is_own(returns: Behind) -> bool:
    """Whether any return of the period itself stands behind a row: all carried, it would be set against itself."""
    return not returns.carried or returns.carried < returns.expected


def _change(now: Fraction | None, before: Fraction | None) -> Fraction | None:
    """Between whole values only: a 15/17 total is never compared with a 17/17 total."""
    return None if now is None or before is None else now - before
