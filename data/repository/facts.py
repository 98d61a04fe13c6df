"""The clerk's figures as rows: written in one go per table, read back as they were checked."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import fields
from itertools import repeat
from operator import attrgetter
from typing import Any

from sqlalchemy import Connection, Table, select

from data import schema
from data.forms import HEADER, LEDGER, PROGRAMMES, PROJECTS, TASKS, TOWNSHIPS, WORKFORCE
from data.model import Channel
from data.repository.codec import cell_text, day_of, decimal_of
from data.returns import (
    LedgerRow,
    Programme,
    Project,
    ReturnContent,
    TaskState,
    TownshipSum,
    WorkforceFigure,
)

Rows = list[tuple[Any, ...]]

_TASK = ("task", "state", "day", "evidence", "next_step", "contact")
_PROJECT = ("kind", "name", "township", "channel", "slots", "inclusive_slots", "opening", "contact", "state")
_PROGRAMME = ("school", "name", "level", "since")

WORKFORCE_KEYS = [column.key for form in (WORKFORCE, HEADER) for column in form.columns]

_PLAIN = frozenset({str, int, type(None)})
"""What both databases keep as it is; most of what a clerk types."""


def insert(connection: Connection, table: Table, rows: Rows) -> None:
    """All ``rows`` (values in the order of the table's columns) by one prepared statement."""
    if rows:
        mark = "%s" if connection.dialect.name == "postgresql" else "?"
        marks = ", ".join([mark] * len(table.columns))
        names = ", ".join(f'"{column.name}"' for column in table.columns)
        # Names come from the schema alone; the values are bound.
        connection.exec_driver_sql(f"INSERT INTO {table.name} ({names}) VALUES ({marks})", rows)  # noqa: S608


def fact_rows(content: ReturnContent) -> dict[str, Rows]:
    """Table name -> rows without their return, in the order of the sheets."""
    return {
        "ledger_rows": _rows(content.ledger, LEDGER.name, schema.LEDGER_FACTS),
        "township_sums": [_sum_row(total) for total in content.townships],
        "workforce": [(figure.sheet, figure.cell, figure.key, figure.value) for figure in content.workforce],
        "task_states": _rows(content.tasks, TASKS.name, _TASK),
        "projects": _rows(content.projects, PROJECTS.name, _PROJECT),
        "programmes": _rows(content.programmes, PROGRAMMES.name, _PROGRAMME),
    }


def _rows(facts: Iterable[object], sheet: str, names: Sequence[str]) -> Rows:
    columns = list(zip(*map(attrgetter("row", *names), facts)))
    return list(zip(repeat(sheet), *map(_kept, columns))) if columns else []


def _kept(column: Sequence[Any]) -> Sequence[int | str | None]:
    """A column as both databases keep it."""
    return column if set(map(type, column)) <= _PLAIN else list(map(cell_text, column))


def _sum_row(total: TownshipSum) -> tuple[Any, ...]:
    figures = (getattr(total, name) for name in schema.SUM_COUNTS)
    channels = (total.channels.get(channel) for channel in Channel)
    return (TOWNSHIPS.name, total.row, total.township, *figures, *channels, total.remark)


def _read(connection: Connection, table: Table, sequence: int, names: Sequence[str]) -> Iterator[dict[str, Any]]:
    """One return's rows of a table in the order of the sheet, as the fields of their dataclass."""
    columns = [table.c["row"], *(table.c[name] for name in names)]
    query = select(*columns).where(table.c.return_sequence == sequence).order_by(table.c["row"])
    yield from (dict(row) for row in connection.execute(query).mappings())


def ledger_of(connection: Connection, sequence: int) -> tuple[LedgerRow, ...]:
    """The ledger of one return in the order of its sheet."""
    table, names = schema.ledger_rows, [field.name for field in fields(LedgerRow)]
    query = select(*(table.c[name] for name in names)).where(table.c.return_sequence == sequence)
    return ledger_rows_of(names, connection.execute(query.order_by(table.c["row"])))


def ledger_rows_of(names: Sequence[str], rows: Iterable[Sequence[Any]]) -> tuple[LedgerRow, ...]:
    """Stored rows, of the columns ``names``, as they were before they were stored."""
    columns = list(zip(*rows))
    read = (map(_READ[name], column) if name in _READ else column for name, column in zip(names, columns))
    return tuple(map(LedgerRow, *read)) if columns else ()


_READ: dict[str, Callable[[Any], Any]] = {
    **dict.fromkeys(("filing_date", "inclusive_from", "inclusive_to", "state_since"), day_of),
    **dict.fromkeys(("longitude", "latitude"), decimal_of),
}
"""Columns of the ledger that are kept as text, and how each is read back."""


def sums_of(connection: Connection, sequence: int) -> tuple[TownshipSum, ...]:
    """街道乡镇 of one 汇总 return in the order of its sheet."""
    names = ("township", *schema.SUM_COUNTS, *schema.CHANNEL_COLUMNS, "remark")
    return tuple(_township_sum(row) for row in _read(connection, schema.township_sums, sequence, names))


def _township_sum(fields: dict[str, Any]) -> TownshipSum:
    channels = {channel: fields.pop(name) for channel, name in zip(Channel, schema.CHANNEL_COLUMNS)}
    return TownshipSum(channels=channels, **fields)


def workforce_of(connection: Connection, sequence: int) -> tuple[WorkforceFigure, ...]:
    """队伍培训 of one return, and the two staff figures of 填报信息, in the order of the form."""
    table = schema.workforce
    query = select(table.c.key, table.c.value, table.c.sheet, table.c.cell).where(table.c.return_sequence == sequence)
    return tuple(sorted((WorkforceFigure(*row) for row in connection.execute(query)), key=_place_in_form))


def _place_in_form(figure: WorkforceFigure) -> int:
    return WORKFORCE_KEYS.index(figure.key)


def tasks_of(connection: Connection, sequence: int) -> tuple[TaskState, ...]:
    """任务进展 of one return."""
    rows = _read(connection, schema.task_states, sequence, _TASK)
    return tuple(TaskState(**{**row, "day": day_of(row["day"])}) for row in rows)


def projects_of(connection: Connection, sequence: int) -> tuple[Project, ...]:
    """资源与项目 of one return."""
    rows = _read(connection, schema.projects, sequence, _PROJECT)
    return tuple(Project(**{**row, "opening": day_of(row["opening"])}) for row in rows)


def programmes_of(connection: Connection, sequence: int) -> tuple[Programme, ...]:
    """专业布点 of one return."""
    return tuple(Programme(**row) for row in _read(connection, schema.programmes, sequence, _PROGRAMME))
