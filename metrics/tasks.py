"""Where the tasks of the plan stand: what each filer last said of each, and what changed since last period. Pure.

A return carries changed rows only, so what is not filed again stands as it was filed last. A task that nobody ever
filed is not reported: that is not 未启动.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from data.model import Commitment, Period, Plan, Task
from data.returns import StoredReturn, TaskState
from metrics.knowledge import Knowledge
from metrics.works import KnownTask


class State(StrEnum):
    """The form's four states, and that nothing was ever filed."""

    WAITING = "waiting"
    UNDER_WAY = "under_way"
    DONE = "done"
    LASTING = "lasting"
    UNREPORTED = "unreported"


STATES = {
    "未启动": State.WAITING,
    "推进中": State.UNDER_WAY,
    "已完成": State.DONE,
    "长期坚持": State.LASTING,
}
"""The form's own words."""

OPEN = (State.WAITING, State.UNDER_WAY)
"""Not done, and known not to be."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What one filer last said of a task; ``row`` None = nothing. ``before``: its state a period earlier.

    ``still``: for how many periods up to this one the filer had a return and nothing of the row changed.
    """

    filer: str
    state: State
    row: TaskState | None = None
    filed_for: Period | None = None
    before: State = State.UNREPORTED
    still: int = 0

    @property
    def is_new(self) -> bool:
        """Another state than a period earlier, or said for the first time."""
        return self.state is not State.UNREPORTED and self.state is not self.before


@dataclass(frozen=True, slots=True)
class TaskBoard:
    """Tasks of a plan with the standing of each filer that is asked; ``asked`` of a task are its units, in order.

    Derived counts (T4a, T9a) stand beside the tasks under the id of their commitment.
    """

    plan: Plan
    period: Period
    units: tuple[str, ...]
    city: str
    standings: Mapping[tuple[str, str], Standing]
    unit_tasks: tuple[str, ...]

    def of(self, task: str, filer: str) -> Standing:
        """What a filer last said of a task."""
        return self.standings.get((task, filer)) or Standing(filer, State.UNREPORTED)

    def filers(self, task: str) -> tuple[str, ...]:
        """Who is asked about a task: the units where they see it, and the city always."""
        return (*self.units, self.city) if task in self.unit_tasks else (self.city,)

    def of_units(self, task: str) -> tuple[Standing, ...]:
        """The units' standings in administrative order; none where they are not asked."""
        return tuple(self.of(task, unit) for unit in self.units) if task in self.unit_tasks else ()

    def counts(self, task: str) -> dict[State, int]:
        """How many units stand in each state."""
        found = [one.state for one in self.of_units(task)]
        return {state: found.count(state) for state in State}

    @property
    def rows(self) -> tuple[Task | Commitment, ...]:
        """The tasks in plan order, each followed by the derived counts it carries."""
        derived = [one for one in self.plan.commitments if one.indicator in self.unit_tasks]
        found: list[Task | Commitment] = []
        for task in self.plan.tasks:
            found += [task, *(one for one in derived if task.code in one.tasks)]
        return tuple(found)


def code_of(row: Task | Commitment) -> str:
    """The 事项代码 of a row of the board."""
    return row.code if isinstance(row, Task) else row.indicator


def board_of(
    knowledge: Knowledge, plan: Plan, period: Period, units: Sequence[str], unit_tasks: Sequence[str]
) -> TaskBoard:
    """``unit_tasks``: the codes that the form shows to units."""
    city = knowledge.reference.city.code
    filers = (*units, city)
    found = {filer: _of_filer(knowledge, filer, period) for filer in filers}
    standings = {(task, filer): one for filer, tasks in found.items() for task, one in tasks.items()}
    return TaskBoard(plan, period, tuple(units), city, standings, tuple(unit_tasks))


def _of_filer(knowledge: Knowledge, filer: str, period: Period) -> dict[str, Standing]:
    """Worked out once for the same returns, which never change."""
    known = knowledge.periods
    returns = knowledge.counted(filer, min(*known, period), period) if known else ()
    key = ("tasks", filer, period, tuple((one.sequence, one.receipt) for one in returns))
    return knowledge.memory.once(key, lambda: _standings(knowledge, filer, returns, period))


def _standings(
    knowledge: Knowledge, filer: str, returns: Sequence[StoredReturn], period: Period
) -> dict[str, Standing]:
    """From one filer's returns, oldest first."""
    filed = knowledge.source.tasks(sequences=[one.sequence for one in returns]) if returns else {}
    last: dict[str, KnownTask] = {}
    before: dict[str, State] = {}
    still: dict[str, int] = {}
    for stored in returns:
        when, said = stored.period, {row.task: row for row in filed.get(stored.sequence, ()) if row.state}
        for task in {*last, *said}:
            row, known = said.get(task), last.get(task)
            if when == period:
                before[task] = State.UNREPORTED if known is None else state_of(known.task)
            same = known is not None and (row is None or _words(row) == _words(known.task))
            still[task] = still.get(task, 0) + 1 if same else 0
            if row is not None and not same:
                last[task] = KnownTask(row, when)
    return {task: _standing(filer, known, before, still[task]) for task, known in last.items()}


def _standing(filer: str, known: KnownTask, before: Mapping[str, State], still: int) -> Standing:
    """Without a return of this period nothing is new."""
    state = state_of(known.task)
    return Standing(filer, state, known.task, known.filed_for, before.get(known.task.task, state), still)


def state_of(row: TaskState) -> State:
    """The state that a row names."""
    return STATES.get(row.state or "", State.UNREPORTED)


def _words(row: TaskState) -> tuple[object, ...]:
    return row.state, row.day, row.evidence, row.next_step
