"""Sums kept beside the returns: what each filer's own return adds to its region and country, and what that makes. Pure.

A key names what is added up (an indicator in a zone, a channel since a baseline); its numbers are added place by place.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from data.model import Period, Reference

Sums = Mapping[str, tuple[int, ...]]
"""Key -> numbers. A key that is not there stands for noughts."""

RULES = "1"
"""Counted up when a key comes to mean something else: sums made before are then made anew."""


@dataclass(frozen=True, slots=True)
class FilerSums:
    """What counts of one filer for one period, and what it adds.

    ``told``: bit n is set where the cell of the n-th flow is filled in.
    """

    sequence: int
    receipt: str
    state: str
    revised: bool
    told: int
    sums: Sums


Summing = Callable[[object, str, Period], Mapping[Period, FilerSums]]
"""(source, filer, first period) -> what its own counting returns add, from that period on."""


class KeptSums(Protocol):
    """What is asked of the sums that a store keeps. All of it is of the store as it stands."""

    def edition(self, reference: Reference, as_of: datetime) -> int | None:
        """Another number after each change; None where they do not stand for that moment and these definitions."""

    def of_areas(
        self, areas: Iterable[str], periods: Iterable[Period]
    ) -> Mapping[tuple[str, Period], tuple[int, Sums]]:
        """(org unit, period) -> the edition in which it changed last, and its sums."""

    def of_filers(self, filers: Iterable[str], period: Period) -> Mapping[str, Sums]:
        """Filer -> what its own return of a period adds."""

    def filed(self, period: Period) -> frozenset[str]:
        """Who has a return of its own that counts."""

    def first_filed(self) -> Mapping[str, Period]:
        """Filer -> the first period with a return of its own that counts."""

    def told(self, first: Period, last: Period) -> Mapping[str, tuple[int, ...]]:
        """Filer -> how many cells of each flow are filled in from one period to another."""

    def lines(self, period: Period) -> tuple[tuple[str, str, str], ...]:
        """(filer, receipt, state) of what counts."""

    def open_warnings(self, period: Period) -> int:
        """疑点 of what counts that nobody has explained."""


def made_under(reference: Reference) -> str:
    """All beside the returns that sums depend on."""
    return f"{RULES} {reference.digest} {reference.definitions.words}"


def added(*parts: Sums, sign: int = 1) -> dict[str, tuple[int, ...]]:
    """The first with the others added to it, or (``sign`` -1) taken away; noughts are left out."""
    found = dict(parts[0]) if parts else {}
    for part in parts[1:]:
        for key, numbers in part.items():
            before = found.get(key)
            found[key] = (
                tuple(sign * one for one in numbers)
                if before is None
                else tuple(one + sign * more for one, more in zip(before, numbers, strict=True))
            )
    return {key: numbers for key, numbers in found.items() if any(numbers)}


def written(sums: Sums) -> str:
    """The sums as text, the same for the same sums."""
    return json.dumps(dict(sorted(sums.items())), ensure_ascii=False, separators=(",", ":"))


def read(text: str) -> dict[str, tuple[int, ...]]:
    """Sums that were written."""
    return {key: tuple(numbers) for key, numbers in json.loads(text).items()}
