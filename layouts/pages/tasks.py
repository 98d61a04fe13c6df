"""任务进展: the tasks of the plan, who is responsible, what each filer says of them; or the joint meeting's agenda."""

from __future__ import annotations

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from data.model import Period, Reference
from layouts import components as part
from layouts import format as printed
from layouts.frames import framed
from layouts.names import unit_name
from layouts.pages.scope import completeness, page_head, tabs, unit_switch
from layouts.pages.task_agenda import agenda
from layouts.pages.task_list import task_list
from layouts.pages.task_pictures import matrix_table, task_pictures
from layouts.shell import footer, plan_name
from layouts.text import Text
from layouts.view import ViewQuery
from metrics.questions import Tasks
from metrics.tasks import State

PATH = "/tasks"
AGENDA = "agenda"


def render(found: Tasks, reference: Reference, view: ViewQuery, text: Text) -> Component:
    """The list or the agenda, of all or of one unit; a plan without tasks says so."""
    period, unit = found.scorecard.period, view.org_unit
    shown = printed.period_name(period, text)
    place = shown if unit is None else text("scope.place", period=shown, place=unit_name(reference, unit, text))
    faces = [
        (text("tasks.face.list"), view.href(PATH, show=None), view.show is None),
        (text("tasks.face.agenda"), view.href(PATH, show=AGENDA, state=None), view.show == AGENDA),
    ]
    title = "page.tasks.agenda" if view.show == AGENDA else "page.tasks.title"
    head = page_head(text(title), place, unit_switch(PATH, reference, view, text))
    body: Sequence[Component | None]
    if not found.board.plan.tasks:
        body = [_no_tasks(reference, view, text)]
    elif view.show == AGENDA:
        body = [_files(AGENDA, view, period, text), *agenda(found, reference, text)]
    else:
        body = [_files("tasks", view, period, text), _matrix(found, reference, view, text), _states(view, text)]
        body += [task_list(found, reference, view, text)]
    return html.Div(
        [
            head,
            tabs(text("tasks.face.label"), faces),
            completeness(found.reporting, reference, view, text),
            *body,
            footer(found.scorecard, PATH, view, text),
        ],
        className="tasks",
    )


def _no_tasks(reference: Reference, view: ViewQuery, text: Text) -> Component:
    """The plans that do list tasks, to change to."""
    links = [part.link(plan_name(plan, text), view.href(PATH, plan=plan.id)) for plan in reference.plans if plan.tasks]
    return html.Div([html.P(text("tasks.no_tasks")), html.P(links)], className="card-plain")


def _files(name: str, view: ViewQuery, period: Period, text: Text) -> Component:
    links = [
        part.download_link(ending.upper(), view.href(f"/download/{name}.{ending}", period=period, show=None))
        for ending in ("csv", "xlsx")
    ]
    return html.P([html.Span(text("download.files")), *links], className="files")


def _matrix(found: Tasks, reference: Reference, view: ViewQuery, text: Text) -> Component:
    """Units by tasks; one unit alone where one is chosen."""
    picture = task_pictures(found, reference, view, text)["states"]
    stays = view.with_(period=found.scorecard.period)
    drawn = matrix_table(picture.chart, found, text)
    return part.section(
        "states",
        text("tasks.matrix.title"),
        framed(picture, "tasks", stays, text, drawing=drawn),
        note=text("tasks.matrix.note"),
    )


def _states(view: ViewQuery, text: Text) -> Component:
    """One state alone, or all."""
    choices = [(text("tasks.all_states"), view.href(PATH, "list", state=None), view.state is None)]
    choices += [
        (text(f"tasks.state.{state}"), view.href(PATH, "list", state=str(state)), view.state == state)
        for state in State
    ]
    return tabs(text("tasks.by_state"), choices)
