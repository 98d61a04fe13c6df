"""A backlog of returns: our reader, checks and store against pandas, openpyxl and to_sql."""

from __future__ import annotations

import io
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pandas as pd
from sqlalchemy import Engine, create_engine

from data.ingest import Ingest
from data.model import Reference
from data.repository import open_repository
from data.settings import Settings
from tests.bench.ratios import Comparison

PERIOD = "2025-Q4"


def workbooks(database: Path) -> list[tuple[str, bytes]]:
    """The original files of one period's district returns, as they came in."""
    query = """SELECT r.file_name, f.content FROM returns r JOIN files f ON f.digest = r.file_digest
               WHERE r.period = ? AND r.revision = 1 AND r.org_unit <> '110000' ORDER BY r.sequence"""
    with closing(sqlite3.connect(database)) as connection:
        return connection.execute(query, (PERIOD,)).fetchall()


def compare(database: Path, reference: Reference, folder: Path, rounds: int) -> Iterator[Comparison]:
    """Each return once by both ways, in turn; each round starts with two empty stores."""
    reading = Comparison("reading, checking, storing one return", "pandas + openpyxl + to_sql", ">= 10 x")
    for number in range(rounds):
        repository = open_repository(Settings(database_url=f"sqlite:///{folder}/ours{number}.sqlite"), reference)
        ingest = Ingest(repository, reference, lambda: datetime.now(UTC))
        usual = create_engine(f"sqlite:///{folder}/usual{number}.sqlite")
        for name, content in workbooks(database):
            reading.time(partial(load, ingest, name, content), partial(read_the_usual_way, usual, content))
        repository.close()
        usual.dispose()
    yield reading


def load(ingest: Ingest, name: str, content: bytes) -> None:
    outcome = ingest.load(name, content, actor="bench")
    assert outcome.accepted, outcome.issues


def read_the_usual_way(engine: Engine, content: bytes) -> None:
    """Every sheet into a frame, every frame into a table: no check, no address, no revision."""
    with engine.begin() as connection:
        for sheet, frame in pd.read_excel(io.BytesIO(content), sheet_name=None, engine="openpyxl").items():
            frame.dropna(how="all").to_sql(sheet, connection, if_exists="append", index=False)
