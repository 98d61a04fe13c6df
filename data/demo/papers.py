"""The other sheets of a demonstration return: training, tasks, projects under way, programmes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from random import Random

from data import forms
from data.demo.births import CENTRE
from data.demo.calibration import Calibration
from data.demo.institutions import Institution
from data.returns import CHANNEL_OF_TYPE, Programme, Project, TaskState, WorkforceFigure

VALUE_COLUMN = "B"
AHEAD = 2
STAGES = {1: ("在建", "施工中"), 2: ("拟建", "前期准备")}
"""Kind and state of what opens so many quarters ahead."""
TASK_CONTACT = "示例责任科室"
UNDER_WAY, DONE, LASTING = "推进中", "已完成", "长期坚持"
LASTING_TASKS = ("7", "10", "11", "保1", "保2", "保3", "保4")
CENTRE_TASK, TEAM_TASK = "T4a", "T9a"
COUNTED_BY = {"4": CENTRE_TASK, "9": TEAM_TASK}
"""The tasks that are done when what their derived count counts is there: both rows say the same."""


def workforce(plan: Calibration, filer: str, random: Random) -> tuple[WorkforceFigure, ...]:
    """队伍培训 of one quarter: only what this filer organised itself; ``filer`` is unit or city."""
    ranges: Mapping[str, tuple[int, int]] = plan.raw["training"][filer]
    return tuple(
        WorkforceFigure(column.key, random.randint(*ranges[column.key]), forms.WORKFORCE.name, f"{VALUE_COLUMN}{line}")
        for line, column in enumerate(forms.WORKFORCE.columns, start=2)
    )


class TaskBook:
    """When each task of a filer is done, and the rows that say so quarter by quarter."""

    def __init__(self, plan: Calibration, codes: Sequence[str], random: Random) -> None:
        self._plan = plan
        self._started = {code: random.randint(1, 3) for code in codes}
        self._done = {code: self._started[code] + random.randint(3, 12) for code in codes}
        self._days = {code: random.randint(1, 28) for code in codes}
        for task, count in COUNTED_BY.items():
            for of_task in (self._started, self._done, self._days):
                of_task[task] = of_task[count]

    @property
    def team(self) -> int:
        """The quarter in which the filer's inspection team stands."""
        return self._done[TEAM_TASK]

    def rows(self, quarter: int, counted: Mapping[str, int | None]) -> tuple[TaskState, ...]:
        """Every task's state; ``counted``: when what a derived count counts was there (None = not yet)."""
        return tuple(self._row(line, code, quarter, counted) for line, code in enumerate(self._done, start=2))

    def _row(self, line: int, code: str, quarter: int, counted: Mapping[str, int | None]) -> TaskState:
        done = counted.get(COUNTED_BY.get(code, code), self._done[code])
        if quarter < self._started[code] and (done is None or quarter < done):
            return TaskState(line, code, "未启动", None, None, "制定工作方案", TASK_CONTACT)
        if done is None or quarter < done:
            return TaskState(
                line, code, UNDER_WAY, self._day(code, self._started[code]), None, "按计划推进", TASK_CONTACT
            )
        state = LASTING if code in LASTING_TASKS else DONE
        day = self._day(code, done)
        return TaskState(line, code, state, day, f"演示文号〔{day.year}〕{self._days[code]}号", None, TASK_CONTACT)

    def _day(self, code: str, quarter: int) -> date:
        start = self._plan.period(quarter).start
        return start.replace(day=self._days[code])


def centre_quarter(institutions: Iterable[Institution]) -> int | None:
    """The quarter in which a unit's 区托育综合服务中心 opened; None where it has none."""
    return next((one.quarter for one in institutions if one.type == CENTRE), None)


def projects(institutions: Iterable[Institution], quarter: int) -> tuple[Project, ...]:
    """What will open next quarter is under way now, the one after that is planned; what will turn can be turned."""
    coming = range(quarter + 1, quarter + 1 + AHEAD)
    own = [one for one in institutions if one.quarter in coming or (one.quarter <= quarter and one.turned in coming)]
    return tuple(_project(line, one, one.quarter - quarter) for line, one in enumerate(own, start=2))


def _project(line: int, one: Institution, ahead: int) -> Project:
    """``ahead``: quarters until it opens; 0 and less for one that is open and will turn inclusive."""
    opens = ahead > 0
    kind, state = ("可转普惠", "协商中") if not opens else STAGES[min(ahead, AHEAD)]
    channel = forms.CHANNEL_HEADERS[CHANNEL_OF_TYPE[one.type]]
    return Project(
        row=line,
        kind=kind,
        name=f"示例项目{one.number}",
        township=one.township,
        channel=channel if one.inclusive_slots or not opens else None,
        slots=one.slots,
        inclusive_slots=one.inclusive_slots,
        opening=one.opened if opens else one.inclusive_from,
        contact=TASK_CONTACT,
        state=state,
    )


def programmes(plan: Calibration, year: int) -> tuple[Programme, ...]:
    """专业布点 that have begun by that year."""
    begun = [row for row in plan.raw["programmes"] if row["since"] <= year]
    return tuple(
        Programme(line, row["school"], row["name"], row["level"], str(row["since"]))
        for line, row in enumerate(begun, start=2)
    )
