"""What was promised, by whom and until when; targets are data of the reference folder."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from fractions import Fraction

from data.model.definitions import PlanDates
from data.model.periods import Period


@dataclass(frozen=True, slots=True)
class Target:
    """One number a plan promises. ``zone`` None = the whole city; ``value`` in the indicator's unit (% for shares).

    ``name`` is the plan's official wording.
    """

    indicator: str
    value: Fraction
    comparator: str
    zone: str | None
    clause: str
    tasks: tuple[str, ...] = ()
    name: str = ""
    name_en: str = ""


@dataclass(frozen=True, slots=True)
class DistrictTarget:
    """What a document sets for one reporting unit under a plan: more than the plan itself says of it.

    ``value`` in the indicator's unit (% for shares); ``known_from``: before it the target does not exist. ``file`` and
    ``row`` are its place in the reference folder.
    """

    plan: str
    org_unit: str
    indicator: str
    value: Fraction
    document: str
    issued: date
    known_from: date
    file: str = ""
    row: int = 0


class CommitmentKind(StrEnum):
    DERIVED = "derived"
    UNNUMBERED = "unnumbered"


@dataclass(frozen=True, slots=True)
class Commitment:
    """A promise without a number of its own: counted over the reporting units (``derived``) or only observed.

    ``short``: a few signs for the head of a column; blank where the plan file gives none.
    """

    indicator: str
    kind: CommitmentKind
    clause: str
    tasks: tuple[str, ...]
    name: str
    name_en: str
    short: str = ""
    short_en: str = ""


@dataclass(frozen=True, slots=True)
class Body:
    """An office that tasks name, with its name in English."""

    name: str
    name_en: str


BETWEEN_BODIES = "、"
"""How the offices of a duty are written one after the other."""


@dataclass(frozen=True, slots=True)
class Duty:
    """Who is responsible from a date on (None = from the plan's start), and by which document."""

    units: str
    since: date | None
    basis: str
    basis_en: str = ""

    @property
    def bodies(self) -> tuple[str, ...]:
        """The offices one by one, in their order."""
        return tuple(self.units.split(BETWEEN_BODIES))


@dataclass(frozen=True, slots=True)
class Task:
    """One of the plan's tasks or safeguards; ``units_printed`` verbatim, in printed order; ``short`` as above.

    ``code_en``: what stands for a code with Chinese letters in English (``保1`` is ``SG1``).
    """

    code: str
    name: str
    clause: str
    units_printed: tuple[str, ...]
    units_now: tuple[Duty, ...] = ()
    indicators: tuple[str, ...] = ()
    name_en: str = ""
    code_en: str = ""
    short: str = ""
    short_en: str = ""

    def duty_at(self, day: date) -> Duty | None:
        """Who is responsible at a day, where that is no longer who was printed."""
        known = [one for one in self.units_now if one.since is None or one.since <= day]
        return known[-1] if known else None


@dataclass(frozen=True, slots=True)
class Plan:
    """Targets with their own start, deadline and baseline."""

    id: str
    name: str
    name_en: str
    document: str
    start: date
    deadline: date
    baseline: Period
    targets: tuple[Target, ...]
    tasks: tuple[Task, ...] = ()
    derived_counts: tuple[str, ...] = ()
    commitments: tuple[Commitment, ...] = ()
    document_en: str = ""
    bodies: tuple[Body, ...] = ()

    def target_for(self, indicator: str, zone: str | None) -> Target | None:
        return next((t for t in self.targets if t.indicator == indicator and t.zone in (zone, None)), None)

    def sets(self, indicators: Iterable[str]) -> bool:
        """Whether any of these indicators has a target of this plan."""
        wanted = set(indicators)
        return any(one.indicator in wanted for one in self.targets)

    def dated(self, chosen: PlanDates) -> Plan:
        """The plan with the dates that a definition chooses."""
        return replace(
            self,
            start=chosen.start or self.start,
            deadline=chosen.deadline or self.deadline,
            baseline=chosen.baseline or self.baseline,
        )

    @property
    def months(self) -> int:
        return _months_between(self.start, self.deadline)

    def months_elapsed(self, period: Period) -> int:
        """Whole months of the plan gone by at the period's end, 0 before it starts, at most its length."""
        return max(0, min(_months_between(self.start, period.end), self.months))

    def months_left(self, period: Period) -> int:
        return self.months - self.months_elapsed(period)


def _months_between(start: date, end: date) -> int:
    """Months from the first day ``start`` to the last day ``end``, both included."""
    return (end.year - start.year) * 12 + end.month - start.month + 1
