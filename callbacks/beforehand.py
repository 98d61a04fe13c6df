"""What is asked for next is made beforehand, while nobody asks for anything: by one thread that ends with its work."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from threading import Condition, Thread, main_thread
from time import monotonic
from typing import TYPE_CHECKING

from flask import Flask

from data.issues import DashboardError

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIEnvironment

REST = 0.25
"""Seconds without any request after which something is made beforehand."""
FEW, SPAN = 4, 5.0
"""More screens told in so many seconds are those of several readers: too many asks would find the thread at work."""
LOOK_AGAIN = 0.5
"""Seconds after which a thread that waits looks whether the server is being stopped."""
LOG = logging.getLogger(__name__)


class Beforehand:
    """One process's work ahead of its readers.

    ``wanted`` makes one thing at each step, and says how many seconds later the next one is to be made. What is wanted
    later takes its place. While a request is under way, until none came for ``rest`` seconds, and while things are
    wanted more often than ``few`` times in ``SPAN`` seconds, nothing is begun.
    """

    def __init__(self, *, rest: float = REST, few: int = FEW) -> None:
        self._rest, self._few = rest, few
        self._asked: list[float] = []
        self._wanted: Iterator[float] | None = None
        self._thread: Thread | None = None
        self._under_way = 0
        self._idle_from = self._due_from = 0.0
        self._lock = Condition()

    def watch(self, server: Flask) -> None:
        """Know of every request from its first to its last moment."""
        inner = server.wsgi_app

        def counted(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
            self._count(1)
            try:
                return inner(environ, start)
            finally:
                self._count(-1)

        server.wsgi_app = counted  # type: ignore[assignment]

    def want(self, wanted: Iterator[float]) -> None:
        """Have this made as soon as there is rest, instead of what was wanted before."""
        now = monotonic()
        with self._lock:
            self._asked = [now, *(one for one in self._asked if now - one < SPAN)]
            self._wanted = wanted if len(self._asked) <= self._few else None
            self._due_from = 0.0
            self._lock.notify_all()
            if self._wanted is not None and self._thread is None:
                self._thread = Thread(target=self._work, name="beforehand")
                self._thread.start()

    def stop(self) -> None:
        """Want nothing any more, and wait for what is being made."""
        with self._lock:
            self._wanted, thread = None, self._thread
            self._lock.notify_all()
        if thread is not None:
            thread.join()

    def _count(self, one: int) -> None:
        with self._lock:
            self._under_way += one
            self._idle_from = monotonic() + self._rest

    def _work(self) -> None:
        while (wanted := self._due()) is not None:
            wait = _step(wanted)
            with self._lock:
                if self._wanted is wanted:
                    self._wanted = None if wait is None else wanted
                    self._due_from = monotonic() + (wait or 0)

    def _due(self) -> Iterator[float] | None:
        """What is wanted, once there is rest; None (and no thread any more) where nothing is, or the server stops."""
        with self._lock:
            while self._wanted is not None and main_thread().is_alive():
                wait = max(self._idle_from, self._due_from) - monotonic()
                if wait <= 0 and not self._under_way:
                    return self._wanted
                self._lock.wait(min(max(wait, self._rest), LOOK_AGAIN))
            self._thread = None
            return None


def _step(wanted: Iterator[float]) -> float | None:
    """Make one thing; None where there is nothing more, or it cannot be made: whoever asks for it is told why."""
    try:
        return next(wanted, None)
    except DashboardError:
        return None
    except Exception:
        LOG.exception("nothing made beforehand")
        return None
