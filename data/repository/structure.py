"""Whether a database still has the structure that its migrations made, by its own checks and by comparison."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from sqlalchemy import Connection, create_engine
from sqlalchemy.pool import StaticPool

from data import schema
from data.integrity import Damage
from data.migrations import migrate
from data.migrations.append_only import protected_tables

MOST_TOLD = 5
_OBJECTS = "SELECT type, name, tbl_name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'"


def structure_damages(connection: Connection) -> Iterator[Damage]:
    """SQLite: integrity_check, and tables, indexes and triggers as made. PostgreSQL: its triggers stand."""
    if connection.dialect.name == "postgresql":
        for table in sorted(set(schema.metadata.tables) - protected_tables(connection)):
            yield Damage("unguarded", {"table": table})
        return
    told = connection.exec_driver_sql(f"PRAGMA integrity_check({MOST_TOLD})").scalars().all()
    for line in told:
        if line != "ok":
            yield Damage("database", {"detail": str(line).splitlines()[0][:200]})
    found = {tuple(row) for row in connection.exec_driver_sql(_OBJECTS)}
    for kind, name, _, _ in sorted(_as_made() - found, key=str):
        yield Damage("structure", {"kind": kind, "name": name})


@cache
def _as_made() -> frozenset[tuple[str, str, str, str | None]]:
    """What a fresh store of this schema consists of."""
    engine = create_engine("sqlite://", poolclass=StaticPool)
    with engine.begin() as connection:
        migrate(connection)
        made = frozenset(tuple(row) for row in connection.exec_driver_sql(_OBJECTS))
    engine.dispose()
    return frozenset(made)
