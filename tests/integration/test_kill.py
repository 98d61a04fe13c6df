"""kill -9 while returns come in: what was acknowledged is there, and nothing is there in part."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import text

from data.model import Reference
from data.repository import Repository, open_repository
from data.repository.engine import open_engine, reading
from data.settings import HOUSE, Settings
from tests.return_papers import ledger_papers

VARIANTS = 12
INSTITUTIONS = 5

CLERK = """
import os, sys
from datetime import UTC, datetime
from pathlib import Path
from data.ingest import Ingest
from data.register import load_reference
from data.repository import open_repository
from data.settings import Settings

files = [path.read_bytes() for path in sorted(Path(sys.argv[2]).iterdir())]
settings = Settings(database_url=sys.argv[1])
reference = load_reference(settings.reference)

def file_for_ever():
    repository = open_repository(settings, reference)
    ingest = Ingest(repository, reference, lambda: datetime.now(UTC))
    turn = len(repository.returns())
    while True:
        turn += 1
        outcome = ingest.load("return.xlsx", files[turn % len(files)], "clerk")
        os.write(1, f"{outcome.receipt}\\n".encode())

while sys.stdin.readline():
    child = os.fork()
    if not child:
        file_for_ever()
    os.write(1, f"pid {child}\\n".encode())
    os.waitpid(child, 0)
    os.write(1, b"dead\\n")
"""
"""Imports everything once; at each line it reads, it forks a clerk who files until somebody kills him."""


class Clerks:
    """The other process: starts a clerk, kills him at an unlucky moment, says what he had in hand."""

    def __init__(self, url: str, folder: Path) -> None:
        command = [sys.executable, "-c", CLERK, url, str(folder)]
        self.process = subprocess.Popen(command, cwd=HOUSE, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def work_until_killed(self, seconds: float) -> list[str]:
        """Receipts acknowledged before the kill, which falls ``seconds`` after the first of them."""
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write("go\n")
        self.process.stdin.flush()
        # The clerk may speak before his master has told who he is.
        said = [self.process.stdout.readline().strip()]
        while not (any(word.startswith("pid") for word in said) and len(said) > 1):
            said.append(self.process.stdout.readline().strip())
        time.sleep(seconds)
        os.kill(next(int(word[4:]) for word in said if word.startswith("pid")), signal.SIGKILL)
        while (word := self.process.stdout.readline().strip()) != "dead":
            said.append(word)
        return [word for word in said if word.startswith("TY-")]

    def close(self) -> None:
        self.process.communicate()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Workbooks that differ, so that each is a further revision."""
    made = tmp_path / "files"
    made.mkdir()
    for number in range(VARIANTS):
        papers = ledger_papers(INSTITUTIONS).fill("核定托位数", 60 + number).item("修订说明", "更正")
        (made / f"{number:02d}.xlsx").write_bytes(papers.xlsx())
    return made


@pytest.mark.parametrize("kills", [100, pytest.param(1000, marks=pytest.mark.soak)])
def test_nothing_acknowledged_is_lost_and_nothing_is_torn(
    database_url: str, reference: Reference, folder: Path, kills: int
) -> None:
    if database_url.startswith("postgresql"):
        kills //= 10
    settings, random = Settings(database_url=database_url), Random(9)
    open_repository(settings, reference).close()
    clerks, acknowledged = Clerks(database_url, folder), []
    try:
        for _ in range(kills):
            acknowledged += clerks.work_until_killed(random.uniform(0, 0.08))
    finally:
        clerks.close()
    repository = open_repository(settings, reference)
    receipts = [one.receipt for one in repository.returns()]
    assert len(acknowledged) >= kills
    assert set(acknowledged) <= set(receipts)
    assert [one.revision for one in repository.returns()] == list(range(1, len(receipts) + 1))
    assert_whole(repository, database_url)


def assert_whole(repository: Repository, url: str) -> None:
    """Every revision has its ledger, its rollup, its first state and its file."""
    townships = len({total.township for total in repository.township_totals(sequences=[1])})
    parts = {
        "ledger_rows": INSTITUTIONS,
        "return_states": 1,
        "rollup WHERE channel = 'ALL'": townships,
        "files WHERE digest IN (SELECT file_digest FROM returns)": None,
    }
    with reading(open_engine(url)) as connection:
        returns = connection.execute(text("SELECT count(*) FROM returns")).scalar_one()
        for table, each in parts.items():
            rows = connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one()
            assert rows == (VARIANTS if each is None else each * returns), table
        if connection.dialect.name == "sqlite":
            assert connection.execute(text("PRAGMA integrity_check")).scalar_one() == "ok"
