"""A backlog of long ledgers: reading, every rule and storing, against pandas, openpyxl and to_sql. ROWS says how long.

``python -m tests.bench.backlog --rows 500000`` runs it alone, in the length that was promised.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path

from sqlalchemy import create_engine

from data.demo import filed_contents
from data.demo.returns import FiledContent
from data.ingest import Ingest
from data.model import Reference
from data.register import load_reference
from data.repository import open_repository
from data.returns import LedgerRow
from data.settings import Settings
from data.template import return_workbook
from tests.bench.ratios import Comparison, table
from tests.bench.reading import USUAL, read_the_usual_way

ROWS = 20_000
LONG = 2_000
"""Rows of a ledger of the backlog, about."""


def compare(reference: Reference, folder: Path, rows: int = ROWS) -> Iterator[Comparison]:
    """Each long ledger once by both ways, in turn, into two stores that grow."""
    found = Comparison(f"a backlog of {rows:,} ledger rows: reading, every rule, storing", USUAL, ">= 10 x")
    repository = open_repository(Settings(database_url=f"sqlite:///{folder}/backlog.sqlite"), reference)
    usual = create_engine(f"sqlite:///{folder}/usual.sqlite")
    for filed, content in backlog(reference, rows):
        ingest = Ingest(repository, reference, lambda filed=filed: filed.filing.received_at + timedelta(days=1))
        found.time(partial(_load, ingest, filed.file_name, content), partial(read_the_usual_way, usual, content))
    repository.close()
    usual.dispose()
    yield found


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


def _load(ingest: Ingest, name: str, content: bytes) -> None:
    outcome = ingest.load(name, content, actor="bench")
    assert outcome.accepted, outcome.issues[:3]


def main() -> None:
    options = argparse.ArgumentParser(prog="python -m tests.bench.backlog", description=__doc__)
    options.add_argument("--rows", type=int, default=ROWS)
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="tuoyu-backlog-") as folder:
        print(table(compare(load_reference(Settings().reference), Path(folder), chosen.rows)))


if __name__ == "__main__":
    main()
