"""Faults of the machine: old state or new, never between; nothing acknowledged lost; told in a sentence."""

from __future__ import annotations

import ctypes
import errno
import json
import os
import resource
import shutil
import signal
import struct
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, event, text
from sqlalchemy.exc import DBAPIError

from app import House, main
from data import schema
from data.ingest import Ingest
from data.issues import StoreError
from data.model import Reference
from data.repository import Repository, open_repository
from data.repository.engine import open_engine, reading, writing
from data.secret_key import secret_key
from data.settings import HOUSE, Settings
from tests.integration.test_migrations import RELEASED, upgrade
from tests.integration.test_returns_http import committed
from tests.postgres import postgresql_server, url_of
from tests.return_papers import ledger_papers
from tests.store_samples import START, institution, ledger_return, stored

COMPILER = shutil.which("cc")


@pytest.fixture(scope="session")
def shim(tmp_path_factory: pytest.TempPathFactory) -> Path | None:
    """The library that makes calls of the operating system fail; None on a machine without a C compiler."""
    if COMPILER is None:
        return None
    made = tmp_path_factory.mktemp("shim") / "fault_shim.so"
    source = HOUSE / "tests" / "fault_shim.c"
    subprocess.run([COMPILER, "-shared", "-fPIC", "-o", made, source, "-ldl"], check=True)
    return made


@pytest.mark.parametrize("every", [37, pytest.param(1, marks=pytest.mark.soak)])
def test_a_fault_at_any_point_leaves_old_or_new(every: int, shim: Path | None, tmp_path: Path) -> None:
    """Statements, commits and (with a compiler) writes, flushes, renames: exception, ENOSPC, EIO, interrupt, death."""
    environ = {**os.environ, **({} if shim is None else {"LD_PRELOAD": str(shim)})}
    command = [sys.executable, "-m", "tests.fault_runner", str(tmp_path / "sweep"), str(every)]
    done = subprocess.run(command, cwd=HOUSE, env=environ, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["wrong"] == []
    assert told["points"] >= (150 if shim is None else 400)
    assert told["endings"]["failed"] > told["trials"] // 4
    assert shim is None or told["endings"]["killed"] > 0


@pytest.mark.parametrize(
    "fault", [RuntimeError("x"), OSError(errno.ENOSPC, "full"), OSError(errno.EIO, "io"), KeyboardInterrupt()], ids=repr
)
def test_a_reader_that_cannot_be_started_stores_nothing_and_is_started_the_next_time(
    fault: BaseException, repository: Repository, reference: Reference, monkeypatch: pytest.MonkeyPatch
) -> None:
    ingest = Ingest(repository, reference, lambda: START + timedelta(days=9))
    with monkeypatch.context() as patched:
        patched.setattr("data.readers.subprocess.Popen", _raising(fault))
        from data import readers

        readers._sandbox.cache_clear()
        with pytest.raises(type(fault)):
            ingest.load("return.xlsx", ledger_papers().xlsx(), "甲")
    assert repository.returns() == []
    assert ingest.load("return.xlsx", ledger_papers().xlsx(), "甲").receipt


def _raising(fault: BaseException) -> Callable[..., object]:
    def raises(*_: object, **__: object) -> object:
        raise fault

    return raises


@pytest.fixture
def place(tmp_path: Path, reference: Reference) -> Path:
    """A SQLite store with one return."""
    file = tmp_path / "tuoyu.sqlite"
    repository = open_repository(Settings(database_url=f"sqlite:///{file}"), reference)
    stored(repository, ledger_return(institution()))
    repository.close()
    return file


def in_a_child(act: Callable[[], object]) -> str:
    """What becomes of ``act`` in a process of its own: done, or the key of its refusal, or its error."""
    reading_end, telling = os.pipe()
    child = os.fork()
    if not child:
        try:
            act()
            told = "done"
        except StoreError as refusal:
            told = refusal.key
        except BaseException as error:
            told = repr(error)
        os.write(telling, told.encode()[:4000])
        os._exit(0)
    os.close(telling)
    told = os.read(reading_end, 4000).decode()
    os.close(reading_end)
    os.waitpid(child, 0)
    return told


def test_a_full_disk_refuses_with_a_sentence_and_harms_nothing(place: Path, reference: Reference) -> None:
    settings = Settings(database_url=f"sqlite:///{place}")

    def file_on_a_full_disk() -> None:
        repository = open_repository(settings, reference)
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        room = place.stat().st_size + 8192
        resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))
        stored(repository, ledger_return(*(institution(n) for n in range(1, 400))), days=2, file=os.urandom(300_000))

    assert in_a_child(file_on_a_full_disk) == "store.unwritable"
    repository = open_repository(settings, reference)
    assert [one.revision for one in repository.returns()] == [1]
    assert repository.check().is_whole
    stored(repository, ledger_return(institution(2)), days=3)
    assert len(repository.returns()) == 2


@pytest.mark.soak
@pytest.mark.skipif(os.getuid() != 0, reason="a file system of its own needs root")
def test_a_small_file_system_fills_up_and_the_last_acknowledged_return_is_there(
    tmp_path: Path, reference: Reference
) -> None:
    small = tmp_path / "small"
    small.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", str(small)], check=True)
    try:
        settings = Settings(database_url=f"sqlite:///{small / 'tuoyu.sqlite'}")
        repository, kept = open_repository(settings, reference), 0
        told = ""
        while not told and kept < 1000:
            try:
                stored(repository, ledger_return(institution(kept + 1)), days=kept, file=os.urandom(100_000))
                kept += 1
            except StoreError as refusal:
                told = refusal.key
        assert told == "store.unwritable"
        assert 10 < kept < 1000
        assert len(repository.returns()) == kept
        assert repository.check().is_whole
        repository.close()
    finally:
        subprocess.run(["umount", str(small)], check=True)


def keep_to_permissions() -> None:
    """Give up what lets root pass by the permissions of files (CAP_DAC_OVERRIDE and its kin)."""
    header = struct.pack("<Ii", 0x20080522, 0)
    held = ctypes.create_string_buffer(24)
    library = ctypes.CDLL(None, use_errno=True)
    assert library.capget(header, held) == 0
    words = list(struct.unpack("<6I", held.raw))
    words[0] &= ~0b110
    assert library.capset(header, struct.pack("<6I", *words)) == 0


def test_a_store_that_cannot_be_written_is_shown_and_takes_nothing_in(place: Path, reference: Reference) -> None:
    settings = Settings(database_url=f"sqlite:///{place}")
    secret_key(settings)  # as on every machine on which it has run before
    place.chmod(0o444)
    place.parent.chmod(0o555)

    def without_rights() -> None:
        keep_to_permissions()
        client = House(settings).web().test_client()
        assert client.get("/plain/returns?period=2025-Q4").status_code == 200
        assert "没有保存" in committed(client, ledger_papers().item("修订说明", "更正"))
        stored(open_repository(settings, reference), ledger_return(institution(2)), days=3)

    assert in_a_child(without_rights) == "store.unwritable"
    place.parent.chmod(0o755)
    assert len(open_repository(settings, reference).returns()) == 1


def test_a_clock_gone_back_keeps_the_order_and_is_told(
    repository: Repository, settings: Settings, reference: Reference, capsys: pytest.CaptureFixture[str]
) -> None:
    later, earlier = START + timedelta(days=9), START - timedelta(days=400)
    first = Ingest(repository, reference, lambda: later).load("a.xlsx", ledger_papers().xlsx(), "甲")
    changed = ledger_papers().fill("核定托位数", 70).item("修订说明", "更正").xlsx()
    second = Ingest(repository, reference, lambda: earlier).load("b.xlsx", changed, "甲")
    assert (first.revision, second.revision) == (1, 2)
    received = [one.received_at for one in repository.returns()]
    assert received == sorted(received) == [later, later]
    assert main(["doctor"], {"TUOYU_DATABASE_URL": settings.database_url}) in (0, 1)
    assert "时钟" in capsys.readouterr().out


@pytest.mark.parametrize("every", [5, pytest.param(1, marks=pytest.mark.soak)])
@pytest.mark.parametrize("version", RELEASED)
def test_a_migration_killed_at_any_statement_leaves_the_old_schema_or_the_new(
    version: str, every: int, settings: Settings, reference: Reference
) -> None:
    """Killed, not broken off: no rollback is sent. PostgreSQL sees its client vanish, SQLite finds a journal.

    The short form kills at each fifth statement and commit.
    """
    engine = open_engine(settings.database_url)
    with writing(engine) as connection:
        upgrade(connection, version)
        connection.execute(text("INSERT INTO meta (key, value) VALUES ('kept', 'yes')"))
    engine.dispose()
    statements = 1 - every
    while True:
        statements += every

        def die_at(at: int = statements) -> None:
            left = [at]

            def strike(*_: object) -> None:
                left[0] -= 1
                if left[0] == 0:
                    os.kill(os.getpid(), signal.SIGKILL)

            event.listen(Engine, "before_cursor_execute", strike)
            event.listen(Engine, "commit", strike)
            open_repository(settings, reference)

        ended = in_a_child(die_at)
        engine = open_engine(settings.database_url)
        with reading(engine) as connection:
            stands = connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one()
        engine.dispose()
        assert stands in (version, schema.VERSION)
        if ended == "done":
            break
        assert stands == version
    repository = open_repository(settings, reference)
    assert repository.notes() == {"kept": "yes"}
    assert repository.check().damages == ()
    assert statements > (0 if version == schema.VERSION else 5)


def until(holds: Callable[[], bool]) -> None:
    """Wait for it; fail where it does not come."""
    for _ in range(12_000):
        if holds():
            return
        time.sleep(0.01)
    raise AssertionError("waited in vain")


def five_more(receipts: list[str]) -> Callable[[], bool]:
    """Whether five more have been acknowledged than now."""
    wanted = len(receipts) + 5
    return lambda: len(receipts) >= wanted


@pytest.fixture
def own_server() -> Iterator[tuple[str, Callable[[], None]]]:
    """A PostgreSQL of the test's own, and how to restart it without a word to its clients."""
    with postgresql_server() as (server, folder):

        def restart() -> None:
            os.kill(server.get_pid(), signal.SIGQUIT)
            until(lambda: not (folder / "postmaster.pid").exists())
            server.ensure_postgres_running()

        yield url_of(server), restart


@pytest.mark.parametrize("restarts", [2, pytest.param(20, marks=pytest.mark.soak)])
def test_postgresql_restarted_midway_loses_nothing_acknowledged(
    own_server: tuple[str, Callable[[], None]], reference: Reference, restarts: int
) -> None:
    from threading import Event, Thread

    url, restart = own_server
    settings = Settings(database_url=url)
    repository = open_repository(settings, reference)
    stop, receipts, refused = Event(), [], []

    def file_for_ever() -> None:
        number = 0
        while not stop.is_set():
            number += 1
            try:
                receipts.append(stored(repository, ledger_return(institution(number)), days=number).receipt)
            except (StoreError, DBAPIError) as error:
                refused.append(error)
                time.sleep(0.05)

    clerk = Thread(target=file_for_ever)
    clerk.start()
    try:
        for _ in range(restarts):
            until(five_more(receipts))
            restart()
        until(five_more(receipts))
    finally:
        stop.set()
        clerk.join()
    assert {one.receipt for one in repository.returns()} >= set(receipts)
    assert [one.revision for one in repository.returns()] == list(range(1, len(repository.returns()) + 1))
    assert repository.check().is_whole
