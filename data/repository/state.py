"""What a store tells of itself without being migrated or trusted: for the doctor."""

from __future__ import annotations

from sqlalchemy import Connection, func, inspect, select

from data import schema
from data.integrity import StoreState
from data.migrations import version_of
from data.repository.codec import moment_of


def state_of(connection: Connection) -> StoreState:
    """Asked in a way that every released schema can answer."""
    version, engine = version_of(connection), connection.dialect.name
    journal = str(connection.exec_driver_sql("PRAGMA journal_mode").scalar()) if engine == "sqlite" else ""
    if not inspect(connection).has_table("returns"):
        return StoreState(engine, version, 0, None, journal)
    count = connection.execute(select(func.count()).select_from(schema.returns)).scalar_one()
    came, decided = schema.returns.c.received_at, schema.return_states.c.at
    told = [connection.execute(select(func.max(column))).scalar() for column in (came, decided)]
    newest = max((text for text in told if text), default=None)
    return StoreState(engine, version, count, None if newest is None else moment_of(newest), journal)
