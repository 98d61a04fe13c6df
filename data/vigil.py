"""Watching over the store that is shown: a byte changed on disk is noticed before it reaches a page.

Everything is checked when the watch begins. After that a SQLite file is checked again when it was changed by anybody
but SQLite (its own time moved, the counter in its header did not), or was exchanged for another file.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from threading import Lock
from time import monotonic
from typing import NamedTuple, Protocol

from data.integrity import StoreCheck, StoreState
from data.issues import StoreError

MOST_AT_ONCE = 6_000
"""Returns that are checked before anything is shown: some 5 s. A larger archive is checked by ``verify`` alone."""
AGAIN_SECONDS = 30
LOG = logging.getLogger(__name__)


class Marks(NamedTuple):
    """How a file stands: what SQLite counts up when it changes it, and what the file system says of it."""

    counted: str
    file: int
    changed: int


class Watched(Protocol):
    """Implemented by data.repository.Repository."""

    def marks(self) -> Marks | None:
        """None for a store that is no file."""

    def size(self) -> int:
        """The number of stored returns."""

    def check(self) -> StoreCheck: ...

    def state(self) -> StoreState: ...


class Vigil:
    """One process's watch over one store."""

    def __init__(self, store: Watched, *, told: Callable[[StoreCheck], None] | None = None) -> None:
        self.store, self._told = store, told or _log
        self._seen: Marks | None = None
        self._begun = False
        self._damaged = False
        self._looked = 0.0
        self._lock = Lock()

    def refuse_damaged(self) -> None:
        """StoreError while the store is not as it was written, or not there."""
        with self._lock:
            marks = self._marks()
            if not self._begun or self._is_suspect(marks) or self._is_due():
                self._damaged = not self._is_whole()
                self._looked = monotonic()
            self._begun, self._seen = True, marks
            if self._damaged:
                raise StoreError("store.damaged")

    def _marks(self) -> Marks | None:
        try:
            return self.store.marks()
        except OSError as error:
            raise StoreError("store.unreachable", detail=type(error).__name__) from error

    def _is_due(self) -> bool:
        """A store found damaged is looked at again: it may have been repaired, or only been out of reach."""
        return self._damaged and monotonic() - self._looked > AGAIN_SECONDS

    def _is_suspect(self, marks: Marks | None) -> bool:
        """Whether the file was touched by something that does not count as SQLite does."""
        if marks is None or self._seen is None or marks == self._seen:
            return False
        return marks.counted == self._seen.counted or marks.file != self._seen.file

    def _is_whole(self) -> bool:
        size = self.store.size()
        if size > MOST_AT_ONCE:
            LOG.warning("store of %s returns not checked at start: run verify", size)
            return True
        check = self.store.check()
        if not check.is_whole:
            self._told(check)
        return check.is_whole


def _log(check: StoreCheck) -> None:
    for damage in check.damages:
        LOG.critical("store damaged: %s %s", damage.code, dict(damage.facts))
