"""Tasks and projects of a unit: what was filed last stands until it is filed again."""

from __future__ import annotations

from datetime import date

from data.model import Frequency, Period
from data.returns import Project, State, TaskState
from metrics.queries import works
from metrics.works import PipelineStep, Works, pipeline_of
from tests.fakes import FakeSource, moment, small_city

Q3, Q4 = Period.parse("2025-Q3"), Period.parse("2025-Q4")


def task(code: str, state: str) -> TaskState:
    return TaskState(2, code, state, None, None, None, None)


def project(name: str, opening: str | None = None, slots: int | None = 40, inclusive: int | None = 30) -> Project:
    day = date.fromisoformat(opening) if opening else None
    return Project(2, "在建", name, "A01", None, slots, inclusive, day, None, "施工中")


def two_returns() -> FakeSource:
    source = FakeSource(small_city())
    source.file("A", "2025-Q3", {})
    source.file("A", "2025-Q4", {})
    source.task_states = {1: (task("3", "推进中"), task("4", "未启动")), 2: (task("4", "已完成"),)}
    source.pipeline = {1: (project("first"),), 2: (project("later", "2026-09-01"), project("sooner", "2026-02-01"))}
    return source


def asked(source: FakeSource, period: Period = Q4, as_of: str = "2026-12-01") -> Works:
    return works(source, org_unit="A", period=period, as_of=moment(as_of))


def test_a_task_keeps_the_state_that_was_filed_last_and_names_its_period():
    found = {one.task.task: (one.task.state, one.filed_for) for one in asked(two_returns()).tasks}
    assert found == {"3": ("推进中", Q3), "4": ("已完成", Q4)}


def test_an_earlier_period_does_not_know_of_a_later_return():
    found = asked(two_returns(), Q3)
    assert {one.task.state for one in found.tasks} == {"推进中", "未启动"}
    assert [one.name for one in found.projects] == ["first"]


def test_an_earlier_as_of_does_not_know_of_a_later_return_or_of_its_being_sent_back():
    source = two_returns()
    assert asked(source, as_of="2026-01-05").projects_from == Q3
    source.filed[1].states = [source.filed[1].states[0]]
    source.change("R2", State.RETURNED, "2026-02-01")
    assert asked(source, as_of="2026-01-31").projects_from == Q4
    assert asked(source, as_of="2026-02-01").projects_from == Q3


def test_projects_stand_by_their_date_of_use_and_come_from_the_latest_return():
    found = asked(two_returns())
    assert [one.name for one in found.projects] == ["sooner", "later"]
    assert found.projects_from == Q4


def test_a_period_without_a_return_shows_the_projects_of_the_one_before_and_says_so():
    found = asked(two_returns(), Period.parse("2026-Q2"))
    assert (len(found.projects), found.projects_from) == (2, Q4)


def test_a_unit_that_never_filed_has_nothing_in_hand():
    source = two_returns()
    assert works(source, org_unit="B", period=Q4, as_of=moment("2026-12-01")) == Works((), (), None)


def test_the_pipeline_adds_up_by_the_period_of_use_and_counts_what_is_blank():
    found = pipeline_of(
        [
            project("a", "2026-03-31"),
            project("b", None),
            project("c", "2026-01-01", slots=None),
            project("d", "2026-04-01"),
        ],
        Frequency.QUARTER,
    )
    first, second = Period.parse("2026-Q1"), Period.parse("2026-Q2")
    assert found == (
        PipelineStep(first, 2, 40, 60, 1),
        PipelineStep(second, 1, 40, 30, 0),
        PipelineStep(None, 1, 40, 30, 0),
    )


def test_a_return_without_tasks_or_projects_has_none():
    source = FakeSource(small_city())
    source.file("A", "2025-Q4", {})
    source.tasks = source.projects = lambda *, sequences: {}  # type: ignore[method-assign]
    assert asked(source) == Works((), (), Q4)


def test_the_pipeline_of_a_monthly_city_goes_by_months_and_a_blank_adds_nothing():
    found = pipeline_of([project("a", "2026-03-31", inclusive=None), project("b", "2026-01-01")], Frequency.MONTH)
    assert [(str(one.period), one.inclusive_slots, one.unknown) for one in found] == [
        ("2026-01", 30, 0),
        ("2026-03", 0, 1),
    ]
