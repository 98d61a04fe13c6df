"""What a unit has in hand: the last known state of its tasks, and its projects by the date of use."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from data.model import Frequency, Period
from data.returns import Project, TaskState
from metrics.knowledge import Knowledge


@dataclass(frozen=True, slots=True)
class KnownTask:
    """A task as it was last filed, and the period of that return: a return carries changed rows only."""

    task: TaskState
    filed_for: Period


@dataclass(frozen=True, slots=True)
class Works:
    """Tasks and projects of one unit at a period; ``projects_from`` is the period whose return names the projects."""

    tasks: tuple[KnownTask, ...]
    projects: tuple[Project, ...]
    projects_from: Period | None


@dataclass(frozen=True, slots=True)
class PipelineStep:
    """What comes into use in one period (None = no date given); slots are the sum of the known."""

    period: Period | None
    projects: int
    slots: int
    inclusive_slots: int
    unknown: int


def works_of(knowledge: Knowledge, org_unit: str, period: Period) -> Works:
    """From the counting returns up to ``period``: what is not filed again stands as it was filed last."""
    known = {when: stored for when, stored in knowledge.returns.of(org_unit).items() if when <= period}
    sequences = {when: known[when].sequence for when in sorted(known)}
    tasks = knowledge.source.tasks(sequences=list(sequences.values())) if sequences else {}
    last: dict[str, KnownTask] = {}
    for when, sequence in sequences.items():
        last.update((task.task, KnownTask(task, when)) for task in tasks.get(sequence, ()))
    latest = max(sequences, default=None)
    return Works(tuple(last.values()), () if latest is None else _projects(knowledge, sequences[latest]), latest)


def _projects(knowledge: Knowledge, sequence: int) -> tuple[Project, ...]:
    """By date of use, those without one last, else as the sheet has them."""
    found = knowledge.source.projects(sequences=[sequence]).get(sequence, ())
    return tuple(sorted(found, key=lambda one: (one.opening or date.max, one.row)))


def pipeline_of(projects: Iterable[Project], frequency: Frequency) -> tuple[PipelineStep, ...]:
    """The projects added up by the period of their use, the undated last."""
    groups: dict[Period | None, list[Project]] = defaultdict(list)
    for one in projects:
        groups[None if one.opening is None else Period.holding(one.opening, frequency)].append(one)
    dated = sorted(period for period in groups if period is not None)
    return tuple(_step(period, groups[period]) for period in (*dated, None) if period in groups)


def _step(period: Period | None, projects: list[Project]) -> PipelineStep:
    return PipelineStep(
        period=period,
        projects=len(projects),
        slots=sum(one.slots or 0 for one in projects),
        inclusive_slots=sum(one.inclusive_slots or 0 for one in projects),
        unknown=sum(one.slots is None or one.inclusive_slots is None for one in projects),
    )
