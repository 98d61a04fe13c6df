"""From a target of the plan to a demand of the programme, and from what is done back to the target's own numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import ceil

from data.model import Channel, Period, Target, WayKind
from metrics.at_hand import channel_of
from metrics.contributions import NEW_SLOTS
from metrics.definition import Element, Indicator, Unit
from metrics.headroom import Headroom
from metrics.indicators import BY_ID
from metrics.programme import Amounts, Demand, Programme, covered_by
from metrics.remedies import UNDER_WAY, Need
from metrics.results import Coverage
from metrics.rows import RowMaker
from metrics.scheme import Measure, OfferedTarget, Outcome, Standing

EVERYWHERE = ""


@dataclass(frozen=True, slots=True)
class Effect:
    """What is added to a position: slots, inclusive slots, those that count as new by channel, townships covered by
    zone.
    """

    slots: int = 0
    inclusive: int = 0
    new: Mapping[Channel, int] = field(default_factory=dict)
    covered: Mapping[str, int] = field(default_factory=dict)
    places: frozenset[str] = frozenset()
    projects: int = 0


class Targeting:
    """The targets of one plan: which channels count toward which."""

    def __init__(self, maker: RowMaker) -> None:
        self._contributions = maker.positions.contributions

    def demand(self, offered: OfferedTarget, coming: Effect) -> Demand:
        """What the programme must reach for a target once the projects under way have opened."""
        target, indicator = offered.target, BY_ID[offered.target.indicator]
        base = self.after(offered, coming)
        rate = target.value / indicator.unit.scale
        if indicator.zone_bound:
            need = ceil(rate * (base.denominator or 0)) - base.numerator
            return Demand(target.indicator, need, zone=target.zone, coverage=True)
        if indicator.numerator in NEW_SLOTS:
            channels = self._contributions.channels(indicator.numerator)
            return Demand(target.indicator, ceil(target.value) - base.numerator, 1, 1, channels=channels)
        if indicator.per_residents:
            return Demand(target.indicator, ceil(rate * (base.denominator or 0)) - base.numerator, building=1)
        part, whole = rate.numerator, rate.denominator
        need = part * (base.denominator or 0) - whole * base.numerator
        return Demand(target.indicator, need, building=whole - part, converting=whole)

    def after(self, offered: OfferedTarget, *effects: Effect) -> Standing:
        """Where a target stands after these, one on top of the other."""
        now, indicator = offered.now, BY_ID[offered.target.indicator]
        assert now is not None
        numerator = now.numerator + sum(self._gain(indicator, offered.target, one) for one in effects)
        denominator = now.denominator
        if denominator is not None and indicator.denominator is Element.SLOTS:
            denominator += sum(one.slots for one in effects)
        value = Fraction(numerator) if indicator.unit is Unit.COUNT else Fraction(0)
        if denominator:
            value = Fraction(indicator.unit.scale * numerator, denominator)
        return Standing(numerator, denominator, value)

    def _gain(self, indicator: Indicator, target: Target, effect: Effect) -> int:
        if indicator.zone_bound:
            return effect.covered.get(target.zone or EVERYWHERE, 0)
        if indicator.numerator in NEW_SLOTS:
            return sum(effect.new.get(one, 0) for one in self._contributions.channels(indicator.numerator))
        return effect.slots if indicator.per_residents else effect.inclusive

    def outcome(self, offered: OfferedTarget, coming: Effect, done: Effect, alone: Effect | None) -> Outcome:
        """A target now, with what is coming, with the scheme; and alone, where the scheme does not reach it."""
        indicator, target = BY_ID[offered.target.indicator], offered.target
        assert offered.now is not None
        after = self.after(offered, coming, done)
        best = None if alone is None else self.after(offered, coming, alone)
        return Outcome(
            target=target,
            unit=offered.unit,
            now=offered.now,
            coming=self.after(offered, coming),
            after=after,
            met=indicator.meets(after.value, target.value),
            alone=best,
            alone_meets=best is not None and indicator.meets(best.value, target.value),
        )


def coming_of(needs: Iterable[Need], heads: Mapping[str, Headroom], period: Period, by: Period) -> Effect:
    """在建 with a date after the period and up to the horizon; what has no size counts as nothing."""
    slots = inclusive = projects = 0
    new: Counter[Channel] = Counter()
    covered: dict[str, str] = {}
    for need in needs:
        place = need.result.township
        for one in need.projects_of(UNDER_WAY):
            if one.opening is None or not period.end < one.opening <= by.end:
                continue
            projects, slots, more = projects + 1, slots + (one.slots or 0), one.inclusive_slots or 0
            inclusive += more
            channel = channel_of(one)
            if channel is not None and heads[place.reporting_unit].counts(place.code, channel):
                new[channel] += more
            if more and need.result.coverage is Coverage.UNCOVERED:
                covered[place.code] = place.zone
    return Effect(slots, inclusive, new, Counter(covered.values()), frozenset(covered), projects)


def effect_of_measures(measures: Sequence[Measure]) -> Effect:
    """What measures add up to, township by township."""
    new: Counter[Channel] = Counter()
    covered = {one.township.code: one.township.zone for one in measures if one.covers}
    for one in measures:
        if one.counts:
            new[one.way.channel] += one.slots
    built = sum(one.slots for one in measures if one.way.kind is not WayKind.CONVERT)
    every = sum(one.slots for one in measures)
    return Effect(built, every, new, Counter(covered.values()), frozenset(covered))


def effect_of_choice(programme: Programme, amounts: Sequence[Amounts]) -> Effect:
    """The same of a choice, option by option."""
    new: Counter[Channel] = Counter()
    done = list(zip(programme.options, amounts, strict=True))
    for one, given in done:
        if one.counts:
            new[one.channel] += given.slots
    places = covered_by(programme, amounts)
    zones = Counter(programme.uncovered[place][0] for place in places)
    built = sum(given.slots for one, given in done if one.adds)
    return Effect(built, sum(given.slots for _, given in done), new, zones, places)
