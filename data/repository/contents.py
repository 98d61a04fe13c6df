"""What a stored revision says, rebuilt from its facts as it was checked."""

from __future__ import annotations

import json

from sqlalchemy import Connection, select

from data import schema
from data.model import Period
from data.repository.facts import ledger_of, programmes_of, projects_of, sums_of, tasks_of, workforce_of
from data.returns import Mode, Nature, ReturnContent


def content_of(connection: Connection, sequence: int) -> ReturnContent:
    """The content of one return; its digest is that of the return."""
    table = schema.returns
    names = ("org_unit", "period", "mode", "nature", "header", "columns")
    row = connection.execute(select(*(table.c[name] for name in names)).where(table.c.sequence == sequence)).one()
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
