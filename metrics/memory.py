"""What a process remembers of returns. A return never changes, so its totals and their sums hold for ever."""

from __future__ import annotations

from collections import OrderedDict, defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sized
from threading import Lock
from typing import TypeVar, cast

from data.details import TownshipDetail
from data.model import Period, Township
from data.returns import Mode, StoredReturn, TownshipTotal
from metrics.compute import DETAILED, UNKNOWN_TOWNSHIP, Part, detailed_part_of, part_of, sum_of
from metrics.definition import Element, Indicator
from metrics.source import Source

MOST_READ = 80_000
"""Lines of returns kept (townships, institutions' marks): about 20 MB, seven years of a city of 343 by the quarter."""
MOST_FIGURES = 4_000
"""Areas in a period whose rows are kept: an overview has about 60 of them, each with up to 8 rows."""
S = TypeVar("S", bound=Source)
T = TypeVar("T")


def no_cells(township: str) -> TownshipTotal:
    """A true zero: a ledger that names no institution in a township."""
    return TownshipTotal(0, township, *[0] * 12)


class ReturnTotals:
    """The sums of one return by township, and what they add up to in each zone once somebody has asked."""

    __slots__ = ("_by_township", "_details", "_is_ledger", "_parts")

    def __init__(
        self, stored: StoredReturn, totals: Iterable[TownshipTotal], details: Iterable[TownshipDetail] = ()
    ) -> None:
        self._by_township = {total.township: total for total in totals}
        self._details = {detail.township: detail for detail in details}
        self._is_ledger = stored.mode is Mode.LEDGER
        self._parts: dict[tuple[Element, Element | None, Period], Mapping[str, Part]] = {}

    def __len__(self) -> int:
        return len(self._by_township) + len(self._details)

    def total(self, township: str) -> TownshipTotal | None:
        """A township's total; None = unknown. No row in a ledger is a true 0."""
        found = self._by_township.get(township)
        return no_cells(township) if found is None and self._is_ledger else found

    def part(self, indicator: Indicator, township: str) -> Part:
        """What a township contributes; nothing, known or unknown, where the return was not asked."""
        if indicator.numerator in DETAILED:
            detail = self._details.get(township) or TownshipDetail(0, township)
            return detailed_part_of(detail, indicator) if self._is_ledger else Part()
        total = self.total(township)
        return UNKNOWN_TOWNSHIP if total is None else part_of(total, indicator)

    @property
    def staff(self) -> Part:
        """Certified carers of all carers in post, of the institutions whose ledger tells both."""
        details = self._details.values()
        unknown = any(detail.staff_unknown for detail in details)
        return Part(sum(one.certified for one in details), sum(one.carers for one in details), 1, int(unknown))

    def parts(
        self, indicator: Indicator, townships: Callable[[], Iterable[Township]], period: Period
    ) -> Mapping[str, Part]:
        """Zone -> part of ``townships``, which are those of the return's unit in that period; asked for once."""
        key = (indicator.numerator, indicator.denominator, period)
        known = self._parts.get(key)
        if known is None:
            known = self._parts[key] = self._added_up(indicator, townships())
        return known

    def _added_up(self, indicator: Indicator, townships: Iterable[Township]) -> Mapping[str, Part]:
        found: dict[str, list[Part]] = defaultdict(list)
        for township in townships:
            found[township.zone].append(self.part(indicator, township.code))
        return {zone: sum_of(parts) for zone, parts in found.items()}


class Memory:
    """What was read last of returns, up to so many lines, and the figures worked out last from them.

    The receipt is in the key of a return: it holds the content's digest. ``beside``: memories of the same returns by
    other definitions.
    """

    def __init__(self, *, lines: int = MOST_READ, figures: int = MOST_FIGURES) -> None:
        self._most_lines, self._most_figures = lines, figures
        self._size = 0
        self._read: OrderedDict[tuple[str, int, str], Sized] = OrderedDict()
        self._figures: OrderedDict[Hashable, object] = OrderedDict()
        self.beside: OrderedDict[str, Memory] = OrderedDict()
        self._lock = Lock()

    def recall(self, kind: str, returns: Iterable[StoredReturn]) -> dict[int, Sized]:
        """Sequence -> what was read of it, of those that are still known."""
        with self._lock:
            found = {}
            for stored in returns:
                key = (kind, stored.sequence, stored.receipt)
                if key in self._read:
                    self._read.move_to_end(key)
                    found[stored.sequence] = self._read[key]
            return found

    def keep(self, kind: str, stored: StoredReturn, read: Sized) -> None:
        """Remember one thing more of a return, and forget those longest unused."""
        key = (kind, stored.sequence, stored.receipt)
        with self._lock:
            before = self._read.pop(key, ())
            self._read[key] = read
            self._size += len(read) - len(before)
            while self._size > self._most_lines:
                self._size -= len(self._read.popitem(last=False)[1])

    def once(self, key: Hashable, worked_out: Callable[[], T]) -> T:
        """The figures of that key, worked out where they are not known; the key names all they depend on."""
        with self._lock:
            if key in self._figures:
                self._figures.move_to_end(key)
                return cast(T, self._figures[key])
        made = worked_out()
        with self._lock:
            self._figures[key] = made
            if len(self._figures) > self._most_figures:
                self._figures.popitem(last=False)
        return made


class _Remembering:
    """A source with a memory; every question goes to the source itself."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self.memory = Memory()

    def __getattr__(self, name: str) -> object:
        return getattr(self._source, name)


def remembering(source: S) -> S:
    """The same source, with a memory of the returns read from it. For processes that ask more than once."""
    return cast(S, _Remembering(source))


def memory_of(source: Source) -> Memory:
    """The source's memory; an empty one where it has none."""
    found = getattr(source, "memory", None)
    return found if isinstance(found, Memory) else Memory()
