"""Whose returns somebody may ask for: an argument of every question to the store, never a filter afterwards."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Scope:
    """The org units whose returns, institutions, issues, drafts and files may be asked for; ``units`` None = all.

    Of other units it knows what has been accepted, and nobody's name or number in it.
    """

    units: frozenset[str] | None = None

    @classmethod
    def of(cls, units: Iterable[str]) -> Scope:
        """The scope of these units and no others."""
        return cls(frozenset(units))

    @property
    def is_everything(self) -> bool:
        return self.units is None

    def holds(self, unit: str | None) -> bool:
        """Whether the returns of a unit may be asked for."""
        return self.units is None or unit in self.units


EVERYTHING = Scope()
NOTHING = Scope(frozenset())


@dataclass(frozen=True, slots=True)
class Caller:
    """On whose behalf something is done: within which scope, from which address (blank = this machine's own command
    line), and whether with demonstration data only.
    """

    scope: Scope = EVERYTHING
    address: str = ""
    only_demo: bool = False


THE_HOUSE = Caller()
