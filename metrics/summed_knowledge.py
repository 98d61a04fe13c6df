"""How regions and the country stand by the sums that the store keeps: who has filed, who is carried, who is missing.

The sums are of own returns that count now. What time decides is decided here: who is due, carried forward, or stale.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from data.model import Level, Period
from data.sums import KeptSums, Sums, added
from metrics.filer_sums import FilerParts, own_key
from metrics.knowledge import Knowledge
from metrics.positions import Area
from metrics.results import NoValue
from metrics.source import Source

LEFT_BEHIND = ("own|", "told:")
"""Keys of what is never carried forward."""


@dataclass(frozen=True, slots=True)
class Missing:
    """Filers without a return of their own for a period: which earlier one stands for each, or why none does."""

    carried: Mapping[str, Period]
    absent: Mapping[str, NoValue]


@dataclass(frozen=True, slots=True)
class Total:
    """An area in a period: ``sums`` of its own returns and those carried, and who is missing.

    ``townships``: zone -> townships of filers on whose return nothing stands. ``carried_flags``: among the carried, one
    is not accepted, one is a revision.
    """

    sums: Sums
    own: tuple[int, ...]
    expected: int
    carried: tuple[str, ...]
    absent: Mapping[NoValue, int]
    townships: Mapping[str, int]
    carried_flags: tuple[bool, bool]

    def of(self, key: str, length: int = 4) -> tuple[int, ...]:
        """The numbers of a key; noughts where it is not there."""
        return self.sums.get(key) or (0,) * length

    @property
    def missing(self) -> int:
        """Filers without a return that stands."""
        return sum(self.absent.values())

    def unknown_townships(self, zone: str | None) -> int:
        return sum(self.townships.values()) if zone is None else self.townships.get(zone, 0)


class SummedKnowledge(Knowledge):
    """What is known of the country's own filing, and how everybody's stands by the sums of one edition."""

    def __init__(self, source: Source, as_of: datetime, sums: KeptSums, edition: int, scope: str) -> None:
        super().__init__(source, as_of, (source.reference.city.code,))
        self.sums, self.edition, self._scope = sums, edition, scope
        self._areas: dict[tuple[str, Period], tuple[int, Sums]] = {}
        self._totals: dict[tuple[Area, Period], Total] = {}
        self._missing: dict[Period, Missing] = {}
        self._told: dict[tuple[Period, Period], Mapping[str, tuple[int, ...]]] = {}

    def read(self, areas: Collection[str], periods: Iterable[Period]) -> None:
        """Fetch together the sums of these areas that are not known yet."""
        wanted = [one for one in dict.fromkeys(periods) if any((area, one) not in self._areas for area in areas)]
        if wanted:
            found = self.sums.of_areas(areas, wanted)
            empty: tuple[int, Sums] = (0, {})
            self._areas |= {(area, one): found.get((area, one), empty) for area in areas for one in wanted}

    def own(self, area: str, period: Period) -> tuple[int, Sums]:
        """The edition in which an area's sums changed last, and the sums of its own returns."""
        self.read([area], [period])
        return self._areas[area, period]

    def footing(self, _filers: Iterable[str], periods: tuple[Period, ...]) -> tuple[str, ...]:
        """One edition decides all figures, with what was due by then."""
        return (f"sums {self.edition}", *(str(int(self.is_due(one))) for one in periods))

    def footing_of(self, area: Area, periods: tuple[Period, ...]) -> tuple[str, ...]:
        """The same of one area: what changed elsewhere leaves its figures as they are."""
        changed = [f"{self.own(area.org_unit, one)[0]} {int(self.is_due(one))}" for one in periods]
        city = super().footing((self.reference.city.code,), periods) if area.level is Level.CITY else ()
        return ("sums", *changed, *city)

    def digest(self, periods: Collection[Period]) -> str:
        """The digest that listing every return would give."""
        looked_at = tuple(one for one in self.periods if one in periods)
        key = ("digest", self._scope, self.edition, looked_at, self.reference.digest, self.reference.definitions.words)
        return self.memory.once(key, lambda: self._digest_of(looked_at))

    def _digest_of(self, periods: tuple[Period, ...]) -> str:
        everybody = self._scope == self.reference.city.code
        inside = frozenset(self.reference.units_of(self._scope))
        found = (line for one in periods for line in self._lines(one))
        lines = sorted(line for line in found if everybody or line.split(" ", 1)[0] in inside)
        told = "\n".join([*lines, self.reference.digest, self.reference.definitions.words])
        return sha256(told.encode()).hexdigest()

    def _lines(self, period: Period) -> tuple[str, ...]:
        key = ("lines", period, self.own(self.reference.city.code, period)[0])

        def told() -> tuple[str, ...]:
            return tuple(f"{filer} {period} {receipt} {state}" for filer, receipt, state in self.sums.lines(period))

        return self.memory.once(key, told)

    def missing(self, period: Period) -> Missing:
        """Every unit without a return of its own, and what stands instead."""
        if period not in self._missing:
            filed = self.sums.filed(period)
            lacking = [unit.code for unit in self.reference.units if unit.code not in filed]
            self._missing[period] = self._instead(lacking, period)
        return self._missing[period]

    def _instead(self, lacking: Collection[str], period: Period) -> Missing:
        if not self.is_due(period):
            return Missing({}, dict.fromkeys(lacking, NoValue.NOT_DUE))
        carried: dict[str, Period] = {}
        for back in range(1, self.reference.definitions.carry_forward_periods + 1):
            earlier = period.shift(-back)
            filed = self.sums.filed(earlier) if len(carried) < len(lacking) else frozenset()
            carried |= {one: earlier for one in lacking if one in filed and one not in carried}
        rest = [one for one in lacking if one not in carried]
        first = self.sums.first_filed() if rest else {}
        stale = {one for one in rest if one in first and first[one] < period}
        return Missing(carried, {one: NoValue.STALE if one in stale else NoValue.NOT_REPORTED for one in rest})

    def area_total(self, area: Area, period: Period) -> Total:
        """How an area stands in a period."""
        key = (area, period)
        if key not in self._totals:
            self._totals[key] = self._total(area, period)
        return self._totals[key]

    def _total(self, area: Area, period: Period) -> Total:
        _, sums = self.own(area.org_unit, period)
        own = sums.get(own_key(area.zone)) or (0,) * 4
        inside = frozenset(area.units)
        missing = self.missing(period) if own[0] < len(inside) else Missing({}, {})
        carried = {unit: when for unit, when in missing.carried.items() if unit in inside}
        absent = {unit: why for unit, why in missing.absent.items() if unit in inside}
        parts = self._carried(carried, period)
        own_of = [part.get(own_key(None), (0, 0, 0, 0)) for part in parts]
        stocks = [{key: one for key, one in part.items() if not key.startswith(LEFT_BEHIND)} for part in parts]
        return Total(
            sums=added(sums, *stocks) if stocks else sums,
            own=own,
            expected=len(inside),
            carried=tuple(carried),
            absent=Counter(absent.values()),
            townships=self._places_of(area, absent, period) if absent else {},
            carried_flags=(any(one[2] for one in own_of), any(one[3] for one in own_of)),
        )

    def _places_of(self, area: Area, absent: Collection[str], period: Period) -> Mapping[str, int]:
        """Zone -> townships of these units; of all the units of an area it is remembered."""

        def counted() -> Mapping[str, int]:
            return Counter(one.zone for unit in absent for one in self.own_townships(unit, period))

        if len(absent) < len(area.units):
            return counted()
        return self.memory.once(("places", area.org_unit, area.zone, period.end, self.reference.digest), counted)

    def _carried(self, carried: Mapping[str, Period], period: Period) -> list[Sums]:
        """What stands of returns carried forward; by the townships of the period, where these are others."""
        found: list[Sums] = []
        for when in sorted(set(carried.values())):
            units = [unit for unit, one in carried.items() if one == when]
            kept = self.sums.of_filers(units, when)
            found += [self._of_carried(unit, kept[unit], when, period) for unit in units]
        return found

    def _of_carried(self, unit: str, kept: Sums, when: Period, period: Period) -> Sums:
        based = any(when < plan.baseline <= period for plan in self.reference.plans)
        if not based and self.own_townships(unit, when) == self.own_townships(unit, period):
            return kept
        own = {key: numbers for key, numbers in kept.items() if key.startswith(LEFT_BEHIND)}
        return {**own, **FilerParts(Knowledge(self.source, self.as_of, (unit,)), unit).stocks(period)}

    def told(self, first: Period, last: Period) -> Mapping[str, tuple[int, ...]]:
        """Filer -> cells filled in of each flow."""
        if (first, last) not in self._told:
            self._told[first, last] = self.sums.told(first, last)
        return self._told[first, last]
