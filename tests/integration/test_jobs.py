"""Work in the background: told as it goes, stopped when asked, and never half of a result, whatever happens to it."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from data.issues import StoreError
from data.job_state import Job, JobState
from data.jobs import MOST_AT_ONCE, MOST_KEPT, Jobs, Progress
from data.settings import HOUSE


def ended(jobs: Jobs, name: str) -> Job:
    """The job once nothing more will come of it."""
    for _ in range(6000):
        job = jobs.job(name)
        assert job is not None
        if job.is_over:
            return job
        time.sleep(0.01)
    raise AssertionError(job)


def three_steps(progress: Progress) -> None:
    with progress.part.open("wb") as out:
        for step in range(3):
            out.write(b"%d" % step)
            progress.step()


def leftovers(folder: Path) -> set[str]:
    return {file.name for file in folder.rglob("*") if file.name.startswith("result") or file.name.endswith(".part")}


def test_a_job_tells_its_steps_and_gives_its_whole_result(tmp_path: Path):
    jobs, seen, go = Jobs(tmp_path), [], threading.Event()

    def work(progress: Progress) -> None:
        three_steps(progress)
        seen.append(jobs.job(progress.job.name))
        go.wait(20)

    name = jobs.start(work, total=3)
    assert jobs.result(name) is None
    go.set()
    job = ended(jobs, name)
    assert (job.state, job.done, job.total) == (JobState.DONE, 3, 3)
    assert (seen[0].state, seen[0].done) == (JobState.RUNNING, 3)
    assert jobs.result(name) == b"012"
    # Another worker on the same machine tells and gives the same.
    assert Jobs(tmp_path).job(name) == job
    assert Jobs(tmp_path).result(name) == b"012"
    # So does one that knows less of a job than the program that began it.
    state = tmp_path / name / "state.json"
    state.write_text(state.read_text().replace("{", '{"about": "?period=2025-Q4", ', 1))
    assert Jobs(tmp_path).job(name) == job


def test_what_was_refused_is_named_and_the_rest_is_made(tmp_path: Path):
    jobs = Jobs(tmp_path)

    def work(progress: Progress) -> None:
        progress.part.write_bytes(b"the rest")
        progress.step()
        progress.step(("昌平区", "没有这个字"))

    job = ended(jobs, name := jobs.start(work, total=2))
    assert (job.state, job.done, job.missing) == (JobState.DONE, 2, (("昌平区", "没有这个字"),))
    assert jobs.result(name) == b"the rest"


def test_a_job_that_is_told_to_stop_leaves_nothing(tmp_path: Path):
    jobs, begun, go = Jobs(tmp_path), threading.Event(), threading.Event()

    def work(progress: Progress) -> None:
        progress.part.write_bytes(b"half")
        progress.step()
        begun.set()
        go.wait(20)
        progress.step()
        raise AssertionError("it went on")

    name = jobs.start(work, total=9)
    begun.wait(20)
    Jobs(tmp_path).cancel(name)  # another worker is asked
    go.set()
    job = ended(jobs, name)
    assert (job.state, job.done) == (JobState.CANCELLED, 2)
    assert jobs.result(name) is None
    assert leftovers(tmp_path) == set()


@pytest.mark.parametrize(
    ("fault", "reason"), [(OSError(errno.ENOSPC, "full"), "jobs.unwritable"), (RuntimeError("bug"), "jobs.fault")]
)
def test_a_job_that_breaks_says_so_and_leaves_nothing(tmp_path: Path, fault: Exception, reason: str):
    jobs = Jobs(tmp_path)

    def work(progress: Progress) -> None:
        progress.part.write_bytes(b"half")
        progress.step()
        raise fault

    job = ended(jobs, name := jobs.start(work, total=9))
    assert (job.state, job.done, job.reason) == (JobState.FAILED, 1, reason)
    assert jobs.result(name) is None
    assert leftovers(tmp_path) == set()


KILLED = """
import sys, threading
from pathlib import Path
from data.jobs import Jobs
jobs = Jobs(Path(sys.argv[1]))
def work(progress):
    progress.part.write_bytes(b"half")
    progress.step()
    print(progress.job.name, flush=True)
    threading.Event().wait()
jobs.start(work, total=9)
threading.Event().wait()
"""


def test_a_job_whose_process_is_killed_is_known_as_broken_off_and_gives_nothing(tmp_path: Path):
    worker = subprocess.Popen([sys.executable, "-c", KILLED, str(tmp_path)], cwd=HOUSE, stdout=subprocess.PIPE)
    assert worker.stdout is not None
    name = worker.stdout.readline().decode().strip()
    jobs = Jobs(tmp_path)
    assert jobs.job(name).state is JobState.RUNNING  # type: ignore[union-attr]
    os.kill(worker.pid, signal.SIGKILL)
    worker.wait()
    job = jobs.job(name)
    assert job is not None
    assert (job.state, job.done) == (JobState.BROKEN_OFF, 1)
    assert jobs.result(name) is None
    # It does not stand in the way of the next one, and what it left goes when room is made.
    assert ended(jobs, jobs.start(three_steps, total=3)).state is JobState.DONE


def test_only_so_many_are_under_way_on_one_machine(tmp_path: Path):
    jobs, go = Jobs(tmp_path), threading.Event()
    names = [jobs.start(lambda progress: three_steps(progress) or go.wait(20), total=3) for _ in range(MOST_AT_ONCE)]
    with pytest.raises(StoreError) as refusal:
        Jobs(tmp_path).start(three_steps, total=3)
    assert refusal.value.key == "jobs.too_many"
    go.set()
    assert [ended(jobs, name).state for name in names] == [JobState.DONE] * MOST_AT_ONCE


def test_one_works_and_the_others_of_its_process_wait_whoever_started_them(tmp_path: Path):
    at_work: list[str] = []
    most: list[int] = []

    def work(progress: Progress) -> None:
        at_work.append(progress.job.name)
        time.sleep(0.1)
        most.append(len(at_work))
        at_work.remove(progress.job.name)
        progress.part.write_bytes(b"whole")

    names = [Jobs(tmp_path).start(work, total=1) for _ in range(3)]
    assert [ended(Jobs(tmp_path), name).state for name in names] == [JobState.DONE] * 3
    assert most == [1, 1, 1]


@pytest.mark.parametrize(
    ("place", "fault"),
    [
        ("data.jobs.Progress.tell", OSError(errno.ENOSPC, "full")),
        ("threading.Thread.start", RuntimeError("can't start new thread")),
    ],
)
def test_a_job_that_cannot_begin_says_so_and_holds_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str, fault: Exception
):
    def fails(*_: object) -> None:
        raise fault

    monkeypatch.setattr(place, fails)
    before = open_files()
    with pytest.raises(StoreError) as refusal:
        Jobs(tmp_path).start(three_steps, total=3)
    assert refusal.value.key == "jobs.unbegun"
    assert list(tmp_path.iterdir()) == []
    assert open_files() == before


def open_files() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


def test_old_results_make_room_for_new_ones(tmp_path: Path):
    jobs = Jobs(tmp_path)
    names = []
    for _ in range(MOST_KEPT + 3):
        names.append(jobs.start(three_steps, total=3))
        ended(jobs, names[-1])
        _until_let_go(tmp_path / names[-1])
    assert jobs.job(names[0]) is None
    assert jobs.result(names[-1]) == b"012"
    assert len(list(tmp_path.iterdir())) <= MOST_KEPT + 2


def _until_let_go(folder: Path) -> None:
    """The state is told a moment before the lock is given back."""
    import fcntl

    with (folder / "alive").open() as handle:
        fcntl.flock(handle, fcntl.LOCK_SH)


@pytest.mark.parametrize("name", ["", "..", "../../etc", "0" * 15, "g" * 16, "0" * 16])
def test_a_name_that_nobody_gave_is_no_job(tmp_path: Path, name: str):
    jobs = Jobs(tmp_path)
    jobs.cancel(name)
    assert jobs.job(name) is None
    assert jobs.result(name) is None
    assert list(tmp_path.iterdir()) == []
