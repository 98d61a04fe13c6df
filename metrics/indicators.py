"""The table of indicators: literals, no logic. Targets are rows of the plan file."""

from __future__ import annotations

from data.model import Level
from metrics.definition import Bound, Direction, Element, Indicator, PopulationBase, TimeRule, Unit

EVERYWHERE = frozenset({Level.CITY, Level.UNIT, Level.TOWNSHIP})

G1 = Indicator(
    id="G1",
    numerator=Element.SLOTS,
    denominator=Element.RESIDENTS,
    unit=Unit.PER_1000,
    direction=Direction.UP,
    time_rule=TimeRule.STOCK,
    bound=Bound.AT_LEAST,
    levels=frozenset({Level.CITY, Level.UNIT}),
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
COV = Indicator(
    id="COV",
    numerator=Element.SERVED_TOWNSHIPS,
    denominator=Element.TOWNSHIPS,
    unit=Unit.PERCENT,
    direction=Direction.UP,
    time_rule=TimeRule.STOCK,
    bound=Bound.BOTH,
    levels=EVERYWHERE,
    zonal=True,
)
USE = Indicator(
    id="USE",
    numerator=Element.CHILDREN,
    denominator=Element.SLOTS,
    unit=Unit.PERCENT,
    direction=Direction.UP,
    time_rule=TimeRule.STOCK,
    bound=Bound.NEVER,
    levels=EVERYWHERE,
    zonal=True,
)
INST = Indicator(
    id="INST",
    numerator=Element.INSTITUTIONS,
    denominator=None,
    unit=Unit.COUNT,
    direction=Direction.UP,
    time_rule=TimeRule.STOCK,
    bound=Bound.AT_LEAST,
    levels=EVERYWHERE,
    zonal=True,
)

INDICATORS = (G1, G1L, G2, G5, G6, G7, G8, COV, USE, INST)
BY_ID = {indicator.id: indicator for indicator in INDICATORS}
