"""What an indicator is. A definition that contradicts itself is refused when it is written, not when it is used."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from data.model import Level


class Element(StrEnum):
    """A data element that is counted: in townships, in what a filer says of itself, or (residents) in an area."""

    SLOTS = "slots"
    INCLUSIVE_SLOTS = "inclusive_slots"
    CHILDREN = "children"
    INCLUSIVE_CHILDREN = "inclusive_children"
    INSTITUTIONS = "institutions"
    INCLUSIVE_INSTITUTIONS = "inclusive_institutions"
    TOWNSHIPS = "townships"
    COVERED_TOWNSHIPS = "covered_townships"
    SERVED_TOWNSHIPS = "served_townships"
    RESIDENTS = "residents"
    KINDERGARTENS = "kindergartens"
    PROFESSIONAL = "professional"
    QUALITY_RATED = "quality_rated"
    QUALITY_KNOWN = "quality_known"
    RISK_RATED = "risk_rated"
    RISK_KNOWN = "risk_known"
    FILED = "filed"
    FILING_KNOWN = "filing_known"
    INCLUSIVE_FEES = "inclusive_fees"
    INCLUSIVE_FEE_SLOTS = "inclusive_fee_slots"
    OTHER_FEES = "other_fees"
    OTHER_FEE_SLOTS = "other_fee_slots"
    CARERS = "carers"
    CERTIFIED = "certified"
    NET_INCLUSIVE_SLOTS = "net_inclusive_slots"
    NEW_SLOTS_EDUCATION = "new_slots_education"
    NEW_SLOTS_SOCIETY = "new_slots_society"
    HEADS_TRAINED = "heads_trained"
    CARERS_TRAINED = "carers_trained"
    HEALTH_TRAINED = "health_trained"
    PARENT_EVENTS = "parent_events"
    PROGRAMMES = "programmes"
    CENTRES = "centres"
    TEAMS = "teams"
    RETURNS = "returns"
    RETURNS_RECEIVED = "returns_received"
    RETURNS_ON_TIME = "returns_on_time"


class Unit(StrEnum):
    """What the value is counted in; ``scale`` turns numerator / denominator into it."""

    PER_1000 = "per_1000"
    PERCENT = "percent"
    COUNT = "count"
    YUAN = "yuan"

    @property
    def scale(self) -> int:
        return {Unit.PER_1000: 1000, Unit.PERCENT: 100, Unit.COUNT: 1, Unit.YUAN: 1}[self]


class Direction(StrEnum):
    """Which way is better. Nothing guesses it from a name."""

    UP = "up"
    DOWN = "down"


class TimeRule(StrEnum):
    """How figures of several periods make one: a stock takes the last value, a flow adds up."""

    STOCK = "stock"
    FLOW = "flow"


class Window(StrEnum):
    """From where a flow adds up: the first period of the plan, or January of the year."""

    PLAN = "plan"
    YEAR = "year"


class Filers(StrEnum):
    """Whose returns make the city's figure: the units', the units' and the city's own, or the city's own alone."""

    UNITS = "units"
    UNITS_AND_CITY = "units_and_city"
    CITY = "city"


class PopulationBase(StrEnum):
    """Whose residents a per-1,000 value stands on (DOMAIN section 3).

    ``common``: units share the latest date at which all of them have a figure, for every period compared;
    the city always has its own. ``own``: the latest of the area itself at each period.
    """

    COMMON = "common"
    OWN = "own"


class Bound(StrEnum):
    """What a partial total may still decide (DOMAIN section 3, Partial totals).

    ``at_least``: the known part alone can meet the target. ``both``: also out of reach, with all unknown counted.
    ``never``: nothing is decided until everybody has reported.
    """

    AT_LEAST = "at_least"
    BOTH = "both"
    NEVER = "never"


WHOLE = frozenset({Level.CITY, Level.REGION, Level.UNIT})
EVERYWHERE = WHOLE | {Level.TOWNSHIP}

_ID = re.compile(r"[A-Z][A-Z0-9_]*[a-z]?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    """One indicator: numerator over denominator (none for a count), and where it exists.

    ``zonal``: has rows for zones beside the whole unit. ``zone_bound``: exists in one zone only, the one the
    plan file names for it. ``levels``: the levels of org unit it is computed for. ``window``: of a flow only.
    """

    id: str
    numerator: Element
    denominator: Element | None
    unit: Unit
    direction: Direction
    time_rule: TimeRule
    bound: Bound
    levels: frozenset[Level]
    zonal: bool = False
    zone_bound: bool = False
    population_base: PopulationBase | None = None
    window: Window | None = None
    filers: Filers = Filers.UNITS

    def __post_init__(self) -> None:
        _require(_ID.fullmatch(self.id) is not None, self.id, "an id is capitals and digits")
        _require((self.unit is Unit.COUNT) == (self.denominator is None), self.id, "a count has no denominator")
        _require(self.numerator != self.denominator, self.id, "numerator and denominator are the same")
        _require(self.per_residents == (self.unit is Unit.PER_1000), self.id, "per 1,000 means per 1,000 residents")
        _require(self.per_residents == (self.population_base is not None), self.id, "residents need a base")
        _require(not (self.per_residents and self.zonal), self.id, "zones have no population")
        _require(self.zonal or not self.zone_bound, self.id, "bound to a zone it does not have")
        _require((self.time_rule is TimeRule.FLOW) == (self.window is not None), self.id, "a flow needs its window")
        _require(bool(self.levels), self.id, "computed for nobody")

    @property
    def per_residents(self) -> bool:
        return self.denominator is Element.RESIDENTS

    @property
    def paired(self) -> bool:
        """Both sides come from the same townships, so a township with an unknown side leaves both."""
        return self.denominator is not None and not self.per_residents

    def meets(self, value: Fraction, target: Fraction) -> bool:
        """The exact value stands on the good side of the target (equal is met)."""
        return value >= target if self.direction is Direction.UP else value <= target


def _require(holds: bool, name: str, reason: str) -> None:
    if not holds:
        raise ValueError(f"indicator {name}: {reason}")
