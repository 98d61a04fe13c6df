"""How unusual a change is among the earlier ones: median and MAD, so that one odd quarter spoils nothing. Pure."""

from __future__ import annotations

from statistics import fmean, median
from typing import NamedTuple

LEAST_CHANGE = 50
LEAST_PERCENT = 30
MOST_Z = 3.5
LEAST_HISTORY = 6
MAD_OF_NORMAL = 0.6745
MEAN_DEVIATION_OF_NORMAL = 1.253314
"""Where more than half the changes are alike, MAD is 0 and the mean absolute deviation takes its place."""


class Step(NamedTuple):
    """One figure of one subject in two returns, like for like."""

    before: int
    now: int

    @property
    def share(self) -> float | None:
        """The change as a share of what was; None where nothing was and something is."""
        if self.before == 0:
            return 0.0 if self.now == 0 else None
        return (self.now - self.before) / self.before

    @property
    def is_large(self) -> bool:
        """At least 50, and at least 30 % of what was."""
        change = abs(self.now - self.before)
        return change >= LEAST_CHANGE and 100 * change >= LEAST_PERCENT * self.before


class Score(NamedTuple):
    """A change among the earlier ones; ``z`` None = too few of them, or none can compare."""

    z: float | None
    centre: float
    spread: float
    history: int


def modified_z(share: float | None, earlier: list[float]) -> Score:
    """0.6745 * (x - median) / MAD over the earlier changes; infinite where they were all alike and this one is not."""
    if share is None or len(earlier) < LEAST_HISTORY:
        return Score(None, 0.0, 0.0, len(earlier))
    centre = median(earlier)
    spread = median(abs(one - centre) for one in earlier) / MAD_OF_NORMAL
    spread = spread or fmean(abs(one - centre) for one in earlier) * MEAN_DEVIATION_OF_NORMAL
    distance = share - centre
    z = distance / spread if spread else (float("inf") if distance > 0 else float("-inf"))
    return Score(z if distance else 0.0, centre, spread, len(earlier))
