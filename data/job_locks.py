"""Who works on a job: told by a lock on its folder, so that a job whose process was killed is known for what it is."""

from __future__ import annotations

import fcntl
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def locked(folder: Path) -> int:
    """The lock of a job, held until it is closed, or until its process ends."""
    handle = os.open(folder / "alive", os.O_CREAT | os.O_RDWR, 0o600)
    fcntl.flock(handle, fcntl.LOCK_EX)  # nobody holds it longer than a look takes
    return handle


def is_waiting(folder: Path) -> bool:
    """Its order is there, and nobody has taken it up."""
    return (folder / "order").exists()


def taken(folder: Path) -> str | None:
    """The order of a job that waits, which waits no more; None where another was faster. One taker alone gets it."""
    mine = folder / f"taken.{secrets.token_hex(4)}"
    try:
        (folder / "order").rename(mine)
        return mine.read_text(encoding="utf-8")
    except FileNotFoundError:
        return None


def is_worked_on(folder: Path) -> bool:
    """Somebody works on it or will: who takes an order up has the lock before the order is gone."""
    if is_waiting(folder):
        return True
    try:
        with _open(folder / "alive") as handle:
            fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:
        return False
    return False


@contextmanager
def _open(file: Path) -> Iterator[int]:
    handle = os.open(file, os.O_RDONLY)
    try:
        yield handle
    finally:
        os.close(handle)
