"""Putting a backup back: old store or new store, never between, whenever it is killed.

The backup is copied and checked beside the store first. A SQLite store is then exchanged by one rename while nobody can
write to the old one; a PostgreSQL store is emptied and filled in one transaction.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DatabaseError

from data import schema
from data.integrity import StoreCheck
from data.issues import StoreError
from data.migrations import migrate, version_of
from data.migrations.row_security import release
from data.repository.arrivals import last_link
from data.repository.backup import check_file, copy_rows, opened, settle, sync_folder, unfinished
from data.repository.engine import BUSY_SECONDS, answering, open_engine, reading, writing
from data.schema_sums import derived
from data.store_address import file_in

OLD = ".replaced"


class Restored(NamedTuple):
    """What stands now, and the file that the old store is kept in, where it was one."""

    check: StoreCheck
    kept: Path | None


def restore(url: str, backup: Path, *, replace: bool) -> Restored:
    """Make the store of ``url`` what ``backup`` holds, brought to the schema of this code.

    StoreError where the backup is none or is damaged, and where the store holds returns and ``replace`` is not said.
    """
    engine = open_engine(url)
    try:
        if engine.dialect.name == "postgresql":
            return _into_postgresql(engine, backup, replace=replace)
        file = file_in(engine.url)
        if file is None:
            raise StoreError("store.bad_url")
        return _into_file(file.resolve(), backup, replace=replace)
    finally:
        engine.dispose()


def _into_file(store: Path, backup: Path, *, replace: bool) -> Restored:
    with unfinished(store) as part:
        checked = _stage(backup, part)
        with _nobody_writing(store) as old_is_readable:
            if not replace and _holds_something(store, old_is_readable):
                raise StoreError("restore.not_empty")
            kept = _keep_old(store, with_journal=not old_is_readable)
            _belong_alike(store, part)
            settle(part, store)
    return Restored(checked, kept)


def _stage(backup: Path, part: Path) -> StoreCheck:
    """The backup copied to ``part``, brought to this schema and checked."""
    try:
        reading_only = f"{backup.resolve().as_uri()}?mode=ro"
        with closing(sqlite3.connect(reading_only, uri=True)) as source, closing(sqlite3.connect(part)) as target:
            source.backup(target)
        with opened(part) as engine, writing(engine) as connection:
            if version_of(connection) is None:
                raise StoreError("restore.no_backup", file=backup)
            migrate(connection)
        checked = check_file(part)
    except (sqlite3.DatabaseError, DatabaseError) as error:
        raise StoreError("restore.no_backup", file=backup) from error
    if not checked.is_whole:
        raise StoreError("restore.damaged", file=backup, count=len(checked.damages))
    return checked


@contextmanager
def _nobody_writing(store: Path) -> Iterator[bool]:
    """Hold the old store against writers, its interrupted change rolled back; False where it cannot be read at all."""
    if not store.exists():
        yield True
        return
    with closing(sqlite3.connect(store, timeout=BUSY_SECONDS, isolation_level=None)) as old:
        try:
            old.execute("BEGIN EXCLUSIVE")
            old.execute("SELECT count(*) FROM sqlite_master").fetchall()
        except sqlite3.OperationalError as error:
            if "locked" in str(error):
                raise StoreError("restore.in_use") from error
            yield False
        except sqlite3.DatabaseError:
            yield False
        else:
            yield True


def _holds_something(store: Path, is_readable: bool) -> bool:
    """Whether there is something to lose: returns, or a file that nobody can read."""
    if not store.exists() or store.stat().st_size == 0:
        return False
    if not is_readable:
        return True
    with closing(sqlite3.connect(f"{store.as_uri()}?mode=ro&immutable=1", uri=True)) as old:
        try:
            return old.execute("SELECT 1 FROM returns LIMIT 1").fetchone() is not None
        except sqlite3.OperationalError as error:
            return "no such table" not in str(error)


def _keep_old(store: Path, *, with_journal: bool) -> Path | None:
    """The old store stays under a name of its own; a journal that belongs to it must not be played into the new one."""
    if not store.exists() or store.stat().st_size == 0:
        return None
    numbers = (f"{store.name}{OLD}-{number}" for number in range(1, 10_000))
    kept = next(store.with_name(name) for name in numbers if not store.with_name(name).exists())
    os.link(store, kept)
    journal = store.with_name(f"{store.name}-journal")
    if with_journal and journal.exists():
        journal.replace(kept.with_name(f"{kept.name}-journal"))
    sync_folder(store.parent)
    return kept


def _belong_alike(store: Path, part: Path) -> None:
    """The new file belongs to whom the old one belonged to, so that the service can write it."""
    owner = store if store.exists() else store.parent
    with suppress(PermissionError):
        os.chown(part, owner.stat().st_uid, owner.stat().st_gid)


def _into_postgresql(engine: Engine, backup: Path, *, replace: bool) -> Restored:
    with answering(), engine.connect():
        """It is there."""
    with TemporaryDirectory(prefix="tuoyu-restore-") as folder:
        part = Path(folder) / "staged.sqlite"
        checked = _stage(backup, part)
        with opened(part) as staged, reading(staged) as source, writing(engine) as connection:
            if not replace and _has_returns(connection):
                raise StoreError("restore.not_empty")
            _empty(connection)
            migrate(connection)
            copy_rows(source, connection)
    with reading(engine) as connection:
        assert last_link(connection).checksum == checked.head
    return Restored(checked, None)


def _has_returns(connection: Connection) -> bool:
    return version_of(connection) is not None and last_link(connection).sequence > 0


def _empty(connection: Connection) -> None:
    """Take our own tables away, and no others; this transaction brings them back."""
    if connection.dialect.name == "postgresql":
        release(connection)
    derived.drop_all(connection)
    schema.metadata.drop_all(connection)
    connection.exec_driver_sql("DROP TABLE IF EXISTS alembic_version")
