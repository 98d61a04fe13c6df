"""The table of indicators: literals, no logic. Targets are rows of the plan file."""

from __future__ import annotations

from data.model import Level
from metrics.definition import (
    EVERYWHERE,
    WHOLE,
    Bound,
    Direction,
    Element,
    Filers,
    Indicator,
    PopulationBase,
    TimeRule,
    Unit,
    Window,
)
from metrics.secondary import SECONDARY

G1 = Indicator(
    id="G1",
    numerator=Element.SLOTS,
    denominator=Element.RESIDENTS,
    unit=Unit.PER_1000,
    direction=Direction.UP,
    time_rule=TimeRule.STOCK,
    bound=Bound.AT_LEAST,
    levels=WHOLE,
    population_base=PopulationBase.COMMON,
)
G1L = Indicator(
    id="G1L",
    numerator=Element.SLOTS,
    denominator=Element.RESIDENTS,
    unit=Unit.PER_1000,
    direction=Direction.UP,
    time_rule=TimeRule.STOCK,
    bound=Bound.AT_LEAST,
    levels=frozenset({Level.UNIT}),
    population_base=PopulationBase.OWN,
)
G2 = Indicator(
    id="G2",
    numerator=Element.INCLUSIVE_SLOTS,
    denominator=Element.SLOTS,
    unit=Unit.PERCENT,
    direction=Direction.UP,
    time_rule=TimeRule.STOCK,
    bound=Bound.NEVER,
    levels=EVERYWHERE,
    zonal=True,
)
G3 = Indicator(
    id="G3",
    numerator=Element.NEW_SLOTS_EDUCATION,
    denominator=None,
    unit=Unit.COUNT,
    direction=Direction.UP,
    time_rule=TimeRule.STOCK,
    bound=Bound.AT_LEAST,
    levels=WHOLE,
)
G4 = Indicator(
    id="G4",
    numerator=Element.NEW_SLOTS_SOCIETY,
    denominator=None,
    unit=Unit.COUNT,
    direction=Direction.UP,
    time_rule=TimeRule.STOCK,
    bound=Bound.AT_LEAST,
    levels=WHOLE,
)
G5 = Indicator(
    id="G5",
    numerator=Element.COVERED_TOWNSHIPS,
    denominator=Element.TOWNSHIPS,
    unit=Unit.PERCENT,
    direction=Direction.UP,
    time_rule=TimeRule.STOCK,
    bound=Bound.BOTH,
    levels=EVERYWHERE,
    zonal=True,
    zone_bound=True,
)
G6 = Indicator(
    id="G6",
    numerator=Element.COVERED_TOWNSHIPS,
    denominator=Element.TOWNSHIPS,
    unit=Unit.PERCENT,
    direction=Direction.UP,
    time_rule=TimeRule.STOCK,
    bound=Bound.BOTH,
    levels=EVERYWHERE,
    zonal=True,
    zone_bound=True,
)
G7 = Indicator(
    id="G7",
    numerator=Element.COVERED_TOWNSHIPS,
    denominator=Element.TOWNSHIPS,
    unit=Unit.PERCENT,
    direction=Direction.UP,
    time_rule=TimeRule.STOCK,
    bound=Bound.BOTH,
    levels=EVERYWHERE,
    zonal=True,
    zone_bound=True,
)
G8 = Indicator(
    id="G8",
    numerator=Element.COVERED_TOWNSHIPS,
    denominator=Element.TOWNSHIPS,
    unit=Unit.PERCENT,
    direction=Direction.UP,
    time_rule=TimeRule.STOCK,
    bound=Bound.BOTH,
    levels=EVERYWHERE,
    zonal=True,
    zone_bound=True,
)
T13a = Indicator(
    id="T13a",
    numerator=Element.PROGRAMMES,
    denominator=None,
    unit=Unit.COUNT,
    direction=Direction.UP,
    time_rule=TimeRule.STOCK,
    bound=Bound.AT_LEAST,
    levels=frozenset({Level.CITY}),
    filers=Filers.CITY,
)
T14a = Indicator(
    id="T14a",
    numerator=Element.HEADS_TRAINED,
    denominator=None,
    unit=Unit.COUNT,
    direction=Direction.UP,
    time_rule=TimeRule.FLOW,
    bound=Bound.AT_LEAST,
    levels=WHOLE,
    window=Window.PLAN,
    filers=Filers.UNITS_AND_CITY,
)
T14b = Indicator(
    id="T14b",
    numerator=Element.CARERS_TRAINED,
    denominator=None,
    unit=Unit.COUNT,
    direction=Direction.UP,
    time_rule=TimeRule.FLOW,
    bound=Bound.AT_LEAST,
    levels=WHOLE,
    window=Window.PLAN,
    filers=Filers.UNITS_AND_CITY,
)
T14c = Indicator(
    id="T14c",
    numerator=Element.CERTIFIED,
    denominator=Element.CARERS,
    unit=Unit.PERCENT,
    direction=Direction.UP,
    time_rule=TimeRule.STOCK,
    bound=Bound.NEVER,
    levels=WHOLE,
)
T4a = Indicator(
    id="T4a",
    numerator=Element.CENTRES,
    denominator=None,
    unit=Unit.COUNT,
    direction=Direction.UP,
    time_rule=TimeRule.STOCK,
    bound=Bound.AT_LEAST,
    levels=WHOLE,
)
T9a = Indicator(
    id="T9a",
    numerator=Element.TEAMS,
    denominator=None,
    unit=Unit.COUNT,
    direction=Direction.UP,
    time_rule=TimeRule.STOCK,
    bound=Bound.AT_LEAST,
    levels=WHOLE,
)
T16a = Indicator(
    id="T16a",
    numerator=Element.PARENT_EVENTS,
    denominator=None,
    unit=Unit.COUNT,
    direction=Direction.UP,
    time_rule=TimeRule.FLOW,
    bound=Bound.AT_LEAST,
    levels=WHOLE,
    window=Window.YEAR,
    filers=Filers.UNITS_AND_CITY,
)

INDICATORS = (
    *(G1, G1L, G2, G3, G4, G5, G6, G7, G8),
    *(T13a, T14a, T14b, T14c, T4a, T9a, T16a),
    *SECONDARY,
)
ZONE_INDICATORS = ("G5", "G6", "G7", "G8")
"""Coverage of the four zones, each with a target of its own."""
BY_ID = {indicator.id: indicator for indicator in INDICATORS}
