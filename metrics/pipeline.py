"""What is in hand: the projects that the units last filed, by the period of their use and their kind. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from data.model import Frequency, Period
from data.returns import Project, StoredReturn
from metrics.forecast import COUNTED
from metrics.knowledge import Knowledge
from metrics.remedies import UNDER_WAY


@dataclass(frozen=True, slots=True)
class InHand:
    """A project, whose it is, and the period of the return that names it."""

    org_unit: str
    project: Project
    filed_for: Period

    def is_overdue(self, period: Period) -> bool:
        """Its date has gone by and it is still listed."""
        return self.project.opening is not None and self.project.opening <= period.end


@dataclass(frozen=True, slots=True)
class KindStep:
    """What comes into use in one period (None = no date) of one kind; slots are the sum of the known."""

    period: Period | None
    kind: str
    projects: int
    slots: int
    inclusive_slots: int
    unknown: int


@dataclass(frozen=True, slots=True)
class Reached:
    """Inclusive and all slots after a period if every counted project up to it opens on its date."""

    period: Period
    slots: int
    inclusive_slots: int


def in_hand(knowledge: Knowledge, units: Sequence[str], period: Period) -> tuple[InHand, ...]:
    """The projects of each unit's latest return up to ``period``, by date of use, the undated last."""
    latest: dict[str, StoredReturn] = {}
    for (unit, when), stored in knowledge.returns.items():
        if unit in units and when <= period and (unit not in latest or when > latest[unit].period):
            latest[unit] = stored
    found = knowledge.source.projects(sequences=sorted(one.sequence for one in latest.values())) if latest else {}
    order = {unit: place for place, unit in enumerate(units)}
    listed = [InHand(unit, one, stored.period) for unit, stored in latest.items() for one in found[stored.sequence]]
    return tuple(
        sorted(listed, key=lambda one: (one.project.opening or date.max, order[one.org_unit], one.project.row))
    )


def steps_of(projects: Iterable[InHand], frequency: Frequency) -> tuple[KindStep, ...]:
    """Added up by period of use and kind, the undated last, kinds in the order they are met."""
    groups: dict[Period | None, dict[str, list[Project]]] = defaultdict(lambda: defaultdict(list))
    for one in projects:
        day = one.project.opening
        groups[None if day is None else Period.holding(day, frequency)][one.project.kind].append(one.project)
    dated = sorted(period for period in groups if period is not None)
    ordered = [*dated, None] if None in groups else dated
    return tuple(_step(period, kind, found) for period in ordered for kind, found in groups[period].items())


def _step(period: Period | None, kind: str, projects: list[Project]) -> KindStep:
    return KindStep(
        period=period,
        kind=kind,
        projects=len(projects),
        slots=sum(one.slots or 0 for one in projects),
        inclusive_slots=sum(one.inclusive_slots or 0 for one in projects),
        unknown=sum(one.inclusive_slots is None or (one.slots is None and one.kind == UNDER_WAY) for one in projects),
    )


def reached_of(steps: Sequence[KindStep], period: Period, *, slots: int, inclusive: int) -> tuple[Reached, ...]:
    """按在建项目如期投用测算, period by period: 在建 adds slots, 可转普惠 only makes slots inclusive that are there."""
    coming: Mapping[Period, list[KindStep]] = defaultdict(list)
    for one in steps:
        if one.period is not None and one.period > period and one.kind in COUNTED:
            coming[one.period].append(one)
    found = []
    for when in sorted(coming):
        slots += sum(one.slots for one in coming[when] if one.kind == UNDER_WAY)
        inclusive += sum(one.inclusive_slots for one in coming[when])
        found.append(Reached(when, slots, inclusive))
    return tuple(found)
