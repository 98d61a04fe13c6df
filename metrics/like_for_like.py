"""同口径增减: a change over the units that reported both periods themselves, and the split of the city's change."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from data.model import Period
from metrics.comparability import CitySplit, LikeForLike, Since
from metrics.compute import Amount
from metrics.decomposition import Ratio, split_of
from metrics.definition import Indicator, TimeRule
from metrics.indicators import BY_ID
from metrics.positions import Area
from metrics.rows import RowMaker, breaks_of

COMPARED = ("G1", "G2", "INST", "INST_I", "USE", "T14c")
SPLIT = ("G2", "T14c", "USE", "USE_I")


def since_periods(maker: RowMaker) -> dict[Since, Period]:
    """The periods that a row is compared with; the baseline only where it lies before."""
    found = {Since.PREVIOUS: maker.period.previous, Since.YEAR: maker.period.year_earlier}
    if maker.plan.baseline < maker.period:
        found[Since.BASELINE] = maker.plan.baseline
    return found


def like_for_like(maker: RowMaker, city: Area) -> tuple[LikeForLike, ...]:
    """Every comparison of the city's main stocks with an earlier period that somebody reported."""
    return tuple(_compared(maker, city))


def _compared(maker: RowMaker, city: Area) -> Iterator[LikeForLike]:
    for since, period in since_periods(maker).items():
        now, then = (present(maker, city, one) for one in (maker.period, period))
        if not then:
            continue
        both = tuple(unit for unit in city.units if unit in now and unit in then)
        for name in COMPARED:
            indicator = BY_ID[name]
            values = [_value(maker, indicator, replace(city, units=both), one) for one in (period, maker.period)]
            yield LikeForLike(
                indicator=name,
                unit="count" if indicator.per_residents else indicator.unit.value,
                since=since,
                period=period,
                units=both,
                now_only=tuple(unit for unit in city.units if unit in now and unit not in then),
                then_only=tuple(unit for unit in city.units if unit in then and unit not in now),
                then=values[0],
                now=values[1],
                broken=any(period.end < one.day <= maker.period.end for one in breaks_of(maker.reference, name)),
            )


def present(maker: RowMaker, city: Area, period: Period) -> frozenset[str]:
    """The units with a return of their own for a period; one carried from an earlier period is not present."""
    knowledge = maker.positions.knowledge
    return frozenset(unit for unit in city.units if knowledge.standing(unit, period).own is not None)


def _value(maker: RowMaker, indicator: Indicator, area: Area, period: Period) -> Fraction | None:
    if not area.units:
        return None
    amount = maker.positions.amount(indicator, area, period)
    if not indicator.per_residents:
        return amount.whole
    return None if amount.unknown or amount.numerator is None else Fraction(amount.numerator)


def splits(maker: RowMaker, units: tuple[Area, ...]) -> tuple[CitySplit, ...]:
    """The changes in which most units moved one way and the city the other."""
    found = (
        _split(maker, units, BY_ID[name], since, period)
        for since, period in since_periods(maker).items()
        for name in SPLIT
    )
    return tuple(one for one in found if one is not None and one.split.is_apart)


def _split(
    maker: RowMaker, units: tuple[Area, ...], indicator: Indicator, since: Since, period: Period
) -> CitySplit | None:
    assert indicator.time_rule is TimeRule.STOCK
    pairs = [
        tuple(_ratio(maker.positions.amount(indicator, one, at)) for at in (period, maker.period)) for one in units
    ]
    known = [(then, now) for then, now in pairs if then is not None and now is not None]
    split = split_of(known, scale=indicator.unit.scale)
    return None if split is None else CitySplit(indicator.id, indicator.unit.value, since, period, len(known), split)


def _ratio(amount: Amount) -> Ratio | None:
    """Both sides, where nothing of them is unknown; a unit without slots is empty and not unknown."""
    if amount.unknown or amount.numerator is None or amount.denominator is None:
        return None
    return Ratio(amount.numerator, amount.denominator)
