"""One fault at a time at every point of every act that writes: old state or new, nothing acknowledged lost.

python -m tests.fault_runner FOLDER EVERY: sweeps in FOLDER, tries each EVERYth pair of point and fault, prints JSON.
With LD_PRELOAD of tests/fault_shim.c the calls of the operating system are points too; without it, statements and
commits alone.
"""

from __future__ import annotations

import ctypes
import errno
import json
import logging
import os
import shutil
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import Engine, event

from callbacks.commands.command import write_file
from data.ingest import Ingest
from data.model import Reference
from data.readers import read_workbook
from data.register import load_reference
from data.repository import Repository, open_repository
from data.repository.backup import check_file
from data.repository.engine import open_engine, writing
from data.repository.restore import restore
from data.returns import State
from data.review import Review
from data.settings import Settings
from tests.integration.test_backup import contents, filled
from tests.return_papers import ledger_papers

NOW = datetime(2026, 2, 1, tzinfo=UTC)
KILL, TORN = -9, -8
RAISED: dict[str, BaseException] = {
    "exception": RuntimeError("fault"),
    "ENOSPC": OSError(errno.ENOSPC, "full"),
    "EIO": OSError(errno.EIO, "io"),
}
RAISED |= {"interrupt": KeyboardInterrupt()}
CALLED = {"ENOSPC": errno.ENOSPC, "EIO": errno.EIO, "kill": KILL, "torn": TORN}


class Act(NamedTuple):
    """Something that writes: ``begin`` makes ready what is not under test, ``state`` tells how it stands after."""

    name: str
    begin: Callable[[Path], object]
    do: Callable[[Path, object], object]
    state: Callable[[Path], object]


class Ground:
    """What every trial starts from, made once."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.reference: Reference = load_reference(Settings().reference)
        self.file = ledger_papers(3).item("报告期", "2025-Q4").item("修订说明", "更正").xlsx()
        self.book = read_workbook("return.xlsx", self.file)
        self.start = folder / "start"
        self.start.mkdir(parents=True)
        repository = self.open(self.start)
        filled(repository)
        repository.back_up(self.start / "backup.sqlite")
        self.receipt = repository.returns()[-1].receipt
        Review(repository, lambda: NOW).attach(self.receipt, "a.pdf", b"%PDF-1.7", actor="甲")
        repository.close()
        (self.start / "out.pdf").write_bytes(b"old" * 1000)
        with writing(open_engine(f"sqlite:///{self.start / 'old.sqlite'}")) as connection:
            _upgrade(connection)

    def open(self, folder: Path) -> Repository:
        return open_repository(Settings(database_url=f"sqlite:///{folder / 'tuoyu.sqlite'}"), self.reference)

    def acts(self) -> Iterator[Act]:
        yield Act("file", self.open, self._file, _store)
        yield Act("decide", self.open, self._decide, _store)
        yield Act("attach", self.open, self._attach, _store)
        yield Act("back up", self.open, lambda at, own: own.back_up(at / "backup.sqlite"), _backup)
        yield Act("restore", _nothing, self._restore, _store)
        yield Act("migrate", _nothing, self._migrate, _old_store)
        yield Act("write a file", _nothing, lambda at, _: write_file(at / "out.pdf", b"new" * 1000), _written)

    def _file(self, _: Path, own: Repository) -> None:
        outcome = Ingest(own, self.reference, lambda: NOW).load("r.xlsx", self.file, "甲", book=self.book)
        assert outcome.receipt, outcome.issues

    def _decide(self, _: Path, own: Repository) -> None:
        Review(own, lambda: NOW).decide(self.receipt, State.RETURNED, actor="乙", reason="有误")

    def _attach(self, _: Path, own: Repository) -> None:
        Review(own, lambda: NOW).attach(self.receipt, "scan.pdf", b"%PDF-1.7 scan" * 900, actor="乙")

    def _restore(self, at: Path, _: object) -> None:
        restore(f"sqlite:///{at / 'tuoyu.sqlite'}", at / "backup.sqlite", replace=True)

    def _migrate(self, at: Path, _: object) -> None:
        open_repository(Settings(database_url=f"sqlite:///{at / 'old.sqlite'}"), self.reference).close()


def _nothing(_: Path) -> None:
    return None


def _upgrade(connection: object) -> None:
    from tests.integration.test_migrations import upgrade

    upgrade(connection, "0001")  # type: ignore[arg-type]


def _store(at: Path) -> object:
    file = at / "tuoyu.sqlite"
    assert check_file(file).is_whole, check_file(file).damages
    return contents(f"sqlite:///{file}")


def _backup(at: Path) -> object:
    assert check_file(at / "backup.sqlite").is_whole
    return [_store(at), contents(f"sqlite:///{at / 'backup.sqlite'}")]


def _old_store(at: Path) -> object:
    """Which schema stands, and that it can be brought up from there."""
    import sqlite3

    with sqlite3.connect(at / "old.sqlite") as opened:
        version = opened.execute("SELECT version_num FROM alembic_version").fetchall()
        tables = opened.execute("SELECT count(*) FROM sqlite_master").fetchall()
    opened.close()
    return version, tables


def _written(at: Path) -> object:
    return (at / "out.pdf").read_bytes()


class Faults:
    """Where a fault may strike in one process, and the one that does."""

    def __init__(self) -> None:
        self.at = self.seen = 0
        self.fault: BaseException | None = None
        shim = os.environ.get("LD_PRELOAD")
        self.shim = ctypes.CDLL(shim) if shim else None
        event.listen(Engine, "before_cursor_execute", self._strike)
        event.listen(Engine, "commit", self._strike)

    def _strike(self, *_: object) -> None:
        self.seen += 1
        if self.seen == self.at and self.fault is not None:
            raise self.fault

    def arm(self, at: int, fault: BaseException | None) -> None:
        self.at, self.seen, self.fault = at, 0, fault

    def arm_calls(self, folder: Path, at: int, error: int) -> None:
        assert self.shim
        self.shim.fault_arm(str(folder).encode(), at, error)


def trial(ground: Ground, act: Act, at: Path, arm: Callable[[], None], counted: Callable[[], int]) -> tuple[str, int]:
    """Do ``act`` in a process of its own under a fault: done, failed or killed, and the points it went past."""
    shutil.rmtree(at, ignore_errors=True)
    shutil.copytree(ground.start, at)
    reading, telling = os.pipe()
    child = os.fork()
    if not child:
        code = 1
        try:
            logging.disable(logging.CRITICAL)
            own = act.begin(at)
            arm()
            act.do(at, own)
            code = 0
        except BaseException:
            code = 1
        finally:
            os.write(telling, str(counted()).encode())
            os._exit(code)
    os.close(telling)
    told = os.read(reading, 32)
    os.close(reading)
    status = os.waitpid(child, 0)[1]
    ended = "killed" if os.WIFSIGNALED(status) else "failed" if os.WEXITSTATUS(status) else "done"
    assert not os.WIFSIGNALED(status) or os.WTERMSIG(status) == signal.SIGKILL, status
    return ended, int(told or b"0")


def sweep(folder: Path, every: int) -> dict[str, object]:
    ground, faults, turn = Ground(folder / "ground"), Faults(), count()
    told: dict[str, object] = {}
    points = trials = 0
    wrong: list[str] = []
    endings: Counter[str] = Counter()
    at = folder / "trial"
    for act in ground.acts():
        for kind in ("statements", "calls") if faults.shim else ("statements",):
            arm = _arming(faults, kind, at)
            counted = (lambda: faults.seen) if kind == "statements" else (lambda: int(faults.shim.fault_count()))
            ended, found = trial(ground, act, at, lambda arm=arm: arm(0, ""), counted)
            assert ended == "done", (act.name, kind)
            new = act.state(at)
            shutil.rmtree(at)
            shutil.copytree(ground.start, at)
            old = act.state(at)
            told[f"{act.name}, {kind}"] = found
            points += found
            for point in range(1, found + 1):
                for fault in RAISED if kind == "statements" else CALLED:
                    if next(turn) % every:
                        continue
                    trials += 1
                    ended, _ = trial(ground, act, at, lambda arm=arm, p=point, f=fault: arm(p, f), counted)
                    endings[ended] += 1
                    wrong += _judged(act, at, ended, old, new, f"{act.name} {kind} {point} {fault}")
    return {"points": points, "trials": trials, "endings": endings, "wrong": wrong, "by act": told}


def _arming(faults: Faults, kind: str, at: Path) -> Callable[[int, str], None]:
    if kind == "statements":
        return lambda point, fault: faults.arm(point, RAISED.get(fault))
    return lambda point, fault: faults.arm_calls(at, point, CALLED.get(fault, 0))


def _judged(act: Act, at: Path, ended: str, old: object, new: object, name: str) -> list[str]:
    try:
        stands = act.state(at)
    except Exception as error:
        return [f"{name}: {ended}, then {type(error).__name__} {error}"]
    if ended == "done" and stands != new:
        return [f"{name}: acknowledged and not there"]
    return [] if stands in (old, new) else [f"{name}: {ended}, between old and new"]


if __name__ == "__main__":
    began = time.monotonic()
    found = sweep(Path(sys.argv[1]), int(sys.argv[2]))
    sys.stdout.write(json.dumps({**found, "seconds": round(time.monotonic() - began)}, ensure_ascii=False))
