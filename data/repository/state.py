"""What a store tells of itself without being migrated or trusted: for the doctor, and before it is opened."""

from __future__ import annotations

from ipaddress import ip_address
from pathlib import Path

from sqlalchemy import Connection, Engine, func, inspect, select

from data import machine, schema
from data.integrity import StoreState
from data.migrations import version_of
from data.repository.codec import moment_of
from data.repository.engine import answering, reading
from data.schema import VERSION


def state_of(connection: Connection) -> StoreState:
    """Asked in a way that every released schema can answer."""
    version, engine = version_of(connection), connection.dialect.name
    journal = str(connection.exec_driver_sql("PRAGMA journal_mode").scalar()) if engine == "sqlite" else ""
    folder = _folder(connection) if engine == "postgresql" else ""
    if not inspect(connection).has_table("returns"):
        return StoreState(engine, version, 0, None, journal, folder)
    count = connection.execute(select(func.count()).select_from(schema.returns)).scalar_one()
    came, decided = schema.returns.c.received_at, schema.return_states.c.at
    told = [connection.execute(select(func.max(column))).scalar() for column in (came, decided)]
    newest = max((text for text in told if text), default=None)
    return StoreState(engine, version, count, None if newest is None else moment_of(newest), journal, folder)


def _folder(connection: Connection) -> str:
    """The folder of a PostgreSQL on this very machine; blank for one elsewhere, and for a user who is not told."""
    address = connection.exec_driver_sql("SELECT host(inet_server_addr())").scalar()
    if address is not None and not ip_address(address).is_loopback:
        return ""
    told = connection.exec_driver_sql("SELECT setting FROM pg_settings WHERE name = 'data_directory'").scalar()
    return told if told and machine.is_there(Path(told)) else ""


def is_current(engine: Engine) -> bool:
    """Whether the store stands at this code's schema; the first question it is asked, so it must answer."""
    with answering(), reading(engine) as connection:
        return version_of(connection) == VERSION
