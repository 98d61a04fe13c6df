"""Jobs as the pages see them: whose business one is, how it stands, and how it is stopped. One way for every kind."""

from __future__ import annotations

from collections.abc import Callable

from dash import Dash, Input, NoUpdate, Output, State, no_update
from dash.development.base_component import Component

from callbacks.access import actor_of, demand
from callbacks.desk import NotHere
from callbacks.site import Site
from callbacks.upload import only_when_pressed, words_of
from data.import_rows import ImportRow, row_read
from data.issues import DashboardError
from data.job_queue import executor_of
from data.job_state import Job, JobKind
from data.jobs import Jobs
from data.people import Action, may
from layouts.components import Child
from layouts.ids import Id
from layouts.import_table import import_words
from layouts.pages.briefing_batch import job_words, progress_part
from layouts.pages.import_files import import_progress
from layouts.pages.job_progress import cancel_words, unknown_job
from layouts.pages.judgement import told_no
from layouts.refusals import sentence
from layouts.text import Text
from layouts.view import ViewQuery

NEEDED = {JobKind.BRIEFINGS: Action.BRIEF, JobKind.IMPORTS: Action.FILE}
"""What one must be allowed to do to begin a job of that kind, to see it or to stop it."""
UNPRESSED = 0
"""What a button that began a job is told of its clicks: Dash would press it once more whenever the page is redrawn, as
the address is none of the page's parts.
"""
Begun = tuple[Component | None, str, int]
"""Why there is no job, the address, the clicks of the button."""
Told = tuple[list[Child], bool, dict[str, str] | NoUpdate]
Stop = tuple[bool, bool, str]
"""Whether the button to stop is hidden, whether it is disabled, and its words."""


def register(app: Dash, site: Site) -> None:
    """A job is told of and stopped."""

    @app.callback(
        Output(Id.PROGRESS, "children"),
        Output(Id.PULSE, "disabled"),
        Output(Id.DONE, "data", allow_duplicate=True),
        Output(Id.CANCEL, "hidden"),
        Output(Id.CANCEL, "disabled", allow_duplicate=True),
        Output(Id.CANCEL, "children"),
        Input(Id.PULSE, "n_intervals"),
        State(Id.URL, "search"),
        prevent_initial_call="initial_duplicate",
    )
    def show_progress(looks: int | None, search: str | None) -> tuple[*Told, *Stop]:
        return *progress(site, search, is_first=not looks), *stop(site, search)

    @app.callback(
        Output(Id.CANCEL, "disabled"),
        Input(Id.CANCEL, "n_clicks"),
        State(Id.URL, "search"),
        prevent_initial_call=True,
    )
    def cancel_job(clicks: int | None, search: str | None) -> bool:
        only_when_pressed(clicks)
        cancel(site, site.view(search or "").job or "")
        return True


def jobs_of(site: Site) -> Jobs:
    """What is done in the background, by whichever worker."""
    return Jobs(site.settings.work, executor_of(site.settings))


def begun(site: Site, search: str | None, make: Callable[[Site, ViewQuery], str]) -> Begun:
    """The address that names the job; or the one there is, and why there is no job."""
    words = words_of(site, search)
    try:
        view = site.view(search or "")
        return None, view.with_(job=make(site.under(view), view)).to_search(), UNPRESSED
    except DashboardError as refusal:
        return told_no(sentence(refusal, words)), search or "", UNPRESSED


def seen_job(site: Site, name: str) -> Job | None:
    """The job, where it is the business of whoever asks: an import is that of the account that began it."""
    job, actor = jobs_of(site).job(name), actor_of(site)
    if job is None or not may(actor, NEEDED[job.kind]):
        return None
    return job if job.kind is JobKind.BRIEFINGS or job.owner == actor.name else None


def import_rows(site: Site, job: Job) -> list[ImportRow]:
    """What has become of the files of an import so far."""
    return [row_read(line) for line in jobs_of(site).notes(job.name)]


def cancel(site: Site, name: str) -> None:
    """Ask the job to stop; NotHere for those whose business it is not, nothing where there is no such job."""
    job = jobs_of(site).job(name)
    if job is None:
        return
    if seen_job(site, name) is None:
        demand(site, NEEDED[job.kind])
        raise NotHere("access.not_for_you")
    jobs_of(site).cancel(name)


def progress(site: Site, search: str | None, *, is_first: bool) -> Told:
    """How the job of the address stands; once it is over, the page is asked for anew, for what it changed.

    Not at the first look: Dash does not hand on what is told while a page is being drawn.
    """
    view, words = site.view(search or ""), words_of(site, search)
    job = seen_job(site, view.job or "")
    if job is None:
        return unknown_job(words), True, no_update
    shown, told = _shown(site, job, view, words)
    if is_first or not job.is_over:
        return shown, False, no_update
    return shown, True, {"mark": job.name, "words": told}


def stop(site: Site, search: str | None) -> Stop:
    """The button to stop, as long as there is something to stop."""
    name = site.view(search or "").job or ""
    job, is_stopping = seen_job(site, name), jobs_of(site).is_stopping(name)
    return job is None or job.is_over, is_stopping, cancel_words(words_of(site, search), is_stopping=is_stopping)


def _shown(site: Site, job: Job, view: ViewQuery, words: Text) -> tuple[list[Child], str]:
    if job.kind is JobKind.BRIEFINGS:
        return progress_part(job, view, words), job_words(job, words)
    rows = import_rows(site, job)
    shown = import_progress(job, rows, site.reference, view, words)
    return shown, import_words(job, rows, words)
