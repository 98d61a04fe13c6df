"""What is said of changes on a common basis: over the units present in both periods, and how the whole's was made."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from data.model import Period
from metrics.decomposition import Split


class Since(StrEnum):
    """The period that a change is measured from."""

    PREVIOUS = "previous"
    YEAR = "year"
    BASELINE = "baseline"


@dataclass(frozen=True, slots=True)
class LikeForLike:
    """An indicator of the units present in both periods; of a per-1,000 its slots, for units alone have no residents.

    ``units``: reporting units present in both; ``now_only``, ``then_only``: those present in one of them.
    ``broken``: the series breaks between the two periods.
    """

    indicator: str
    unit: str
    since: Since
    period: Period
    units: tuple[str, ...]
    now_only: tuple[str, ...]
    then_only: tuple[str, ...]
    then: Fraction | None
    now: Fraction | None
    broken: bool

    @property
    def change(self) -> Fraction | None:
        return None if self.then is None or self.now is None else self.now - self.then

    @property
    def same_units(self) -> bool:
        """The same units reported both, so that every change is like for like."""
        return not self.now_only and not self.then_only


@dataclass(frozen=True, slots=True)
class CitySplit:
    """The change of a city's ratio since a period, over the units whose ratio is known at both."""

    indicator: str
    unit: str
    since: Since
    period: Period
    units: int
    split: Split
