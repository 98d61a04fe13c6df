"""Who waits for a store that another one holds and does not let go is told so, and has stored nothing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import Engine

from data.issues import StoreError
from data.repository import engine as engines
from data.repository.engine import WRITERS_QUEUE, open_engine, reading, writing


@contextmanager
def held(engine: Engine) -> Iterator[None]:
    """A writer that has begun and says no more."""
    with engine.connect() as connection, connection.begin():
        if engine.dialect.name == "postgresql":
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({WRITERS_QUEUE})")
            connection.exec_driver_sql("LOCK TABLE told")
        else:
            connection.exec_driver_sql("ROLLBACK")
            connection.exec_driver_sql("BEGIN EXCLUSIVE")
        yield


@pytest.fixture
def engine(database_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
    monkeypatch.setattr(engines, "BUSY_SECONDS", 0.2)
    engine = open_engine(database_url)
    with writing(engine) as connection:
        connection.exec_driver_sql("CREATE TABLE told (words TEXT)")
    yield engine
    engine.dispose()


def test_a_writer_and_a_reader_that_wait_too_long_are_told_and_the_next_ones_are_served(engine):
    with held(engine):
        with pytest.raises(StoreError) as writer, writing(engine) as connection:
            connection.exec_driver_sql("INSERT INTO told VALUES ('late')")
        with pytest.raises(StoreError) as reader, reading(engine) as connection:
            connection.exec_driver_sql("SELECT * FROM told").all()
    assert (writer.value.key, reader.value.key) == ("store.busy", "store.busy")
    with writing(engine) as connection:
        connection.exec_driver_sql("INSERT INTO told VALUES ('next')")
    with reading(engine) as connection:
        assert connection.exec_driver_sql("SELECT words FROM told").scalars().all() == ["next"]


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_a_server_that_takes_nothing_is_known_by_its_state_and_not_by_its_language(engine):
    with pytest.raises(StoreError) as refusal, writing(engine) as connection:
        connection.exec_driver_sql("SET TRANSACTION READ ONLY; INSERT INTO told VALUES ('nowhere')")
    assert refusal.value.key == "store.unwritable"
