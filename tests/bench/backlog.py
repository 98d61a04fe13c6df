"""A backlog of long ledgers: reading, every rule and storing, against pandas, openpyxl and to_sql. ROWS says how long.

``python -m tests.bench.backlog --rows 500000`` runs it alone, in the length that was promised.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from sqlalchemy import Engine, create_engine

from data.demo import filed_contents
from data.demo.returns import FiledContent
from data.ingest import Ingest, Reading
from data.model import Reference
from data.readers import one_ahead, read_workbook
from data.register import load_reference
from data.repository import open_repository
from data.returns import LedgerRow
from data.settings import Settings
from data.template import return_workbook
from tests.bench.ratios import Comparison, table
from tests.bench.reading import USUAL, read_the_usual_way

ROWS = 20_000
ROUNDS = 3
LONG = 2_000
"""Rows of a ledger of the backlog, about."""


def compare(reference: Reference, folder: Path, rows: int = ROWS) -> Iterator[Comparison]:
    """Each long ledger once by both ways, in turn, into two stores that grow; then all of them in one go by each."""
    each = Comparison(f"a backlog of {rows:,} ledger rows: reading, every rule, storing, file by file", USUAL, "-")
    whole = Comparison(f"a backlog of {rows:,} ledger rows: the same files in one command", USUAL, ">= 10 x")
    files = list(backlog(reference, rows))
    with _stores(reference, folder, "each") as (ingest, usual):
        for file in files:
            each.time(partial(_load, ingest, file), partial(read_the_usual_way, usual, file[1]))
    for number in range(ROUNDS):
        with _stores(reference, folder, f"whole{number}") as (ingest, usual):
            whole.time(partial(_load_all, ingest, files), partial(_read_all, usual, files))
    yield from (each, whole)


@contextmanager
def _stores(reference: Reference, folder: Path, name: str) -> Iterator[tuple[Ingest, Engine]]:
    """An empty store for each way."""
    repository = open_repository(Settings(database_url=f"sqlite:///{folder}/{name}.sqlite"), reference)
    usual = create_engine(f"sqlite:///{folder}/{name}-usual.sqlite")
    yield Ingest(repository, reference, lambda: datetime.now(UTC)), usual
    repository.close()
    usual.dispose()


def backlog(reference: Reference, rows: int) -> Iterator[tuple[FiledContent, bytes]]:
    """First ledgers of the demonstration, each institution many times over, until there are so many rows."""
    filed = [one for one in filed_contents(reference) if one.content.ledger and not one.filing.edition]
    latest = {one.content.org_unit: len(one.content.ledger) for one in filed}
    for one in filed:
        copies = -(-LONG // latest[one.content.org_unit])
        ledger = tuple(_copies(one.content.ledger, copies))[:rows]
        yield one, return_workbook(replace(one.content, ledger=ledger), reference=reference)
        rows -= len(ledger)
        if rows <= 0:
            return


def _copies(ledger: tuple[LedgerRow, ...], copies: int) -> Iterator[LedgerRow]:
    """Every institution so many times under names of its own; without numbers, which the store then gives."""
    named = [replace(row, number="", name=f"{row.name}之{copy}") for row in ledger for copy in range(1, copies + 1)]
    return (replace(row, row=line) for line, row in enumerate(named, 2))


def _load(ingest: Ingest, file: tuple[FiledContent, bytes], book: Reading | None = None) -> None:
    filed, content = file
    outcome = ingest.load(filed.file_name, content, "bench", filed.filing.received_at + timedelta(days=1), book=book)
    assert outcome.accepted, outcome.issues[:3]


def _load_all(ingest: Ingest, files: list[tuple[FiledContent, bytes]]) -> None:
    """As the command ``load`` does: the child reads the next file while one is checked and stored."""
    for file, book in one_ahead(lambda file: (file, read_workbook(file[0].file_name, file[1])), files):
        _load(ingest, file, book)


def _read_all(usual: Engine, files: list[tuple[FiledContent, bytes]]) -> None:
    for _, content in files:
        read_the_usual_way(usual, content)


def main() -> None:
    options = argparse.ArgumentParser(prog="python -m tests.bench.backlog", description=__doc__)
    options.add_argument("--rows", type=int, default=ROWS)
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="tuoyu-backlog-") as folder:
        print(table(compare(load_reference(Settings().reference), Path(folder), chosen.rows)))


if __name__ == "__main__":
    main()
