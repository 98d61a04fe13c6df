"""What is told of units outside a scope: figures of accepted returns, and no name, number, text or receipt in them."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import TypeVar

from sqlalchemy import ColumnElement, Connection, and_, or_, select

from data import schema
from data.details import InstitutionMark
from data.issues import StoreError
from data.returns import LedgerRow, Project, State, StoredReturn, TaskState
from data.scope import Scope

HIDDEN = "***"
_SALT = secrets.token_bytes(16)
"""Of this process: a number of one institution stands for it in every ledger, and leads nowhere outside."""
T = TypeVar("T")


def may_be_counted(scope: Scope, until: str | None = None) -> ColumnElement[bool] | None:
    """The condition on ``returns`` that leaves out what other units have not had accepted (by ``until``)."""
    if scope.units is None:
        return None
    table, states = schema.returns, schema.return_states.alias()
    accepted = and_(states.c.return_sequence == table.c.sequence, states.c.state == State.ACCEPTED.value)
    if until is not None:
        accepted = and_(accepted, states.c.at <= until)
    return or_(table.c.org_unit.in_(sorted(scope.units)), select(states.c.number).where(accepted).exists())


def is_held(scope: Scope) -> ColumnElement[bool] | None:
    """The condition on ``returns`` that leaves in a scope's own units only."""
    return None if scope.units is None else schema.returns.c.org_unit.in_(sorted(scope.units))


def held_among(connection: Connection, sequences: Collection[int], scope: Scope) -> set[int]:
    """Those of the returns that are of a scope's own units."""
    condition = is_held(scope)
    if condition is None:
        return set(sequences)
    table = schema.returns
    return set(
        connection.execute(select(table.c.sequence).where(table.c.sequence.in_(sorted(sequences)), condition)).scalars()
    )


def refuse_outside(connection: Connection, sequence: int, scope: Scope) -> None:
    """A return of another unit is not there."""
    if not scope.is_everything and sequence not in held_among(connection, [sequence], scope):
        raise StoreError("store.nothing_there")


def own_only(connection: Connection, found: Mapping[int, T], scope: Scope) -> dict[int, T]:
    """Of what was found by return, that of a scope's own units."""
    if scope.is_everything:
        return dict(found)
    held = held_among(connection, list(found), scope)
    return {sequence: one for sequence, one in found.items() if sequence in held}


def masked_return(stored: StoredReturn) -> StoredReturn:
    """That it came and counts, without what names it."""
    return replace(stored, receipt="", digest="", actor="", file_name="")


def stand_in(number: str) -> str:
    """What stands for an institution's number, the same wherever it is told of."""
    return hashlib.sha256(_SALT + number.encode()).hexdigest()[:8]


def masked_marks(connection: Connection, marks: list[InstitutionMark], scope: Scope) -> list[InstitutionMark]:
    """Slots by institution; of units outside the scope under what stands for the number, as in their ledgers."""
    if scope.is_everything:
        return marks
    held = held_among(connection, {mark.sequence for mark in marks}, scope)
    return [mark if mark.sequence in held else mark._replace(number=stand_in(mark.number)) for mark in marks]


def masked_row(row: LedgerRow) -> LedgerRow:
    """An institution's figures without the institution."""
    return replace(
        row,
        number=stand_in(row.number),
        name=HIDDEN,
        credit_code=None,
        address=None,
        longitude=None,
        latitude=None,
    )


def masked_task(task: TaskState) -> TaskState:
    """How far a task is, without papers and persons."""
    return replace(task, evidence=task.evidence and HIDDEN, next_step=task.next_step and HIDDEN, contact=None)


def masked_project(project: Project) -> Project:
    """A project's slots without its name and contact."""
    return replace(project, name=HIDDEN, contact=None)
