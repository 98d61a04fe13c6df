"""A straight line through the periods received, carried on to the deadline, with what it may miss by.

Ordinary least squares; prediction intervals and the chance by Student's t with n - 2 degrees of freedom. For the
explain panel and 指标口径 only: officials are told the position from known projects instead (DOMAIN section 4).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from math import sqrt

FEWEST = 3
"""Points under which a line has no interval: two points are always met exactly."""

ON_COURSE, LATE = 10, 100
"""ESCAP: a gap at the deadline up to 10 % of the way keeps course, up to 100 % must speed up, beyond it turn."""


class Course(StrEnum):
    """What the projected gap asks for (UN ESCAP, Asia and the Pacific SDG progress assessment)."""

    MAINTAIN = "maintain"
    ACCELERATE = "accelerate"
    REVERSE = "reverse"


@dataclass(frozen=True, slots=True)
class Projection:
    """The value at the deadline in the indicator's unit; intervals and chance (0 to 1) are None under 3 points.

    ``deviation`` is the residual standard deviation s.
    """

    value: float
    slope: float
    low80: float | None = None
    high80: float | None = None
    low95: float | None = None
    high95: float | None = None
    chance: float | None = None
    deviation: float | None = None


def projection_of(
    points: Sequence[tuple[float, float]], at: float, *, target: float | None = None, up: bool = True
) -> Projection | None:
    """The line through ``points`` (x, y) at x = ``at``; None of fewer than two different x.

    slope = sum((x - mx)(y - my)) / sum((x - mx)^2); the half width of an interval is
    t * s * sqrt(1 + 1/n + (at - mx)^2 / sum((x - mx)^2)) with s^2 = sum of squared residuals / (n - 2).
    The chance is that of a value at or beyond ``target`` in the good direction.
    """
    count = len(points)
    if len({x for x, _ in points}) < 2:
        return None
    middle, level = (sum(values) / count for values in zip(*points, strict=True))
    spread = sum((x - middle) ** 2 for x, _ in points)
    slope = sum((x - middle) * (y - level) for x, y in points) / spread
    value = level + slope * (at - middle)
    if count < FEWEST:
        return Projection(value, slope)
    rest = sum((y - level - slope * (x - middle)) ** 2 for x, y in points)
    deviation = sqrt(rest / (count - 2))
    error = deviation * sqrt(1 + 1 / count + (at - middle) ** 2 / spread)
    ahead = None if target is None else value - target if up else target - value
    return _bounded(Projection(value, slope, deviation=deviation), error, freedom=count - 2, ahead=ahead)


def _bounded(line: Projection, error: float, *, freedom: int, ahead: float | None) -> Projection:
    """The line with its intervals; ``ahead`` is how far it ends beyond the target on the good side."""
    from scipy.special import stdtr, stdtrit

    half80, half95 = (float(stdtrit(freedom, share)) * error for share in (0.9, 0.975))
    return replace(
        line,
        low80=line.value - half80,
        high80=line.value + half80,
        low95=line.value - half95,
        high95=line.value + half95,
        chance=None if ahead is None else float(stdtr(freedom, ahead / error)) if error else float(ahead >= 0),
    )


def escap_gap(target: float, baseline: float, projected: float, *, up: bool = True) -> float | None:
    """100 * |yT - projected| / |yT - y0|, 0 where the target is met; None where the baseline stands at the target."""
    if target == baseline:
        return None
    if projected >= target if up else projected <= target:
        return 0.0
    return 100 * abs(target - projected) / abs(target - baseline)


def course_of(gap: float) -> Course:
    """The class of an ESCAP gap; the boundaries belong to the better side."""
    if gap <= ON_COURSE:
        return Course.MAINTAIN
    return Course.ACCELERATE if gap <= LATE else Course.REVERSE
