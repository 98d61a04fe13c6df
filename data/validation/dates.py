"""Dates against each other (V19) and dates that cannot have come yet (V24; spelling is judged where it is read)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from data import forms
from data.forms import Column, Kind
from data.issues import Issue
from data.validation.draft import Draft
from data.validation.findings import error, warning
from data.validation.tables import Entry
from data.validation.values import subject

MAY_LIE_AHEAD = frozenset({"inclusive_to", "opening"})
DONE = "已完成"


def dates_have_come(draft: Draft) -> Iterator[Issue]:
    """V24: no date after the receipt, but 终止, 预计投用 and those of tasks not done."""
    for key, table in draft.tables.items():
        columns = [one for one in table.form.columns if one.kind is Kind.DATE and one.key not in MAY_LIE_AHEAD]
        for entry in table.entries if columns and key != "townships" else ():
            if not (table.form is forms.TASKS and entry.values.get("state") != DONE):
                yield from _ahead(draft, columns, entry)


def dates_follow_each_other(draft: Draft) -> Iterator[Issue]:
    """V19: 备案 not after 统计截止日, 普惠认定 not after its 终止."""
    cut_off = draft.header.values.get("cut_off")
    for entry in draft.rows("ledger"):
        filed, begun, ended = (entry.values.get(key) for key in ("filing_date", "inclusive_from", "inclusive_to"))
        if filed and cut_off and filed > cut_off:
            yield warning(
                "V19", "filed", entry.where("filing_date"), filed, subject=subject(entry), cut_off=cut_off.isoformat()
            )
        if begun and ended and begun > ended:
            yield warning(
                "V19", "ended", entry.where("inclusive_to"), ended, subject=subject(entry), begun=begun.isoformat()
            )


def _ahead(draft: Draft, columns: Iterable[Column], entry: Entry) -> Iterator[Issue]:
    for column in columns:
        day = entry.values.get(column.key)
        if day and day > draft.received_on:
            facts = {"header": column.header, "received": draft.received_on.isoformat()}
            yield error(
                "V24", "ahead", entry.where(column.key), entry.found(column.key), subject=subject(entry), **facts
            )
