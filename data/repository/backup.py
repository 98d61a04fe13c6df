"""A copy of the store while it is in use. A backup is one SQLite file, whatever database the store runs on.

It is written under another name, checked row by row against its checksums, flushed to disk, and only then given its
name: a file that bears the name of a backup is whole.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from sqlalchemy import Connection, Engine, select

from data import schema
from data.integrity import StoreCheck
from data.issues import StoreError
from data.migrations import migrate
from data.repository.bulk import write
from data.repository.engine import open_engine, reading, writing
from data.repository.integrity import check_store

AT_ONCE = 5000
FOLDER_ONLY = 0o600
BESIDE = ("-journal", "-queue")
"""What a SQLite file that was written to may have beside it."""


def back_up(engine: Engine, file: Path) -> StoreCheck:
    """Write the store, as it stands at one moment, to ``file``; what was found when the copy was checked.

    StoreError where the copy is damaged, since then the store is: an earlier backup under that name stays.
    """
    with unfinished(file) as part:
        if engine.dialect.name == "postgresql":
            _export(engine, part)
        else:
            _copy(engine, part)
        checked = check_file(part)
        if not checked.is_whole:
            raise StoreError("backup.damaged", count=len(checked.damages))
        settle(part, file)
    return checked


def _copy(engine: Engine, part: Path) -> None:
    """SQLite's own online backup in one step: writers wait, readers do not, and the copy is of one moment."""
    import sqlite3

    with reading(engine) as connection:
        source = connection.connection.driver_connection
        assert isinstance(source, sqlite3.Connection)
        target = sqlite3.connect(part)
        try:
            source.backup(target)
        finally:
            target.close()


def _export(engine: Engine, part: Path) -> None:
    """Every row of every table, read in one snapshot."""
    with opened(part) as target, reading(engine) as source, writing(target) as connection:
        migrate(connection)
        copy_rows(source, connection)


def copy_rows(source: Connection, target: Connection) -> None:
    """All rows of one store into an empty one of the same schema, in the order of their references."""
    for table in schema.metadata.sorted_tables:
        rows = source.execution_options(yield_per=AT_ONCE).execute(select(table).order_by(*table.primary_key.columns))
        for some in rows.partitions(AT_ONCE):
            write(target, table, [tuple(row) for row in some])
        counted = table.autoincrement_column
        if counted is not None and target.dialect.name == "postgresql":
            last = f"SELECT max({counted.name}) FROM {table.name}"  # noqa: S608 - names of the schema alone
            series = f"pg_get_serial_sequence('{table.name}', '{counted.name}')"
            target.exec_driver_sql(f"SELECT setval({series}, ({last})) WHERE ({last}) IS NOT NULL")


def check_file(file: Path) -> StoreCheck:
    """The check of a store that is a file, such as a backup."""
    with opened(file) as engine, reading(engine) as connection:
        return check_store(connection)


@contextmanager
def opened(file: Path) -> Iterator[Engine]:
    """A store that is a file; whatever happens, no connection to it stays."""
    engine = open_engine(f"sqlite:///{file}")
    try:
        yield engine
    finally:
        engine.dispose()


@contextmanager
def unfinished(file: Path) -> Iterator[Path]:
    """A name beside ``file`` to write under; what still bears it at the end, and what a killed one left, is removed."""
    mark = f".{file.name}."
    file.parent.mkdir(parents=True, exist_ok=True)
    for left in file.parent.glob(f"{mark}*.part*"):
        if not _is_alive(left.name.removeprefix(mark).partition(".")[0]):
            left.unlink(missing_ok=True)
    part = file.with_name(f"{mark}{os.getpid()}.part")
    part.unlink(missing_ok=True)
    os.close(os.open(part, os.O_CREAT | os.O_WRONLY | os.O_EXCL, FOLDER_ONLY))
    try:
        yield part
    finally:
        for left in (part, *(part.with_name(part.name + end) for end in BESIDE)):
            with suppress(OSError):
                left.unlink(missing_ok=True)


def _is_alive(process: str) -> bool:
    return process.isdigit() and (process == str(os.getpid()) or Path(f"/proc/{process}").exists())


def settle(part: Path, file: Path) -> None:
    """Flush ``part`` to disk and give it its name."""
    with part.open("rb+") as written:
        os.fsync(written.fileno())
    part.replace(file)
    sync_folder(file.parent)


def sync_folder(folder: Path) -> None:
    """Make the names of a folder as lasting as what they name."""
    held = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(held)
    finally:
        os.close(held)
