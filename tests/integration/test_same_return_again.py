"""The same figures again, in whatever wrapping and however often at once, are one revision with one receipt."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path

import pytest
from openpyxl import load_workbook

from data.ingest import Ingest
from data.model import Reference
from data.repository import Repository
from tests.integration.demonstration_files import original

UNIT, PERIOD = "110114", "2025-Q4"


@pytest.fixture
def ingest(repository: Repository, reference: Reference, fixed_clock: Callable[[], datetime]) -> Ingest:
    return Ingest(repository, reference, fixed_clock)


def zipped(workbook: bytes, encoding: str) -> bytes:
    """The workbook as the clerk's other programs would give it: one CSV a sheet, in a zip."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for sheet in load_workbook(io.BytesIO(workbook), data_only=True):
            lines = io.StringIO(newline="")
            csv.writer(lines).writerows(["" if cell is None else cell for cell in row] for row in sheet.values)
            archive.writestr(f"{sheet.title}.csv", lines.getvalue().encode(encoding))
    return target.getvalue()


def test_a_workbook_and_its_csv_files_are_the_same_return(ingest: Ingest, repository: Repository, demo_database: Path):
    workbook = original(demo_database, UNIT, PERIOD)
    first = ingest.load("return.xlsx", workbook, actor="甲")
    assert first.accepted, first.issues
    for name, encoding in (("gbk.zip", "gb18030"), ("bom.zip", "utf-8-sig"), ("plain.zip", "utf-8")):
        again = ingest.load(name, zipped(workbook, encoding), actor="乙")
        assert (again.accepted, again.already_received, again.receipt) == (True, True, first.receipt), again.issues
    assert [(one.revision, one.actor) for one in repository.returns()] == [(1, "甲")]


@pytest.mark.parametrize("uploads", [12, pytest.param(100, marks=pytest.mark.soak)])
def test_many_uploads_at_once_make_one_revision(
    ingest: Ingest, repository: Repository, demo_database: Path, uploads: int
):
    workbook = original(demo_database, UNIT, PERIOD)
    with ThreadPoolExecutor(min(uploads, 20)) as clerks:
        outcomes = list(
            clerks.map(lambda number: ingest.load("return.xlsx", workbook, actor=f"甲{number}"), range(uploads))
        )
    assert {outcome.receipt for outcome in outcomes} == {repository.returns()[0].receipt}
    assert sum(not outcome.already_received for outcome in outcomes) == 1
    assert len(repository.returns()) == 1
