"""What became of each file of an import, in words: for the page, and as a table to take away."""

from __future__ import annotations

from collections.abc import Sequence

from data.import_rows import ImportRow, Verdict
from data.issues import DashboardError
from data.job_state import Job
from data.model import Reference
from layouts.charts.picture import DataTable, data_table, number_cell, words_cell
from layouts.issues import message
from layouts.names import unit_name
from layouts.refusals import sentence
from layouts.text import Text

HEADS = ("file", "org_unit", "period", "outcome", "receipt", "problems")


def import_words(job: Job, rows: Sequence[ImportRow], text: Text) -> str:
    """How far an import is, or what has become of it, in numbers of files."""
    counts = {verdict.value: sum(one.verdict is verdict for one in rows) for verdict in Verdict}
    words = text(f"imports.state.{job.state}", done=len(rows), total=job.total, **counts)
    return words + (text("imports.at", file=job.at) if job.at else "")


def unit_words(row: ImportRow, reference: Reference, text: Text) -> str:
    """The unit as far as it could be read: by its name, or as it was written."""
    if row.org_unit is None:
        return ""
    return unit_name(reference, row.org_unit, text) if row.org_unit in reference.area_by_code else row.org_unit


def problem_words(row: ImportRow, text: Text) -> list[str]:
    """Why it was refused, the first errors with their places and how many more; or how many 疑点 wait."""
    if row.refusal:
        return [sentence(DashboardError(row.refusal, **row.facts), text)]
    lines = [message(issue, text) for issue in row.issues]
    if row.errors > len(row.issues):
        lines.append(text("imports.more", count=row.errors - len(row.issues)))
    if row.verdict is Verdict.STORED and row.warnings:
        lines.append(text("imports.warnings", count=row.warnings))
    return lines


def import_table(rows: Sequence[ImportRow], reference: Reference, text: Text) -> DataTable:
    """One line a file, with the number of its errors and of its 疑点."""
    heads = [text(f"imports.head.{name}") for name in (*HEADS, "errors", "warnings")]
    lines = [
        [
            *(words_cell(told) for told in (row.place, unit_words(row, reference, text), row.period or "")),
            words_cell(text(f"imports.verdict.{row.verdict}")),
            words_cell(row.receipt or ""),
            words_cell("\n".join(problem_words(row, text))),
            *(number_cell(str(count), count) for count in (row.errors, row.warnings)),
        ]
        for row in rows
    ]
    return data_table(text("imports.result"), heads, lines)
