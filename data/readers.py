"""File bytes to cells that remember their address. Parsing happens in a child process; no rule is known here."""

from __future__ import annotations

import atexit
import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from data.cells import Row, Sheet, Workbook
from data.issues import Issue, Location, Severity
from data.reading_limits import Unreadable, archive_kind

__all__ = ["Reading", "Sandbox", "Workbook", "answer_of", "one_ahead", "read_workbook", "unread"]

Reading = Workbook | list[Issue]
"""What was read of a file, or why it was not."""

Item = TypeVar("Item")
Found = TypeVar("Found")

HOUSE = Path(__file__).parent.parent
CHILD = "import sys; sys.path.insert(0, sys.argv[1]); from data.reading_child import main; main()"
SECONDS = 5.0
MOST_ANSWER = 200 * 1024 * 1024
READINGS_PER_CHILD = 200


def read_workbook(name: str, content: bytes) -> Reading:
    """The cells of an .xlsx or of a zip of CSV files; or the one V00 issue that says why not. Never raises."""
    try:
        kind = archive_kind(name, content)
        answer = answer_of(kind, content)
    except Unreadable as refusal:
        return unread(refusal)
    sheets = tuple(_sheet(kind, *told) for told in answer["sheets"])
    return Workbook(name, sheets, answer["epoch_1904"])


def answer_of(kind: str, content: bytes) -> dict[str, Any]:
    """What the child says of these bytes, read as ``kind`` (xlsx, csv, docx); Unreadable where it refuses them."""
    answer = _sandbox().answer(kind, content)
    if "refused" in answer:
        raise Unreadable(answer["refused"], **answer["facts"])
    return answer


def one_ahead(read: Callable[[Item], Found], items: Iterable[Item]) -> Iterator[Found]:
    """``read`` of every item, in their order: while the caller works with one, the child reads the next."""
    with ThreadPoolExecutor(max_workers=1) as reader:
        waiting: Future[Found] | None = None
        for item in items:
            coming = reader.submit(read, item)
            if waiting is not None:
                yield waiting.result()
            waiting = coming
        if waiting is not None:
            yield waiting.result()


def unread(refusal: Unreadable) -> list[Issue]:
    """The one V00 issue of a file that is not read."""
    facts = dict(refusal.facts)
    where = Location(str(facts.pop("sheet", "")) or None, str(facts.pop("cell", "")) or None)
    return [Issue("V00", Severity.ERROR, refusal.code, where, facts=facts)]


def _sheet(kind: str, name: str, rows: list[Any], looks: dict[str, Any]) -> Sheet:
    return Sheet(
        name,
        {row: Row(row, first, told) for row, first, told in rows},
        widths=_widths(kind, rows),
        hidden=looks.get("hidden", False),
        hidden_rows=frozenset(looks.get("rows", ())),
        hidden_columns=frozenset(looks.get("columns", ())),
        merged=tuple(map(tuple, looks.get("merged", ()))),
    )


def _widths(kind: str, found: list[Any]) -> dict[int, int]:
    return {row: len(told) for row, _, told in found} if kind == "csv" else {}


class Sandbox:
    """One warm child, used by one thread at a time and renewed after a refusal, a death or many readings."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._child: subprocess.Popen[bytes] | None = None
        self._owner = 0
        self._readings = 0

    def answer(self, kind: str, content: bytes) -> dict[str, Any]:
        """What the child says of these bytes; Unreadable where it dies or takes too long."""
        with self._lock:
            child = self._warm_child()
            late = threading.Event()
            clock = threading.Timer(SECONDS, _kill_late, (child, late))
            clock.start()
            try:
                answer = _exchange(child, kind, content)
            finally:
                clock.cancel()
            if answer is None or "refused" in answer:
                self._end_child()
        if answer is None:
            raise Unreadable("time" if late.is_set() else "memory")
        return answer

    def close(self) -> None:
        """End the child, if there is one."""
        with self._lock:
            self._end_child()

    def _warm_child(self) -> subprocess.Popen[bytes]:
        """The running child; a new one after a fork (the old belongs to the parent), a death or many readings."""
        if self._owner != os.getpid():
            self._child, self._owner = None, os.getpid()
        if self._readings >= READINGS_PER_CHILD or (self._child and self._child.poll() is not None):
            self._end_child()
        if self._child is None:
            self._child, self._readings = _started_child(), 0
        self._readings += 1
        return self._child

    def _end_child(self) -> None:
        if self._child is not None and self._owner == os.getpid():
            self._child.kill()
            self._child.communicate()
        self._child = None


def _kill_late(child: subprocess.Popen[bytes], late: threading.Event) -> None:
    late.set()
    child.kill()


def _started_child() -> subprocess.Popen[bytes]:
    """A fresh interpreter that sees no settings, no working folder and no inherited file."""
    return subprocess.Popen(  # noqa: S603 - our own file, by our own interpreter
        [sys.executable, "-I", "-c", CHILD, str(HOUSE)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd="/",
        env={"PYTHONDONTWRITEBYTECODE": "1"},
        start_new_session=True,
    )


def _exchange(child: subprocess.Popen[bytes], kind: str, content: bytes) -> dict[str, Any] | None:
    """Ask and hear; None where the child is gone or says something unreasonable."""
    assert child.stdin
    assert child.stdout
    try:
        child.stdin.write(json.dumps({"kind": kind, "size": len(content)}).encode() + b"\n" + content)
        child.stdin.flush()
    except OSError:
        return None
    size = int.from_bytes(child.stdout.read(8), "big")
    body = child.stdout.read(size) if 0 < size <= MOST_ANSWER else b""
    return json.loads(body) if body and len(body) == size else None


@cache
def _sandbox() -> Sandbox:
    """The process's one sandbox, started with the first file and ended with the process."""
    sandbox = Sandbox()
    atexit.register(sandbox.close)
    return sandbox
