"""Many first returns at once: the very rows that ``add_return`` writes, each table's in one go (COPY on PostgreSQL)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

from sqlalchemy import Connection, Engine, Table, select

from data import schema
from data.audit import Deed, Entry
from data.model import Reference
from data.repository import audit
from data.repository.arrivals import Arrival, known_names, last_link, names_of, return_rows, set_nature
from data.repository.codec import stamp
from data.repository.engine import writing
from data.repository.facts import Rows, insert
from data.repository.remarks import keep_file
from data.repository.seals import next_seal
from data.returns import State
from data.seals import SEALED

STATES = "return_states"
AT_ONCE = 500
"""Returns in one transaction: about 70,000 rows of an archive of townships."""


@dataclass(frozen=True, slots=True)
class Filed:
    """A checked return and what became of it; ``accepted_at`` None = received and no more."""

    arrival: Arrival
    accepted_at: datetime | None = None
    accepted_by: str = ""


def store_all(engine: Engine, reference: Reference, returns: Iterable[Filed], *, told: Callable[[int], None]) -> int:
    """Store first returns in their order, and say how many were new.

    A unit and period that the store has already is passed over, so a load that was cut short goes on where it
    stopped. ``told`` hears how many have been looked at, after each transaction. They must have been checked: no rule
    is asked here.
    """
    source = iter(returns)
    seen = stored = 0
    while batch := list(islice(source, AT_ONCE)):
        with writing(engine) as connection:
            stored += _Batch(connection, reference).store(batch)
        seen += len(batch)
        told(seen)
    return stored


class _Batch:
    """The returns of one transaction. Rows are gathered by table, since each return's depend on the one before."""

    def __init__(self, connection: Connection, reference: Reference) -> None:
        self._connection, self._reference = connection, reference
        self._rows: dict[str, Rows] = defaultdict(list)
        self._files: dict[bytes, str] = {}
        self._names: dict[tuple[str, str], set[tuple[object, ...]]] = {}
        self._link = last_link(connection)

    def store(self, batch: Sequence[Filed]) -> int:
        """The number of returns that were new."""
        new = list(self._new(batch))
        for filed in new:
            self._add(filed)
        for table in schema.metadata.sorted_tables:
            write(self._connection, table, self._rows[table.name])
        if new:
            audit.append(self._connection, self._deed(new))
        return len(new)

    def _deed(self, new: Sequence[Filed]) -> Entry:
        """One entry of the audit for all of a transaction: how many, and the end of the chain that seals them."""
        last = new[-1].arrival
        at = max(one.accepted_at or one.arrival.received_at for one in new)
        facts = {"returns": str(len(new)), "sequence": str(self._link.sequence), "checksum": self._link.checksum}
        return Entry(at, last.actor, "", Deed.UPLOAD, "bulk", facts=facts)

    def _new(self, batch: Sequence[Filed]) -> Iterator[Filed]:
        periods = {str(one.arrival.content.period) for one in batch}
        table = schema.returns
        query = select(table.c.org_unit, table.c.period).where(table.c.period.in_(sorted(periods)))
        known = {tuple(row) for row in self._connection.execute(query)}
        for filed in batch:
            key = (filed.arrival.content.org_unit, str(filed.arrival.content.period))
            if key not in known:
                known.add(key)
                yield filed

    def _add(self, filed: Filed) -> None:
        arrival = filed.arrival
        if not self._rows:
            set_nature(self._connection, arrival.content.nature)
        digest = self._file(arrival.file)
        self._link, rows = return_rows(self._reference, arrival, 1, after=self._link, file_digest=digest)
        for table, lines in rows.items():
            self._rows[table] += lines
        self._accept(filed, rows)
        self._add_names(filed)

    def _accept(self, filed: Filed, rows: Mapping[str, Rows]) -> None:
        """What ``add_state`` adds after ``add_return``: the state, and a second seal over both."""
        accepted = _accepted(self._link.sequence, filed)
        if accepted:
            said = {name: rows.get(name, []) for name in SEALED}
            said[STATES] = [*said[STATES], *accepted]
            self._rows[STATES] += accepted
            self._rows["seals"] += next_seal(self._link.sequence, 2, said)

    def _file(self, content: bytes) -> str:
        if content not in self._files:
            self._files[content] = keep_file(self._connection, content)
        return self._files[content]

    def _add_names(self, filed: Filed) -> None:
        unit = filed.arrival.content.org_unit
        for table, names in names_of(filed.arrival.content).items():
            if names:
                if (table, unit) not in self._names:
                    self._names[table, unit] = known_names(self._connection, table, unit)
                known = self._names[table, unit]
                self._rows[table] += [(*name, self._link.sequence) for name in names if name not in known]
                known.update(names)


def _accepted(sequence: int, filed: Filed) -> Rows:
    if filed.accepted_at is None:
        return []
    return [(sequence, 2, State.ACCEPTED.value, stamp(filed.accepted_at), filed.accepted_by, None)]


def write(connection: Connection, table: Table, rows: Rows) -> None:
    """All ``rows`` of a table: by COPY where the database has it, else by one prepared statement."""
    if rows and connection.dialect.name == "postgresql":
        names = ", ".join(f'"{column.name}"' for column in table.columns)
        cursor: Any = connection.connection.cursor()
        with cursor, cursor.copy(f"COPY {table.name} ({names}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
    else:
        insert(connection, table, rows)
