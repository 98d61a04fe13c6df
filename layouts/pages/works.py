"""What a unit has in hand: its tasks with state and evidence, its projects by the date of use."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dash import html
from dash.development.base_component import Component

from data.forms import TASK_STATES, UNIT_TASKS
from data.model import Commitment, Period, Reference, Task
from data.returns import Project
from layouts import components as part
from layouts import format as printed
from layouts.components import Child, Column
from layouts.form_words import form_word
from layouts.reference_words import task_code
from layouts.task_words import task_name
from layouts.text import Text
from metrics.works import KnownTask, PipelineStep, Works, pipeline_of

DONE = TASK_STATES[2]

TASK_COLUMNS = ("task", "state", "day", "evidence", "next", "filed")
PROJECT_COLUMNS = (
    ("opening", ""),
    ("name", "word"),
    ("kind", "word"),
    ("township", "word"),
    ("channel", "word"),
    ("slots", "number"),
    ("inclusive", "number"),
    ("status", "word"),
)


def projects(works: Works, period: Period, reference: Reference, text: Text) -> Component:
    """The pipeline by period of use, and behind it every project."""
    title = text("works.projects", count=len(works.projects))
    if works.projects_from is None or not works.projects:
        return part.section("projects", title, html.P(text("works.no_projects"), className="item"))
    steps = pipeline_of(works.projects, reference.frequency)
    steps_list = html.Ul([html.Li(_step(one, text)) for one in steps], className="steps")
    folded = part.details(text("works.every_project"), _projects_table(works.projects, period, reference, text))
    return part.section("projects", title, steps_list, folded, note=_from(works.projects_from, period, text))


def _from(filed_for: Period, period: Period, text: Text) -> str:
    key = "works.filed_now" if filed_for == period else "works.filed_earlier"
    return text(key, period=printed.period_name(filed_for, text))


def _step(step: PipelineStep, text: Text) -> str:
    """2026年四季度投用：2个项目，托位120个，其中普惠80个."""
    when = text("works.undated") if step.period is None else printed.period_name(step.period, text)
    facts = {
        "projects": step.projects,
        "slots": printed.count(step.slots),
        "inclusive": printed.count(step.inclusive_slots),
    }
    said = text("works.step", when=when, **facts)
    return said + (text("works.step_unknown", count=step.unknown) if step.unknown else "")


def _projects_table(found: Sequence[Project], period: Period, reference: Reference, text: Text) -> Component:
    columns = [Column(text(f"works.project.{name}"), css) for name, css in PROJECT_COLUMNS]
    rows = [part.table_row(columns, _project(one, period, reference, text)) for one in found]
    caption = text("works.every_project")
    return part.wide(caption, part.table(caption, columns, rows, "sticky"))


def _project(one: Project, period: Period, reference: Reference, text: Text) -> list[part.Children]:
    township = reference.township_by_code.get(one.township or "")
    return [
        _opening(one, period, text),
        html.Span(one.name, lang="zh-CN"),
        form_word(one.kind, text),
        html.Span(township.name, lang="zh-CN") if township else printed.MISSING,
        form_word(one.channel, text),
        printed.count(one.slots),
        printed.count(one.inclusive_slots),
        form_word(one.state, text),
    ]


def _opening(one: Project, period: Period, text: Text) -> part.Children:
    """The date of use; one that has gone by and is still listed says so."""
    if one.opening is None:
        return text("works.undated")
    overdue = [html.Small(text("works.overdue"), className="below")] if one.opening <= period.end else []
    return [printed.day_name(one.opening, text), *overdue]


def tasks(works: Works, period: Period, reference: Reference, text: Text) -> Component:
    """Every task of a unit in the order of the form; one never filed says so."""
    known = {one.task.task: one for one in works.tasks}
    named = _tasks_by_code(reference)
    columns = [Column(text(f"works.task.{name}"), "word" if place else "") for place, name in enumerate(TASK_COLUMNS)]
    rows = [part.table_row(columns, _task(code, known.get(code), named, period, text)) for code in UNIT_TASKS]
    title = _tasks_done(known, named, text)
    table = part.wide(title, part.table(text("works.tasks_caption"), columns, rows, "sticky"))
    return part.section("tasks", title, table, note=text("works.tasks_note"))


def _tasks_done(known: Mapping[str, KnownTask], named: Mapping[str, Task | Commitment], text: Text) -> str:
    """How many are done; the derived counts (T4a, T9a) are no tasks of the plan and told apart, as in the briefing."""
    derived = [code for code in UNIT_TASKS if isinstance(named.get(code), Commitment)]
    own = [code for code in UNIT_TASKS if code not in derived]
    done, apart = (sum(code in known and known[code].task.state == DONE for code in of) for of in (own, derived))
    if not derived:
        return text("works.tasks", done=done, count=len(own))
    return text("works.tasks_apart", done=done, count=len(own), apart_done=apart, apart=len(derived))


def _tasks_by_code(reference: Reference) -> dict[str, Task | Commitment]:
    """The tasks, and the derived counts that the form asks for as tasks; the first plan's word holds."""
    found: dict[str, Task | Commitment] = {}
    for plan in reference.plans:
        for task in plan.tasks:
            found.setdefault(task.code, task)
        for commitment in plan.commitments:
            found.setdefault(commitment.indicator, commitment)
    return found


def _head(code: str, row: Task | Commitment | None, text: Text) -> Child:
    if row is None:
        return html.Code(code)
    return html.Span([html.Code(task_code(row, text)), f" {task_name(row, text)}"])


def _task(
    code: str, known: KnownTask | None, named: Mapping[str, Task | Commitment], period: Period, text: Text
) -> list[part.Children]:
    head = _head(code, named.get(code), text)
    if known is None:
        return [head, html.Span(text("works.never_filed"), className="absent"), *[printed.MISSING] * 4]
    task = known.task
    earlier = known.filed_for != period
    return [
        head,
        form_word(task.state, text),
        printed.MISSING if task.day is None else printed.day_name(task.day, text),
        html.Span(task.evidence or printed.MISSING, lang="zh-CN"),
        html.Span(task.next_step or printed.MISSING, lang="zh-CN"),
        [printed.period_name(known.filed_for, text), *([html.Small(text("works.carried"))] if earlier else [])],
    ]
