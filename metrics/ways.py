"""From one period's stock to another's: a unit's ledgers institution by institution, its sums as a difference. Pure.

closing = opening + 新建 + 扩增 + 转普惠 + 恢复 - 核减 - 退出普惠 - 暂停 - 关停 + what 汇总 returns differ by.
A unit of which either end is unknown is in neither, so that the whole always adds up.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from data.dossier import ChangeKind
from data.model import Channel, Period
from data.returns import UNKNOWN_CHANNEL, LedgerRow, Mode, StoredReturn
from metrics.changes import NOTHING, Change, Stock, changes
from metrics.knowledge import Knowledge, Standing
from metrics.results import NoValue
from metrics.waterfall import ByChannel, Waterfall, sum_of, together, waterfall

EMPTY = Waterfall({}, {}, {})
LEDGER = "机构台账"
STATES = (ChangeKind.PAUSED, ChangeKind.CLOSED, ChangeKind.RESUMED)


@dataclass(frozen=True, slots=True)
class Summed:
    """A unit that filed 汇总 at either end: inclusive slots by channel, all its slots under no channel.

    ``unknown`` counts blank cells, which add nothing.
    """

    opening: ByChannel
    closing: ByChannel
    unknown: int = 0


@dataclass(frozen=True, slots=True)
class Place:
    """Where a change is read: the return and the cell; blank where the file's columns are not known."""

    receipt: str
    sheet: str
    cell: str


@dataclass(frozen=True, slots=True)
class UnitWay:
    """One unit from ``since`` to ``until``, the returns that stand; ``carried_from`` of the later one."""

    org_unit: str
    since: StoredReturn
    until: StoredReturn
    carried_from: Period | None
    way: Waterfall = EMPTY
    summed: Summed | None = None
    changes: tuple[Change, ...] = ()
    lines: Mapping[str, tuple[int, bool]] = field(default_factory=dict)

    @property
    def whole(self) -> Way:
        """The unit's way alone."""
        return way_of([self])


@dataclass(frozen=True, slots=True)
class Way:
    """Several units' ways as one; ``unsorted`` is what 汇总 returns changed by, without a reason."""

    ledgers: Waterfall
    opening: ByChannel
    closing: ByChannel
    unsorted: ByChannel
    unknown: int
    estimated: bool

    @property
    def channels(self) -> tuple[Channel | None, ...]:
        """The channels with an inclusive slot anywhere on the way, in the order of the form; the unknown last."""
        parts = (self.opening, self.closing, self.unsorted)
        held = [(channel, stock) for part in parts for channel, stock in part.items()]
        held += [(channel, stock) for (_, channel), stock in self.ledgers.steps.items()]
        used = {channel for channel, stock in held if stock.inclusive_slots}
        return tuple(channel for channel in (*Channel, None) if channel in used)

    def step(self, kind: ChangeKind, channel: Channel | None) -> Stock:
        """What a kind of change added in one channel."""
        return self.ledgers.step(kind, channel)

    def total(self, kind: ChangeKind) -> Stock:
        """What a kind of change added in all channels."""
        return self.ledgers.total(kind)

    @property
    def opened(self) -> Stock:
        return sum_of(self.opening.values())

    @property
    def closed(self) -> Stock:
        return sum_of(self.closing.values())

    @property
    def differing(self) -> Stock:
        """What 汇总 returns changed by in all channels."""
        return sum_of(self.unsorted.values())

    @property
    def adds_up(self) -> bool:
        """Opening and every step make the closing, in each channel."""
        found = {*self.opening, *self.closing, *self.unsorted, *(channel for _, channel in self.ledgers.steps)}
        return all(self._made(channel) == self.closing.get(channel, NOTHING) for channel in found)

    def _made(self, channel: Channel | None) -> Stock:
        steps = (self.step(kind, channel) for kind in ChangeKind)
        return sum_of([self.opening.get(channel, NOTHING), *steps, self.unsorted.get(channel, NOTHING)])


@dataclass(frozen=True, slots=True)
class Ways:
    """The units' ways from the end of ``first`` to the end of ``last``, and why others have none."""

    first: Period
    last: Period
    units: tuple[UnitWay, ...]
    missing: Mapping[str, NoValue]

    def of(self, org_unit: str) -> UnitWay | None:
        """The way of one unit."""
        return next((one for one in self.units if one.org_unit == org_unit), None)

    @property
    def whole(self) -> Way:
        """All units that have a way, together."""
        return way_of(self.units)


def ways_of(
    knowledge: Knowledge, units: Iterable[str], first: Period, last: Period, *, without: NoValue | None = None
) -> Ways:
    """Each unit from the return that stands at ``first`` to the one that stands at ``last``.

    ``without``: what a missing opening is called, where it is more than a missing return (缺基期数).
    """
    found: list[UnitWay] = []
    missing: dict[str, NoValue] = {}
    for unit in units:
        since, until = knowledge.standing(unit, first), knowledge.standing(unit, last)
        reason = NoValue.NOT_APPLICABLE if first > last else _reason(since, until, without)
        if reason is not None:
            missing[unit] = reason
        else:
            found.append(_way(knowledge, since, until))
    return Ways(first, last, tuple(found), missing)


def _reason(since: Standing, until: Standing, without: NoValue | None) -> NoValue | None:
    """The closing is asked first: without it there is nothing to show, whatever the opening."""
    if until.stored is None:
        return until.no_value or NoValue.NOT_REPORTED
    return None if since.stored is not None else without or since.no_value or NoValue.NOT_REPORTED


def _way(knowledge: Knowledge, since: Standing, until: Standing) -> UnitWay:
    """Worked out once for the same two returns, which never change."""
    assert since.stored is not None
    assert until.stored is not None
    was, now = since.stored, until.stored
    key = ("way", was.sequence, was.receipt, now.sequence, now.receipt, until.carried_from)
    return knowledge.memory.once(key, lambda: _worked_out(knowledge, was, now, until.carried_from))


def _worked_out(knowledge: Knowledge, was: StoredReturn, now: StoredReturn, carried_from: Period | None) -> UnitWay:
    if was.mode is not Mode.LEDGER or now.mode is not Mode.LEDGER:
        opening, closing = (_held(knowledge, one) for one in (was, now))
        summed = Summed(opening[0], closing[0], opening[1] + closing[1])
        return UnitWay(now.org_unit, was, now, carried_from, summed=summed)
    read = knowledge.source.ledgers(sequences=sorted({was.sequence, now.sequence}))
    before, after = read[was.sequence], read[now.sequence]
    ledgers = (before, was.period.end, after, now.period.end)
    found = changes(*ledgers)
    lines = _lines(before, after, {one.number for one in found})
    return UnitWay(now.org_unit, was, now, carried_from, waterfall(*ledgers), changes=found, lines=lines)


def _lines(before: Sequence[LedgerRow], after: Sequence[LedgerRow], changed: set[str]) -> dict[str, tuple[int, bool]]:
    """Institution -> its line in the later ledger; of one that vanished, in the earlier (True)."""
    earlier = {row.number: (row.row, True) for row in before if row.number in changed}
    return earlier | {row.number: (row.row, False) for row in after if row.number in changed}


def _held(knowledge: Knowledge, stored: StoredReturn) -> tuple[ByChannel, int]:
    """What a return holds as sums: inclusive slots by channel, all slots under no channel; and its blank cells."""
    held: dict[Channel | None, Stock] = {}
    blank = 0
    for one in knowledge.readings.channel_slots([stored])[stored.sequence]:
        channel = None if one.channel == UNKNOWN_CHANNEL else Channel(one.channel)
        held[channel] = held.get(channel, NOTHING).plus(Stock(0, one.slots))
        blank += one.unknown
    for township in knowledge.own_townships(stored.org_unit, stored.period):
        total = knowledge.totals(stored).total(township.code)
        held[None] = held.get(None, NOTHING).plus(Stock(total.slots if total else 0, 0))
        blank += 1 if total is None else total.slots_unknown
    return {channel: stock for channel, stock in held.items() if stock != NOTHING}, blank


def way_of(units: Sequence[UnitWay]) -> Way:
    """Several units' ways added up."""
    ledgers = together([one.way for one in units])
    sums = [one.summed for one in units if one.summed is not None]
    opened, closed = (_added(part) for part in ([one.opening for one in sums], [one.closing for one in sums]))
    return Way(
        ledgers=ledgers,
        opening=_added([ledgers.opening, opened]),
        closing=_added([ledgers.closing, closed]),
        unsorted={one: closed.get(one, NOTHING).less(opened.get(one, NOTHING)) for one in {*opened, *closed}},
        unknown=ledgers.unknown + sum(one.unknown for one in sums),
        estimated=bool(sums),
    )


def _added(parts: Iterable[ByChannel]) -> dict[Channel | None, Stock]:
    sums: dict[Channel | None, Stock] = {}
    for part in parts:
        for channel, stock in part.items():
            sums[channel] = sums.get(channel, NOTHING).plus(stock)
    return sums


def cited(change: Change) -> str:
    """The column of the ledger in which a change is read."""
    if change.moved:
        return "type"
    if change.kind in STATES or change.vanished:
        return "state"
    return "slots" if change.slots else "inclusive_slots"


def place_of(unit: UnitWay, change: Change, columns: Mapping[int, Mapping[str, Mapping[str, str]]]) -> Place:
    """The cell of a change: in the later return, or where the institution was last seen."""
    line, is_earlier = unit.lines[change.number]
    stored = unit.since if is_earlier else unit.until
    letter = columns.get(stored.sequence, {}).get(LEDGER, {}).get(cited(change), "")
    return Place(stored.receipt, LEDGER, f"{letter}{line}")
