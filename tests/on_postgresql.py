"""A SQLite store copied into PostgreSQL, table by table, so that whatever reads one can be asked of the other."""

from __future__ import annotations

from sqlalchemy import Connection, Table, create_engine, delete, insert, select, text

from data.repository.bulk import write
from data.repository.engine import open_engine, writing
from data.schema import metadata
from data.schema_sums import derived

AT_ONCE = 20_000


def copy_store(source: str, target: str) -> None:
    """Every row of ``source`` (a SQLite URL) into the empty, migrated store of ``target``; checks wait for the end."""
    reading = create_engine(source)
    engine = open_engine(target)
    with reading.connect() as rows, writing(engine) as connection:
        for table in metadata.sorted_tables:
            _copy(rows, connection, table)
        # The trigger has named every return as still to be added up: the copied sums know of them already.
        connection.execute(delete(derived.tables["unsummed"]))
        for table in derived.sorted_tables:
            _copy(rows, connection, table)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("ANALYZE"))
    engine.dispose()
    reading.dispose()


def _copy(rows: Connection, connection: Connection, table: Table) -> None:
    found = rows.execution_options(yield_per=AT_ONCE).execute(select(table))
    for part in found.partitions(AT_ONCE):
        if table.metadata is derived:
            connection.execute(insert(table), [row._asdict() for row in part])
        else:
            write(connection, table, [tuple(row) for row in part])
