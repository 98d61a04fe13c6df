"""补缺方案: what the planner proposes, township by township, and where each target would stand; or why nothing."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from data.model import Costs, Period, Plan, Target, Township, Way, WayKind
from metrics.results import NoValue
from metrics.scenario import Quarter, Scenario


class SchemeState(StrEnum):
    """Whether there is a scheme and what it reaches.

    ``no_costs``, ``no_plan`` (no plan runs and no horizon was chosen), ``late`` (the horizon is not after the period),
    ``no_target`` (none chosen, or none that can be worked out): no scheme. ``unproven``: it stands, but the search
    ended before anything better was ruled out. ``refused``: the solver's answer did not hold in whole numbers.
    """

    NO_COSTS = "no_costs"
    NO_PLAN = "no_plan"
    LATE = "late"
    NO_TARGET = "no_target"
    NOTHING_MISSING = "nothing_missing"
    MET = "met"
    OUT_OF_REACH = "out_of_reach"
    UNPROVEN = "unproven"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a target stands: numerator, denominator (None of a count) and the value in its unit."""

    numerator: int
    denominator: int | None
    value: Fraction


@dataclass(frozen=True, slots=True)
class OfferedTarget:
    """A target that may be chosen; ``no_value`` says why it cannot be worked out, where it cannot.

    ``org_unit``: the unit whose own target it is (None = the city's).
    """

    target: Target
    unit: str
    chosen: bool
    by_default: bool
    now: Standing | None
    no_value: NoValue | None
    org_unit: str | None = None

    @property
    def id(self) -> str:
        """``G2``, or ``G2.110114`` of a unit: its name among the demands."""
        return self.target.indicator + (f".{self.org_unit}" if self.org_unit else "")


@dataclass(frozen=True, slots=True)
class Outcome:
    """A chosen target: now, with the projects under way (``coming``), and with the scheme.

    ``alone``: where it could be brought at most if it were the only one; None where the scheme meets it.
    """

    target: Target
    unit: str
    now: Standing
    coming: Standing
    after: Standing
    met: bool
    alone: Standing | None = None
    alone_meets: bool = False
    org_unit: str | None = None
    id: str = ""


@dataclass(frozen=True, slots=True)
class Measure:
    """One thing to do in one township: units of a way, their slots, what they cost (元), and the quarter by which they
    can be done where the uncovered come first.
    """

    township: Township
    way: Way
    units: int
    slots: int
    cost: Fraction
    by: Period
    counts: bool
    covers: bool


@dataclass(frozen=True, slots=True)
class WayTotal:
    """A way over all townships; ``by_quarter``: units done in each quarter; ``limit``: the most that can be done."""

    way: Way
    units: int
    slots: int
    cost: Fraction
    limit: int
    by_quarter: tuple[int, ...]

    @property
    def is_exhausted(self) -> bool:
        """Nothing more of it can be done until the horizon."""
        return self.units == self.limit


@dataclass(frozen=True, slots=True)
class Coming:
    """在建 projects that open by the horizon, which the scheme counts on."""

    projects: int
    slots: int
    inclusive: int
    covered: int


@dataclass(frozen=True, slots=True)
class Scheme:
    """The answer to one scenario. ``cost`` in 元; ``gap``: how far it may be from the cheapest, as a plain ratio.

    ``left`` are the townships that stay uncovered, ``covered`` those that the measures cover.
    """

    state: SchemeState
    scenario: Scenario
    offered: tuple[OfferedTarget, ...] = ()
    ahead: Plan | None = None
    by: Period | None = None
    costs: Costs | None = None
    quarters: tuple[Quarter, ...] = ()
    outcomes: tuple[Outcome, ...] = ()
    measures: tuple[Measure, ...] = ()
    ways: tuple[WayTotal, ...] = ()
    coming: Coming | None = None
    cost: Fraction = Fraction(0)
    gap: Fraction = Fraction(0)
    covered: tuple[str, ...] = ()
    left: tuple[str, ...] = ()

    @property
    def slots(self) -> int:
        """Slots that are built."""
        return sum(one.slots for one in self.measures if one.way.kind is not WayKind.CONVERT)

    @property
    def inclusive(self) -> int:
        """Slots that are built or turned inclusive: all of them are."""
        return sum(one.slots for one in self.measures)

    @property
    def is_shown(self) -> bool:
        """There is something to show: measures, or the news that none is needed."""
        return bool(self.outcomes) and self.state is not SchemeState.REFUSED
