"""A return of 2,000 institutions: every rule, with a year of the unit's own history in the store."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import datetime
from functools import partial
from pathlib import Path

import pandas as pd

from data.ingest import Ingest
from data.model import Period, Reference
from data.repository import open_repository
from data.settings import Settings
from tests.bench.ratios import Comparison
from tests.return_papers import BEIJING, ledger_papers

INSTITUTIONS = 2_000
NOW = Period.parse("2025-Q4")


def compare(reference: Reference, folder: Path, rounds: int) -> Iterator[Comparison]:
    """`check` of the workbook against reading its frames alone."""
    found = Comparison(f"a return of {INSTITUTIONS:,} institutions: reading and every rule", "pandas + openpyxl", "-")
    repository = open_repository(Settings(database_url=f"sqlite:///{folder}/checking.sqlite"), reference)
    for period in NOW.year_earlier.through(NOW.previous):
        _ingest(repository, reference, period).load("earlier.xlsx", _workbook(period, 28 + period.number % 2), "bench")
    file, ingest = _workbook(NOW, 30), _ingest(repository, reference, NOW)
    for _ in range(rounds):
        usual = partial(pd.read_excel, io.BytesIO(file), sheet_name=None, engine="openpyxl")
        found.time(partial(_check, ingest, file), usual)
    repository.close()
    yield found


def _ingest(repository, reference: Reference, period: Period) -> Ingest:
    received = datetime(period.next.year, period.next.start.month, 10, tzinfo=BEIJING)
    return Ingest(repository, reference, lambda: received)


def _check(ingest: Ingest, file: bytes) -> None:
    outcome = ingest.check("return.xlsx", file)
    assert outcome.accepted, outcome.issues[:3]


def _workbook(period: Period, children: int) -> bytes:
    """The same institutions every quarter; only the children change."""
    papers = ledger_papers(INSTITUTIONS).item("报告期", str(period)).item("统计截止日", period.end.isoformat())
    papers.item("报出日期", period.end.isoformat())
    for line in range(2, INSTITUTIONS + 2):
        papers.fill("在托婴幼儿数", children, line)
    return papers.xlsx()
