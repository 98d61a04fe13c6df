"""Figures against each other: parts and wholes, channels, totals (V08 to V12, V21)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import takewhile

from data.cells import Cell, CellKind
from data.forms import CHANNEL_HEADERS, HEADER, LEDGER, PROJECTS, TOWNSHIPS, Column, Kind, SheetForm
from data.issues import Issue
from data.returns import Mode
from data.validation.draft import Draft
from data.validation.findings import error, warning
from data.validation.spelling import Misspelt, count_of, count_of_number, is_blank
from data.validation.tables import Entry
from data.validation.values import DEAD, subject

INCLUSIVE = (
    ("inclusive_slots", "slots"),
    ("inclusive_institutions", "institutions"),
    ("inclusive_children", "children"),
)
CHILDREN = (("children", "slots"), ("inclusive_children", "inclusive_slots"))
EMPTY = (("institutions", "slots"), ("inclusive_institutions", "inclusive_slots"))
SUBTOTAL = "小计"
CHANNEL_KEYS = tuple(channel.value for channel in CHANNEL_HEADERS)


def counted_rows(draft: Draft) -> Iterator[tuple[SheetForm, Entry]]:
    """Every line whose figures count: the ledger, or in 汇总 mode the townships."""
    for entry in draft.rows("ledger"):
        yield LEDGER, entry
    if draft.mode is Mode.SUMMARY:
        for entry in draft.township_rows:
            yield TOWNSHIPS, entry


def header_of(form: SheetForm, key: str) -> str:
    """The printed header of a column."""
    return next(column.header for column in form.columns if column.key == key)


def _exceeding(
    form: SheetForm, entry: Entry, pairs: tuple[tuple[str, str], ...]
) -> Iterator[tuple[str, dict[str, str | int]]]:
    """Pairs (part, whole) where both are known and the part is larger: the part's key and the facts."""
    for part, whole in pairs:
        less, more = entry.values.get(part), entry.values.get(whole)
        if less is not None and more is not None and less > more:
            heads = {"part": header_of(form, part), "whole": header_of(form, whole)}
            yield part, {"subject": subject(entry), **heads, "most": more}


def inclusive_is_within_all(draft: Draft) -> Iterator[Issue]:
    """V08: inclusive slots, institutions and children are among all of them."""
    projects = ((PROJECTS, entry) for entry in draft.rows("projects"))
    for form, entry in (*counted_rows(draft), *projects):
        for key, facts in _exceeding(form, entry, INCLUSIVE):
            yield error("V08", "more", entry.where(key), entry.values[key], **facts)


def channels_add_up(draft: Draft) -> Iterator[Issue]:
    """V09 (汇总): the eight channels make 普惠托位数; with blanks among them they do not exceed it."""
    for form, entry in counted_rows(draft):
        total = entry.values.get("inclusive_slots")
        if form is TOWNSHIPS and total is not None:
            known = [entry.values[key] for key in CHANNEL_KEYS if entry.values.get(key) is not None]
            all_known = len(known) == len(CHANNEL_KEYS)
            if sum(known) > total or (all_known and sum(known) < total):
                facts = {"subject": subject(entry), "sum": sum(known)}
                yield error(
                    "V09", "sum" if all_known else "sum_of_known", entry.where("inclusive_slots"), total, **facts
                )


def slots_need_institutions(draft: Draft) -> Iterator[Issue]:
    """V10 (汇总): slots without an institution, or an institution without slots, contradict each other."""
    for form, entry in counted_rows(draft):
        for institutions, slots in EMPTY if form is TOWNSHIPS else ():
            places, capacity = entry.values.get(institutions), entry.values.get(slots)
            if places is not None and capacity is not None and (places == 0) != (capacity == 0):
                heads = {"part": header_of(form, institutions), "whole": header_of(form, slots)}
                yield error(
                    "V10", "one_is_zero", entry.where(slots), capacity, subject=subject(entry), **heads, count=places
                )


def children_fit_the_slots(draft: Draft) -> Iterator[Issue]:
    """V11: more children than slots is possible, and must be explained."""
    for form, entry in counted_rows(draft):
        for key, facts in _exceeding(form, entry, CHILDREN):
            yield warning("V11", "more", entry.where(key), entry.values[key], **facts)


def totals_are_sums(draft: Draft) -> Iterator[Issue]:
    """V12: each column of 合计 that has a stored value is the sum of all rows; of 小计, of the rows next to it."""
    for total, choices in _totals(draft.rows("townships")):
        for column in TOWNSHIPS.columns:
            cell = total.cells.get(column.key)
            if column.kind is Kind.COUNT and cell is not None:
                rows = [rows for rows in choices if _is_checked(draft, column, cell, rows)]
                sums = [sum(entry.values.get(column.key) or 0 for entry in one) for one in rows]
                if sums and _stored(cell) not in sums:
                    told = {"total": total.sum_word, "header": column.header, "sum": sums[0]}
                    yield error("V12", "sum", total.where(column.key), cell.text, **told)


def _totals(entries: Sequence[Entry]) -> Iterator[tuple[Entry, list[list[Entry]]]]:
    """Each line of sums with the rows it may add up: all; for 小计 those since the last one, or up to the next one."""
    everything = [entry for entry in entries if not entry.sum_word]
    for place, total in enumerate(entries):
        if total.sum_word == SUBTOTAL:
            above = list(takewhile(_is_row, reversed(entries[:place])))
            yield total, [above, list(takewhile(_is_row, entries[place + 1 :]))]
        elif total.sum_word:
            yield total, [everything]


def _is_row(entry: Entry) -> bool:
    return not entry.sum_word


def _is_checked(draft: Draft, column: Column, cell: Cell, rows: list[Entry]) -> bool:
    """A formula nobody calculated says nothing, in 合计 itself or (台账) in the rows above it."""
    if cell.kind in DEAD or is_blank(cell.text):
        return False
    return draft.mode is Mode.SUMMARY or all(entry.values.get(column.key) is not None for entry in rows)


def _stored(cell: Cell) -> int | None:
    try:
        return count_of_number(float(cell.value)) if cell.kind is CellKind.NUMBER else count_of(cell.text)
    except Misspelt:
        return None


def certified_are_among_carers(draft: Draft) -> Iterator[Issue]:
    """V21: carers with a certificate are carers in post."""
    pair = (("certified", "carers"),)
    heading = ((HEADER, draft.header),) if draft.mode is Mode.SUMMARY else ()
    for form, entry in (*((LEDGER, entry) for entry in draft.rows("ledger")), *heading):
        for key, facts in _exceeding(form, entry, pair):
            yield error("V21", "more", entry.where(key), entry.values[key], **facts)
