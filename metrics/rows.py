"""One assessed row: an indicator of an area in a period, against a plan."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from data.model import Level, Period, Plan, Reference, SeriesBreak, Target
from metrics.compute import Amount
from metrics.definition import Indicator
from metrics.gaps import gap_of, per_month_of
from metrics.indicators import INDICATORS
from metrics.knowledge import Standing, return_flags
from metrics.positions import Area, Positions
from metrics.progress import Assessment, assess, certainty, elapsed_of, reference_status
from metrics.results import Flag, Row, Status, TargetKind
from metrics.targets import target_of, zone_bindings


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


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a target (of one's own, or the city's as a reference) says of a value; empty where there is none."""

    target: Target | None = None
    kind: TargetKind | None = None
    assessment: Assessment = field(default_factory=Assessment)
    verdict: Status | None = None
    gap: int | None = None


@dataclass(frozen=True, slots=True)
class RowMaker:
    """Rows of one period against one plan."""

    positions: Positions
    period: Period
    plan: Plan

    @property
    def reference(self) -> Reference:
        return self.positions.knowledge.reference

    @property
    def verdict_period(self) -> Period:
        """The period holding the plan's deadline, whose own status is the plan's verdict."""
        return Period.holding(self.plan.deadline, self.reference.frequency)

    @property
    def periods(self) -> tuple[Period, ...]:
        """Every period a row looks at."""
        compared = (self.period, self.period.previous, self.period.year_earlier, self.plan.baseline)
        return (*compared, self.verdict_period) if self.period > self.verdict_period else compared

    def rows(self, areas: Sequence[Area]) -> tuple[Row, ...]:
        """All rows of these areas, area by area, in the order of the table of indicators."""
        bindings = zone_bindings(self.reference)
        return tuple(self.row(one, area) for area in areas for one in indicators_of(area, bindings))

    def row(self, indicator: Indicator, area: Area) -> Row:
        """One row; every figure that a rule leaves out is None."""
        amount = self._amount(indicator, area, self.period)
        standings = self.positions.standings(area, self.period)
        judged = self._judged(indicator, area, amount)
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
            baseline=self._baseline(indicator, area),
            expected=judged.assessment.expected,
            pace=judged.assessment.pace,
            progress=judged.assessment.progress,
            elapsed=elapsed_of(self.plan, self.period),
            completion=judged.assessment.completion,
            change_previous=self._change(indicator, area, amount, self.period.previous),
            change_year=self._change(indicator, area, amount, self.period.year_earlier),
            change_baseline=self._change(indicator, area, amount, self.plan.baseline),
            status=judged.assessment.status,
            verdict=judged.verdict,
            gap=judged.gap,
            per_month=per_month_of(judged.gap, self.plan.months_left(self.period)),
            reported=sum(standing.own is not None for standing in standings),
            carried=sum(standing.carried_from is not None for standing in standings),
            expected_returns=len(standings),
            flags=self._flags(indicator, standings, has_target=judged.target is not None),
            population=amount.population,
            receipts=tuple(standing.stored.receipt for standing in standings if standing.stored),
        )

    def _amount(self, indicator: Indicator, area: Area, period: Period) -> Amount:
        return self.positions.amount(indicator, area, period)

    def _baseline(self, indicator: Indicator, area: Area) -> Fraction | None:
        return self._amount(indicator, area, self.plan.baseline).whole

    def _change(self, indicator: Indicator, area: Area, amount: Amount, then: Period) -> Fraction | None:
        """Between whole values only: a 15/17 total is never compared with a 17/17 total."""
        now, before = amount.whole, self._amount(indicator, area, then).whole
        return None if now is None or before is None else now - before

    def _judged(self, indicator: Indicator, area: Area, amount: Amount) -> Judgement:
        found = target_of(self.plan, indicator, area)
        if found is None:
            return Judgement()
        target, kind = found
        if kind is TargetKind.REFERENCE:
            beside = reference_status(certainty(indicator, amount, target.value))
            return Judgement(target, kind, Assessment(status=beside))
        baseline = self._baseline(indicator, area)
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

    def _flags(self, indicator: Indicator, standings: Sequence[Standing], *, has_target: bool) -> tuple[Flag, ...]:
        days = [one.day for one in breaks_of(self.reference, indicator.id)]
        signs = list(return_flags(standings))
        if any(self.period.year_earlier.end < day <= self.period.end for day in days):
            signs.append(Flag.BREAK)
        if has_target and self.period > self.verdict_period:
            signs.append(Flag.AFTER_DEADLINE)
        return tuple(signs)
