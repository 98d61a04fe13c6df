"""What one filer's returns contribute to an indicator that is not added up from townships, and to what is new."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from data.details import FilerFigures
from data.model import Channel, NewSlots, Period, Plan
from data.returns import Mode, StoredReturn, TownshipTotal
from metrics.compute import UNKNOWN_TOWNSHIP, Part, sum_of
from metrics.definition import Element, Indicator, Window
from metrics.gross import Cells, Gross, cells_of, gross_by_channel, gross_by_institution, net_by_channel
from metrics.knowledge import Knowledge
from metrics.results import NoValue

DONE = "已完成"
MILESTONES = {Element.CENTRES: "T4a", Element.TEAMS: "T9a"}
EDUCATION = frozenset({Channel.K1, Channel.K2, Channel.K3})
NEW_SLOTS = frozenset({Element.NEW_SLOTS_EDUCATION, Element.NEW_SLOTS_SOCIETY})
SINCE_BASELINE = NEW_SLOTS | {Element.NET_INCLUSIVE_SLOTS}
FILING = frozenset({Element.RETURNS_RECEIVED, Element.RETURNS_ON_TIME})


def _difference(then: TownshipTotal | None, now: TownshipTotal | None) -> Part:
    known = [one.inclusive_slots for one in (then, now) if one is not None and not one.inclusive_slots_unknown]
    return Part(known[1] - known[0], 0, 1, 0) if len(known) == 2 else UNKNOWN_TOWNSHIP


@dataclass(frozen=True, slots=True)
class Contribution:
    """A filer's part of a figure, and why there is none where it has none."""

    part: Part
    no_value: NoValue | None = None


def absent(reason: NoValue) -> Contribution:
    """Nothing is known of this filer; what is not asked of it is not unknown either."""
    return Contribution(Part() if reason is NoValue.NOT_APPLICABLE else UNKNOWN_TOWNSHIP, reason)


def first_of_window(window: Window, plan: Plan, period: Period) -> Period:
    """The first period that a flow adds up from."""
    if window is Window.YEAR:
        return Period(period.year, 1, period.frequency)
    return Period.holding(plan.start, period.frequency)


class Contributions:
    """Contributions of filers as known at a moment, against one plan's window and baseline."""

    def __init__(self, knowledge: Knowledge, plan: Plan) -> None:
        self._knowledge, self._plan = knowledge, plan
        self._net: dict[tuple[str, Period], dict[str, Part]] = {}

    def of(self, indicator: Indicator, filer: str, period: Period) -> Contribution:
        """One filer's contribution; the indicator must not be one that townships add up to."""
        element = indicator.numerator
        if indicator.window is not None:
            return self._flow(element, filer, first_of_window(indicator.window, self._plan, period), period)
        if element in NEW_SLOTS:
            return self._new_slots(element, filer, period)
        if element in FILING:
            return self._filing(element, filer, period)
        if element in MILESTONES:
            return self._from_standing(filer, period, lambda one: self._milestone(MILESTONES[element], one))
        if element is Element.PROGRAMMES:
            return self._from_standing(filer, period, lambda one: Part(self._filed(one).programmes, 0, 1, 0))
        return self._from_standing(filer, period, self._staff)

    def _filed(self, stored: StoredReturn) -> FilerFigures:
        return self._knowledge.readings.filed([stored])[stored.sequence][0]

    def _from_standing(self, filer: str, period: Period, part: Callable[[StoredReturn], Part]) -> Contribution:
        standing = self._knowledge.standing(filer, period)
        if standing.stored is None:
            return absent(standing.no_value or NoValue.NOT_REPORTED)
        return Contribution(part(standing.stored))

    def _flow(self, element: Element, filer: str, first: Period, last: Period) -> Contribution:
        """Own returns only, never carried; a period without one, or with a blank cell, is unknown."""
        if last < first:
            return absent(NoValue.NOT_APPLICABLE)
        returns = {stored.period: stored for stored in self._knowledge.counted(filer, first, last)}
        cells = [
            self._filed(returns[one]).workforce.get(element) if one in returns else None for one in first.through(last)
        ]
        known = [cell for cell in cells if cell is not None]
        if not known:
            return absent(self._knowledge.standing(filer, last).no_value or NoValue.NOT_REPORTED)
        return Contribution(Part(sum(known), 0, 1, int(len(known) < len(cells))))

    def _filing(self, element: Element, filer: str, period: Period) -> Contribution:
        """A return that is not due yet is expected all the same."""
        own = self._knowledge.returns.get((filer, period))
        if own is None:
            due = self._knowledge.is_due(period)
            return Contribution(Part(0, 1, int(due), int(not due)), None if due else NoValue.NOT_DUE)
        on_time = (own.first_received_at or own.received_at) < self._knowledge.reference.due_moment(period)
        return Contribution(Part(int(element is Element.RETURNS_RECEIVED or on_time), 1, 1, 0))

    def _milestone(self, task: str, stored: StoredReturn) -> Part:
        """Whether a task was done as it was last filed: a return carries changed rows only."""
        known = self._knowledge.periods
        for one in reversed(self._knowledge.counted(stored.org_unit, min(*known, stored.period), stored.period)):
            state = self._filed(one).tasks.get(task)
            if state is not None:
                return Part(int(state == DONE), 0, 1, 0)
        return UNKNOWN_TOWNSHIP

    def _staff(self, stored: StoredReturn) -> Part:
        """Certified carers and carers in post: of a ledger added up, of 汇总 the two figures of 填报信息."""
        if stored.mode is Mode.LEDGER:
            return self._knowledge.totals(stored).staff
        told = self._filed(stored).workforce
        carers, certified = told.get("carers"), told.get("certified")
        return UNKNOWN_TOWNSHIP if carers is None or certified is None else Part(certified, carers, 1, 0)

    def _since_baseline(self, filer: str, period: Period) -> NoValue | tuple[StoredReturn, ...]:
        """The returns from the baseline to the one that stands, or why nothing can be measured."""
        if period < self._plan.baseline:
            return NoValue.NOT_APPLICABLE
        standing = self._knowledge.standing(filer, period)
        if standing.stored is None:
            return standing.no_value or NoValue.NOT_REPORTED
        if (filer, self._plan.baseline) not in self._knowledge.returns:
            return NoValue.NO_BASELINE
        return self._knowledge.counted(filer, self._plan.baseline, standing.stored.period)

    def behind(self, filer: str, period: Period) -> tuple[StoredReturn, ...]:
        """The returns that new slots of a filer are measured in; none where they cannot be."""
        found = self._since_baseline(filer, period)
        return () if isinstance(found, NoValue) else found

    def _new_slots(self, element: Element, filer: str, period: Period) -> Contribution:
        gross = self.gross(filer, period)
        if isinstance(gross, NoValue):
            return absent(gross)
        counted = self.channels(element)
        slots = sum(more for channel, more in gross.by_channel.items() if channel in counted)
        return Contribution(Part(slots, 0, 1, int(gross.unknown > 0)))

    def channels(self, element: Element) -> frozenset[Channel]:
        """The channels that count toward one of the two targets of new slots."""
        counted = frozenset(Channel) - frozenset(self._knowledge.reference.definitions.uncounted_channels)
        return counted & EDUCATION if element is Element.NEW_SLOTS_EDUCATION else counted - EDUCATION

    def uncounted(self, filers: Iterable[str], period: Period) -> int:
        """New inclusive slots of the channels that count toward neither target, as far as they are known."""
        apart = self._knowledge.reference.definitions.uncounted_channels
        found = (self.gross(filer, period) for filer in filers)
        known = (one.by_channel for one in found if isinstance(one, Gross))
        return sum(gained.get(channel, 0) for gained in known for channel in apart)

    def gross(self, filer: str, period: Period) -> Gross | NoValue:
        """New inclusive slots of a filer since the baseline, by channel: worked out once for the same returns.

        Net where the definitions say so.
        """
        return self.by_channel(filer, period, self._knowledge.reference.definitions.new_slots)

    @property
    def counts_net(self) -> bool:
        """The definitions count new slots net."""
        return self._knowledge.reference.definitions.new_slots is NewSlots.NET

    def by_channel(self, filer: str, period: Period, counted: NewSlots) -> Gross | NoValue:
        """The same counted gross or net, whatever the definitions say."""
        returns = self._since_baseline(filer, period)
        if isinstance(returns, NoValue):
            return returns
        key = (counted, filer, tuple((one.sequence, one.receipt) for one in returns))
        return self._knowledge.memory.once(key, lambda: self._worked_out(returns, counted))

    def _worked_out(self, returns: tuple[StoredReturn, ...], counted: NewSlots) -> Gross:
        if counted is NewSlots.NET:
            return net_by_channel(*self._cells((returns[0], returns[-1])))
        if all(one.mode is Mode.LEDGER for one in returns):
            read = self._knowledge.readings.marks(returns)
            marks = [read[one.sequence] for one in returns]
            return gross_by_institution(marks[0], marks)
        cells = self._cells(returns)
        return gross_by_channel(cells[0], cells)

    def _cells(self, returns: tuple[StoredReturn, ...]) -> list[Cells]:
        slots = self._knowledge.readings.channel_slots(returns)
        return [
            cells_of(slots[one.sequence], self._townships_of(one), is_ledger=one.mode is Mode.LEDGER) for one in returns
        ]

    def _townships_of(self, stored: StoredReturn) -> list[str]:
        return [one.code for one in self._knowledge.own_townships(stored.org_unit, stored.period)]

    def net(self, filer: str, period: Period) -> tuple[dict[str, Part], NoValue | None]:
        """Township -> inclusive slots now - at the baseline; of a township unknown in either, nothing."""
        found = self._since_baseline(filer, period)
        townships = self._knowledge.own_townships(filer, period)
        if isinstance(found, NoValue):
            return {one.code: absent(found).part for one in townships}, found
        if (filer, period) not in self._net:
            then, now = (self._knowledge.totals(one) for one in (found[0], found[-1]))
            parts = {one.code: _difference(then.total(one.code), now.total(one.code)) for one in townships}
            self._net[filer, period] = parts
        return self._net[filer, period], None

    def net_in(self, filer: str, period: Period, *, zone: str | None, township: str | None = None) -> Contribution:
        """The same of a unit, of its part in a zone, or of one township."""
        parts, reason = self.net(filer, period)
        inside = (
            parts[one.code]
            for one in self._knowledge.own_townships(filer, period)
            if zone in (None, one.zone) and township in (None, one.code)
        )
        return Contribution(sum_of(inside), reason)

    def estimated(self, filer: str, period: Period) -> bool:
        """A unit that filed sums in any period counted."""
        return any(one.mode is Mode.SUMMARY for one in self.behind(filer, period))
