"""What became of one file."""

from __future__ import annotations

from dataclasses import dataclass

from data.dossier import Candidate
from data.issues import Issue, Severity
from data.returns import ReturnContent


@dataclass(frozen=True, slots=True)
class Outcome:
    """``accepted`` means loadable: stored, storable (check) or ``already_received``; then no issue is an error.

    ``org_unit`` and ``period`` stand as far as they could be read; ``receipt`` where the content is in the store;
    ``content`` is what was read, where nothing refuses it; ``candidate`` the revision that storing it would make.
    """

    file: str
    accepted: bool
    org_unit: str | None
    period: str | None
    revision: int | None
    receipt: str | None
    already_received: bool
    issues: tuple[Issue, ...]
    content: ReturnContent | None = None
    candidate: Candidate | None = None

    def count(self, severity: Severity) -> int:
        """How many issues are of this severity."""
        return sum(issue.severity is severity for issue in self.issues)
