"""What the store knows of a unit when its next return comes in, or its next template goes out."""

from __future__ import annotations

from datetime import datetime
from functools import cache

from sqlalchemy import Connection, func, select

from data import schema
from data.model import Period
from data.repository.dossiers import content_of
from data.repository.facts import ledger_of, programmes_of, projects_of, tasks_of
from data.repository.history import counting_of_all, revisions
from data.returns import LedgerRow, Mode, Programme, Project, ReturnContent, StoredReturn, TaskState
from data.validation.context import KnownInstitution
from data.validation.past import Past


def last_sequence(connection: Connection, org_unit: str) -> int:
    """The last revision a unit has filed, for whatever period; 0 before its first."""
    table = schema.returns
    return connection.execute(select(func.max(table.c.sequence)).where(table.c.org_unit == org_unit)).scalar() or 0


def known_institutions(connection: Connection, org_unit: str) -> tuple[KnownInstitution, ...]:
    """Every number with every name it was filed under, the latest last."""
    table = schema.institutions
    query = select(table.c.number, table.c.township, table.c.name).where(table.c.org_unit == org_unit)
    ordered = query.order_by(table.c.first_return, table.c.number, table.c.township, table.c.name)
    return tuple(KnownInstitution(*row) for row in connection.execute(ordered))


def codes_elsewhere(connection: Connection, org_unit: str) -> dict[str, str]:
    """Credit code -> the other unit that has filed it (the first in byte order)."""
    table = schema.credit_codes
    query = select(table.c.code, table.c.org_unit).where(table.c.org_unit != org_unit)
    return {row.code: row.org_unit for row in connection.execute(query.order_by(table.c.org_unit.desc()))}


def earlier_returns(
    connection: Connection, *, org_unit: str, before: Period, as_of: datetime | None = None
) -> list[StoredReturn]:
    """The counting returns of a unit for periods before ``before``, the latest first."""
    counting = counting_of_all(revisions(connection, org_units=[org_unit], as_of=as_of))
    return [stored for (_, period), stored in sorted(counting.items(), reverse=True) if period < before]


def past(connection: Connection, *, org_unit: str, before: Period, as_of: datetime) -> Past:
    """What the unit had filed for earlier periods at ``as_of``; readable as long as the connection is."""
    found = revisions(connection, org_units=[org_unit], as_of=as_of)
    counting = {period: stored for (_, period), stored in counting_of_all(found).items() if period < before}
    first = next((revision.stored.received_at for revision in found if revision.stored.period == before), None)

    @cache
    def read(period: Period) -> ReturnContent:
        return content_of(connection, counting[period].sequence)

    return Past({period: stored.mode for period, stored in counting.items()}, read, first)


def earlier_ledger_return(
    connection: Connection, *, org_unit: str, before: Period, as_of: datetime | None = None
) -> StoredReturn | None:
    """The counting return that holds the latest ledger of an earlier period."""
    earlier = earlier_returns(connection, org_unit=org_unit, before=before, as_of=as_of)
    return next((stored for stored in earlier if stored.mode is Mode.LEDGER), None)


def earlier_ledger(connection: Connection, *, org_unit: str, before: Period) -> tuple[LedgerRow, ...]:
    """The rows of the latest ledger of an earlier period; empty where there is none."""
    latest = earlier_ledger_return(connection, org_unit=org_unit, before=before)
    return () if latest is None else ledger_of(connection, latest.sequence)


def earlier_tasks(connection: Connection, *, org_unit: str, before: Period) -> tuple[TaskState, ...]:
    """The last known state of each task: returns carry changed rows only."""
    last: dict[str, TaskState] = {}
    for stored in reversed(earlier_returns(connection, org_unit=org_unit, before=before)):
        last.update((row.task, row) for row in tasks_of(connection, stored.sequence))
    return tuple(last.values())


def earlier_projects(connection: Connection, *, org_unit: str, before: Period) -> tuple[Project, ...]:
    """The projects of the latest earlier return."""
    earlier = earlier_returns(connection, org_unit=org_unit, before=before)
    return projects_of(connection, earlier[0].sequence) if earlier else ()


def earlier_programmes(connection: Connection, *, org_unit: str, before: Period) -> tuple[Programme, ...]:
    """The programmes of the latest earlier return."""
    earlier = earlier_returns(connection, org_unit=org_unit, before=before)
    return programmes_of(connection, earlier[0].sequence) if earlier else ()
