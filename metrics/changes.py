"""识别变动: a unit's ledger against its last one, institution by institution. Pure.

An institution that moved in more than one way is split: state first, then 普惠, then size (DOMAIN section 3), so
that the deltas of its changes always add up to what it has now less what it had.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from data.dossier import ChangeKind
from data.model import Channel
from data.returns import LedgerRow, Running


class Stock(NamedTuple):
    """Slots and, among them, inclusive slots."""

    slots: int = 0
    inclusive_slots: int = 0

    def plus(self, other: Stock) -> Stock:
        """Both together."""
        return Stock(self.slots + other.slots, self.inclusive_slots + other.inclusive_slots)

    def less(self, other: Stock) -> Stock:
        """What this has more than the other."""
        return Stock(self.slots - other.slots, self.inclusive_slots - other.inclusive_slots)


NOTHING = Stock()


@dataclass(frozen=True, slots=True)
class Change:
    """One change of one institution; ``slots`` and ``inclusive_slots`` are what it adds (or, below 0, takes).

    ``vanished``: the institution is missing from the ledger without 关停, and is taken for closed.
    ``moved``: its type changed, so its slots left one channel for another and none came or went.
    ``unknown``: a blank cell stands behind it, read as nothing here.
    """

    number: str
    name: str
    township: str
    channel: Channel | None
    kind: ChangeKind
    slots: int
    inclusive_slots: int
    vanished: bool = False
    moved: bool = False
    unknown: bool = False


@dataclass(frozen=True, slots=True)
class Holding:
    """An institution in a ledger: what it has room for, and whether it is in operation on the ledger's day."""

    row: LedgerRow
    capacity: Stock
    operates: bool

    @property
    def stock(self) -> Stock:
        """What counts of it: nothing while it is paused or closed."""
        return self.capacity if self.operates else NOTHING

    @property
    def awaits(self) -> bool:
        """正常 from a later day on: it has not opened yet."""
        return not self.operates and self.row.state in (None, Running.OPEN)

    @property
    def unknown(self) -> bool:
        """A figure of it is blank."""
        return self.row.slots is None or self.row.inclusive_slots is None


def holding_of(row: LedgerRow, day: date) -> Holding:
    """The institution as its ledger's last day finds it; a blank figure adds nothing."""
    inclusive = (row.inclusive_slots or 0) if row.is_inclusive_at(day) else 0
    return Holding(row, Stock(row.slots or 0, inclusive), row.in_operation(day))


def changes(
    previous: Sequence[LedgerRow], previous_day: date, current: Sequence[LedgerRow], current_day: date
) -> tuple[Change, ...]:
    """Every change between two ledgers of one unit, in the order of the institutions' numbers.

    ``previous_day`` and ``current_day`` are the last days of the periods they were filed for.
    """
    before = {row.number: holding_of(row, previous_day) for row in previous}
    now = {row.number: holding_of(row, current_day) for row in current}
    return tuple(change for number in sorted({*before, *now}) for change in _changes_of(number, before, now))


def _changes_of(number: str, before: Mapping[str, Holding], now: Mapping[str, Holding]) -> Iterator[Change]:
    was, is_now = before.get(number), now.get(number)
    if was is None:
        assert is_now is not None
        yield _change(is_now, ChangeKind.NEW, is_now.stock)
    elif is_now is None:
        if was.row.state != Running.CLOSED or was.operates:
            yield _change(was, ChangeKind.CLOSED, NOTHING.less(was.stock), vanished=True)
    else:
        yield from _between(was, is_now)


def _between(was: Holding, now: Holding) -> Iterator[Change]:
    """State first; where it is in operation after that, then type, 普惠 and size."""
    if was.awaits and now.operates:
        yield _change(now, ChangeKind.NEW, now.stock)
    elif now.operates:
        if not was.operates:
            yield _change(was, ChangeKind.RESUMED, was.capacity)
        yield from _in_operation(was, now)
    elif was.operates or was.row.state != now.row.state:
        stopped = ChangeKind.CLOSED if now.row.state == Running.CLOSED else ChangeKind.PAUSED
        yield _change(was, stopped, NOTHING.less(was.stock), at=now)


def _in_operation(was: Holding, now: Holding) -> Iterator[Change]:
    unknown = was.unknown or now.unknown
    if was.row.channel is not now.row.channel:
        yield _change(was, ChangeKind.REDUCED, NOTHING.less(was.capacity), at=now, moved=True)
        yield _change(now, ChangeKind.EXPANDED, was.capacity, moved=True)
    turned, size = split(was.capacity, now.capacity)
    if turned:
        kind = ChangeKind.CONVERTED if turned > 0 else ChangeKind.LEFT
        yield _change(now, kind, Stock(0, turned), unknown=unknown)
    if size != NOTHING:
        kind = ChangeKind.EXPANDED if size > NOTHING else ChangeKind.REDUCED
        yield _change(now, kind, size, unknown=unknown)


def split(was: Stock, now: Stock) -> tuple[int, Stock]:
    """(inclusive slots that turned so or ceased to be, the change of size with its own inclusive slots).

    An institution that begins to be inclusive turns as many slots as it had; one that ceases leaves with all.
    Where it was and is inclusive, slots that came or went take their inclusive ones along first.
    """
    size, inclusive = now.less(was)
    if was.inclusive_slots == 0:
        turned = max(min(inclusive, was.slots), inclusive - max(0, size))
    elif now.inclusive_slots == 0:
        turned = inclusive
    else:
        turned = inclusive - min(max(inclusive, min(0, size)), max(0, size))
    return turned, Stock(size, inclusive - turned)


def _change(
    who: Holding,
    kind: ChangeKind,
    delta: Stock,
    *,
    at: Holding | None = None,
    vanished: bool = False,
    moved: bool = False,
    unknown: bool = False,
) -> Change:
    """A change in the channel of ``who``, named as the institution is called ``at`` the end."""
    row = (at or who).row
    return Change(
        number=row.number,
        name=row.name,
        township=row.township,
        channel=who.row.channel,
        kind=kind,
        slots=delta.slots,
        inclusive_slots=delta.inclusive_slots,
        vanished=vanished,
        moved=moved,
        unknown=unknown or who.unknown,
    )
