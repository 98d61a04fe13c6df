"""What a store tells of itself without being migrated or trusted: for the doctor, and before it is opened."""

from __future__ import annotations

from sqlalchemy import Connection, Engine, func, inspect, select
from sqlalchemy.exc import DatabaseError

from data import schema
from data.integrity import StoreState
from data.issues import StoreError
from data.migrations import version_of
from data.repository.codec import moment_of
from data.repository.engine import reading
from data.schema import VERSION


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


def is_current(engine: Engine) -> bool:
    """Whether the store stands at this code's schema; the first question it is asked, so it must answer."""
    try:
        with reading(engine) as connection:
            return version_of(connection) == VERSION
    except DatabaseError as error:
        raise StoreError("store.unreachable", detail=type(error.orig).__name__) from error
    except UnicodeDecodeError as error:
        # A damaged file makes the driver fail at the words of its own complaint.
        raise StoreError("store.unreachable", detail=type(error).__name__) from error
