"""Work that a page starts and does not wait for: done elsewhere, told in files, so that any worker can tell of it.

A job has a folder of its own. ``state.json`` says how far it is; ``alive`` is locked for as long as somebody works on
it, so that a job whose process was killed is known for what it is; ``cancel`` asks it to stop; ``result`` stands there
whole or not at all. Where another process is to do it, ``order`` says what, and is there until somebody takes it up.
``given.N`` are files that the work needs, gone once it is over; ``notes`` are lines that stay, whatever becomes of it.
"""

from __future__ import annotations

import json
import logging
import os
import re
import secrets
import shutil
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict, replace
from pathlib import Path
from typing import Protocol

from data.issues import StoreError
from data.job_locks import is_waiting, is_worked_on, locked, taken
from data.job_state import ANYBODYS, Job, JobKind, JobState, Origin

MOST_AT_ONCE = 4
"""Jobs under way on one machine, whichever worker runs them; one of a process works, its others wait."""
MOST_KEPT = 20
NAME = re.compile(r"[0-9a-f]{16}")
LOG = logging.getLogger(__name__)
_ONE_AT_A_TIME = threading.Lock()
"""Of this process, however many ``Jobs`` look at the folder."""


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
        self.tell(replace(self.job, done=self.job.done + 1, missing=found, at=""))
        self.stop_if_asked()

    def busy_with(self, name: str) -> None:
        """What comes now, before its step is done."""
        self.tell(replace(self.job, at=name))

    def note(self, line: str) -> None:
        """A line that stays, whatever becomes of the job afterwards."""
        with (self._folder / "notes").open("a", encoding="utf-8") as notes:
            notes.write(f"{line}\n")

    def given(self, number: int) -> bytes:
        """One of the files that the job was begun with."""
        return (self._folder / f"given.{number}").read_bytes()

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
        """The result, where the work makes one, is whole: it may be taken away from now on."""
        if self.part.exists():
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
        lock = locked(folder)
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

    def start(
        self, work: Work, *, total: int, order: str = "", origin: Origin = ANYBODYS, given: Sequence[bytes] = ()
    ) -> str:
        """Begin; the name under which its state is asked for. StoreError where enough are under way, or none can be.

        ``order`` is the same work written down, for a process that does not share this one's memory; ``given`` are
        the files it works on.
        """
        self._make_room()
        job = Job(secrets.token_hex(8), JobState.RUNNING, total, kind=origin.kind, owner=origin.owner)
        folder = self._folder / job.name
        try:
            folder.mkdir(parents=True)
            for number, content in enumerate(given):
                (folder / f"given.{number}").write_bytes(content)
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
        lock = locked(folder)
        order = taken(folder)
        if order is None:  # somebody was faster, or stopped it
            os.close(lock)
            return

        def work(progress: Progress) -> None:  # an order that cannot be read is a fault of the job
            work_of(order)(progress)

        _run(work, Progress(folder, job), lock)

    def job(self, name: str) -> Job | None:
        """How a job stands; None for one that nobody knows (any more)."""
        job = self._told(name)
        if job is None or job.is_over or is_worked_on(self._folder / name):
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
        kind = JobKind(told.get("kind", JobKind.BRIEFINGS))  # a job begun before there were two kinds
        return Job(**{**known, "missing": missing, "state": JobState(told["state"]), "kind": kind})

    def cancel(self, name: str) -> None:
        """Ask a job to stop at its next step, at once where it waits; nothing where it is over or unknown."""
        job, folder = self.job(name), self._folder / name
        if job is None:
            return
        (folder / "cancel").touch()
        if is_waiting(folder):  # told first, so that nobody finds it neither waiting nor over
            Progress(folder, job).tell(replace(job, state=JobState.CANCELLED))
            taken(folder)
            _forget_given(folder)

    def is_stopping(self, name: str) -> bool:
        """Somebody has asked it to stop."""
        return bool(NAME.fullmatch(name)) and (self._folder / name / "cancel").exists()

    def result(self, name: str) -> bytes | None:
        """The whole result; None where there is none."""
        job = self.job(name)
        if job is None or job.state is not JobState.DONE or job.kind is not JobKind.BRIEFINGS:
            return None
        return (self._folder / name / "result").read_bytes()

    def notes(self, name: str) -> list[str]:
        """The lines that a job has noted so far, without one that is only half written."""
        if not NAME.fullmatch(name):
            return []
        try:
            return (self._folder / name / "notes").read_text(encoding="utf-8").split("\n")[:-1]
        except OSError:
            return []

    def _make_room(self) -> None:
        """StoreError where enough are under way; the oldest of those that are over make room."""
        folders = sorted(self._folders(), key=lambda one: one.stat().st_mtime)
        over = [one for one in folders if not is_worked_on(one)]
        if len(folders) - len(over) >= MOST_AT_ONCE:
            raise StoreError("jobs.too_many", most=MOST_AT_ONCE)
        for folder in over:
            if self._told(folder.name):  # not one that is only about to begin
                _forget_given(folder)
        for folder in over[: max(0, len(over) - MOST_KEPT)]:
            shutil.rmtree(folder, ignore_errors=True)

    def _folders(self) -> Iterator[Path]:
        if self._folder.is_dir():
            yield from (one for one in self._folder.iterdir() if NAME.fullmatch(one.name))


def _forget_given(folder: Path) -> None:
    """The files that a job worked on are nobody's business once it is over."""
    for file in folder.glob("given.*"):
        file.unlink(missing_ok=True)


def _run(work: Work, progress: Progress, lock: int) -> None:
    """The work and what became of it; whatever happens, no half result stays."""
    try:
        with _ONE_AT_A_TIME:
            outcome = _worked(work, progress)
        with suppress(OSError):
            progress.part.unlink()
        _forget_given(progress.part.parent)
        progress.tell(replace(outcome, at=""))
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
