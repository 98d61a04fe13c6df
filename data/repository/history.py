"""Which revisions a moment knows, and which of them counts (INTERFACE, States)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, and_, select

from data import schema
from data.model import Period
from data.repository.codec import moment_of, stamp
from data.repository.masking import is_held, masked_return, may_be_counted
from data.returns import Mode, State, StoredReturn
from data.scope import EVERYTHING, Scope

_RETURN = (
    *("sequence", "org_unit", "period", "revision", "received_at", "actor", "digest", "receipt", "mode"),
    "file_name",
)


@dataclass(frozen=True, slots=True)
class Revision:
    """A stored revision with what its states say: when the last was set, and whether one was 已审定."""

    stored: StoredReturn
    changed_at: datetime
    was_accepted: bool


def revisions(
    connection: Connection,
    *,
    as_of: datetime | None = None,
    periods: Collection[Period] | None = None,
    org_units: Collection[str] | None = None,
    scope: Scope = EVERYTHING,
) -> list[Revision]:
    """Stored revisions in their order; None leaves a filter out, no ``as_of`` means all that is stored.

    Of units outside ``scope`` those that were accepted, without what names them.
    """
    until = stamp(as_of) if as_of else None
    query = _query(until)
    counted = may_be_counted(scope, until)
    if counted is not None:
        query = query.where(counted)
    if periods is not None:
        query = query.where(schema.returns.c.period.in_([str(period) for period in periods]))
    if org_units is not None:
        query = query.where(schema.returns.c.org_unit.in_(sorted(org_units)))
    found = _collected(connection.execute(query))
    return found if scope.is_everything else [_as_told(one, scope) for one in found]


def _as_told(revision: Revision, scope: Scope) -> Revision:
    stored = revision.stored
    return revision if scope.holds(stored.org_unit) else replace(revision, stored=masked_return(stored))


def filing_of_receipt(connection: Connection, receipt: str, scope: Scope = EVERYTHING) -> tuple[str, Period] | None:
    """The unit and period a receipt stands for; None where it is of a unit outside ``scope``."""
    table = schema.returns
    query = select(table.c.org_unit, table.c.period).where(table.c.receipt == receipt)
    held = is_held(scope)
    found = connection.execute(query if held is None else query.where(held)).first()
    return None if found is None else (found.org_unit, Period.parse(found.period))


def _query(until: str | None) -> Select[Any]:
    table, states = schema.returns, schema.return_states
    known = states.c.return_sequence == table.c.sequence
    if until is not None:
        known = and_(known, states.c.at <= until)
    columns = (*(table.c[name] for name in _RETURN), states.c.state, states.c.at)
    query = select(*columns).select_from(table.join(states, known)).order_by(table.c.sequence, states.c.number)
    return query if until is None else query.where(table.c.received_at <= until)


def _collected(rows: Iterable[Row[Any]]) -> list[Revision]:
    """One Revision a return from one row a state."""
    found: dict[int, tuple[Row[Any], bool]] = {}
    first: dict[tuple[str, str], Row[Any]] = {}
    for row in rows:
        accepted = found[row.sequence][1] if row.sequence in found else False
        found[row.sequence] = (row, accepted or row.state == State.ACCEPTED)
        first.setdefault((row.org_unit, row.period), row)
    return [
        Revision(_stored(row, first[row.org_unit, row.period]), moment_of(row.at), accepted)
        for row, accepted in found.values()
    ]


def _stored(row: Row[Any], first: Row[Any]) -> StoredReturn:
    return StoredReturn(
        sequence=row.sequence,
        org_unit=row.org_unit,
        period=Period.parse(row.period),
        revision=row.revision,
        state=State(row.state),
        received_at=moment_of(row.received_at),
        actor=row.actor,
        digest=row.digest,
        receipt=row.receipt,
        mode=Mode(row.mode),
        file_name=row.file_name,
        first_received_at=None if first.sequence == row.sequence else moment_of(first.received_at),
    )


def counting(history: Sequence[Revision]) -> Revision | None:
    """Of one unit and period: the latest revision, or, where that was returned, the last one once accepted."""
    if not history:
        return None
    latest = history[-1]
    if latest.stored.state is not State.RETURNED:
        return latest
    return next((revision for revision in reversed(history) if revision.was_accepted), None)


def counting_of_all(found: Iterable[Revision]) -> dict[tuple[str, Period], StoredReturn]:
    """(org unit, period) -> the revision that counts, for revisions in their order."""
    grouped: dict[tuple[str, Period], list[Revision]] = {}
    for revision in found:
        grouped.setdefault((revision.stored.org_unit, revision.stored.period), []).append(revision)
    chosen = {key: counting(history) for key, history in grouped.items()}
    return {key: revision.stored for key, revision in sorted(chosen.items()) if revision is not None}
