"""Sealing what is said of a return, after each thing said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, func, select

from data import schema
from data.repository.facts import Rows, insert
from data.seals import SEALED, seal_of


def add_seal(connection: Connection, sequence: int) -> None:
    """Seal a return over everything that is said of it now; the caller holds the transaction."""
    table = schema.seals
    last = select(func.max(table.c.number)).where(table.c.return_sequence == sequence)
    number = (connection.execute(last).scalar() or 0) + 1
    insert(connection, table, [(sequence, number, seal_of(sequence, number, told_of(connection, sequence)))])


def told_of(connection: Connection, sequence: int) -> dict[str, Rows]:
    """Table -> its rows of one return, of the columns that a seal covers."""
    told = {}
    for name, columns in SEALED.items():
        table = schema.metadata.tables[name]
        query = select(*(table.c[column] for column in columns)).where(table.c.return_sequence == sequence)
        told[name] = [tuple(row) for row in connection.execute(query)]
    return told


def next_seal(sequence: int, number: int, rows: Mapping[str, Sequence[Sequence[Any]]]) -> Rows:
    """The seal of that number over rows as they go into their tables: all that is said of the return by then."""
    told = {name: [row[1:] for row in rows.get(name, ())] for name in SEALED}
    return [(sequence, number, seal_of(sequence, number, told))]
