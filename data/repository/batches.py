"""What several returns hold besides their rollups: 疑点 with their explanations, tasks, projects."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection
from dataclasses import fields
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Table, select

from data import schema
from data.details import SheetColumns
from data.dossier import ChangeKind, Confirmation, Confirmations
from data.issues import Issue, Location, Severity
from data.repository.codec import day_of, moment_of, stamp
from data.repository.facts import ledger_of
from data.repository.figures import parts_of
from data.returns import Explanation, LedgerRow, Project, StoredIssue, TaskState


def warnings_of(
    connection: Connection, sequences: Collection[int], as_of: datetime | None
) -> dict[int, tuple[StoredIssue, ...]]:
    """Sequence -> its 疑点 by number, each with the last explanation given by ``as_of``."""
    table = schema.return_issues
    found: dict[int, list[StoredIssue]] = defaultdict(list)
    for part in parts_of(sequences):
        told = explanations_of(connection, part, as_of)
        query = select(table).where(table.c.return_sequence.in_(part), table.c.severity == Severity.WARNING.value)
        for row in connection.execute(query.order_by(table.c.return_sequence, table.c.number)):
            stored = StoredIssue(row.number, issue_of(row), told.get((row.return_sequence, row.number)))
            found[row.return_sequence].append(stored)
    return {sequence: tuple(issues) for sequence, issues in found.items()}


def explanations_of(
    connection: Connection, sequences: Collection[int], as_of: datetime | None
) -> dict[tuple[int, int], Explanation]:
    """(sequence, issue) -> the last explanation given by ``as_of``."""
    table = schema.issue_explanations
    query = select(table).where(table.c.return_sequence.in_(sequences)).order_by(table.c.number)
    known = query if as_of is None else query.where(table.c.at <= stamp(as_of))
    return {
        (row.return_sequence, row.issue): Explanation(row.text, row.actor, moment_of(row.at))
        for row in connection.execute(known)
    }


def issue_of(row: Row[Any]) -> Issue:
    """A row of ``return_issues`` as the finding it was."""
    return Issue(
        rule=row.rule,
        severity=Severity(row.severity),
        code=row.code,
        location=Location(row.sheet, row.cell),
        found=row.found,
        wanted=row.wanted,
        facts=json.loads(row.facts),
    )


def ledgers_of_all(connection: Connection, sequences: Collection[int]) -> dict[int, tuple[LedgerRow, ...]]:
    """Sequence -> 机构台账 of that return."""
    return {sequence: ledger_of(connection, sequence) for sequence in sequences}


def tasks_of_all(connection: Connection, sequences: Collection[int]) -> dict[int, tuple[TaskState, ...]]:
    """Sequence -> 任务进展 of that return."""
    lines = _lines(connection, schema.task_states, TaskState, "day", sequences)
    return {sequence: tuple(TaskState(**line) for line in found) for sequence, found in lines.items()}


def projects_of_all(connection: Connection, sequences: Collection[int]) -> dict[int, tuple[Project, ...]]:
    """Sequence -> 资源与项目 of that return."""
    lines = _lines(connection, schema.projects, Project, "opening", sequences)
    return {sequence: tuple(Project(**line) for line in found) for sequence, found in lines.items()}


def _lines(
    connection: Connection, table: Table, kind: type[TaskState] | type[Project], date: str, sequences: Collection[int]
) -> dict[int, list[dict[str, Any]]]:
    """Sequence -> the rows of a sheet in its order, as the fields of ``kind``; one question for all returns."""
    names = [field.name for field in fields(kind)]
    found: dict[int, list[dict[str, Any]]] = {sequence: [] for sequence in sequences}
    for part in parts_of(sequences):
        query = select(table.c.return_sequence, *(table.c[name] for name in names))
        ordered = query.where(table.c.return_sequence.in_(part)).order_by(table.c.return_sequence, table.c["row"])
        for sequence, *values in connection.execute(ordered):
            line = dict(zip(names, values, strict=True))
            found[sequence].append(line | {date: day_of(line[date])})
    return found


def columns_of_all(connection: Connection, sequences: Collection[int]) -> dict[int, SheetColumns]:
    """Sequence -> sheet -> column of the form -> its letter in that file."""
    table = schema.returns
    query = select(table.c.sequence, table.c.columns).where(table.c.sequence.in_(sorted(sequences)))
    return {row.sequence: json.loads(row.columns) for row in connection.execute(query)}


def confirmed_of_all(connection: Connection, sequences: Collection[int], as_of: datetime) -> dict[int, Confirmations]:
    """Sequence -> (institution, kind of change) -> what the clerk last said of it by ``as_of``."""
    table = schema.change_confirmations
    query = select(table).where(table.c.return_sequence.in_(sorted(sequences)), table.c.at <= stamp(as_of))
    found: dict[int, dict[tuple[str, ChangeKind], Confirmation]] = {sequence: {} for sequence in sequences}
    for row in connection.execute(query.order_by(table.c.return_sequence, table.c.number)):
        said = Confirmation(row.document, row.actor, moment_of(row.at))
        found[row.return_sequence][row.institution, ChangeKind(row.kind)] = said
    return dict(found)


def revision_notes(connection: Connection, sequences: Collection[int]) -> dict[int, str]:
    """Sequence -> 修订说明 of that return, where it gives one."""
    table = schema.returns
    query = select(table.c.sequence, table.c.header).where(table.c.sequence.in_(sorted(sequences)))
    notes = {row.sequence: json.loads(row.header).get("revision_note") for row in connection.execute(query)}
    return {sequence: note for sequence, note in notes.items() if note}
