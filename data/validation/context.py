"""What the rules must know beside the file, and what they answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from data.issues import Issue, Severity
from data.model import Period
from data.returns import Nature, ReturnContent
from data.validation.past import NO_PAST, Past


class KnownInstitution(NamedTuple):
    """An institution the unit has filed before, in any period: its number, township code and latest name."""

    number: str
    township: str
    name: str


class Filing(NamedTuple):
    """Who files, and for which period: what 填报信息 says before anything else is checked."""

    org_unit: str
    period: Period


@dataclass(frozen=True, slots=True)
class ValidationContext:
    """``nature`` None = an empty database takes either kind.

    ``known`` are the institutions this unit has ever filed; ``codes_elsewhere`` maps a credit code that
    another unit has filed to that unit's code; ``past`` is what the unit has filed for earlier periods.
    """

    received_at: datetime
    nature: Nature | None = None
    known: tuple[KnownInstitution, ...] = ()
    codes_elsewhere: Mapping[str, str] = field(default_factory=dict)
    past: Past = NO_PAST


@dataclass(frozen=True, slots=True)
class Validation:
    """``content`` is None exactly where an issue is an error; unit and period stand as far as they could be read."""

    content: ReturnContent | None
    issues: tuple[Issue, ...]
    org_unit: str | None = None
    period: Period | None = None

    @property
    def refused(self) -> bool:
        return any(issue.severity is Severity.ERROR for issue in self.issues)
