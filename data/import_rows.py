"""What became of each file of an import, as a line of a job's notes: facts, not words, so any language can tell it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum

from data.issues import DashboardError, Issue, Location, Severity
from data.outcome import Outcome

MOST_ISSUES = 5
"""Errors of a file that are kept; the page of a single file tells all of them."""


class Verdict(StrEnum):
    """What became of a file."""

    STORED = "stored"
    KNOWN = "known"
    """The same as the latest revision: not stored again."""
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class ImportRow:
    """One file. ``errors`` and ``warnings`` count its issues, ``issues`` are the first errors; ``refusal`` is the key
    of a sentence, and ``facts`` fill it in, where it was not for an issue that the file was refused.
    """

    place: str
    verdict: Verdict
    org_unit: str | None = None
    period: str | None = None
    receipt: str | None = None
    errors: int = 0
    warnings: int = 0
    issues: tuple[Issue, ...] = ()
    refusal: str = ""
    facts: Mapping[str, str | int] = field(default_factory=dict)

    def written(self) -> str:
        """One line of JSON."""
        return json.dumps(asdict(self), ensure_ascii=False)


def row_read(line: str) -> ImportRow:
    """What ``written`` wrote."""
    told = json.loads(line)
    issues = tuple(
        Issue(**{**one, "severity": Severity(one["severity"]), "location": Location(**one["location"])})
        for one in told["issues"]
    )
    return ImportRow(**{**told, "verdict": Verdict(told["verdict"]), "issues": issues})


def row_of(place: str, outcome: Outcome) -> ImportRow:
    """The line of a file that was judged."""
    verdict = Verdict.KNOWN if outcome.already_received else Verdict.STORED if outcome.accepted else Verdict.REFUSED
    errors = tuple(one for one in outcome.issues if one.severity is Severity.ERROR)
    facts = (outcome.org_unit, outcome.period, outcome.receipt)
    return ImportRow(place, verdict, *facts, len(errors), outcome.count(Severity.WARNING), errors[:MOST_ISSUES])


def refused_row(place: str, refusal: DashboardError) -> ImportRow:
    """The line of a file that was turned away."""
    facts = {name: fact if isinstance(fact, int) else str(fact) for name, fact in refusal.facts.items()}
    return ImportRow(place, Verdict.REFUSED, refusal=refusal.key, facts=facts)
