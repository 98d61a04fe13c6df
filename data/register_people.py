"""Who lives in a township, where that is published: an optional file of a reference folder, never complete."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from pathlib import Path

from data.model import TownshipPeople
from data.register_cells import Record, read_table

COLUMNS = ("code", "ref_date", "residents", "children_under_3", "source")


def read_people(folder: Path, name: str, *, townships: Collection[str]) -> tuple[TownshipPeople, ...]:
    """One row a township and date; either figure may be blank, not both; children are not more than residents."""
    found: dict[tuple[str, date], TownshipPeople] = {}
    for record in read_table(folder, name, COLUMNS):
        one = _people(record)
        if one.township not in townships:
            raise record.refuse("unknown_township", one.township)
        if (one.township, one.ref_date) in found:
            raise record.refuse("duplicate", f"{one.township} {one.ref_date}")
        found[one.township, one.ref_date] = one
    return tuple(found.values())


def _people(record: Record) -> TownshipPeople:
    residents, children = (_count(record, key) for key in ("residents", "children_under_3"))
    if residents is None and children is None:
        raise record.refuse("blank", "residents")
    if residents is not None and children is not None and children > residents:
        raise record.refuse("bad_number", f"children_under_3: {children}")
    return TownshipPeople(
        township=record.text("code"),
        ref_date=record.day("ref_date"),
        residents=residents,
        children_under_3=children,
        source=record.text_or_blank("source_printed") or record.text("source"),
        source_date=record.day_or_none("source_date"),
        source_en=record.text_or_blank("source_en"),
        note=record.text_or_blank("note"),
        note_en=record.text_or_blank("note_en"),
    )


def _count(record: Record, key: str) -> int | None:
    return record.count(key) if record.text_or_blank(key) else None
