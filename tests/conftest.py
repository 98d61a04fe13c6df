"""What every test may ask for: register, still clock, empty stores of both kinds, the demonstration."""

from __future__ import annotations

import hashlib
import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import datetime
from itertools import count
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from filelock import FileLock

from data.model import Reference
from data.settings import HOUSE, Settings
from tests.postgres import postgresql

BEIJING = ZoneInfo("Asia/Shanghai")
_numbers = count(1)


@pytest.fixture(scope="session")
def reference() -> Reference:
    """The real register of the tree, checked and loaded once."""
    from data.register import load_reference

    return load_reference(Settings().reference)


@pytest.fixture
def fixed_clock() -> Callable[[], datetime]:
    """A clock that always says 20 October 2026, ten in the morning in Beijing."""
    return lambda: datetime(2026, 10, 20, 10, tzinfo=BEIJING)


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    """The SQLAlchemy URL (without a database) of a real PostgreSQL that lives as long as the session."""
    with postgresql() as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """An empty database of its own for each test, once of each kind."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'tuoyu.sqlite'}"
    else:
        yield from _postgresql_database(request.getfixturevalue("postgresql_server"))


def _postgresql_database(server: str) -> Iterator[str]:
    from sqlalchemy import create_engine, make_url, text

    name = f"test_{os.getpid()}_{next(_numbers)}"
    admin = create_engine(server, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    try:
        yield make_url(server).set(database=name).render_as_string(hide_password=False)
    finally:
        with admin.connect() as connection:
            connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
        admin.dispose()


@pytest.fixture
def settings(database_url: str) -> Settings:
    """The settings of an installation on an empty database."""
    return Settings(database_url=database_url)


@pytest.fixture
def repository(settings: Settings, reference: Reference):
    """An empty, migrated store; every test that asks for it runs on SQLite and on PostgreSQL."""
    from data.repository import open_repository

    return open_repository(settings, reference)


@pytest.fixture(scope="session")
def demo_database(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with all demonstration returns, for reading only.

    Made by the command line as anybody would, and kept between sessions under a digest of every file that
    can change it: an edit anywhere in data/ makes it anew. The session reads a copy of its own.
    """
    cache = request.config.cache
    assert cache is not None
    folder = cache.mkdir("demonstration")
    file = folder / f"{_digest_of_the_makers()}.sqlite"
    with FileLock(folder / "lock"):
        if not file.exists():
            _make_demonstration(folder / "making.sqlite", file)
        copy = tmp_path_factory.mktemp("demonstration") / "demonstration.sqlite"
        copy_database(file, copy)
    return copy


def _digest_of_the_makers() -> str:
    makers = [
        HOUSE / "app.py",
        *sorted((HOUSE / "data").rglob("*")),
        *sorted((HOUSE / "callbacks" / "commands").glob("*")),
    ]
    digest = hashlib.sha256()
    for file in makers:
        if file.is_file() and file.suffix != ".pyc":
            digest.update(file.relative_to(HOUSE).as_posix().encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()[:16]


def _make_demonstration(making: Path, file: Path) -> None:
    from app import main

    for old in making.parent.glob("*.sqlite*"):
        old.unlink()
    assert main(["demo"], {"TUOYU_DATABASE_URL": f"sqlite:///{making}"}) == 0
    copy_database(making, file.with_suffix(".part"))
    file.with_suffix(".part").rename(file)


def copy_database(source: Path, target: Path) -> None:
    """Copy a SQLite database by its backup interface, whatever still stands in its write-ahead log."""
    with closing(sqlite3.connect(source)) as reading, closing(sqlite3.connect(target)) as writing:
        reading.backup(writing)


def pytest_addoption(parser: pytest.Parser) -> None:
    """``--engine postgresql``: whatever asks for the demonstration finds it in PostgreSQL instead of SQLite."""
    parser.addoption("--engine", choices=("sqlite", "postgresql"), default="sqlite")


@pytest.fixture(scope="session")
def demo_settings(request: pytest.FixtureRequest, demo_database: Path) -> Iterator[Settings]:
    """The settings of an installation that shows the demonstration; its tests must not write."""
    yield from _demonstration(request, demo_database)


def _demonstration(request: pytest.FixtureRequest, file: Path) -> Iterator[Settings]:
    """A SQLite file as it is, or its rows in a database of PostgreSQL."""
    if request.config.getoption("--engine") == "sqlite":
        yield Settings(database_url=f"sqlite:///{file}")
        return
    from data.register import load_reference
    from data.repository import open_repository
    from tests.on_postgresql import copy_store

    for url in _postgresql_database(request.getfixturevalue("postgresql_server")):
        settings = Settings(database_url=url)
        open_repository(settings, load_reference(settings.reference)).close()
        copy_store(f"sqlite:///{file}", url)
        yield settings


@pytest.fixture(scope="session")
def demo_repository(demo_settings: Settings, reference: Reference):
    """The store of the demonstration, for reading."""
    from data.repository import open_repository

    return open_repository(demo_settings, reference)


@pytest.fixture
def demo_copy(request: pytest.FixtureRequest, demo_database: Path, tmp_path: Path) -> Iterator[Settings]:
    """The demonstration in a database of the test's own, to write into."""
    copy = tmp_path / "demonstration.sqlite"
    copy_database(demo_database, copy)
    yield from _demonstration(request, copy)
