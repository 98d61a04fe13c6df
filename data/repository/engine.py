"""Connections: SQLite and PostgreSQL opened so that writers queue instead of failing, and readers see one state."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from sqlite3 import Connection as SqliteConnection
from typing import Any

from psycopg import Connection as PostgresqlConnection
from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.engine import URL
from sqlalchemy.exc import DatabaseError, DBAPIError, DisconnectionError
from sqlalchemy.pool import ConnectionPoolEntry

from data.institution_search import folded
from data.issues import StoreError
from data.repository.header import marks_of_file
from data.scope import EVERYTHING, Scope
from data.store_address import WRONG, file_in
from data.vigil import Marks

Refusals = Mapping[str, Sequence[str]]
BUSY_SECONDS = 60
RECYCLED_SECONDS = 1800
"""A connection older than this is opened anew, before a firewall forgets it."""
FILE = "file"
WRITERS_QUEUE = 0x74756F7975
"""Key of the PostgreSQL advisory lock that orders writers, as BEGIN IMMEDIATE does on SQLite."""

_PRAGMAS = (
    # Not WAL: up to 3.51.2 two connections that write and checkpoint together can corrupt it.
    "PRAGMA journal_mode = TRUNCATE",
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    "PRAGMA recursive_triggers = ON",
)


def open_engine(url: str, *, pool: int = 8) -> Engine:
    """An engine for ``url``; a SQLite file's folder is made. StoreError for a URL nobody can read.

    ``pool``: connections kept to PostgreSQL, as many again in a rush; one that a proxy has cut is noticed and replaced.
    """
    address = _address(url)
    if address.get_backend_name() == "sqlite":
        return _sqlite(address)
    pooled = {"pool_size": pool, "max_overflow": pool, "pool_recycle": RECYCLED_SECONDS, "pool_pre_ping": True}
    engine = create_engine(address, isolation_level="REPEATABLE READ", **pooled)
    event.listen(engine, "connect", _prepare_postgresql)
    return engine


def _prepare_postgresql(connection: PostgresqlConnection, _record: object) -> None:
    """A connection asks for everything until a reader's transaction says otherwise (data.migrations.row_security), and
    waits for a lock no longer than one to SQLite: whoever holds it may be a machine that is gone.
    """
    before, connection.autocommit = connection.autocommit, True
    connection.execute("SET tuoyu.units = '*'")
    connection.execute("SELECT set_config('lock_timeout', %s, false)", (f"{BUSY_SECONDS * 1000:.0f}ms",))
    connection.autocommit = before


_DRIVERS = {
    "sqlite": "sqlite",
    "sqlite+pysqlite": "sqlite",
    "postgresql": "postgresql+psycopg",
    "postgresql+psycopg": "postgresql+psycopg",
}


def _address(url: str) -> URL:
    try:
        address = make_url(url)
        return address.set(drivername=_DRIVERS[address.drivername])
    except (*WRONG, KeyError):
        raise StoreError("store.bad_url") from None


def _sqlite(address: URL) -> Engine:
    file = file_in(address)
    if file is not None:
        file.resolve().parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(address, connect_args={"timeout": BUSY_SECONDS})
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    if file is not None:
        _hold_to_file(engine, file)
    return engine


def _hold_to_file(engine: Engine, file: Path) -> None:
    """A connection to a file that has been exchanged (by ``restore``) is given up, so that nothing is lost in it."""

    def stands() -> tuple[int, int] | None:
        try:
            found = file.stat()
        except OSError:
            return None
        return found.st_dev, found.st_ino

    def remember(_connection: object, record: ConnectionPoolEntry) -> None:
        record.info[FILE] = stands()

    def give_up_exchanged(_connection: object, record: ConnectionPoolEntry, _proxy: object) -> None:
        if record.info.get(FILE) != stands():
            raise DisconnectionError

    def refuse_exchanged(connection: Connection) -> None:
        # It may have been exchanged while this writer waited for the lock.
        if connection.get_execution_options().get("writes", False) and connection.info.get(FILE) != stands():
            connection.exec_driver_sql("ROLLBACK")
            raise StoreError("store.exchanged")

    event.listen(engine, "connect", remember)
    event.listen(engine, "checkout", give_up_exchanged)
    event.listen(engine, "begin", refuse_exchanged)


def _prepare(connection: SqliteConnection, _record: object) -> None:
    # The driver's own BEGIN is deferred and comes late; ours is sent by _begin.
    connection.isolation_level = None
    for pragma in _PRAGMAS:
        connection.execute(pragma)
    connection.create_function("folded", 1, folded, deterministic=True)


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@contextmanager
def answering() -> Iterator[None]:
    """For the first question that a store is asked: StoreError where it does not answer."""
    try:
        yield
    except DatabaseError as error:
        raise StoreError("store.unreachable", detail=type(error.orig).__name__) from error
    except UnicodeDecodeError as error:
        # A damaged file makes the driver fail at the words of its own complaint.
        raise StoreError("store.unreachable", detail=type(error).__name__) from error


@contextmanager
def reading(engine: Engine | Connection, scope: Scope = EVERYTHING) -> Iterator[Connection]:
    """One consistent view; nothing is kept of what a reader might write. Inside a transaction, that one's own.

    PostgreSQL is told the scope too. StoreError where others hold the store for longer than anybody waits.
    """
    if isinstance(engine, Connection):
        yield engine
        return
    with _refusing(BUSY), engine.connect() as connection, connection.begin() as transaction:
        if connection.dialect.name == "postgresql" and scope.units is not None:
            told = ",".join(("-", *sorted(scope.units)))
            connection.exec_driver_sql("SELECT set_config('tuoyu.units', %s, true)", (told,))
        yield connection
        transaction.rollback()


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """The one writer of the moment, all or nothing. StoreError where the machine takes no more, and as for readers."""
    options = {"writes": True, **_writer_options(engine)}
    with (
        _refusing({**BUSY, **UNWRITABLE}),
        _queue(engine),
        engine.connect().execution_options(**options) as connection,
        connection.begin(),
    ):
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({WRITERS_QUEUE})")
        yield connection


@contextmanager
def _refusing(refusals: Refusals) -> Iterator[None]:
    """What the database will not do now, as a StoreError; any other fault as it is."""
    try:
        yield
    except DBAPIError as error:
        said = f"{getattr(error.orig, 'sqlstate', None)} {error.orig}"
        key = next((key for key, words in refusals.items() if any(one in said for one in words)), None)
        if key is None:
            raise
        raise StoreError(key, detail=type(error.orig).__name__) from error


@contextmanager
def _queue(engine: Engine) -> Iterator[None]:
    """Writers of a SQLite file wait in line for each other, across processes.

    SQLite's own waiting asks again at intervals and serves whoever asks first, so that under many writers some wait
    very long. Who dies leaves the line. Where no file can be made beside the store, SQLite's waiting alone remains.
    """
    file = file_in(engine.url)
    if file is None:
        yield
        return
    try:
        line = os.open(f"{file}-queue", os.O_RDWR | os.O_CREAT, 0o600)
    except OSError:
        yield
        return
    try:
        fcntl.flock(line, fcntl.LOCK_EX)
        yield
    finally:
        os.close(line)


def _writer_options(engine: Engine) -> dict[str, Any]:
    # A snapshot taken while waiting for the queue would not see what the writer before us did.
    return {"isolation_level": "READ COMMITTED"} if engine.dialect.name == "postgresql" else {}


UNWRITABLE: Refusals = {
    "store.unwritable": (
        *("readonly database", "database or disk is full", "disk I/O error"),  # SQLite
        *("53100 ", "25006 "),  # PostgreSQL, whose words are those of the server's language: disk full, read only
    )
}
"""Words of a database that can be read and takes no more."""
BUSY: Refusals = {"store.busy": ("database is locked", "55P03 ")}
"""Words of a database that others have held for BUSY_SECONDS."""


def edition_of(engine: Engine) -> str | None:
    """Another word after every change of what is stored: the change counter of the file, or the snapshot that a
    transaction begun now would see. None for a store without a file.
    """
    if engine.dialect.name == "postgresql":
        with reading(engine) as connection:
            return str(connection.exec_driver_sql("SELECT pg_current_snapshot()").scalar_one())
    marks = marks_of(engine)
    return None if marks is None else "-".join(map(str, marks))


def marks_of(engine: Engine) -> Marks | None:
    """How the file of a store stands now; None for a store that is no file."""
    file = file_in(engine.url)
    return None if file is None else marks_of_file(file)
