"""Are the kept sums those of the returns? Filers' lines worked out anew, regions' and the country's added up anew.

Each question is a reading of its own, so that nobody who files waits for long: a line and what it adds to are written
by one transaction and agree in every reading.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from random import SystemRandom
from typing import Any

from sqlalchemy import Column, Connection, Engine, Row, func, select, union

from data.integrity import Damage
from data.model import Period, Reference
from data.repository import sums
from data.repository.engine import reading
from data.schema import return_states, returns
from data.schema_sums import area_sums, filer_sums, unsummed
from data.sums import FilerSums, Sums, added, read

Again = Callable[[Connection, str, Period], Mapping[Period, FilerSums]]
"""(connection, filer, first period) -> what its own counting returns add, worked out anew."""
UNREADABLE = (ValueError, TypeError, AttributeError)
"""What a sum makes of its reading that is no such text."""
Place = tuple[str, Period]


@dataclass(slots=True)
class SumsCheck:
    """One look at the sums of a store. What waits to be added up, and sums of another reference, say nothing.

    ``wrong``: lines that differ, as they should be (None: not at all); ``filers``: all that there are;
    ``looked``: those worked out anew.
    """

    engine: Engine
    reference: Reference
    again: Again
    wrong: dict[Place, FilerSums | None] = field(default_factory=dict)
    looked: set[str] = field(default_factory=set)
    filers: Sequence[str] = ()

    def damages(self, most: int | None) -> Iterator[Damage]:
        """Of so many filers, drawn by lot (None: of all), and of every region."""
        with reading(self.engine) as connection:
            if not sums.stand(connection, self.reference) or not sums.notes(connection):
                return
            yield from _moment(connection)
            self.filers = _either(connection, returns.c.org_unit, filer_sums.c.org_unit)
            periods = _either(connection, filer_sums.c.period, area_sums.c.period)
        most = len(self.filers) if most is None else min(most, len(self.filers))
        for filer in sorted(SystemRandom().sample(self.filers, most)):
            yield from self._filer(filer)
        for period in map(Period.parse, periods):
            yield from self._areas(period)

    def _filer(self, filer: str) -> Iterator[Damage]:
        """The lines of one filer against its returns."""
        self.looked.add(filer)
        with reading(self.engine) as connection:
            if not sums.stand(connection, self.reference):
                return
            rows = connection.execute(select(filer_sums).where(filer_sums.c.org_unit == filer)).all()
            kept = {Period.parse(row.period): _line(row) for row in rows}
            waits = sums.waiting(connection).get(filer)
            found = self._found(connection, filer)
        for period in sorted({*kept, *found}):
            if waits is not None and period >= waits:
                continue
            if period not in kept or kept[period] != found.get(period):
                self.wrong[filer, period] = found.get(period)
                yield from _told(filer, period, kept.get(period), found.get(period), is_kept=period in kept)

    def _found(self, connection: Connection, filer: str) -> Mapping[Period, FilerSums]:
        first = connection.execute(select(func.min(returns.c.period)).where(returns.c.org_unit == filer)).scalar()
        return {} if first is None else self.again(connection, filer, Period.parse(first))

    def _areas(self, period: Period) -> Iterator[Damage]:
        """Regions and country of a period against their filers; those right under one that differs are looked at."""
        differing = self._differing(period)
        over = {area for area, _, _, _ in differing}
        known = self.reference.area_by_code
        for filer in self.filers if over else ():
            if filer in known and known[filer].parent in over and filer not in self.looked:
                yield from self._filer(filer)
        for area, key, kept, found in self._differing(period) if differing else ():
            yield _sum(area, period, key, kept, found)

    def _differing(self, period: Period) -> list[tuple[str, str, tuple[int, ...], tuple[int, ...]]]:
        """(area, key, kept, added up) of a period, where they differ."""
        with reading(self.engine) as connection:
            if not sums.stand(connection, self.reference):
                return []
            lines = connection.execute(select(filer_sums).where(filer_sums.c.period == str(period))).all()
            rows = connection.execute(select(area_sums).where(area_sums.c.period == str(period))).all()
        right = {filer: line for (filer, of), line in self.wrong.items() if of == period}
        standing = {row.org_unit: _line(row) for row in lines} | right
        total: dict[str, dict[str, tuple[int, ...]]] = defaultdict(dict)
        for filer, line in standing.items():
            for area in _above(self.reference, filer) if line is not None else ():
                total[area] = _added(total[area], line.sums if line else {})
        kept = {row.area: _read(row.sums) or {} for row in rows}
        areas = sorted({*total, *kept})
        return [(area, *one) for area in areas for one in _apart(kept.get(area, {}), total.get(area, {}))]


def _either(connection: Connection, one: Column[str], other: Column[str]) -> list[str]:
    return sorted(connection.execute(union(select(one), select(other))).scalars())


def _moment(connection: Connection) -> Iterator[Damage]:
    """The last moment that they say they know of is not before the last thing that they count."""
    told = sums.notes(connection).get("until", "")
    waits = select(unsummed.c.return_sequence)
    came = select(func.max(returns.c.received_at)).where(returns.c.sequence.not_in(waits))
    heard = select(func.max(return_states.c.at)).where(return_states.c.return_sequence.not_in(waits))
    last = max(connection.execute(query).scalar() or "" for query in (came, heard))
    if told < last:
        yield Damage("sum_moment", {"until": told, "found": last})


def _line(row: Row[Any]) -> FilerSums | None:
    """A kept line; None for one whose sums are no sums."""
    found = _read(row.sums)
    return None if found is None else FilerSums(row.sequence, row.receipt, row.state, row.revised, row.told, found)


def _read(text: str) -> Sums | None:
    try:
        found = read(text)
    except UNREADABLE:
        return None
    return found if all(isinstance(one, int) for numbers in found.values() for one in numbers) else None


def _above(reference: Reference, filer: str) -> Iterable[str]:
    return sums.above(reference, filer) if filer in reference.area_by_code else ()


def _added(total: dict[str, tuple[int, ...]], more: Sums) -> dict[str, tuple[int, ...]]:
    """Numbers that do not fit each other are left out, and differ from what is kept."""
    fitting = {key: numbers for key, numbers in more.items() if len(total.get(key, numbers)) == len(numbers)}
    return added(total, fitting)


def _apart(kept: Sums, found: Sums) -> Iterator[tuple[str, tuple[int, ...], tuple[int, ...]]]:
    for key in sorted({*kept, *found}):
        before, now = kept.get(key, ()), found.get(key, ())
        if before != now and (any(before) or any(now)):
            yield key, before, now


def _told(
    filer: str, period: Period, kept: FilerSums | None, found: FilerSums | None, *, is_kept: bool
) -> Iterator[Damage]:
    where = {"org_unit": filer, "period": str(period)}
    if not is_kept:
        yield Damage("sum_missing", where)
    elif found is None:
        yield Damage("sum_extra", where)
    elif kept is None:
        yield Damage("sum_unreadable", where)
    else:
        if (kept.sequence, kept.receipt, kept.state) != (found.sequence, found.receipt, found.state):
            yield Damage("sum_of_another", {**where, "kept": kept.receipt, "found": found.receipt})
        elif (kept.revised, kept.told) != (found.revised, found.told):
            yield Damage("sum_marks", where)
        for key, before, now in _apart(kept.sums, found.sums):
            yield _sum(filer, period, key, before, now)


def _sum(area: str, period: Period, key: str, kept: Collection[int], found: Collection[int]) -> Damage:
    numbers = {"kept": ", ".join(map(str, kept)), "found": ", ".join(map(str, found))}
    return Damage("sum", {"org_unit": area, "period": str(period), "key": key, **numbers})
