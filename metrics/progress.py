"""How far a value has come and how it stands (DOMAIN section 4). Exact fractions, pure functions."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from data.model import Definitions, Period, Plan, Target
from metrics.compute import Amount
from metrics.definition import Bound, Indicator
from metrics.results import Status


def expected_of(baseline: Fraction, target: Fraction, elapsed: Fraction) -> Fraction:
    """序时应达值: y0 + (yT - y0) * e, where a straight path would stand now."""
    return baseline + (target - baseline) * elapsed


def progress_of(value: Fraction, baseline: Fraction, target: Fraction) -> Fraction:
    """完成进度 p: (y - y0) / (yT - y0), the part of the way that is done."""
    return (value - baseline) / (target - baseline)


def elapsed_of(plan: Plan, period: Period) -> Fraction:
    """时间进度 e: months of the plan gone by at the period's end, over all its months; 0 to 1."""
    return Fraction(plan.months_elapsed(period), plan.months)


def light_of(pace: Fraction, definitions: Definitions) -> Status:
    """The light of an exact pace p / e before the deadline; the boundaries belong to the better side."""
    if pace < 0:
        return Status.BELOW_BASELINE
    if pace >= definitions.pace_on_track:
        return Status.ON_TRACK
    return Status.ACCELERATE if pace >= definitions.pace_accelerate else Status.LAGGING


@dataclass(frozen=True, slots=True)
class Assessment:
    """A value against a target. Completion in %; pace and progress as plain ratios."""

    status: Status | None = None
    expected: Fraction | None = None
    progress: Fraction | None = None
    pace: Fraction | None = None
    completion: Fraction | None = None


def certainty(indicator: Indicator, amount: Amount, target: Fraction) -> bool | None:
    """Met (True), not met (False), or not to be said (None) because of what is unknown.

    A whole value decides. A partial one decides by its bounds: met whatever the unknown; for coverage also
    out of reach even if every unknown township were covered.
    """
    if amount.value is None or amount.no_value is None:
        return None if amount.value is None else indicator.meets(amount.value, target)
    if indicator.bound is Bound.NEVER:
        return None
    if indicator.bound is Bound.AT_LEAST:
        return True if indicator.meets(amount.value, target) else None
    return _within_reach(amount, target)


def _within_reach(amount: Amount, target: Fraction) -> bool | None:
    """Coverage of N townships, some unknown: lower bound = the known covered ones, upper = the unknown as well."""
    covered, townships = amount.numerator or 0, amount.known + amount.unknown
    if Fraction(100 * covered, townships) >= target:
        return True
    return False if Fraction(100 * (covered + amount.unknown), townships) < target else None


def assess(
    indicator: Indicator,
    amount: Amount,
    *,
    baseline: Fraction | None,
    target: Target,
    plan: Plan,
    period: Period,
    definitions: Definitions,
) -> Assessment:
    """Status and progress of one value, in the order of DOMAIN section 4.

    A partial value has no progress, pace or completion: the known part is not the whole way.
    """
    elapsed = elapsed_of(plan, period)
    whole = amount.whole
    expected = None if baseline is None else expected_of(baseline, target.value, elapsed)
    progress = pace = None
    if whole is not None and baseline is not None and not indicator.meets(baseline, target.value):
        progress = progress_of(whole, baseline, target.value)
        pace = progress / elapsed if elapsed and period.end < plan.deadline else None
    completion = None if whole is None else 100 * whole / target.value
    met = certainty(indicator, amount, target.value)
    if period.end >= plan.deadline:
        status = final_status(met)
    else:
        status = running_status(met, amount, baseline=baseline, elapsed=elapsed, pace=pace, definitions=definitions)
    return Assessment(status, expected, progress, pace, completion)


def final_status(met: bool | None) -> Status:
    """At and after the deadline: achieved or missed only, unless it cannot be said."""
    if met is None:
        return Status.NOT_ASSESSABLE
    return Status.ACHIEVED if met else Status.MISSED


def running_status(
    met: bool | None,
    amount: Amount,
    *,
    baseline: Fraction | None,
    elapsed: Fraction,
    pace: Fraction | None,
    definitions: Definitions,
) -> Status:
    """Before the deadline; a partial value can only be achieved or not assessable."""
    if met:
        return Status.ACHIEVED
    if amount.whole is None or baseline is None or elapsed == 0:
        return Status.NOT_ASSESSABLE
    if pace is None:
        return Status.FALLEN_BACK
    return light_of(pace, definitions)


class PaceWord(StrEnum):
    """How a pace is told in prose, by its exact value (DOMAIN section 4)."""

    AHEAD = "ahead"
    LEVEL = "level"
    NEAR = "near"
    SLOWER = "slower"
    FAR = "far"


def pace_word(pace: Fraction, definitions: Definitions) -> PaceWord:
    """Over 1 ahead, 1 level; then near, slower and far behind at the bounds of the lights."""
    if pace >= 1:
        return PaceWord.AHEAD if pace > 1 else PaceWord.LEVEL
    near, slower = definitions.pace_on_track, definitions.pace_accelerate
    if pace >= near:
        return PaceWord.NEAR
    return PaceWord.SLOWER if pace >= slower else PaceWord.FAR


def reference_status(met: bool | None) -> Status:
    """Beside the city's figure as 参照值: at or above it, or below; no light."""
    if met is None:
        return Status.NOT_ASSESSABLE
    return Status.ABOVE_REFERENCE if met else Status.BELOW_REFERENCE
