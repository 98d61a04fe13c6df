"""Dates that cannot have come yet (V24; how a date is spelt is judged where it is read)."""

from __future__ import annotations

from collections.abc import Iterator

from data import forms
from data.forms import Kind, SheetForm
from data.issues import Issue
from data.validation.draft import Draft
from data.validation.findings import error
from data.validation.tables import Entry
from data.validation.values import subject

MAY_LIE_AHEAD = frozenset({"inclusive_to", "opening"})
DONE = "已完成"


def dates_have_come(draft: Draft) -> Iterator[Issue]:
    """V24: no date after the receipt, but 终止, 预计投用 and those of tasks not done."""
    for key, table in draft.tables.items():
        for entry in table.entries if key != "townships" else ():
            if not (table.form is forms.TASKS and entry.values.get("state") != DONE):
                yield from _ahead(draft, table.form, entry)


def _ahead(draft: Draft, form: SheetForm, entry: Entry) -> Iterator[Issue]:
    for column in form.columns:
        day = entry.values.get(column.key) if column.kind is Kind.DATE else None
        if day and column.key not in MAY_LIE_AHEAD and day > draft.received_on:
            facts = {"header": column.header, "received": draft.received_on.isoformat()}
            yield error(
                "V24", "ahead", entry.where(column.key), entry.found(column.key), subject=subject(entry), **facts
            )
