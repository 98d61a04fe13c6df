"""Figures of regions and the country from the sums that the store keeps, not from every return of theirs.

Rows, series and verdicts are made by the same code as everywhere; only the amounts come from elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import TypeVar, cast

from data.model import Level, Period, Plan
from data.sums import KeptSums
from metrics.compute import Amount, Part, amount_of, sum_of
from metrics.contributions import FILING, NEW_SLOTS, SINCE_BASELINE, first_of_window
from metrics.definition import Element, Filers, Indicator
from metrics.filer_sums import FLOWS, OF_FILERS, based_key, flow_key, gained_key, net_key, of_zone, own_key
from metrics.positions import ORDER, Area, Behind, Positions, is_stock
from metrics.results import Flag, NoValue, Row
from metrics.rows import RowMaker
from metrics.source import Source
from metrics.summed_knowledge import SummedKnowledge, Total

Found = TypeVar("Found")
TRIES = 3
"""How often the sums are read again where something was stored meanwhile."""
ABSENT = (NoValue.NOT_DUE, NoValue.STALE, NoValue.NOT_REPORTED)
WHOLES = frozenset(one.numerator for one in OF_FILERS)


class SummedPositions(Positions):
    """Amounts of regions and the country; rows tell how many returns stand behind them, and name none."""

    knowledge: SummedKnowledge

    def __init__(self, knowledge: SummedKnowledge, *, until: Period, plan: Plan) -> None:
        super().__init__(knowledge, until=until, plan=plan)
        self.summed = knowledge

    def amount(self, indicator: Indicator, area: Area, period: Period) -> Amount:
        if indicator.filers is Filers.CITY:
            return super().amount(indicator, area, period)
        total = self.summed.area_total(area, period)
        if indicator.window is not None:
            return self._flow(indicator, area, period, total)
        if indicator.numerator in FILING:
            return self._filing(indicator, period, total)
        if indicator.numerator in SINCE_BASELINE:
            return self._since(indicator, area, period, total)
        return self._stock(indicator, area, period, total)

    def _stock(self, indicator: Indicator, area: Area, period: Period, total: Total) -> Amount:
        is_whole = indicator.numerator in WHOLES
        zones = (None,) if is_whole else (area.zone,) if area.zone else self.summed.reference.zones
        known = sum_of(Part(*total.of(of_zone(indicator.id, zone))) for zone in zones)
        unknown = total.missing if is_whole else total.unknown_townships(area.zone)
        part = sum_of([known, Part(unknown=unknown)])
        stands = total.own[0] + len(total.carried)
        missing = None if (stands if is_whole else stands or part.known) else _first_of(total.absent, ABSENT)
        population = None
        if indicator.per_residents:
            org_unit = self.summed.reference.area_by_code[area.org_unit]
            population = self.populations.behind(indicator, org_unit, period.end)
        return amount_of(indicator, part, absent=missing, population=population)

    def _filing(self, indicator: Indicator, period: Period, total: Total) -> Amount:
        received = total.own[0]
        counted = received if indicator.numerator is Element.RETURNS_RECEIVED else total.own[1]
        others = total.expected - received
        due = self.summed.is_due(period)
        part = Part(counted, total.expected, received + (others if due else 0), 0 if due else others)
        missing = None if received or (others and due) else _first_of({NoValue.NOT_DUE: others}, ORDER)
        return amount_of(indicator, part, absent=missing)

    def _since(self, indicator: Indicator, area: Area, period: Period, total: Total) -> Amount:
        """New slots and the net change; nothing is asked before the baseline."""
        baseline = self.plan.baseline
        if period < baseline:
            missing = NoValue.NOT_APPLICABLE if total.expected else None
            return amount_of(indicator, Part(), absent=missing)
        measured, lacking, hidden = total.of(based_key(baseline, area.zone), 8)[:3]
        if indicator.numerator in NEW_SLOTS:
            channels = self.contributions.channels(indicator.numerator)
            gained = sum(total.of(gained_key(baseline, channel.value), 1)[0] for channel in channels)
            part = Part(gained, 0, measured, hidden + lacking + total.missing)
        else:
            zones = (area.zone,) if area.zone else self.summed.reference.zones
            known = sum_of(Part(*total.of(net_key(baseline, zone))) for zone in zones)
            part = sum_of([known, Part(unknown=total.unknown_townships(area.zone))])
        reasons = {**total.absent, NoValue.NO_BASELINE: lacking}
        return amount_of(indicator, part, absent=None if measured else _first_of(reasons, ORDER))

    def _flow(self, indicator: Indicator, area: Area, period: Period, total: Total) -> Amount:
        assert indicator.window is not None
        first = first_of_window(indicator.window, self.plan, period)
        if period < first:
            return amount_of(indicator, Part(), absent=NoValue.NOT_APPLICABLE)
        part, reasons = self._flow_part(indicator.numerator, area, first, period, total)
        if indicator.filers is Filers.UNITS_AND_CITY and area.level is Level.CITY:
            own = self.contributions.of(indicator, self.summed.reference.city.code, period)
            part = sum_of([part, own.part])
            reasons |= {own.no_value}
        missing = None if None in reasons else next((one for one in ORDER if one in reasons), None)
        return amount_of(indicator, part, absent=missing)

    def _flow_part(
        self, element: Element, area: Area, first: Period, last: Period, total: Total
    ) -> tuple[Part, set[NoValue | None]]:
        """What the cells of a window add up to, filers with all of them, filers with some missing, and the reasons."""
        window = tuple(first.through(last))
        self.summed.read([area.org_unit], window)
        cells = [self.summed.own(area.org_unit, one)[1].get(flow_key(element), (0, 0)) for one in window]
        added_up, filled = map(sum, zip(*cells))
        if filled == len(area.units) * len(cells):
            return Part(added_up, 0, len(area.units), 0), {None}
        told, bit = self.summed.told(first, last), FLOWS.index(element)
        counts = [told[unit][bit] if unit in told else 0 for unit in area.units]
        known = sum(count > 0 for count in counts)
        part = Part(added_up, 0, known, sum(count < len(cells) for count in counts))
        silent: set[NoValue | None] = {why for why, count in total.absent.items() if count}
        if total.own[0] or total.carried:
            silent |= {NoValue.NOT_REPORTED}
        return part, silent | ({None} if known else set())

    def behind(self, indicator: Indicator, area: Area, period: Period) -> Behind:
        """The returns behind a row, counted; ``receipts`` names none of what may be ten thousands."""
        if indicator.filers is Filers.CITY:
            return super().behind(indicator, area, period)
        total = self.summed.area_total(area, period)
        carried = len(total.carried) if is_stock(indicator) else 0
        opened, revised = self._marks(indicator, area, period, total)
        reported, expected = total.own[0], total.expected
        if indicator.filers is Filers.UNITS_AND_CITY and area.level is Level.CITY:
            city = super().behind(indicator, _alone(area), period)
            reported, expected = reported + city.reported, expected + city.expected
            opened, revised = opened or Flag.PRELIMINARY in city.flags, revised or Flag.REVISED in city.flags
        estimated = self._estimated(indicator, area, period, total)
        signs = {
            Flag.PRELIMINARY: opened,
            Flag.REVISED: revised,
            Flag.ESTIMATED: estimated,
            Flag.CARRIED: carried > 0,
        }
        return Behind(reported, carried, expected, tuple(flag for flag, holds in signs.items() if holds), ())

    def _estimated(self, indicator: Indicator, area: Area, period: Period, total: Total) -> bool:
        if indicator.numerator not in SINCE_BASELINE or period < self.plan.baseline:
            return False
        return total.of(based_key(self.plan.baseline, area.zone), 8)[3] > 0

    def _marks(self, indicator: Indicator, area: Area, period: Period, total: Total) -> tuple[bool, bool]:
        """Whether a return behind a row is not accepted, and whether one is a revision."""
        if indicator.window is not None:
            first = first_of_window(indicator.window, self.plan, period)
            sums = (self.summed.own(area.org_unit, one)[1] for one in first.through(period))
            owns = [one.get(own_key(None), (0, 0, 0, 0)) for one in sums]
            return any(one[2] for one in owns), any(one[3] for one in owns)
        own = (total.own[2] > 0, total.own[3] > 0)
        if indicator.numerator in FILING:
            return own
        if indicator.numerator in SINCE_BASELINE:
            return self._marks_since(indicator, area, period, total)
        return own[0] or total.carried_flags[0], own[1] or total.carried_flags[1]

    def _marks_since(self, indicator: Indicator, area: Area, period: Period, total: Total) -> tuple[bool, bool]:
        """New slots stand on every return since the baseline, the net change on the first and the last of them."""
        if period < self.plan.baseline:
            return False, False
        numbers = total.of(based_key(self.plan.baseline, area.zone), 8)
        opened, revised = numbers[6:] if indicator.numerator is Element.NET_INCLUSIVE_SLOTS else numbers[4:6]
        return opened > 0, revised > 0

    def uncounted_of(self, area: Area, period: Period) -> int:
        """New inclusive slots of the channels that count toward neither target."""
        total = self.summed.area_total(area, period)
        apart = self.summed.reference.definitions.uncounted_channels
        return sum(total.of(gained_key(self.plan.baseline, channel.value), 1)[0] for channel in apart)


def _alone(area: Area) -> Area:
    """The country without its units."""
    return Area(area.org_unit, area.level, area.zone, ())


def _first_of(reasons: Mapping[NoValue, int], order: Iterable[NoValue]) -> NoValue | None:
    return next((one for one in order if reasons.get(one)), None)


@dataclass(frozen=True)
class SummedRowMaker(RowMaker):
    """Rows of regions and the country, by the same rules as of everything else."""

    positions: SummedPositions

    @cached_property
    def summed(self) -> SummedKnowledge:
        return self.positions.summed

    def load(self, areas: Iterable[Area]) -> None:
        """Fetch together the sums of these areas."""
        codes = list(dict.fromkeys(area.org_unit for area in areas))
        self.summed.read(codes, self._looked_at)

    def _rows_of(self, area: Area) -> tuple[Row, ...]:
        footing = self.summed.footing_of(area, self._looked_at)
        key = ("rows", area, self.period, self.plan.id, self.summed.day, footing)
        return self.summed.memory.once(key, lambda: self._worked_out(area))


def summed_maker(
    source: Source, period: Period, as_of: datetime, plan: Plan, scope: str | None = None
) -> SummedRowMaker | None:
    """What makes rows from the sums; None where they do not stand for that moment and these definitions.

    ``scope``: the org unit that is asked about, whose returns the digest covers; None = the country.
    """
    sums = cast(KeptSums | None, getattr(source, "sums", None))
    edition = None if sums is None else sums.edition(source.reference, as_of)
    if sums is None or edition is None:
        return None
    knowledge = SummedKnowledge(source, as_of, sums, edition, scope or source.reference.city.code)
    return SummedRowMaker(SummedPositions(knowledge, until=period, plan=plan), period, plan)


def from_sums(begun: Callable[[], SummedRowMaker | None], made: Callable[[SummedRowMaker], Found]) -> Found | None:
    """What is ``made`` of the sums while nothing was stored; None where they do not stand, or were never left alone."""
    for _ in range(TRIES):
        maker = begun()
        if maker is None:
            return None
        found = made(maker)
        if _still_stands(maker):
            return found
    return None


def _still_stands(maker: SummedRowMaker) -> bool:
    knowledge = maker.summed
    return knowledge.sums.edition(knowledge.reference, knowledge.as_of) == knowledge.edition
