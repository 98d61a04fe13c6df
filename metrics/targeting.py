"""From a target of the plan to a demand of the programme, and from what is done back to the target's own numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import ceil

from data.model import Channel, Period, WayKind
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


@dataclass(frozen=True, slots=True)
class Effect:
    """What is added to a position, by unit: slots, inclusive slots, those that count as new by channel, townships
    covered by zone. ``places`` are those townships.
    """

    slots: Mapping[str, int] = field(default_factory=dict)
    inclusive: Mapping[str, int] = field(default_factory=dict)
    new: Mapping[tuple[str, Channel], int] = field(default_factory=dict)
    covered: Mapping[tuple[str, str], int] = field(default_factory=dict)
    places: frozenset[str] = frozenset()
    projects: int = 0


def _of(unit: str | None, by_unit: Mapping[str, int]) -> int:
    """Of one unit, or (None) of all."""
    return sum(by_unit.values()) if unit is None else by_unit.get(unit, 0)


class Targeting:
    """The targets of one plan: which channels count toward which."""

    def __init__(self, maker: RowMaker) -> None:
        self._contributions = maker.positions.contributions

    def demand(self, offered: OfferedTarget, coming: Effect) -> Demand:
        """What the programme must reach for a target once the projects under way have opened."""
        target, indicator, unit = offered.target, BY_ID[offered.target.indicator], offered.org_unit
        base = self.after(offered, coming)
        rate = target.value / indicator.unit.scale
        if indicator.zone_bound:
            need = ceil(rate * (base.denominator or 0)) - base.numerator
            return Demand(offered.id, need, zone=target.zone, unit=unit, coverage=True)
        if indicator.numerator in NEW_SLOTS:
            channels = self._contributions.channels(indicator.numerator)
            return Demand(offered.id, ceil(target.value) - base.numerator, 1, 1, channels=channels, unit=unit)
        if indicator.per_residents:
            need = ceil(rate * (base.denominator or 0)) - base.numerator
            return Demand(offered.id, need, building=1, unit=unit)
        part, whole = rate.numerator, rate.denominator
        need = part * (base.denominator or 0) - whole * base.numerator
        return Demand(offered.id, need, building=whole - part, converting=whole, unit=unit)

    def after(self, offered: OfferedTarget, *effects: Effect) -> Standing:
        """Where a target stands after these, one on top of the other."""
        now, indicator = offered.now, BY_ID[offered.target.indicator]
        assert now is not None
        numerator = now.numerator + sum(self._gain(indicator, offered, one) for one in effects)
        denominator = now.denominator
        if denominator is not None and indicator.denominator is Element.SLOTS:
            denominator += sum(_of(offered.org_unit, one.slots) for one in effects)
        value = Fraction(numerator) if indicator.unit is Unit.COUNT else Fraction(0)
        if denominator:
            value = Fraction(indicator.unit.scale * numerator, denominator)
        return Standing(numerator, denominator, value)

    def _gain(self, indicator: Indicator, offered: OfferedTarget, effect: Effect) -> int:
        unit = offered.org_unit
        if indicator.zone_bound:
            zone = offered.target.zone
            return sum(count for key, count in effect.covered.items() if key[1] == zone and unit in (None, key[0]))
        if indicator.numerator in NEW_SLOTS:
            channels = self._contributions.channels(indicator.numerator)
            new = effect.new.items()
            return sum(slots for key, slots in new if key[1] in channels and unit in (None, key[0]))
        return _of(unit, effect.slots if indicator.per_residents else effect.inclusive)

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
            org_unit=offered.org_unit,
            id=offered.id,
        )


def coming_of(needs: Iterable[Need], heads: Mapping[str, Headroom], period: Period, by: Period) -> Effect:
    """在建 with a date after the period and up to the horizon; what has no size counts as nothing."""
    slots, inclusive, new, covered = Counter[str](), Counter[str](), Counter[tuple[str, Channel]](), set[str]()
    zones, projects = Counter[tuple[str, str]](), 0
    for need in needs:
        place = need.result.township
        unit = place.reporting_unit
        for one in need.projects_of(UNDER_WAY):
            if one.opening is None or not period.end < one.opening <= by.end:
                continue
            projects += 1
            slots[unit] += one.slots or 0
            inclusive[unit] += one.inclusive_slots or 0
            channel = channel_of(one)
            if channel is not None and heads[unit].counts(place.code, channel):
                new[unit, channel] += one.inclusive_slots or 0
            if one.inclusive_slots and need.result.coverage is Coverage.UNCOVERED and place.code not in covered:
                covered.add(place.code)
                zones[unit, place.zone] += 1
    return Effect(slots, inclusive, new, zones, frozenset(covered), projects)


def effect_of_measures(measures: Sequence[Measure]) -> Effect:
    """What measures add up to, township by township."""
    built, every, new = Counter[str](), Counter[str](), Counter[tuple[str, Channel]]()
    covered = {one.township.code: (one.township.reporting_unit, one.township.zone) for one in measures if one.covers}
    for one in measures:
        unit = one.township.reporting_unit
        every[unit] += one.slots
        if one.way.kind is not WayKind.CONVERT:
            built[unit] += one.slots
        if one.counts:
            new[unit, one.way.channel] += one.slots
    return Effect(built, every, new, Counter(covered.values()), frozenset(covered))


def effect_of_choice(programme: Programme, amounts: Sequence[Amounts]) -> Effect:
    """The same of a choice, option by option; the unit of an option is told only where it stands apart."""
    built, every, new = Counter[str](), Counter[str](), Counter[tuple[str, Channel]]()
    for one, given in zip(programme.options, amounts, strict=True):
        every[one.unit] += given.slots
        if one.adds:
            built[one.unit] += given.slots
        if one.counts:
            new[one.unit, one.channel] += given.slots
    places = covered_by(programme, amounts)
    zones = [(unit, zone) for zone, unit in (programme.uncovered[place] for place in places)]
    return Effect(built, every, new, Counter(zones), places)
