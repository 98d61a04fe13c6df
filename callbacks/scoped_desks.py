"""Sources and desks of narrower scopes: each with a memory of its own, so that nothing is told across."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock
from typing import Protocol, cast

from callbacks.briefings.office import Issues
from callbacks.desk import Desk, Entrance, Intake, Reviewing, Shelf
from data.scope import Scope
from metrics.memory import remembering
from metrics.source import Source

MOST_KEPT = 24
"""Scopes whose figures are remembered: every unit of a city, and some."""


class Narrowed(Source, Shelf, Protocol):
    """A store asked within a scope."""


class Store(Protocol):
    """A store that can be asked within a scope."""

    def within(self, scope: Scope) -> Narrowed: ...


@dataclass(frozen=True, slots=True)
class ScopedDesk:
    """The desk as somebody of a narrower scope stands before it."""

    ingest: Intake
    review: Reviewing
    repository: Shelf
    accounts: Entrance
    issuing: Issues


class ScopedDesks:
    """One a scope; those longest unused are forgotten."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._kept: OrderedDict[Scope, tuple[Source, ScopedDesk]] = OrderedDict()
        self._lock = Lock()

    def of(self, scope: Scope) -> tuple[Source, ScopedDesk]:
        """Source and desk of that scope."""
        with self._lock:
            found = self._kept.pop(scope, None) or self._made(scope)
            self._kept[scope] = found
            if len(self._kept) > MOST_KEPT:
                self._kept.popitem(last=False)
            return found

    def _made(self, scope: Scope) -> tuple[Source, ScopedDesk]:
        narrowed = cast(Store, self._desk.repository).within(scope)
        desk = ScopedDesk(self._desk.ingest, self._desk.review, narrowed, self._desk.accounts, self._desk.issuing)
        return remembering(cast(Source, narrowed)), desk
