"""One stored return whole: its content again, its file, and everything that was said and decided about it since."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, Table, func, select

from data import schema
from data.dossier import Attachment, ChangeKind, Confirmation, Confirmations, StateChange
from data.issues import StoreError
from data.model import Period
from data.repository.batches import explanations_of, issue_of
from data.repository.codec import moment_of, stamp
from data.repository.facts import ledger_of, programmes_of, projects_of, sums_of, tasks_of, workforce_of
from data.returns import Mode, Nature, ReturnContent, State, StoredIssue


def content_of(connection: Connection, sequence: int) -> ReturnContent:
    """A stored return as it passed its checks, built again from its facts."""
    table = schema.returns
    row = _one(connection, select(table).where(table.c.sequence == sequence))
    return ReturnContent(
        org_unit=row.org_unit,
        period=Period.parse(row.period),
        mode=Mode(row.mode),
        nature=Nature(row.nature),
        header=json.loads(row.header),
        columns=json.loads(row.columns),
        ledger=ledger_of(connection, sequence),
        townships=sums_of(connection, sequence),
        workforce=workforce_of(connection, sequence),
        tasks=tasks_of(connection, sequence),
        projects=projects_of(connection, sequence),
        programmes=programmes_of(connection, sequence),
    )


def _one(connection: Connection, query: Select[Any]) -> Row[Any]:
    """The row asked for; StoreError where the store has none."""
    found = connection.execute(query).first()
    if found is None:
        raise StoreError("store.nothing_there")
    return found


def file_of(connection: Connection, sequence: int) -> tuple[str, bytes]:
    """The name and bytes of the file as it came in."""
    table = schema.returns
    joined = select(table.c.file_name, schema.files.c.content).join(
        schema.files, schema.files.c.digest == table.c.file_digest
    )
    row = _one(connection, joined.where(table.c.sequence == sequence))
    return row.file_name, bytes(row.content)


def file_facts_of(connection: Connection, sequence: int) -> tuple[str, str]:
    """The name and the SHA-256 of the file as it came in."""
    table = schema.returns
    row = _one(connection, select(table.c.file_name, table.c.file_digest).where(table.c.sequence == sequence))
    return row.file_name, row.file_digest


def issues_of(connection: Connection, sequence: int, as_of: datetime | None = None) -> tuple[StoredIssue, ...]:
    """Every issue of a return by number, each with the last explanation given by ``as_of``."""
    table = schema.return_issues
    told = explanations_of(connection, [sequence], as_of)
    query = select(table).where(table.c.return_sequence == sequence).order_by(table.c.number)
    rows = connection.execute(query)
    return tuple(StoredIssue(row.number, issue_of(row), told.get((sequence, row.number))) for row in rows)


def states_of(connection: Connection, sequence: int, as_of: datetime | None = None) -> tuple[StateChange, ...]:
    """Every state a return has had by ``as_of``, the first first."""
    rows = connection.execute(_told(schema.return_states, sequence, as_of))
    return tuple(StateChange(State(row.state), moment_of(row.at), row.actor, row.reason) for row in rows)


def attachments_of(connection: Connection, sequence: int, as_of: datetime | None = None) -> tuple[Attachment, ...]:
    """What was attached to a return by ``as_of``, in order."""
    rows = connection.execute(_told(schema.attachments, sequence, as_of))
    return tuple(
        Attachment(row.number, row.name, row.size, row.file_digest, row.actor, moment_of(row.at)) for row in rows
    )


def attachment_of(connection: Connection, sequence: int, number: int) -> tuple[str, bytes]:
    """The name and bytes of one attachment."""
    table = schema.attachments
    joined = select(table.c.name, schema.files.c.content).join(
        schema.files, schema.files.c.digest == table.c.file_digest
    )
    row = _one(connection, joined.where(table.c.return_sequence == sequence, table.c.number == number))
    return row.name, bytes(row.content)


def confirmations_of(connection: Connection, sequence: int, as_of: datetime | None = None) -> Confirmations:
    """(institution, kind) -> what the clerk last said of that change by ``as_of``."""
    rows = connection.execute(_told(schema.change_confirmations, sequence, as_of))
    return {
        (row.institution, ChangeKind(row.kind)): Confirmation(row.document, row.actor, moment_of(row.at))
        for row in rows
    }


def _told(table: Table, sequence: int, as_of: datetime | None) -> Select[Any]:
    """What was added to a return by ``as_of``, in order."""
    query = select(table).where(table.c.return_sequence == sequence).order_by(table.c.number)
    return query if as_of is None else query.where(table.c.at <= stamp(as_of))


def last_word(connection: Connection, sequence: int) -> datetime:
    """When something was last said, decided or attached of a return."""
    tables = (schema.return_states, schema.issue_explanations, schema.attachments, schema.change_confirmations)
    last = (select(func.max(table.c.at)).where(table.c.return_sequence == sequence) for table in tables)
    return moment_of(max(found for query in last if (found := connection.execute(query).scalar())))
