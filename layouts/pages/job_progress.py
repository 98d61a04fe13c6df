"""How a job stands, whatever it does: a bar, its state in words, a button to stop it."""

from __future__ import annotations

from dash import dcc, html

from data.job_state import Job
from layouts.components import Child
from layouts.ids import Id
from layouts.text import Text
from layouts.view import ViewQuery

PULSE = 1000
"""Milliseconds between two looks at a job."""


def job_place(view: ViewQuery) -> list[Child]:
    """While the address names a job, the place where it is told of."""
    return [] if view.job is None else [html.Div(id=Id.PROGRESS), dcc.Interval(id=Id.PULSE, interval=PULSE)]


def unknown_job(text: Text) -> list[Child]:
    """Of a job that is not there (any more), or nobody's business."""
    return [html.P(text("jobs.unknown"), className="told-no")]


def standing(job: Job, words: str, text: Text, *, is_stopping: bool) -> list[Child]:
    """How far it is; a button to stop it, or why it came to nothing."""
    bar = html.Progress(value=str(job.done), max=str(job.total), **{"aria-label": text("jobs.bar")})
    shown: list[Child] = [bar, html.P(words, id="job-state", **{"data-state": job.state.value})]
    if not job.is_over:
        label = text("jobs.stopping" if is_stopping else "jobs.cancel")
        shown.append(html.Button(label, id=Id.CANCEL, type="button", className="button", disabled=is_stopping))
    if job.reason:
        shown.append(html.P(text(job.reason), className="told-no"))
    return shown
