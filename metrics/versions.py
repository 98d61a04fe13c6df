"""The same returns by other definitions: an older 口径版本, or a choice made otherwise to see what it changes.

Figures of one set of definitions are remembered apart from those of every other.
"""

from __future__ import annotations

from threading import Lock
from typing import TypeVar, cast

from data.issues import UsageError
from data.model import Definitions, Reference
from metrics.memory import Memory, memory_of
from metrics.source import Source

MOST_KEPT = 6
"""Sets of definitions whose figures are remembered beside those in force."""
S = TypeVar("S", bound=Source)


def under_version(source: S, version: str | None) -> S:
    """The source by that 口径版本 (None = the one in force); UsageError for one that the folder does not have."""
    if version is None or version == source.reference.definitions.version:
        return source
    try:
        return under(source, source.reference.defined(version))
    except KeyError:
        raise UsageError("query.definitions", value=version) from None


def under(source: S, definitions: Definitions) -> S:
    """The source by these definitions, with a memory of their own."""
    memory = _memory_for(memory_of(source), definitions)
    return cast(S, _Variant(source, source.reference.under(definitions), memory))


class _Variant:
    """A source with another reference and memory; every question goes to the source itself."""

    def __init__(self, source: Source, reference: Reference, memory: Memory) -> None:
        self._source = source
        self.reference = reference
        self.memory = memory

    def without_home_based(self) -> _Variant:
        return _Variant(self._source.without_home_based(), self.reference, self.memory)

    def __getattr__(self, name: str) -> object:
        return getattr(self._source, name)


_LOCK = Lock()


def _memory_for(memory: Memory, definitions: Definitions) -> Memory:
    """The memory kept beside a source's own for a set of definitions; those longest unused are forgotten."""
    with _LOCK:
        kept = memory.beside
        found = kept.pop(repr(definitions), None) or Memory()
        kept[repr(definitions)] = found
        while len(kept) > MOST_KEPT:
            kept.popitem(last=False)
        return found
