"""Sheets that are there and say nothing, or say something that nobody reads (V02)."""

from __future__ import annotations

from collections.abc import Iterator

from data.forms import SHEETS, TOWNSHIPS
from data.issues import Issue, Location
from data.returns import Mode
from data.validation.draft import Draft
from data.validation.findings import warning
from data.validation.tables import sheets_for


def ledger_has_rows(draft: Draft) -> Iterator[Issue]:
    """V02: an empty ledger would make every township of the unit a true 0."""
    table = draft.tables.get("ledger")
    if table and table.places and not table.entries:
        yield warning("V02", "no_rows", Location(table.name), sheet=table.form.name)


def no_sheet_goes_unread(draft: Draft) -> Iterator[Issue]:
    """V02: a sheet of the form that this filer or mode does not file, filled in all the same."""
    if "header" not in draft.tables or draft.mode is None or draft.unit is None:
        return
    for form in SHEETS:
        derived = form is TOWNSHIPS and draft.mode is Mode.LEDGER and not draft.is_city
        if form.key not in draft.tables and not derived:
            for sheet in sheets_for(draft.book, form):
                if len(sheet.rows) > 1 and not _is_faulty(draft, form.name):
                    yield warning("V02", "unread_sheet", Location(sheet.name), sheet=form.name)


def _is_faulty(draft: Draft, name: str) -> bool:
    """Something has been said of that sheet already."""
    return any(issue.rule == "V02" and issue.facts.get("sheet") == name for issue in draft.issues)
