"""After a kill -9, seconds to the first answer and the first screen; a restore alone, and by the written steps.

``python -m tests.bench.restart [--rounds 5] [--postgresql]``: the demonstration, on SQLite or a PostgreSQL of its own.
Readers ask while the server is killed. Beside the wall clock stands the processor's time, which other work on the
machine does not lengthen (of PostgreSQL's own processes not). Only processes started here are stopped.
"""

from __future__ import annotations

import argparse
import os
import resource
import signal
import subprocess
import sys
import tempfile
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.client import HTTPException
from pathlib import Path
from statistics import median
from threading import Event, Thread
from time import perf_counter, sleep
from typing import NamedTuple

from app import main as command
from data.settings import HOUSE
from tests.bench.processor import processor_seconds
from tests.bench.serving import PATIENCE, asked_of, free_port, post
from tests.postgres import postgresql

PERIOD = "2025-Q4"
READERS = 4
PROGRAM = [sys.executable, str(HOUSE / "app.py")]


def main() -> None:
    options = argparse.ArgumentParser(prog="python -m tests.bench.restart", description=__doc__)
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument("--postgresql", action="store_true")
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="tuoyu-bench-") as folder, placed(Path(folder), chosen) as environ:
        found = run(Path(folder), environ, chosen.rounds)
        print(f"load {os.getloadavg()[0]:.0f}\n\n| what | median | slowest | processor |\n| --- | --- | --- | --- |")
        for name, taken in found.items():
            walls = [one.wall for one in taken]
            processor = median(one.processor for one in taken)
            print(f"| {name} | {median(walls):.1f} s | {max(walls):.1f} s | {processor:.1f} s |")


@contextmanager
def placed(folder: Path, chosen: argparse.Namespace) -> Iterator[dict[str, str]]:
    """The environment of commands on a database that holds the demonstration; a backup of it lies in ``folder``."""
    made = {**os.environ, "TUOYU_DATABASE_URL": f"sqlite:///{folder}/tuoyu.sqlite"}
    assert command(["demo"], made) == 0
    assert command(["backup", str(folder / "backup.sqlite")], made) == 0
    if not chosen.postgresql:
        yield made
        return
    with postgresql() as url:
        yield {**made, "TUOYU_DATABASE_URL": url}


class Taken(NamedTuple):
    """Seconds by the wall clock, and of the processor."""

    wall: float
    processor: float

    def since(self, before: Taken) -> Taken:
        return Taken(self.wall - before.wall, self.processor - before.processor)


def now(pid: int | None = None) -> Taken:
    """The clock, with the processor's time of all that was waited for, and of a process that runs with its children."""
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    return Taken(perf_counter(), ended.ru_utime + ended.ru_stime + (0 if pid is None else processor_seconds(pid)))


def run(folder: Path, environ: dict[str, str], rounds: int) -> dict[str, list[Taken]]:
    """What was measured -> what it took, round by round."""
    backup = str(folder / "backup.sqlite")
    taken: dict[str, list[Taken]] = {}

    def told(name: str, figure: Taken) -> None:
        taken.setdefault(name, []).append(figure)

    def restore() -> None:
        asked([*PROGRAM, "restore", backup, "--replace"], environ)

    for _ in range(rounds):
        before = now()
        restore()
        told("restore --replace", now().since(before))
        server = Server(environ)
        server.start()
        for name, only_master in (("every process killed", False), ("the master alone killed", True)):
            server.kill(only_master=only_master)
            answered, drawn = server.start()
            told(f"{name}: first answer", answered)
            told(f"{name}: first screen with its figures", drawn)
        before = now(server.pid)
        server.stop()
        restore()
        asked([*PROGRAM, "verify"], environ)
        server.start()
        told("stopped, restored, verified, started: first screen", now(server.pid).since(before))
        server.stop()
    return taken


def asked(arguments: list[str], environ: dict[str, str]) -> None:
    subprocess.run(arguments, env=environ, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


class Server:
    """The dashboard on one port, however often it is started there."""

    def __init__(self, environ: dict[str, str]) -> None:
        self.port, self.environ = free_port(), environ
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        assert self.process is not None
        return self.process.pid

    def start(self) -> tuple[Taken, Taken]:
        """Start it; what it took until the first 200 of the first page, and until the first screen."""
        begun = now()
        serve = [*PROGRAM, "serve", "--workers", "1", "--port", str(self.port)]
        silent = subprocess.DEVNULL
        self.process = subprocess.Popen(serve, env=self.environ, stdout=silent, stderr=silent, start_new_session=True)
        while not self._answers():
            assert self.process.poll() is None, "the server has ended"
            assert perf_counter() - begun.wall < PATIENCE, "the server does not answer"
            sleep(0.02)
        answered = now(self.pid).since(begun)
        post(self.port, asked_of(PERIOD))
        return answered, now(self.pid).since(begun)

    def _answers(self) -> bool:
        with (
            suppress(OSError, HTTPException),
            urllib.request.urlopen(f"http://127.0.0.1:{self.port}/", timeout=PATIENCE) as answer,
        ):
            return answer.status == 200
        return False

    def kill(self, *, only_master: bool) -> None:
        """kill -9 while readers ask."""
        assert self.process
        gone = Event()
        readers = [Thread(target=self._read, args=(gone,)) for _ in range(READERS)]
        for one in readers:
            one.start()
        sleep(0.5)
        (os.kill if only_master else os.killpg)(self.pid, signal.SIGKILL)
        self.process.wait()
        gone.set()
        for one in readers:
            one.join()

    def _read(self, gone: Event) -> None:
        while not gone.is_set():
            with suppress(OSError, HTTPException):
                post(self.port, asked_of(PERIOD))

    def stop(self) -> None:
        assert self.process is not None
        self.process.terminate()
        self.process.wait(PATIENCE)


if __name__ == "__main__":
    main()
