"""/tasks 任务进展, and its files."""

from __future__ import annotations

from collections.abc import Mapping

from dash.development.base_component import Component

from callbacks.site import Site
from data.forms import UNIT_TASKS
from layouts.charts import Picture
from layouts.pages import tasks
from layouts.pages.task_pictures import task_pictures
from layouts.view import ViewQuery
from metrics import questions
from metrics.questions import Tasks


def show_tasks(site: Site, view: ViewQuery, _: str) -> Component:
    """The tasks and who says what of them, or the agenda."""
    return tasks.render(tasks_of(site, view), site.reference, view, site.text(view))


def pictures_of_tasks(site: Site, view: ViewQuery, _: str) -> Mapping[str, Picture]:
    """The matrix of units by tasks."""
    return task_pictures(tasks_of(site, view), site.reference, view, site.text(view))


def tasks_of(site: Site, view: ViewQuery) -> Tasks:
    """The board and the agenda of the view."""
    return questions.tasks(
        site.source,
        period=site.period(view),
        as_of=site.as_of(view),
        plan_id=site.plan(view).id,
        org_unit=view.org_unit,
        unit_tasks=UNIT_TASKS,
    )
