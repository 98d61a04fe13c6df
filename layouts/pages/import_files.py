"""Several returns at once: chosen together or in one zip, taken in in the background, each told of in one table."""

from __future__ import annotations

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from data.import_rows import ImportRow
from data.job_state import Job
from data.model import Period, Reference
from layouts import components as part
from layouts import fields
from layouts import format as printed
from layouts.components import Child, Column
from layouts.ids import Id
from layouts.import_table import HEADS, import_words, problem_words, unit_words
from layouts.pages.job_progress import job_place, standing
from layouts.text import Text
from layouts.view import ViewQuery

MOST_MEGABYTES = 11
"""Of all files together: what one request of 15 MB holds of them as text."""


LOOKS = {"receipt": "word long"}
"""A receipt takes the whole width of a card."""


def import_part(view: ViewQuery, text: Text) -> Component:
    """The place for the files, the button, and while the address names a job, the place where it is told of."""
    told = {
        "data-most": str(MOST_MEGABYTES * fields.BYTES_OF_MEGABYTE),
        "data-large": text("imports.too_large", most=MOST_MEGABYTES),
    }
    button = html.Button(text("imports.do"), id=Id.IMPORT, type="button", className="button primary", disabled=True)
    return part.section(
        "hand-in-many",
        text("imports.title"),
        fields.file_place(Id.MANY, text, key="many", many=True),
        html.Div(id=Id.MANY_CHOSEN, **{"aria-live": "polite"}, **told),
        html.Div([button, html.Div(id=Id.IMPORT_TOLD, **{"aria-live": "polite"})], className="downloads"),
        *job_place(view, text),
        note=text("imports.note"),
    )


def import_progress(
    job: Job, rows: Sequence[ImportRow], reference: Reference, view: ViewQuery, text: Text
) -> list[Child]:
    """How the import stands, what became of every file so far, and the same to take away once it is over."""
    shown = standing(job, import_words(job, rows, text), text)
    if not rows:
        return shown
    if job.is_over:
        shown.append(html.P([_file(job, ending, view, text) for ending in ("xlsx", "csv")], className="downloads"))
    columns = [Column(text(f"imports.head.{name}"), LOOKS.get(name, "word")) for name in HEADS]
    lines = [part.table_row(columns, _cells(row, reference, view, text), css=row.verdict.value) for row in rows]
    title = text("imports.result")
    return [*shown, part.wide(title, part.table(title, columns, lines, css="imported"))]


def _file(job: Job, ending: str, view: ViewQuery, text: Text) -> Component:
    href = view.href(f"/download/imports/{job.name}.{ending}", job=None, receipt=None)
    return part.download_link(text(f"imports.fetch.{ending}"), href, "button")


def _cells(row: ImportRow, reference: Reference, view: ViewQuery, text: Text) -> list[part.Children]:
    receipt = row.receipt and part.link(row.receipt, view.href("/returns", period=None, job=None, receipt=row.receipt))
    words = problem_words(row, text)
    problems = html.Ul([html.Li(one) for one in words]) if len(words) > 1 else "".join(words)
    verdict = html.Strong(text(f"imports.verdict.{row.verdict}"))
    period = row.period and printed.period_name(Period.parse(row.period), text)
    cells = [unit_words(row, reference, text), period, verdict, receipt, problems]
    return [row.place, *(cell or printed.MISSING for cell in cells)]
