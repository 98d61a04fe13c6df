"""What a process and all it has started take of a machine."""

from __future__ import annotations

from collections.abc import Iterator

import psutil


def processor_seconds(pid: int | None = None) -> float:
    """Processor time of a process (None = this one), its descendants, and those of them that have ended."""
    return sum(sum(one.cpu_times()[:4]) for one in _family(pid))


def memory_kb(pid: int) -> int:
    """Proportional set size of a process and its descendants, in kB: what is shared between them counts once."""
    return sum(one.memory_full_info().pss for one in _family(pid)) // 1024


def _family(pid: int | None) -> Iterator[psutil.Process]:
    """Whoever ends meanwhile is left out."""
    first = psutil.Process(pid)
    for one in (first, *first.children(recursive=True)):
        try:
            one.status()
        except psutil.NoSuchProcess:
            continue
        yield one
