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


def job_place(view: ViewQuery, text: Text) -> list[Child]:
    """While the address names a job, the place where it is told of, and the button to stop it.

    The button is no part of what is told anew every second: it stays where it is under the hand that presses it.
    """
    if view.job is None:
        return []
    button = html.Button(text("jobs.cancel"), id=Id.CANCEL, type="button", className="button", hidden=True)
    return [button, html.Div(id=Id.PROGRESS), dcc.Interval(id=Id.PULSE, interval=PULSE)]


def cancel_words(text: Text, *, is_stopping: bool) -> str:
    """What stands on the button."""
    return text("jobs.stopping" if is_stopping else "jobs.cancel")


def unknown_job(text: Text) -> list[Child]:
    """Of a job that is not there (any more), or nobody's business."""
    return [html.P(text("jobs.unknown"), className="told-no")]


def standing(job: Job, words: str, text: Text) -> list[Child]:
    """How far it is, or why it came to nothing."""
    bar = html.Progress(value=str(job.done), max=str(job.total), **{"aria-label": text("jobs.bar")})
    shown: list[Child] = [bar, html.P(words, id="job-state", **{"data-state": job.state.value})]
    if job.reason:
        shown.append(html.P(text(job.reason), className="told-no"))
    return shown
