"""The secondary indicators: literals, no logic; none has a target in the plan."""

from __future__ import annotations

from metrics.definition import EVERYWHERE, WHOLE, Bound, Direction, Element, Indicator, TimeRule, Unit, Window

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
USE_I = Indicator(
    id="USE_I",
    numerator=Element.INCLUSIVE_CHILDREN,
    denominator=Element.INCLUSIVE_SLOTS,
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
INST_I = Indicator(
    id="INST_I",
    numerator=Element.INCLUSIVE_INSTITUTIONS,
    denominator=None,
    unit=Unit.COUNT,
    direction=Direction.UP,
    time_rule=TimeRule.STOCK,
    bound=Bound.AT_LEAST,
    levels=EVERYWHERE,
    zonal=True,
)
INST_P = Indicator(
    id="INST_P",
    numerator=Element.PROFESSIONAL,
    denominator=None,
    unit=Unit.COUNT,
    direction=Direction.UP,
    time_rule=TimeRule.STOCK,
    bound=Bound.AT_LEAST,
    levels=EVERYWHERE,
    zonal=True,
)
INST_K = Indicator(
    id="INST_K",
    numerator=Element.KINDERGARTENS,
    denominator=None,
    unit=Unit.COUNT,
    direction=Direction.UP,
    time_rule=TimeRule.STOCK,
    bound=Bound.AT_LEAST,
    levels=EVERYWHERE,
    zonal=True,
)
FEE_I = Indicator(
    id="FEE_I",
    numerator=Element.INCLUSIVE_FEES,
    denominator=Element.INCLUSIVE_FEE_SLOTS,
    unit=Unit.YUAN,
    direction=Direction.DOWN,
    time_rule=TimeRule.STOCK,
    bound=Bound.NEVER,
    levels=EVERYWHERE,
    zonal=True,
)
FEE_N = Indicator(
    id="FEE_N",
    numerator=Element.OTHER_FEES,
    denominator=Element.OTHER_FEE_SLOTS,
    unit=Unit.YUAN,
    direction=Direction.DOWN,
    time_rule=TimeRule.STOCK,
    bound=Bound.NEVER,
    levels=EVERYWHERE,
    zonal=True,
)
NET = Indicator(
    id="NET",
    numerator=Element.NET_INCLUSIVE_SLOTS,
    denominator=None,
    unit=Unit.COUNT,
    direction=Direction.UP,
    time_rule=TimeRule.STOCK,
    bound=Bound.NEVER,
    levels=EVERYWHERE,
    zonal=True,
)
T2a = Indicator(
    id="T2a",
    numerator=Element.QUALITY_RATED,
    denominator=Element.QUALITY_KNOWN,
    unit=Unit.PERCENT,
    direction=Direction.UP,
    time_rule=TimeRule.STOCK,
    bound=Bound.NEVER,
    levels=EVERYWHERE,
    zonal=True,
)
T7a = Indicator(
    id="T7a",
    numerator=Element.RISK_RATED,
    denominator=Element.RISK_KNOWN,
    unit=Unit.PERCENT,
    direction=Direction.UP,
    time_rule=TimeRule.STOCK,
    bound=Bound.NEVER,
    levels=EVERYWHERE,
    zonal=True,
)
T8a = Indicator(
    id="T8a",
    numerator=Element.FILED,
    denominator=Element.FILING_KNOWN,
    unit=Unit.PERCENT,
    direction=Direction.UP,
    time_rule=TimeRule.STOCK,
    bound=Bound.NEVER,
    levels=EVERYWHERE,
    zonal=True,
)
T15a = Indicator(
    id="T15a",
    numerator=Element.HEALTH_TRAINED,
    denominator=None,
    unit=Unit.COUNT,
    direction=Direction.UP,
    time_rule=TimeRule.FLOW,
    bound=Bound.AT_LEAST,
    levels=WHOLE,
    window=Window.PLAN,
)
RET = Indicator(
    id="RET",
    numerator=Element.RETURNS_RECEIVED,
    denominator=Element.RETURNS,
    unit=Unit.PERCENT,
    direction=Direction.UP,
    time_rule=TimeRule.STOCK,
    bound=Bound.NEVER,
    levels=WHOLE,
    zonal=True,
)
RET_T = Indicator(
    id="RET_T",
    numerator=Element.RETURNS_ON_TIME,
    denominator=Element.RETURNS,
    unit=Unit.PERCENT,
    direction=Direction.UP,
    time_rule=TimeRule.STOCK,
    bound=Bound.NEVER,
    levels=WHOLE,
    zonal=True,
)

SECONDARY = (
    *(COV, USE, USE_I, INST, INST_I, INST_P, INST_K, FEE_I, FEE_N, NET),
    *(T2a, T7a, T8a, T15a, RET, RET_T),
)
