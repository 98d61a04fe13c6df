"""Sums of units, regions and the country: brought up to what is stored, by whoever stores something.

A trigger names every return whose state was set (``unsummed``); the transaction that wrote it adds it up before it
commits. What nobody has added up yet makes the sums say nothing: a forgotten line of code costs time, never a figure.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, select
from sqlalchemy import text as sql

from data.model import Period, Reference
from data.repository.codec import stamp
from data.repository.figures import parts_of
from data.schema import return_states, returns
from data.schema_sums import area_sums, filer_sums, sums_made, unsummed
from data.sums import FilerSums, Sums, added, made_under, read, written

AT_ONCE = 50
"""Filers whose sums are worked out in one transaction, where many wait."""
Summed = Callable[[str, Period], Mapping[Period, FilerSums]]
"""(filer, first period) -> what its own counting returns add, from that period on."""
Deltas = dict[tuple[str, Period], dict[str, tuple[int, ...]]]


def notes(connection: Connection) -> dict[str, str]:
    """What the sums were made under, their edition, and the last moment they know of."""
    return {row.key: row.value for row in connection.execute(select(sums_made))}


def waiting(connection: Connection) -> dict[str, Period]:
    """Filer -> the first period of which the sums do not know everything."""
    query = select(returns.c.org_unit, func.min(returns.c.period))
    joined = query.join_from(unsummed, returns, unsummed.c.return_sequence == returns.c.sequence)
    return {unit: Period.parse(first) for unit, first in connection.execute(joined.group_by(returns.c.org_unit))}


def stand(connection: Connection, reference: Reference) -> bool:
    """They were made under this reference and these definitions, or nothing was made yet."""
    under = notes(connection).get("under")
    return under is None or under == made_under(reference)


def forget(connection: Connection) -> None:
    """Empty them: everything that is stored is to be added up again."""
    for table in (filer_sums, area_sums, unsummed, sums_made):
        connection.execute(delete(table))
    connection.execute(insert(unsummed).from_select(["return_sequence"], select(returns.c.sequence)))


def add_up(connection: Connection, reference: Reference, summed: Summed, most: int | None = None) -> int:
    """Add up what was stored since, of so many filers; how many are still waiting. Nothing where they do not stand."""
    if not stand(connection, reference):
        return 0
    wait = waiting(connection)
    told = notes(connection)
    edition = int(told.get("edition", 0)) + 1
    now = dict(sorted(wait.items())[:most])
    deltas: Deltas = {}
    for filer, first in now.items():
        _renew(connection, reference, filer, _changed(connection, filer, first, summed(filer, first)), deltas)
    _add(connection, deltas, edition)
    until = _done(connection, now)
    if now:
        facts = {"under": made_under(reference), "edition": str(edition), "until": max(until, told.get("until", ""))}
        _note(connection, facts)
    return len(wait) - len(now)


Change = tuple[FilerSums | None, FilerSums | None]
"""What stood for a period, and what stands now."""


def _changed(
    connection: Connection, filer: str, first: Period, now: Mapping[Period, FilerSums]
) -> dict[Period, Change]:
    table = filer_sums
    query = select(table).where(table.c.org_unit == filer, table.c.period >= str(first))
    before = {Period.parse(row.period): _kept(row) for row in connection.execute(query)}
    both = {period: (before.get(period), now.get(period)) for period in {*before, *now}}
    return {period: change for period, change in both.items() if change[0] != change[1]}


def _kept(row: Row[Any]) -> FilerSums:
    return FilerSums(row.sequence, row.receipt, row.state, row.revised, row.told, read(row.sums))


def _renew(
    connection: Connection, reference: Reference, filer: str, changes: Mapping[Period, Change], deltas: Deltas
) -> None:
    """Put a filer's new lines in place of the old ones, and tell what that changes above it."""
    if not changes:
        return
    table = filer_sums
    old = delete(table).where(table.c.org_unit == filer, table.c.period.in_([str(one) for one in changes]))
    connection.execute(old)
    lines = [_line(filer, period, now) for period, (_, now) in changes.items() if now is not None]
    if lines:
        connection.execute(insert(table), lines)
    for period, (then, now) in changes.items():
        more = added(now.sums if now else {}, then.sums if then else {}, sign=-1)
        for area in above(reference, filer):
            deltas[area, period] = added(deltas.get((area, period), {}), {} if area == filer else more)


def above(reference: Reference, filer: str) -> Iterable[str]:
    """The regions that a filer is part of, and the country; of the country's own return itself."""
    code: str | None = filer
    while code is not None:
        unit = reference.area_by_code[code]
        if code != filer or unit.parent is None:
            yield code
        code = unit.parent


def _line(filer: str, period: Period, one: FilerSums) -> dict[str, Any]:
    kept = {"sequence": one.sequence, "receipt": one.receipt, "state": one.state, "revised": one.revised}
    return {"org_unit": filer, "period": str(period), **kept, "told": one.told, "sums": written(one.sums)}


def _add(connection: Connection, deltas: Deltas, edition: int) -> None:
    table = area_sums
    stands: dict[tuple[str, str], Sums] = {}
    by_period: dict[str, list[str]] = defaultdict(list)
    for area, period in deltas:
        by_period[str(period)].append(area)
    for day, areas in by_period.items():
        found = connection.execute(select(table).where(table.c.period == day, table.c.area.in_(areas)))
        stands |= {(row.area, day): read(row.sums) for row in found}
    made = {(area, str(period)): more for (area, period), more in deltas.items()}
    lines = [
        {"area": area, "period": day, "changed": edition, "sums": written(added(stands.get((area, day), {}), more))}
        for (area, day), more in made.items()
    ]
    if lines:
        connection.execute(_REPLACE, lines)


_REPLACE = sql(
    "INSERT INTO area_sums (area, period, changed, sums) VALUES (:area, :period, :changed, :sums) "
    "ON CONFLICT (area, period) DO UPDATE SET changed = excluded.changed, sums = excluded.sums"
)


def _done(connection: Connection, filers: Collection[str]) -> str:
    """Strike these filers off the list; the last moment at which one of the returns struck off was heard of."""
    mine = select(returns.c.sequence).join_from(unsummed, returns, unsummed.c.return_sequence == returns.c.sequence)
    listed = connection.execute(mine.where(returns.c.org_unit.in_(sorted(filers)))).scalars().all()
    last = ""
    for part in parts_of(listed):
        heard = select(func.max(return_states.c.at)).where(return_states.c.return_sequence.in_(part))
        came = select(func.max(returns.c.received_at)).where(returns.c.sequence.in_(part))
        last = max(last, *(connection.execute(query).scalar() or "" for query in (heard, came)))
        connection.execute(delete(unsummed).where(unsummed.c.return_sequence.in_(part)))
    return last


def _note(connection: Connection, facts: Mapping[str, str]) -> None:
    for key, value in facts.items():
        connection.execute(delete(sums_made).where(sums_made.c.key == key))
        connection.execute(insert(sums_made), {"key": key, "value": value})


def edition(connection: Connection, reference: Reference, as_of: datetime) -> int | None:
    """The edition, where the sums stand for that moment and these definitions, and nothing waits."""
    told = notes(connection)
    if told.get("under") != made_under(reference) or stamp(as_of) < told["until"]:
        return None
    waits = connection.execute(select(unsummed.c.return_sequence).limit(1)).first()
    return None if waits else int(told["edition"])
