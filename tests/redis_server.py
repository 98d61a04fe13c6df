"""A real redis-server of its own, and real workers at it, for as long as they are needed."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from data.settings import HOUSE, Settings
from tests.bench.serving import PATIENCE, free_port

PROGRAM = shutil.which("redis-server")


@contextmanager
def redis(folder: Path) -> Iterator[str]:
    """The URL of a server that keeps nothing and listens to this machine only."""
    port = free_port()
    asked = [str(PROGRAM), "--bind", "127.0.0.1", "--port", str(port), "--save", "", "--dir", str(folder)]
    server = subprocess.Popen(asked, stdout=subprocess.DEVNULL)
    try:
        _until_it_listens(port)
        yield f"redis://127.0.0.1:{port}/0"
    finally:
        server.terminate()
        server.wait(PATIENCE)


def _until_it_listens(port: int) -> None:
    for _ in range(PATIENCE * 20):
        with socket.socket() as asking:
            if asking.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise AssertionError(port)


def environ_of(settings: Settings) -> dict[str, str]:
    """What a process of the same installation is started with."""
    told = {"DATABASE_URL": settings.database_url, "WORK": str(settings.work), "JOBS": settings.jobs}
    return {**os.environ, **{f"TUOYU_{name}": value for name, value in told.items()}}


@contextmanager
def worker(settings: Settings) -> Iterator[subprocess.Popen[bytes]]:
    """``app.py worker``, ended at the end where it is still there."""
    process = subprocess.Popen([sys.executable, "app.py", "worker"], cwd=HOUSE, env=environ_of(settings))
    try:
        yield process
    finally:
        process.kill()
        process.wait(PATIENCE)
