"""All units at once: begun by a button, told as it goes, stopped by another, fetched as one zip."""

from __future__ import annotations

import dash_bootstrap_components as dbc
from dash import html
from dash.development.base_component import Component

from data.job_state import Job, JobState
from layouts import components as part
from layouts.components import Child
from layouts.ids import Id
from layouts.pages.job_progress import job_place, standing
from layouts.text import Text
from layouts.view import ViewQuery


def batch(view: ViewQuery, text: Text) -> Component:
    """The button, and while the address names a job, the place where it is told of."""
    begin: list[Child] = [
        dbc.Checkbox(id=Id.BATCH_ISSUES, label=text("briefings.batch.issues"), value=False),
        html.Button(text("briefings.batch.do"), id=Id.BATCH, type="button", className="button"),
    ]
    return part.section(
        "batch",
        text("briefings.batch.title"),
        html.Div(begin, className="batch-begin"),
        *job_place(view, text),
        note=text("briefings.batch.note"),
    )


def progress_part(job: Job, view: ViewQuery, text: Text) -> list[Child]:
    """How a job stands, its zip or why there is none, and who is missing."""
    shown = standing(job, job_words(job, text), text)
    if job.state is JobState.DONE and len(job.missing) < job.total:
        href = view.href(f"/download/briefings/jobs/{job.name}.zip", job=None, issued=None, page=None)
        shown.append(part.download_link(text("jobs.fetch"), href, "button"))
    return [*shown, *_missing(job, text)]


def job_words(job: Job, text: Text) -> str:
    """How far a job is, or what has become of it."""
    return text(f"jobs.{job.state}", done=job.done, total=job.total, made=job.done - len(job.missing))


def _missing(job: Job, text: Text) -> list[Child]:
    if not job.missing:
        return []
    lines = [html.Li(text("briefings.batch.missing_line", unit=unit, reason=why)) for unit, why in job.missing]
    return [html.P(text("jobs.missing", count=len(lines)), className="told-no"), html.Ul(lines)]
