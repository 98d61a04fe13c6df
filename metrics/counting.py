"""Which return counts for each filer and period: read of the filers that are asked about, and of no other."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping

from data.model import Period
from data.returns import StoredReturn

Key = tuple[str, Period]
Ask = Callable[[Collection[str] | None], Mapping[Key, StoredReturn]]
"""The counting returns of these filers; of all of them for None."""


class CountingReturns(Mapping[Key, StoredReturn]):
    """(filer, period) -> the return that counts, as a mapping that reads no more than it is asked.

    ``expected``: the filers that will be asked about, read by one question; None = everybody. A further filer is read
    when it is wanted, so what is left out of ``expected`` costs a question, never a wrong answer. Whoever goes through
    the whole mapping has everybody read.
    """

    def __init__(self, ask: Ask, expected: Collection[str] | None = None) -> None:
        self._ask = ask
        self._expected = expected
        self._read: set[str] = set()
        self._is_whole = False
        self._known: dict[Key, StoredReturn] = {}
        self._by_filer: dict[str, dict[Period, StoredReturn]] = {}

    def of(self, filer: str) -> Mapping[Period, StoredReturn]:
        """Period -> the return that counts, of one filer."""
        self._need(filer)
        return self._by_filer.get(filer, {})

    def of_all(self, filers: Collection[str]) -> dict[Key, StoredReturn]:
        """The part of these filers, in order of filer and period."""
        return {(filer, period): one for filer in sorted(filers) for period, one in sorted(self.of(filer).items())}

    def __getitem__(self, key: Key) -> StoredReturn:
        self._need(key[0])
        return self._known[key]

    def __iter__(self) -> Iterator[Key]:
        self._need_all()
        return iter(self._known)

    def __len__(self) -> int:
        self._need_all()
        return len(self._known)

    def _need(self, filer: str) -> None:
        if self._is_whole or filer in self._read:
            return
        if self._expected is None:
            self._need_all()
            return
        together = self._expected if filer in self._expected else (filer,)
        self._add(self._ask(together))
        self._read.update(together)

    def _need_all(self) -> None:
        if not self._is_whole:
            self._known, self._by_filer, self._is_whole = {}, {}, True
            self._add(self._ask(None))

    def _add(self, found: Mapping[Key, StoredReturn]) -> None:
        self._known.update(found)
        for (filer, period), stored in found.items():
            self._by_filer.setdefault(filer, {})[period] = stored
