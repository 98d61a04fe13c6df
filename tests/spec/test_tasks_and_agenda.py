"""Tasks: what was never filed is not 未启动, what is not filed again stands; and what a joint meeting takes up."""

from __future__ import annotations

from dataclasses import replace

from data.details import FilerFigures
from data.model import Commitment, CommitmentKind, Period, Task
from data.returns import TaskState
from metrics import questions
from metrics.agenda import Reason
from metrics.questions import Tasks
from metrics.tasks import Standing, State
from tests.fakes import PLAN_A, FakeSource, moment, small_city

TASKS = (Task("1", "", "", ()), Task("3", "", "", (), indicators=("G1",)), Task("4", "", "", ()))
CENTRES = Commitment("T4a", CommitmentKind.DERIVED, "", ("4",), "", "")
PLAN = replace(PLAN_A, tasks=TASKS, commitments=(CENTRES,))
UNIT_TASKS = ("3", "4", "T4a")


def said(code: str, state: str | None, **more: str) -> TaskState:
    return TaskState(2, code, state, None, more.get("evidence"), more.get("next"), None)


def city(returns: dict[tuple[str, str], tuple[TaskState, ...]]) -> FakeSource:
    """(filer, period) -> what it said of tasks; filed in this order."""
    source = FakeSource(small_city(townships={"A01": "core", "B01": "hills"}, plans=[PLAN]))
    for number, ((filer, period), rows) in enumerate(returns.items(), start=1):
        source.file(filer, period, {})
        source.task_states[number] = rows
        source.filer_told[number] = FilerFigures({}, 0, {row.task: row.state for row in rows})
    return source


def asked(source: FakeSource, period: str = "2025-Q2", unit: str | None = None, as_of: str = "2026-12-01") -> Tasks:
    return questions.tasks(
        source, period=Period.parse(period), as_of=moment(as_of), unit_tasks=UNIT_TASKS, org_unit=unit
    )


def of(found: Tasks, task: str, filer: str) -> Standing:
    return found.board.of(task, filer)


HISTORY = {
    ("A", "2025-Q1"): (said("3", "未启动"), said("4", "推进中", next="选址")),
    ("B", "2025-Q1"): (said("3", "长期坚持"),),
    ("C", "2025-Q1"): (said("1", "推进中"),),
    ("A", "2025-Q2"): (said("3", "推进中"),),
    ("B", "2025-Q2"): (said("T4a", "已完成", evidence="1号"),),
}


def test_a_task_nobody_reported_is_not_reported_and_not_waiting():
    found = asked(city(HISTORY))
    assert of(found, "4", "B").state is State.UNREPORTED
    assert found.board.counts("4") == {
        State.WAITING: 0, State.UNDER_WAY: 1, State.DONE: 0, State.LASTING: 0, State.UNREPORTED: 1,
    }  # fmt: skip


def test_what_is_not_filed_again_stands_as_it_was_filed_last_and_names_its_period():
    found = asked(city(HISTORY))
    assert (of(found, "4", "A").state, of(found, "4", "A").filed_for) == (State.UNDER_WAY, Period.parse("2025-Q1"))
    assert (of(found, "3", "A").state, of(found, "3", "A").before) == (State.UNDER_WAY, State.WAITING)


def test_what_was_filed_later_is_not_known_before():
    assert of(asked(city(HISTORY), "2025-Q1"), "3", "A").state is State.WAITING
    assert of(asked(city(HISTORY), as_of="2025-04-20"), "3", "A").state is State.WAITING


def test_a_blank_state_says_nothing():
    source = city({**HISTORY, ("A", "2025-Q3"): (said("3", None),)})
    assert of(asked(source, "2025-Q3"), "3", "A").state is State.UNDER_WAY


def test_units_are_asked_only_what_the_form_shows_them():
    found = asked(city(HISTORY))
    assert found.board.filers("1") == ("C",)
    assert found.board.of_units("1") == ()
    assert found.board.filers("3") == ("A", "B", "C")


def test_periods_without_a_change_are_counted_while_the_filer_files():
    source = city(
        {
            ("A", "2025-Q1"): (said("4", "推进中"),),
            ("A", "2025-Q2"): (said("4", "推进中"),),
            ("A", "2025-Q3"): (),
            ("A", "2025-Q4"): (said("4", "推进中", next="验收"),),
        }
    )
    assert [of(asked(source, f"2025-Q{n}"), "4", "A").still for n in (1, 2, 3, 4)] == [0, 1, 2, 0]


def grounds(found: Tasks) -> dict[str, dict[Reason, tuple[str, ...]]]:
    return {
        item.task.code if isinstance(item.task, Task) else item.task.indicator: {
            one.reason: tuple(said.filer for said in one.standings) or tuple(row.indicator for row in one.rows)
            for one in item.grounds
        }
        for item in found.agenda.follow_up
    }


def test_follow_up_is_what_is_open_without_a_change_or_never_filed():
    found = grounds(asked(city(HISTORY)))
    assert found["4"] == {Reason.NO_CHANGE: ("A",), Reason.UNREPORTED: ("B", "C")}
    assert found["3"] == {Reason.UNREPORTED: ("C",)}
    assert found["T4a"] == {Reason.UNREPORTED: ("A", "C")}
    assert "1" not in found  # the city files no return for this period, so nothing is known to stand still


def test_after_the_plan_has_ended_what_is_not_done_is_overdue():
    before, after = (
        grounds(asked(city({("A", period): (said("3", "推进中"), said("4", "已完成"))}), period))
        for period in ("2025-Q3", "2025-Q4")
    )
    assert Reason.OVERDUE not in before["3"]
    assert after["3"][Reason.OVERDUE] == ("A",)
    assert Reason.OVERDUE not in after.get("4", {})


def test_a_task_whose_indicator_is_behind_is_followed_up():
    source = city({})
    for period, slots in (("2022-Q4", 100), ("2025-Q2", 110)):
        for unit in ("A", "B"):
            source.file(unit, period, {f"{unit}01": (slots, 0)})
    found = asked(source)
    assert found.scorecard.row("G1", "C").status == "lagging"
    assert grounds(found)["3"][Reason.BEHIND] == ("G1",)


def test_standing_items_are_what_is_done_lastingly_and_the_plans_indicators():
    found = asked(city(HISTORY)).agenda
    assert [(item.task.code, [one.filer for one in item.standings]) for item in found.standing] == [("3", ["B"])]
    assert [row.indicator for row in found.indicators] == ["G1", "G2", "G5", "G8"]


def test_new_is_another_state_than_last_period_or_the_first_that_is_said():
    found = asked(city(HISTORY)).agenda
    new = {(one.filer, one.before, one.state) for item in found.new for one in item.standings}
    assert new == {("A", State.WAITING, State.UNDER_WAY), ("B", State.UNREPORTED, State.DONE)}


def test_the_agenda_of_one_unit_speaks_of_that_unit():
    found = asked(city(HISTORY), unit="B").agenda
    assert {one.filer for item in (*found.standing, *found.new) for one in item.standings} == {"B"}


def test_a_plan_without_tasks_has_an_empty_board():
    source = city(HISTORY)
    source.reference = replace(source.reference, plans=(PLAN_A,))
    assert asked(source).board.rows == ()
