"""What became of the files of an import, to take away."""

from __future__ import annotations

from functools import partial

from dash import Dash
from flask import Flask, Response

from callbacks.access import demand
from callbacks.background import import_rows, seen_job
from callbacks.download import Made, send
from callbacks.site import Site
from data.issues import UsageError
from data.job_state import JobKind
from data.people import Action
from layouts.exports import CSV, csv_table
from layouts.import_table import import_table, import_words
from layouts.view import ViewQuery
from layouts.workbook import XLSX, workbook

ENDINGS = ("xlsx", "csv")


def register(app: Dash, site: Site) -> None:
    """A route a kind of file."""
    server: Flask = app.server
    for ending in ENDINGS:
        place = f"{site.settings.url_prefix}download/imports/<job>.{ending}"
        server.add_url_rule(place, f"import_{ending}", partial(_sent, site, ending))


def _sent(site: Site, ending: str, job: str) -> Response:
    return send(site, partial(imported, ending, job))


def imported(ending: str, name: str, site: Site, view: ViewQuery) -> Made:
    """The table of the import; NotHere for those who may file nothing, UsageError where it is not theirs or unknown."""
    demand(site, Action.FILE)
    job = seen_job(site, name)
    if job is None or job.kind is not JobKind.IMPORTS:
        raise UsageError("refusal.not_found", value=name[:40])
    text, rows = site.text(view), import_rows(site, job)
    table = import_table(rows, site.reference, text)
    facts = [(text("imports.fact"), import_words(job, rows, text))]
    told = text("imports.file", name=name, ending=ending)
    if ending == "csv":
        return csv_table(table, facts), CSV, told
    return workbook([table], (text("chart.fact.title"), facts)), XLSX, told
