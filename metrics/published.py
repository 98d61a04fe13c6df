"""Our figures beside the public record: what somebody printed, what the returns give, and the difference.

A figure that the collector derived is never shown as published; a target is a promise and no figure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from data.model import Channel, Frequency, Level, Period, PublishedFigure
from data.returns import UNKNOWN_CHANNEL, ChannelTotal, StoredReturn, TownshipTotal
from metrics.compute import element_of
from metrics.definition import Element
from metrics.knowledge import Knowledge, Standing, absence
from metrics.positions import Area
from metrics.results import NoValue


class Term(NamedTuple):
    """A data element of a return, of one channel or (None) of all; ``sign`` -1 takes it away."""

    element: str
    channel: Channel | None = None
    sign: int = 1


@dataclass(frozen=True, slots=True)
class Measure:
    """How the returns give what somebody printed: a sum, a share in % of another, or (``flow``) a year's change."""

    numerator: tuple[Term, ...]
    denominator: tuple[Term, ...] = ()
    flow: bool = False


KINDERGARTEN = Channel.K1
MORE_THAN = "more than"
ALMOST = "almost"
NEAR = Fraction(2, 100)
"""How far from a figure printed as 近 or 约, as a share of it, still agrees with it."""
MEASURES: Mapping[str, Measure] = {
    "total_slots": Measure((Term("slots"),)),
    "inclusive_slots": Measure((Term("inclusive_slots"),)),
    "new_inclusive_slots": Measure((Term("inclusive_slots"),), flow=True),
    "kindergarten_slots": Measure((Term("slots", KINDERGARTEN),)),
    "kindergarten_inclusive_slots": Measure((Term("inclusive_slots", KINDERGARTEN),)),
    "kindergarten_share_of_all_slots": Measure((Term("slots", KINDERGARTEN),), (Term("slots"),)),
    "kindergarten_share_of_inclusive_slots": Measure(
        (Term("inclusive_slots", KINDERGARTEN),), (Term("inclusive_slots"),)
    ),
    "institutions": Measure((Term("institutions"),)),
    "inclusive_institutions": Measure((Term("inclusive_institutions"),)),
    "non_inclusive_institutions": Measure((Term("institutions"), Term("inclusive_institutions", sign=-1))),
    "kindergartens_with_toddler_classes": Measure((Term("institutions", KINDERGARTEN),)),
    "childcare_institutions_only": Measure((Term("institutions"), Term("institutions", KINDERGARTEN, -1))),
    "township_coverage": Measure((Term(Element.SERVED_TOWNSHIPS),), (Term(Element.TOWNSHIPS),)),
    "township_coverage_inclusive": Measure((Term(Element.COVERED_TOWNSHIPS),), (Term(Element.TOWNSHIPS),)),
}
"""By the indicator's name in the file of published figures; what is not here, the return does not ask."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """A published figure, the period it is compared with, and what the returns give for it."""

    figure: PublishedFigure
    period: Period
    computed: Fraction | None
    no_value: NoValue | None

    @property
    def difference(self) -> Fraction | None:
        """Computed less published, in the figure's own unit."""
        return None if self.computed is None else self.computed - self.figure.value

    @property
    def agrees(self) -> bool | None:
        """Equal as far as the source prints its figure, or on the side of it that the source says."""
        if self.computed is None:
            return None
        if self.is_bound:
            return self.computed > self.figure.value
        if self.figure.qualifier == ALMOST and self.computed > self.figure.value:
            return False
        scale: int = 10 ** _decimals(self.figure.value)
        rounds = (self.computed * scale + Fraction(1, 2)).__floor__() == self.figure.value * scale
        return rounds or (self.is_near and abs(self.computed - self.figure.value) <= NEAR * self.figure.value)

    @property
    def is_near(self) -> bool:
        """The source says 近 (no more than that) or 约: a figure close to it is no difference."""
        return self.figure.qualifier in (ALMOST, "about")

    @property
    def is_bound(self) -> bool:
        """The source says 超过: no more is known than which side the figure is on."""
        return self.figure.qualifier == MORE_THAN

    @property
    def is_share(self) -> bool:
        """The unit is %, and the difference is in 百分点."""
        return bool(MEASURES[self.figure.indicator].denominator)

    @property
    def is_flow(self) -> bool:
        """The figure is what came about in a year, computed as the difference of two stocks."""
        return MEASURES[self.figure.indicator].flow


def comparisons_of(knowledge: Knowledge, until: Period) -> tuple[Comparison, ...]:
    """The published figures known at the as-of that the returns can answer, up to a period, newest first."""
    pairs = [pair for pair in comparable(knowledge.reference.published, knowledge) if pair[1] <= until]
    ledger = _Sums(knowledge, {period for figure, when in pairs for period in _periods(figure, when)})
    found = [Comparison(figure, period, *ledger.value(figure, period)) for figure, period in pairs]
    return tuple(sorted(found, key=lambda one: one.period, reverse=True))


def comparable(published: Sequence[PublishedFigure], knowledge: Knowledge) -> Iterator[tuple[PublishedFigure, Period]]:
    """Each measured figure of one of our areas with its period; those of a later source are not known yet."""
    for figure in published:
        period = period_of(figure, knowledge.reference.frequency)
        ours = figure.area in knowledge.reference.unit_by_code and figure.indicator in MEASURES
        if ours and period and is_measured(figure) and figure.known_on(knowledge.day):
            yield figure, period


def is_measured(figure: PublishedFigure) -> bool:
    """Somebody counted it: neither a target nor derived by the collector."""
    return not figure.derived and "target" not in figure.qualifier


def period_of(figure: PublishedFigure, frequency: Frequency) -> Period | None:
    """The period whose end is nearest in whole months; the year's last for a year; None where no date is read.

    2024-12 and 2025-11 are compared with the fourth quarter, 2024-07 with the second (DOMAIN section 7).
    """
    if figure.compared_with is not None and figure.compared_with.frequency is frequency:
        return figure.compared_with
    written = re.fullmatch(r"(\d{4})(?:-(0[1-9]|1[0-2]))?", figure.period)
    if written is None:
        return None
    period = Period.holding(date(int(written[1]), int(written[2] or 12), 1), frequency)
    first_of_three = period.months > 2 and period.start.month == int(written[2] or 12)
    return period.previous if first_of_three else period


def _periods(figure: PublishedFigure, period: Period) -> tuple[Period, ...]:
    return (period, opening_of(period)) if MEASURES[figure.indicator].flow else (period,)


def opening_of(period: Period) -> Period:
    """The last period of the year before: where a year's change starts from."""
    return Period.holding(date(period.year - 1, 12, 31), period.frequency)


class _Sums:
    """What the returns of some periods say, all of it fetched at once."""

    def __init__(self, knowledge: Knowledge, periods: set[Period]) -> None:
        self._knowledge = knowledge
        units = [unit.code for unit in knowledge.reference.units]
        knowledge.load(periods, units)
        standings = (knowledge.standing(unit, period).stored for period in periods for unit in units)
        sequences = sorted({stored.sequence for stored in standings if stored})
        totals = knowledge.source.channel_totals(sequences=sequences) if sequences else ()
        self._channels = {(total.sequence, total.channel): total for total in totals}

    def value(self, figure: PublishedFigure, period: Period) -> tuple[Fraction | None, NoValue | None]:
        """The figure as the returns give it, or why they do not; a partial sum is none to compare."""
        measure, area = MEASURES[figure.indicator], self._area(figure.area)
        now = self._value(measure, area, period)
        if not measure.flow or now[0] is None:
            return now
        before = self._value(measure, area, opening_of(period))
        return (now[0] - before[0], None) if before[0] is not None else (None, NoValue.NO_BASELINE)

    def _area(self, code: str) -> Area:
        reference = self._knowledge.reference
        if code == reference.city.code:
            return Area(code, Level.CITY, None, tuple(unit.code for unit in reference.units))
        return Area(code, Level.UNIT, None, (code,))

    def _value(self, measure: Measure, area: Area, period: Period) -> tuple[Fraction | None, NoValue | None]:
        standings = [self._knowledge.standing(unit, period) for unit in area.units]
        if reason := absence(standings):
            return None, reason
        numerator = self._sum(measure.numerator, standings, period)
        denominator = self._sum(measure.denominator, standings, period) if measure.denominator else 1
        if numerator is None or denominator is None:
            return None, NoValue.INCOMPLETE
        if denominator == 0:
            return None, NoValue.ZERO_DENOMINATOR
        return Fraction(numerator * (100 if measure.denominator else 1), denominator), None

    def _sum(self, terms: Sequence[Term], standings: Sequence[Standing], period: Period) -> int | None:
        """All terms over all units; None as soon as one cell of them is unknown."""
        parts = [self._term(term, standing, period) for term in terms for standing in standings]
        known = [part for part in parts if part is not None]
        return sum(known) if len(known) == len(parts) else None

    def _term(self, term: Term, standing: Standing, period: Period) -> int | None:
        if standing.stored is None:
            return None
        if term.channel is not None:
            return self._of_channel(term, standing.stored)
        totals = [
            self._knowledge.total(standing, township.code)
            for township in self._knowledge.townships(period)
            if township.reporting_unit == standing.org_unit
        ]
        known = [one for total in totals if total and (one := _of_township(total, term.element)) is not None]
        return term.sign * sum(known) if len(known) == len(totals) else None

    def _of_channel(self, term: Term, stored: StoredReturn) -> int | None:
        """A channel that a return does not have is a true 0; what stands under no known channel may be of this one."""
        if (stored.sequence, UNKNOWN_CHANNEL) in self._channels:
            return None
        total = self._channels.get((stored.sequence, str(term.channel)))
        return 0 if total is None else _known(total, term.element, term.sign)


def _of_township(total: TownshipTotal, element: str) -> int | None:
    if element == "inclusive_institutions":
        return _known(total, element)
    figure, unknown = element_of(total, Element(element))
    return None if unknown else figure


def _known(total: TownshipTotal | ChannelTotal, element: str, sign: int = 1) -> int | None:
    return None if getattr(total, f"{element}_unknown") else sign * int(getattr(total, element))


def _decimals(value: Fraction) -> int:
    """The decimals with which a figure was printed: 0 for 95, 2 for 2.46."""
    return next((places for places in range(6) if (value * 10**places).denominator == 1), 6)
