"""Backups while somebody files, restores that are killed, a writer that waits for a restore: whole, old or new."""

from __future__ import annotations

import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from random import Random
from threading import Event, Thread

import pytest

from data.issues import StoreError
from data.model import Reference
from data.repository import Repository, open_repository
from data.repository.backup import check_file
from data.repository.restore import restore
from data.settings import HOUSE, Settings
from tests.integration.test_backup import backed_up, contents, filled
from tests.store_samples import institution, ledger_return, stored


@pytest.mark.parametrize("backups", [3, pytest.param(200, marks=pytest.mark.soak)])
def test_backups_under_load_are_each_of_one_moment(
    repository: Repository, settings: Settings, reference: Reference, tmp_path: Path, backups: int
) -> None:
    stop, told = Event(), []

    def file_for_ever() -> None:
        own, number = open_repository(settings, reference), 0
        while not stop.is_set():
            number += 1
            stored(own, ledger_return(*(institution(n, slots=number) for n in range(1, 6))), days=number)
            told.append(number)
        own.close()

    clerk = Thread(target=file_for_ever)
    clerk.start()
    try:
        for number in range(backups):
            seen = len(told)
            checked = repository.back_up(tmp_path / "one.sqlite")
            assert checked.is_whole
            assert checked.returns >= seen, f"backup {number} lacks what was acknowledged before it began"
    finally:
        stop.set()
        clerk.join()
    assert check_file(tmp_path / "one.sqlite").is_whole
    assert repository.check().is_whole


RESTORER = """
import os, signal, sys, time
from pathlib import Path
from data.repository.restore import restore

for line in sys.stdin:
    child = os.fork()
    if not child:
        restore(sys.argv[1], Path(sys.argv[2]), replace=True)
        os._exit(0)
    time.sleep(float(line))
    os.kill(child, signal.SIGKILL)
    print(os.waitpid(child, 0)[1], flush=True)
"""
"""Imports everything once; forks a restore for each line, and kills it so many seconds after."""


@pytest.mark.parametrize("kills", [8, pytest.param(50, marks=pytest.mark.soak)])
def test_a_killed_restore_leaves_the_old_store_or_the_new_one(
    repository: Repository, settings: Settings, tmp_path: Path, kills: int
) -> None:
    file, random = tmp_path / "one.sqlite", Random(5)
    filled(repository).back_up(file)
    new = contents(settings.database_url)
    stored(repository, ledger_return(institution(3)), days=5)
    repository.close()
    old = contents(settings.database_url)
    command = [sys.executable, "-c", RESTORER, settings.database_url, str(file)]
    restorer = subprocess.Popen(command, cwd=HOUSE, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    killed, longest = 0, 0.25
    assert restorer.stdin
    assert restorer.stdout
    for _ in range(kills):
        restorer.stdin.write(f"{random.uniform(0, longest)}\n")
        restorer.stdin.flush()
        if restorer.stdout.readline().strip() == str(int(signal.SIGKILL)):
            killed += 1
        else:  # it was done before: a faster machine is killed sooner
            longest /= 2
        assert contents(settings.database_url) in (old, new)
    restorer.communicate()
    assert killed > kills // 4
    restore(settings.database_url, file, replace=True)
    assert contents(settings.database_url) == new
    assert not list(tmp_path.glob(".*.part*"))


def test_a_writer_that_waited_while_the_store_was_exchanged_is_told_to_do_it_again(
    tmp_path: Path, reference: Reference
) -> None:
    place, file, _, repository = backed_up(tmp_path, reference)
    outcome: list[str] = []

    def wait_and_write() -> None:
        try:
            stored(repository, ledger_return(institution(9)), days=9)
            outcome.append("stored")
        except StoreError as refusal:
            outcome.append(refusal.key)

    with closing(sqlite3.connect(place, isolation_level=None)) as holder:
        holder.execute("BEGIN EXCLUSIVE")
        writer = Thread(target=wait_and_write)
        writer.start()
        time.sleep(0.3)
        file.replace(place)
        holder.execute("ROLLBACK")
        writer.join()
    assert outcome in (["store.exchanged"], ["stored"])
    numbers = [row.number for row in repository.ledger(repository.returns()[-1].sequence)]
    assert (outcome == ["stored"]) == ("110114-0009" in numbers), "what is acknowledged is there"
