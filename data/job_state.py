"""How a job stands, as its folder tells whoever asks. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class JobState(StrEnum):
    """What has become of a job."""

    RUNNING = "running"
    DONE = "done"
    CANCELLED = "cancelled"
    FAILED = "failed"
    """It came to an end without a result: ``reason`` is the key of the sentence that says why."""
    BROKEN_OFF = "broken_off"
    """Its process is gone, and nobody works on it any more."""


class JobKind(StrEnum):
    """What a job does: briefings of all units made, or returns taken in."""

    BRIEFINGS = "briefings"
    IMPORTS = "imports"


@dataclass(frozen=True, slots=True)
class Origin:
    """What kind of job it is, and by which account it was begun; blank = by whoever sits at the machine itself."""

    kind: JobKind = JobKind.BRIEFINGS
    owner: str = ""


ANYBODYS = Origin()


@dataclass(frozen=True, slots=True)
class Job:
    """How far a job is: ``done`` of ``total`` steps. ``missing`` are the steps that were refused, each with why.

    ``kind`` and ``owner`` are those of its ``Origin``; ``at`` is what it is busy with, where it tells.
    """

    name: str
    state: JobState
    total: int
    done: int = 0
    missing: tuple[tuple[str, str], ...] = ()
    reason: str = ""
    kind: JobKind = JobKind.BRIEFINGS
    owner: str = ""
    at: str = ""

    @property
    def is_over(self) -> bool:
        """Nothing more will come of it."""
        return self.state is not JobState.RUNNING
