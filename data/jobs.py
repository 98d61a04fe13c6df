"""Work that a page starts and does not wait for: done elsewhere, told in files, so that any worker can tell of it.

A job has a folder of its own. ``state.json`` says how far it is; ``alive`` is locked for as long as somebody works on
it, so that a job whose process was killed is known for what it is; ``cancel`` asks it to stop; ``result`` stands there
whole or not at all. Where another process is to do it, ``order`` says what, and is there until somebody takes it up.
"""

from __future__ import annotations

import fcntl
import json
import logging
import os
import re
import secrets
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from data.issues import StoreError

MOST_AT_ONCE = 4
"""Jobs under way on one machine, whichever worker runs them; one of a process works, its others wait."""
MOST_KEPT = 20
NAME = re.compile(r"[0-9a-f]{16}")
LOG = logging.getLogger(__name__)
_ONE_AT_A_TIME = threading.Lock()
"""Of this process, however many ``Jobs`` look at the folder."""


class JobState(StrEnum):
    """What has become of a job."""

    RUNNING = "running"
    DONE = "done"
    CANCELLED = "cancelled"
    FAILED = "failed"
    """It came to an end without a result: ``reason`` is the key of the sentence that says why."""
    BROKEN_OFF = "broken_off"
    """Its process is gone, and nobody works on it any more."""


@dataclass(frozen=True, slots=True)
class Job:
    """How far a job is: ``done`` of ``total`` steps. ``missing`` are the steps that were refused, each with why."""

    name: str
    state: JobState
    total: int
    done: int = 0
    missing: tuple[tuple[str, str], ...] = ()
    reason: str = ""

    @property
    def is_over(self) -> bool:
        """Nothing more will come of it."""
        return self.state is not JobState.RUNNING


class Cancelled(Exception):
    """Somebody asked the job to stop."""


class Progress:
    """What the work is handed: where its result goes, and whom to tell of each step."""

    def __init__(self, folder: Path, job: Job) -> None:
        self._folder = folder
        self.job = job
        self.part = folder / "result.part"

    def step(self, missing: tuple[str, str] | None = None) -> None:
        """One step further; Cancelled where somebody has asked to stop."""
        found = (*self.job.missing, missing) if missing else self.job.missing
        self.tell(replace(self.job, done=self.job.done + 1, missing=found))
        self.stop_if_asked()

    def stop_if_asked(self) -> None:
        """Cancelled where somebody has asked to stop."""
        if (self._folder / "cancel").exists():
            raise Cancelled

    def tell(self, job: Job) -> None:
        """``job`` is how it stands, for whoever asks."""
        self.job = job
        part = self._folder / "state.part"
        part.write_text(json.dumps(asdict(job), ensure_ascii=False), encoding="utf-8")
        part.replace(self._folder / "state.json")

    def keep(self) -> None:
        """The result is whole: it may be taken away from now on."""
        self.part.replace(self._folder / "result")


Work = Callable[[Progress], None]
"""Writes its result to ``part``, tells each step, and lets Cancelled pass."""


class Executor(Protocol):
    """Where the work is done."""

    def begin(self, folder: Path, job: Job, work: Work, order: str) -> None:
        """Have ``work`` done, here or where ``order`` is made into the same; nobody else tells of the job's state."""


class Threads:
    """In this process."""

    def begin(self, folder: Path, job: Job, work: Work, order: str) -> None:  # noqa: ARG002 - it has the work itself
        """In a thread, which holds the lock of the job until its end."""
        lock = _locked(folder)
        try:
            progress = Progress(folder, job)
            progress.tell(job)
            threading.Thread(target=_run, args=(work, progress, lock), daemon=True, name=job.name).start()
        except BaseException:
            os.close(lock)
            raise


class Jobs:
    """The jobs of one machine, in one folder."""

    def __init__(self, folder: Path, executor: Executor | None = None) -> None:
        self._folder = folder
        self._executor = executor or Threads()

    def start(self, work: Work, *, total: int, order: str = "") -> str:
        """Begin; the name under which its state is asked for. StoreError where enough are under way, or none can be.

        ``order`` is the same work written down, for a process that does not share this one's memory.
        """
        self._make_room()
        job = Job(secrets.token_hex(8), JobState.RUNNING, total)
        folder = self._folder / job.name
        try:
            folder.mkdir(parents=True)
            self._executor.begin(folder, job, work, order)
        except (OSError, RuntimeError) as error:  # no room on the disk, no permission, or no thread to be had
            LOG.exception("a job could not begin")
            shutil.rmtree(folder, ignore_errors=True)
            raise StoreError("jobs.unbegun") from error
        except StoreError:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        return job.name

    def take_up(self, name: str, work_of: Callable[[str], Work]) -> None:
        """Do the job that waits under that name, once and to its end; nothing where none waits (any more)."""
        folder, job = self._folder / name, self._told(name)
        if job is None or not is_waiting(folder):
            return
        lock = _locked(folder)
        order = _taken(folder)
        if order is None:  # somebody was faster, or stopped it
            os.close(lock)
            return

        def work(progress: Progress) -> None:  # an order that cannot be read is a fault of the job
            work_of(order)(progress)

        _run(work, Progress(folder, job), lock)

    def job(self, name: str) -> Job | None:
        """How a job stands; None for one that nobody knows (any more)."""
        job = self._told(name)
        if job is None or job.is_over or _is_worked_on(self._folder / name):
            return job
        # It may have come to its end between the two looks.
        again = self._told(name)
        return again if again is None or again.is_over else replace(again, state=JobState.BROKEN_OFF)

    def _told(self, name: str) -> Job | None:
        if not NAME.fullmatch(name):
            return None
        try:
            told = json.loads((self._folder / name / "state.json").read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return None
        known = {name: value for name, value in told.items() if name in Job.__dataclass_fields__}
        missing = tuple((who, why) for who, why in told["missing"])
        return Job(**{**known, "missing": missing, "state": JobState(told["state"])})

    def cancel(self, name: str) -> None:
        """Ask a job to stop at its next step, at once where it waits; nothing where it is over or unknown."""
        job, folder = self.job(name), self._folder / name
        if job is None:
            return
        (folder / "cancel").touch()
        if is_waiting(folder):  # told first, so that nobody finds it neither waiting nor over
            Progress(folder, job).tell(replace(job, state=JobState.CANCELLED))
            _taken(folder)

    def is_stopping(self, name: str) -> bool:
        """Somebody has asked it to stop."""
        return bool(NAME.fullmatch(name)) and (self._folder / name / "cancel").exists()

    def result(self, name: str) -> bytes | None:
        """The whole result; None where there is none."""
        job = self.job(name)
        if job is None or job.state is not JobState.DONE:
            return None
        return (self._folder / name / "result").read_bytes()

    def _make_room(self) -> None:
        """StoreError where enough are under way; the oldest of those that are over make room."""
        folders = sorted(self._folders(), key=lambda one: one.stat().st_mtime)
        over = [one for one in folders if not _is_worked_on(one)]
        if len(folders) - len(over) >= MOST_AT_ONCE:
            raise StoreError("jobs.too_many", most=MOST_AT_ONCE)
        for folder in over[: max(0, len(over) - MOST_KEPT)]:
            shutil.rmtree(folder, ignore_errors=True)

    def _folders(self) -> Iterator[Path]:
        if self._folder.is_dir():
            yield from (one for one in self._folder.iterdir() if NAME.fullmatch(one.name))


def _run(work: Work, progress: Progress, lock: int) -> None:
    """The work and what became of it; whatever happens, no half result stays."""
    try:
        with _ONE_AT_A_TIME:
            outcome = _worked(work, progress)
        with suppress(OSError):
            progress.part.unlink()
        progress.tell(outcome)
    except OSError:
        LOG.exception("the state of a job could not be told")
    finally:
        os.close(lock)


def _worked(work: Work, progress: Progress) -> Job:
    """What became of the work, told in the end."""
    try:
        progress.stop_if_asked()
        work(progress)
        progress.stop_if_asked()
        progress.keep()
    except Cancelled:
        return replace(progress.job, state=JobState.CANCELLED)
    except OSError:
        LOG.exception("a job could not write its result")
        return replace(progress.job, state=JobState.FAILED, reason="jobs.unwritable")
    except Exception:
        LOG.exception("a job broke off")
        return replace(progress.job, state=JobState.FAILED, reason="jobs.fault")
    return replace(progress.job, state=JobState.DONE)


def _locked(folder: Path) -> int:
    """The lock of a job, held until it is closed, or until its process ends."""
    handle = os.open(folder / "alive", os.O_CREAT | os.O_RDWR, 0o600)
    fcntl.flock(handle, fcntl.LOCK_EX)  # nobody holds it longer than a look takes
    return handle


def is_waiting(folder: Path) -> bool:
    """Its order is there, and nobody has taken it up."""
    return (folder / "order").exists()


def _taken(folder: Path) -> str | None:
    """The order of a job that waits, which waits no more; None where another was faster. One taker alone gets it."""
    mine = folder / f"taken.{secrets.token_hex(4)}"
    try:
        (folder / "order").rename(mine)
        return mine.read_text(encoding="utf-8")
    except FileNotFoundError:
        return None


def _is_worked_on(folder: Path) -> bool:
    """Somebody works on it or will: who takes an order up has the lock before the order is gone."""
    if is_waiting(folder):
        return True
    try:
        with _open(folder / "alive") as handle:
            fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:
        return False
    return False


@contextmanager
def _open(file: Path) -> Iterator[int]:
    handle = os.open(file, os.O_RDONLY)
    try:
        yield handle
    finally:
        os.close(handle)
