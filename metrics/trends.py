"""An indicator over time, with the straight path that the target asks for."""

from __future__ import annotations

from fractions import Fraction

from data.model import Period
from metrics.definition import Indicator
from metrics.positions import Area
from metrics.progress import elapsed_of, expected_of
from metrics.results import TargetKind, Trend, TrendPoint
from metrics.rows import RowMaker, as_counted, breaks_of, is_least

OWN = (TargetKind.PLAN, TargetKind.DISTRICT)


def trend_periods(maker: RowMaker) -> tuple[Period, ...]:
    """From the first period known, or the plan's baseline if that is earlier, to the period shown."""
    known = [one for one in maker.positions.knowledge.periods if one <= maker.period]
    first = min([*known, maker.plan.baseline, maker.period])
    return tuple(first.through(maker.period))


def trend_of(maker: RowMaker, indicator: Indicator, area: Area) -> Trend:
    """One area's series, worked out once for as long as it stands on the same returns.

    Units keep one population base throughout; the path is only for a target of one's own.
    """
    indicator = as_counted(indicator, maker.reference)
    knowledge = maker.positions.knowledge
    periods = trend_periods(maker)
    footing = knowledge.footing(maker.positions.filers(indicator, area), (*periods, maker.verdict_period))
    key = ("trend", indicator.id, area, maker.period, maker.plan.id, knowledge.day, footing)
    return knowledge.memory.once(key, lambda: _worked_out(maker, indicator, area, periods))


def _worked_out(maker: RowMaker, indicator: Indicator, area: Area, periods: tuple[Period, ...]) -> Trend:
    found = maker.target_of(indicator, area)
    own = found[0].value if found and found[1] in OWN else None
    return Trend(
        indicator=indicator.id,
        org_unit=area.org_unit,
        zone=area.zone,
        unit=indicator.unit.value,
        points=tuple(_point(maker, indicator, area, period) for period in periods),
        path=() if own is None else _path(maker, indicator, area, own),
        target=found[0].value if found else None,
        breaks=breaks_of(maker.reference, indicator.id),
        target_kind=found[1] if found else None,
    )


def _point(maker: RowMaker, indicator: Indicator, area: Area, period: Period) -> TrendPoint:
    amount = maker.positions.amount(indicator, area, period)
    flags = maker.positions.behind(indicator, area, period).flags
    return TrendPoint(period, amount.value, amount.no_value, flags, is_least(indicator, amount))


def _path(maker: RowMaker, indicator: Indicator, area: Area, target: Fraction) -> tuple[tuple[Period, Fraction], ...]:
    """序时应达值 at each period's end from the baseline to the deadline; empty without a baseline."""
    plan = maker.plan
    baseline = maker.baseline(indicator, area)
    if baseline is None:
        return ()
    stops = plan.baseline.through(maker.verdict_period)
    return tuple((one, expected_of(baseline, target, elapsed_of(plan, one))) for one in stops)
