"""Counters that the processes of one server share: made before they part, added to by each, read by any.

They lie in memory that forked processes have in common. A lock of the operating system orders them, which a process
that is killed gives up by dying.
"""

from __future__ import annotations

import fcntl
import mmap
import struct
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from threading import Lock

WORD = struct.Struct("<Q")
BUCKETS_MS = (10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10000)
"""Upper bounds of the histogram of answers, in milliseconds."""
NAMES = (
    *("requests_2xx", "requests_3xx", "requests_4xx", "requests_5xx", "faults", "answers", "answers_us"),
    *(f"within_{bound}" for bound in BUCKETS_MS),
)


class Tally:
    """Whole numbers by name, each from 0."""

    def __init__(self) -> None:
        self._memory = mmap.mmap(-1, WORD.size * len(NAMES))
        self._gate = tempfile.TemporaryFile()  # noqa: SIM115 - kept as long as the tally
        self._lock = Lock()

    def add(self, amounts: Mapping[str, int]) -> None:
        """Add to some of them at once."""
        with self._alone():
            for name, amount in amounts.items():
                place = NAMES.index(name) * WORD.size
                WORD.pack_into(self._memory, place, WORD.unpack_from(self._memory, place)[0] + amount)

    def read(self) -> dict[str, int]:
        """All of them, as they stand at one moment."""
        with self._alone():
            return {name: WORD.unpack_from(self._memory, place * WORD.size)[0] for place, name in enumerate(NAMES)}

    @contextmanager
    def _alone(self) -> Iterator[None]:
        with self._lock:
            fcntl.lockf(self._gate, fcntl.LOCK_EX)
            try:
                yield
            finally:
                fcntl.lockf(self._gate, fcntl.LOCK_UN)


def answered(status: int, microseconds: int) -> dict[str, int]:
    """What one answer adds."""
    within = {f"within_{bound}": 1 for bound in BUCKETS_MS if microseconds <= bound * 1000}
    return {f"requests_{max(2, min(5, status // 100))}xx": 1, "answers": 1, "answers_us": microseconds, **within}
