"""Facts about what is wrong (issues) and the few refusals that are raised. Sentences live in the catalogues."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum


class Severity(StrEnum):
    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Location:
    """Where the clerk sees it: sheet and cell (``F14``); either may be unknown."""

    sheet: str | None = None
    cell: str | None = None


@dataclass(frozen=True, slots=True)
class Issue:
    """One finding of one rule.

    ``code`` picks the sentence: catalogue key ``issue.{rule}.{code}``; ``facts`` fills it in.
    ``found`` is the value as it stands in the cell, ``wanted`` a catalogue key or a plain value.
    """

    rule: str
    severity: Severity
    code: str
    location: Location = Location()
    found: str | None = None
    wanted: str | None = None
    facts: Mapping[str, str | int] = field(default_factory=dict)


class DashboardError(Exception):
    """An expected refusal: ``key`` names its sentence in the catalogues, ``facts`` fills it in.

    ``exit_code`` is what the command line answers with (1 refused, 2 wrong usage or no such file);
    ``issues`` are the findings that stand in the way, where it is those.
    """

    exit_code = 1
    issues: tuple[Issue, ...] = ()

    def __init__(self, key: str, **facts: object) -> None:
        super().__init__(key, facts)
        self.key = key
        self.facts = facts


class UsageError(DashboardError):
    """Wrong words on the command line or in the URL, or a file that does not exist."""

    exit_code = 2


class ReferenceRefused(DashboardError):
    """A reference folder that contradicts itself; facts: file, row, detail."""


class StoreError(DashboardError):
    """The database refuses: another kind of data, a newer schema, a locked period."""


class Unexplained(StoreError):
    """A return whose 疑点 stand in the way of its acceptance."""

    def __init__(self, receipt: str, issues: Sequence[Issue]) -> None:
        super().__init__("store.unexplained", receipt=receipt, count=len(issues))
        self.issues = tuple(issues)
