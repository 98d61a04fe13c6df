"""The header of a SQLite file, read beside SQLite without taking away its locks.

A process that closes any descriptor of a file gives up every lock it holds on that file (POSIX fcntl locks; "How To
Corrupt An SQLite Database File", 2.2): another process would then write under a reader, or take a writer's journal for
one that was left behind and roll it back. So a file is opened once and stays open.
"""

from __future__ import annotations

import os
from collections import OrderedDict
from pathlib import Path
from threading import Lock

from data.vigil import Marks

CHANGE_COUNTER = 24, 4
"""Place and length in bytes, counted up by every transaction that changed the file (Database File Format, 1.3.7), as it
does in the journal mode that is set here.
"""
MOST_OPEN = 64
"""Files kept open by one process: one store, and those it was before each restore."""

_open: OrderedDict[tuple[int, int], int] = OrderedDict()
_lock = Lock()


def marks_of_file(file: Path) -> Marks:
    """How a SQLite file stands now; OSError where it cannot be read."""
    with _lock:
        counted = os.pread(_descriptor(file), CHANGE_COUNTER[1], CHANGE_COUNTER[0])
    stands = file.stat()
    return Marks(counted.hex(), stands.st_ino, stands.st_mtime_ns)


def _descriptor(file: Path) -> int:
    stands = file.stat()
    key = stands.st_dev, stands.st_ino
    if key not in _open:
        opened = os.open(file, os.O_RDONLY | os.O_CLOEXEC)
        # The file may have been exchanged just now.
        held = os.fstat(opened)
        key = held.st_dev, held.st_ino
        _open.setdefault(key, opened)
        if len(_open) > MOST_OPEN:
            os.close(_open.popitem(last=False)[1])
    _open.move_to_end(key)
    return _open[key]
