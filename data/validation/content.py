"""A draft as the content that is stored, if no error refuses it. Nothing is judged here."""

from __future__ import annotations

from dataclasses import fields
from datetime import date
from operator import itemgetter

from data.forms import CHANNEL_HEADERS, HEADER, WORKFORCE
from data.returns import (
    LedgerRow,
    Mode,
    Programme,
    Project,
    ReturnContent,
    TaskState,
    TownshipSum,
    WorkforceFigure,
)
from data.validation.draft import Draft
from data.validation.institutions import identity_of
from data.validation.spelling import header_key, prose
from data.validation.tables import Entry

NOT_STORED = frozenset({"township_name"})
LISTS = frozenset({"header", "workforce"})
_STORED = itemgetter(*(field.name for field in fields(LedgerRow) if field.name not in ("row", "number")))
"""The values of a ledger row but its place and number, in the order of its fields."""
CANONICAL = {header_key(code).upper(): code for code in ("T4a", "T9a")}


def content_of(draft: Draft) -> ReturnContent:
    """Everything the store keeps; call it only for a draft that is addressed. With errors, figures may be missing."""
    assert draft.unit is not None
    assert draft.period is not None
    assert draft.mode is not None
    assert draft.nature is not None
    summary = draft.mode is Mode.SUMMARY and not draft.is_city
    return ReturnContent(
        org_unit=draft.unit.code,
        period=draft.period,
        mode=draft.mode,
        nature=draft.nature,
        header=_header(draft),
        columns={table.name: dict(table.places) for key, table in draft.tables.items() if key not in LISTS},
        ledger=_ledger(draft),
        townships=tuple(_township_sum(entry) for entry in draft.township_rows) if summary else (),
        workforce=_workforce(draft, summary=summary),
        tasks=tuple(_task(entry) for entry in draft.rows("tasks")),
        projects=tuple(Project(row=entry.row, **entry.values) for entry in draft.rows("projects")),
        programmes=tuple(Programme(row=entry.row, **entry.values) for entry in draft.rows("programmes")),
    )


def _header(draft: Draft) -> dict[str, str]:
    """填报信息 as text: dates in ISO, codes and the period in their one spelling, blanks left out."""
    told = {key: prose(cell.text) for key, cell in draft.header.cells.items()}
    days = {key: day.isoformat() for key, day in draft.header.values.items() if isinstance(day, date)}
    fixed = {"org_unit": draft.unit.code if draft.unit else "", "period": str(draft.period)}
    return {key: text for key, text in {**told, **days, **fixed}.items() if text}


def _ledger(draft: Draft) -> tuple[LedgerRow, ...]:
    entries = draft.rows("ledger")
    numbers = assigned_numbers(draft)
    return tuple(LedgerRow(entry.row, numbers[entry.row], *_STORED(entry.values)) for entry in entries)


def assigned_numbers(draft: Draft) -> dict[int, str]:
    """Line -> 系统编号: the one given, else that of the known institution of this township and name, else the next.

    New ones are numbered in the order of township and name, so that the order of lines changes nothing.
    """
    assert draft.unit is not None
    entries = draft.rows("ledger")
    given = {entry.row: str(entry.values["number"]) for entry in entries if entry.values.get("number")}
    known = {(place.township, header_key(place.name)): place.number for place in draft.context.known}
    used = {*given.values()}
    last = max((_serial(number) for number in (*used, *known.values())), default=0)
    for entry in sorted((entry for entry in entries if entry.row not in given), key=identity_of_row):
        number = known.get(identity_of(entry) or ("", ""))
        if number is None or number in used:
            last += 1
            number = f"{draft.unit.code}-{last:04d}"
        given[entry.row] = number
        used.add(number)
    return given


def identity_of_row(entry: Entry) -> tuple[str, str]:
    """Township and name, to sort by."""
    return identity_of(entry) or ("", "")


def _serial(number: str) -> int:
    digits = number.rpartition("-")[2]
    return int(digits) if digits.isdecimal() else 0


def _township_sum(entry: Entry) -> TownshipSum:
    channels = {channel: entry.values.get(channel.value) for channel in CHANNEL_HEADERS}
    drop = {channel.value for channel in CHANNEL_HEADERS} | NOT_STORED
    plain = {key: value for key, value in entry.values.items() if key not in drop}
    return TownshipSum(row=entry.row, channels=channels, **plain)


def _workforce(draft: Draft, *, summary: bool) -> tuple[WorkforceFigure, ...]:
    """The items of 队伍培训 and, in 汇总 mode, the two of 填报信息."""
    figures = [_figure(entry, column.key) for entry in draft.rows("workforce") for column in WORKFORCE.columns]
    asked = [column.key for column in HEADER.columns if Mode.SUMMARY in column.modes] if summary else []
    return tuple(figures + [_figure(draft.header, key) for key in asked])


def _figure(entry: Entry, key: str) -> WorkforceFigure:
    return WorkforceFigure(key, entry.values.get(key), entry.sheet, entry.where(key).cell or "")


def _task(entry: Entry) -> TaskState:
    kept = {key: value for key, value in entry.values.items() if key != "title"}
    code = str(kept["task"])
    return TaskState(row=entry.row, **{**kept, "task": CANONICAL.get(code, code)})
