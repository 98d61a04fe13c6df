"""The tasks and the agenda as files: CSV and workbook, of exactly what the address shows."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from dash import Dash
from flask import Flask, Response

from callbacks.download import Made, send
from callbacks.site import Site
from callbacks.tasks import tasks_of
from layouts.charts import DataTable
from layouts.exports import CSV, csv_table
from layouts.frames import facts_of
from layouts.task_tables import agenda_table, tasks_table
from layouts.text import Text
from layouts.view import ViewQuery
from layouts.workbook import XLSX, workbook
from metrics.questions import Tasks
from metrics.tasks import State


def register(app: Dash, site: Site) -> None:
    """``/download/tasks.csv``, ``/download/agenda.csv`` and both as .xlsx."""
    server: Flask = app.server
    base = f"{site.settings.url_prefix}download"
    for name in TABLES:
        for ending in ("csv", "xlsx"):
            rule, make = f"{base}/{name}.{ending}", partial(file_of, name=name, ending=ending)
            server.add_url_rule(rule, f"{name}_{ending}", partial(_sent, site, make))


def _sent(site: Site, make: Callable[[Site, ViewQuery], Made]) -> Response:
    return send(site, make)


def file_of(site: Site, view: ViewQuery, *, name: str, ending: str) -> Made:
    """One table of the view, with what it rests on."""
    found, text = tasks_of(site, view), site.text(view)
    table = TABLES[name](found, site, view, text)
    facts = facts_of(found.scorecard, text("tasks.matrix.unit"), text)
    called = text("download.name.chart", title=table.title, period=found.scorecard.period, ending=ending)
    if ending == "csv":
        return csv_table(table, facts), CSV, called
    return workbook([table], (text("chart.fact.title"), facts)), XLSX, called


def _tasks(found: Tasks, site: Site, view: ViewQuery, text: Text) -> DataTable:
    state = None if view.state is None else State(view.state)
    return tasks_table(found.board, site.reference, text, unit=view.org_unit, state=state)


def _agenda(found: Tasks, site: Site, _: ViewQuery, text: Text) -> DataTable:
    return agenda_table(found.agenda, found.board, site.reference, text)


TABLES = {"tasks": _tasks, "agenda": _agenda}
