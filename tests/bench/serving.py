"""The server: screens a second against a bare Flask route of the same bytes, memory of a worker, start-up.

``python -m tests.bench.serving [--seconds 10] [--workers 1] [--readers 8] [--folder DIR --database URL]``

One gunicorn serves the dashboard, another a Flask route that answers the recorded bytes of the same screen; both have
the same workers and threads, and are asked in turn for a few seconds each by as many readers over loopback. Only
processes started here are stopped.
"""

from __future__ import annotations

import argparse
import json
import os
import socket
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from time import perf_counter, sleep

from app import main as command
from data.settings import HOUSE
from tests.bench.processor import memory_kb

PERIODS = ("2025-Q1", "2025-Q2", "2025-Q3", "2025-Q4")
PATIENCE = 120
BARE = """
import os
from pathlib import Path
from flask import Flask, Response
BODY = Path(os.environ["TUOYU_BENCH_BODY"]).read_bytes()
server = Flask("bare")
@server.post("/_dash-update-component")
def answer():
    return Response(BODY, mimetype="application/json")
"""


def main() -> None:
    options = argparse.ArgumentParser(prog="python -m tests.bench.serving", description=__doc__)
    options.add_argument("--seconds", type=float, default=10)
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--workers", type=int, default=1)
    options.add_argument("--readers", type=int, default=8)
    options.add_argument("--folder", help="a reference folder; default Beijing's with the demonstration")
    options.add_argument("--database", help="its database")
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="tuoyu-bench-") as folder:
        for line in run(Path(folder), chosen):
            print(line, flush=True)


def run(folder: Path, chosen: argparse.Namespace) -> Iterator[str]:
    """A Markdown table, line by line."""
    environ = {**os.environ, "TUOYU_DATABASE_URL": chosen.database or f"sqlite:///{folder}/demonstration.sqlite"}
    if chosen.folder:
        environ["TUOYU_REFERENCE"] = chosen.folder
    else:
        assert command(["demo"], environ) == 0
    yield from ("| what | measured |", "| --- | --- |")
    serve = [sys.executable, str(HOUSE / "app.py"), "serve", "--workers", str(chosen.workers), "--port"]
    with served(serve, environ) as (port, process, started):
        yield f"| start-up until the first page is answered | {started:.2f} s |"
        asked = [asked_of(period) for period in (PERIODS if not chosen.folder else [""])]
        body = post(port, asked[-1])
        yield f"| a screen, uncompressed | {len(body):,} B |"
        yield f"| memory of the process tree after the first screens | {memory_kb(process.pid):,} kB |"
        (folder / "body.json").write_bytes(body)
        (folder / "bare.py").write_text(BARE, encoding="utf-8")
        gunicorn = [sys.executable, "-m", "gunicorn", "--workers", str(chosen.workers), "--threads", "8"]
        bare = [*gunicorn, "--chdir", str(folder), "bare:server", "--bind"]
        more = {"TUOYU_BENCH_BODY": str(folder / "body.json")}
        with served(bare, {**environ, **more}, bind=True) as (other, _, _):
            rates: dict[str, list[float]] = {"ours": [], "bare": []}
            for _ in range(chosen.rounds):
                for name, where in (("ours", port), ("bare", other)):
                    rates[name].append(_rate(where, asked, chosen))
        ours, bare_rate = median(rates["ours"]), median(rates["bare"])
        yield f"| screens a second, {chosen.readers} readers, {chosen.workers} worker(s) | {ours:,.0f} |"
        yield f"| a bare Flask route of the same bytes | {bare_rate:,.0f} ({ours / bare_rate:.2f} of it reached) |"
        yield f"| memory of the process tree after the load | {memory_kb(process.pid):,} kB |"


def asked_of(period: str) -> bytes:
    """What the browser posts for the first page of a period."""
    search = f"?period={period}" if period else ""
    outputs = "..answer.data...fault.children.."
    names = [{"id": "answer", "property": "data"}, {"id": "fault", "property": "children"}]
    inputs = [("url", "pathname", "/"), ("url", "search", search), ("again", "data", None)]
    told = [{"id": one, "property": name, "value": value} for one, name, value in inputs]
    state = [{"id": "shown", "property": "data", "value": None}]
    body = {"output": outputs, "outputs": names, "inputs": told, "changedPropIds": ["url.search"], "state": state}
    return json.dumps(body).encode()


def post(port: int, body: bytes) -> bytes:
    address = f"http://127.0.0.1:{port}/_dash-update-component"
    head = {"Content-Type": "application/json", "Origin": f"http://127.0.0.1:{port}", "Sec-Fetch-Site": "same-origin"}
    with urllib.request.urlopen(urllib.request.Request(address, body, head), timeout=PATIENCE) as answer:
        return answer.read()


def _rate(port: int, asked: list[bytes], chosen: argparse.Namespace) -> float:
    """Answers a second, by so many readers for so many seconds."""
    until = perf_counter() + chosen.seconds

    def read(number: int) -> int:
        count = 0
        while perf_counter() < until:
            post(port, asked[(number + count) % len(asked)])
            count += 1
        return count

    with ThreadPoolExecutor(chosen.readers) as readers:
        return sum(readers.map(read, range(chosen.readers))) / chosen.seconds


@contextmanager
def served(
    arguments: list[str], environ: dict[str, str], *, bind: bool = False
) -> Iterator[tuple[int, subprocess.Popen[bytes], float]]:
    """A server on a free port: the port, its process, and the seconds until it answered."""
    port = free_port()
    start = perf_counter()
    place = f"127.0.0.1:{port}" if bind else str(port)
    process = subprocess.Popen([*arguments, place], env=environ, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        while True:
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=PATIENCE).close()
            except urllib.error.HTTPError:
                break
            except OSError:
                assert process.poll() is None, arguments
                assert perf_counter() - start < PATIENCE, arguments
                sleep(0.05)
            else:
                break
        yield port, process, perf_counter() - start
    finally:
        process.terminate()
        process.wait(PATIENCE)


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


if __name__ == "__main__":
    main()
