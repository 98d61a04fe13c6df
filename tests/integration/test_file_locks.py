"""What looks at the file of a store from outside leaves SQLite the locks it holds on it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from data.repository.engine import edition_of, marks_of, open_engine, reading, writing

OTHER = """
import sqlite3, sys
sqlite3.connect(sys.argv[1], timeout=0, isolation_level=None).execute(sys.argv[2])
"""


def refused(file: Path, statement: str) -> bool:
    """Whether another process is told that the store is locked."""
    done = subprocess.run([sys.executable, "-c", OTHER, str(file), statement], capture_output=True, check=False)
    assert done.returncode == 0 or b"database is locked" in done.stderr, done.stderr
    return done.returncode != 0


@pytest.fixture
def file(tmp_path: Path) -> Path:
    file = tmp_path / "store.sqlite"
    engine = open_engine(f"sqlite:///{file}")
    with writing(engine) as connection:
        connection.exec_driver_sql("CREATE TABLE told (words TEXT)")
    engine.dispose()
    return file


@pytest.mark.parametrize("look", [marks_of, edition_of])
def test_a_reader_keeps_its_view_while_its_own_process_looks_at_the_header(file: Path, look) -> None:
    engine = open_engine(f"sqlite:///{file}")
    with reading(engine) as connection:
        connection.exec_driver_sql("SELECT * FROM told").all()
        assert look(engine) is not None
        assert refused(file, "BEGIN EXCLUSIVE")
    assert not refused(file, "BEGIN EXCLUSIVE")


@pytest.mark.parametrize("look", [marks_of, edition_of])
def test_a_writer_keeps_the_store_while_its_own_process_looks_at_the_header(file: Path, look) -> None:
    engine = open_engine(f"sqlite:///{file}")
    with writing(engine) as connection:
        connection.exec_driver_sql("INSERT INTO told VALUES ('one')")
        assert look(engine) is not None
        assert refused(file, "BEGIN IMMEDIATE")
    assert not refused(file, "BEGIN IMMEDIATE")


def test_a_store_exchanged_for_another_is_another(file: Path, tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{file}")
    before = marks_of(engine)
    other = tmp_path / "other.sqlite"
    other.write_bytes(file.read_bytes())
    other.replace(file)
    after = marks_of(engine)
    assert before is not None
    assert after is not None
    assert (before.counted, before.file != after.file) == (after.counted, True)
