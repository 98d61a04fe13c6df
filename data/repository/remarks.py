"""What may be added to a stored return: a state, an explanation, a confirmed change, an attachment. Never a figure."""

from __future__ import annotations

import hashlib
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, Table, func, select

from data import schema
from data.dossier import ChangeKind
from data.repository.codec import stamp
from data.repository.facts import insert
from data.repository.seals import add_seal
from data.returns import State


def keep_file(connection: Connection, content: bytes) -> str:
    """The SHA-256 of these bytes, which the store keeps once however often they come."""
    digest = hashlib.sha256(content).hexdigest()
    kept = select(schema.files.c.digest).where(schema.files.c.digest == digest)
    if connection.execute(kept).first() is None:
        insert(connection, schema.files, [(digest, content)])
    return digest


def add_state(
    connection: Connection, sequence: int, state: State, *, at: datetime, actor: str, reason: str | None
) -> None:
    """One further state of a return; the caller has checked that it may follow."""
    number = _next(connection, schema.return_states, sequence)
    insert(connection, schema.return_states, [(sequence, number, state.value, stamp(at), actor, reason)])
    add_seal(connection, sequence)


def add_explanation(connection: Connection, sequence: int, issue: int, text: str, *, at: datetime, actor: str) -> None:
    """One further explanation of an issue; the last one holds."""
    table = schema.issue_explanations
    number = _next(connection, table, sequence, table.c.issue == issue)
    insert(connection, table, [(sequence, issue, number, text, stamp(at), actor)])
    add_seal(connection, sequence)


def add_confirmation(
    connection: Connection,
    sequence: int,
    institution: str,
    kind: ChangeKind,
    document: str,
    *,
    at: datetime,
    actor: str,
) -> None:
    """One further word on a change of an institution; the last one holds."""
    table = schema.change_confirmations
    number = _next(connection, table, sequence, table.c.institution == institution, table.c.kind == kind.value)
    insert(connection, table, [(sequence, institution, kind.value, number, document, stamp(at), actor)])
    add_seal(connection, sequence)


def add_attachment(
    connection: Connection, sequence: int, name: str, content: bytes, *, at: datetime, actor: str
) -> int:
    """One further attachment; its number."""
    table = schema.attachments
    number = _next(connection, table, sequence)
    digest = keep_file(connection, content)
    insert(connection, table, [(sequence, number, name, len(content), digest, stamp(at), actor)])
    add_seal(connection, sequence)
    return number


def _next(connection: Connection, table: Table, sequence: int, *more: ColumnElement[bool]) -> int:
    last = select(func.max(table.c.number)).where(table.c.return_sequence == sequence, *more)
    return (connection.execute(last).scalar() or 0) + 1
