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
import xlsxwriter
from sqlalchemy import Engine, create_engine

from data.cells import Workbook
from data.digest import content_digest
from data.ingest import Ingest
from data.model import Reference
from data.readers import read_workbook
from data.repository import Arrival, Repository, open_repository
from data.returns import Nature, ReturnContent
from data.settings import Settings
from data.validation import ValidationContext, validate
from tests.bench.ratios import Comparison

PERIOD = "2025-Q4"
LARGE = 5000
USUAL = "pandas + openpyxl + to_sql"


def workbooks(database: Path) -> list[tuple[str, bytes]]:
    """The original files of one period's district returns, as they came in."""
    query = """SELECT r.file_name, f.content FROM returns r JOIN files f ON f.digest = r.file_digest
               WHERE r.period = ? AND r.revision = 1 AND r.org_unit <> '110000' ORDER BY r.sequence"""
    with closing(sqlite3.connect(database)) as connection:
        return connection.execute(query, (PERIOD,)).fetchall()


def compare(database: Path, reference: Reference, folder: Path, rounds: int) -> Iterator[Comparison]:
    """Each return once by both ways, in turn; each round starts with empty stores."""
    whole = Comparison("one return: reading, every rule, storing", USUAL, "-")
    bare = Comparison("one return: reading and storing, no rule", USUAL, ">= 10 x")
    for number in range(rounds):
        checking, storing = (_store(reference, folder / f"{kind}{number}.sqlite") for kind in ("checking", "storing"))
        ingest = Ingest(checking, reference, lambda: datetime.now(UTC))
        usual = create_engine(f"sqlite:///{folder}/usual{number}.sqlite")
        for name, content in workbooks(database):
            checked = _checked(name, content, reference)
            whole.time(partial(_load, ingest, name, content), partial(read_the_usual_way, usual, content))
            bare.time(partial(_store_unchecked, storing, content, checked), partial(read_the_usual_way, usual, content))
        for store in (checking, storing):
            store.close()
        usual.dispose()
    yield from (whole, bare, _large(rounds))


def _store(reference: Reference, file: Path) -> Repository:
    return open_repository(Settings(database_url=f"sqlite:///{file}"), reference)


def _load(ingest: Ingest, name: str, content: bytes) -> None:
    outcome = ingest.load(name, content, actor="bench")
    assert outcome.accepted, outcome.issues


def read_the_usual_way(engine: Engine, content: bytes) -> None:
    """Every sheet into a frame, every frame into a table: no check, no address, no revision."""
    with engine.begin() as connection:
        for sheet, frame in pd.read_excel(io.BytesIO(content), sheet_name=None, engine="openpyxl").items():
            frame.dropna(how="all").to_sql(sheet, connection, if_exists="append", index=False)


def _checked(name: str, file: bytes, reference: Reference) -> ReturnContent:
    book = read_workbook(name, file)
    assert isinstance(book, Workbook)
    found = validate(book, reference, ValidationContext(received_at=datetime.now(UTC), nature=Nature.DEMO))
    assert found.content, found.issues
    return found.content


def _store_unchecked(repository: Repository, file: bytes, content: ReturnContent) -> None:
    """What is left of ours without the rules: cells with addresses, facts, rollup, revision, seal."""
    assert isinstance(read_workbook("return.xlsx", file), Workbook)
    arrival = Arrival(content, content_digest(content), (), datetime.now(UTC), "bench", "return.xlsx", file)
    with repository.writing() as transaction:
        transaction.store_return(arrival, 1)


def _large(rounds: int) -> Comparison:
    """What the reader does with a ledger as long as a large city's: the fixed price of a file is small there."""
    large, file = Comparison(f"a ledger of {LARGE:,} rows: reading alone", "pandas + openpyxl", "-"), _large_ledger()
    for _ in range(rounds):
        large.time(
            partial(read_workbook, "large.xlsx", file),
            partial(pd.read_excel, io.BytesIO(file), sheet_name=None, engine="openpyxl"),
        )
    return large


def _large_ledger() -> bytes:
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    sheet = book.add_worksheet("机构台账")
    for row in range(LARGE):
        sheet.write_row(row, 0, [f"{column}-{row}" if column % 2 else row * column for column in range(24)])
    book.close()
    return target.getvalue()
