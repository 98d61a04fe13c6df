"""The ratio of growth rates by which Statistics Canada and Open SDG tell a light; beside ours, never instead of it."""

from __future__ import annotations

from enum import StrEnum
from fractions import Fraction

from metrics.definition import Direction


class Growth(StrEnum):
    ON_TRACK = "on_track"
    ACCELERATION_NEEDED = "acceleration_needed"
    LIMITED = "limited"
    DETERIORATION = "deterioration"


ON_TRACK, ACCELERATION_NEEDED = 0.95, 0.60


def growth_ratio(
    value: Fraction,
    baseline: Fraction,
    target: Fraction,
    *,
    years: Fraction,
    years_to_target: Fraction,
    direction: Direction,
) -> float | None:
    """R = d * CAGR_i / |CAGR_T|, d = +1 up and -1 down (Open SDG, progress status, methodology 2).

    CAGR_i = (y / y0)^(1 / t) - 1 over the years gone by, CAGR_T = (yT / y0)^(1 / T) - 1 over those to the target.
    None where the baseline or the value is not above 0, no time has passed, or the target is the baseline.
    """
    if baseline <= 0 or value <= 0 or target <= 0 or years <= 0 or years_to_target <= 0 or target == baseline:
        return None
    observed = pow(float(value / baseline), 1 / float(years)) - 1
    wanted: float = pow(float(target / baseline), 1 / float(years_to_target)) - 1
    ratio: float = (1 if direction is Direction.UP else -1) * observed / abs(wanted)
    return ratio


def growth_of(ratio: float) -> Growth:
    """The word of a ratio; the boundaries belong to the better side."""
    if ratio < 0:
        return Growth.DETERIORATION
    if ratio >= ON_TRACK:
        return Growth.ON_TRACK
    return Growth.ACCELERATION_NEEDED if ratio >= ACCELERATION_NEEDED else Growth.LIMITED
