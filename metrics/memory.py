"""What a process remembers of returns. A return never changes, so its totals and their sums hold for ever."""

from __future__ import annotations

from collections import OrderedDict, defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping
from threading import Lock
from typing import TypeVar, cast

from data.model import Period, Township
from data.returns import Mode, StoredReturn, TownshipTotal
from metrics.compute import UNKNOWN_TOWNSHIP, Part, part_of, sum_of
from metrics.definition import Element, Indicator
from metrics.source import Source

MOST_TOTALS = 40_000
"""Townships of returns kept: about 10 MB, seven years of a city of 343 by the quarter and more."""
MOST_FIGURES = 4_000
"""Areas in a period whose rows are kept: an overview has about 60 of them, each with up to 8 rows."""
S = TypeVar("S", bound=Source)
T = TypeVar("T")


def no_cells(township: str) -> TownshipTotal:
    """A true zero: a ledger that names no institution in a township."""
    return TownshipTotal(0, township, *[0] * 12)


class ReturnTotals:
    """The township totals of one return, and what they add up to in each zone once somebody has asked."""

    __slots__ = ("_by_township", "_is_ledger", "_parts")

    def __init__(self, stored: StoredReturn, totals: Iterable[TownshipTotal]) -> None:
        self._by_township = {total.township: total for total in totals}
        self._is_ledger = stored.mode is Mode.LEDGER
        self._parts: dict[tuple[Element, Element | None, Period], Mapping[str, Part]] = {}

    def __len__(self) -> int:
        return len(self._by_township)

    def total(self, township: str) -> TownshipTotal | None:
        """A township's total; None = unknown. No row in a ledger is a true 0."""
        found = self._by_township.get(township)
        return no_cells(township) if found is None and self._is_ledger else found

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
            total = self.total(township.code)
            found[township.zone].append(UNKNOWN_TOWNSHIP if total is None else part_of(total, indicator))
        return {zone: sum_of(parts) for zone, parts in found.items()}


class Memory:
    """The returns read last, up to so many totals, and the figures worked out last from returns.

    The receipt is in the key of a return: it holds the content's digest.
    """

    def __init__(self, *, totals: int = MOST_TOTALS, figures: int = MOST_FIGURES) -> None:
        self._most_totals, self._most_figures = totals, figures
        self._size = 0
        self._returns: OrderedDict[tuple[int, str], ReturnTotals] = OrderedDict()
        self._figures: OrderedDict[Hashable, object] = OrderedDict()
        self._lock = Lock()

    def recall(self, returns: Iterable[StoredReturn]) -> dict[int, ReturnTotals]:
        """Sequence -> totals, of those that are still known."""
        with self._lock:
            found = {}
            for stored in returns:
                totals = self._returns.get((stored.sequence, stored.receipt))
                if totals is not None:
                    self._returns.move_to_end((stored.sequence, stored.receipt))
                    found[stored.sequence] = totals
            return found

    def keep(self, stored: StoredReturn, totals: ReturnTotals) -> None:
        """Remember one more return, and forget those longest unused."""
        with self._lock:
            before = self._returns.pop((stored.sequence, stored.receipt), ())
            self._returns[stored.sequence, stored.receipt] = totals
            self._size += len(totals) - len(before)
            while self._size > self._most_totals:
                self._size -= len(self._returns.popitem(last=False)[1])

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
    return source.memory if isinstance(source, _Remembering) else Memory()
