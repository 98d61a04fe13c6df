"""The sums that a store keeps, asked: implements ``data.sums.KeptSums``."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime

from sqlalchemy import Engine, exists, func, select

from data import schema
from data.issues import Severity
from data.model import Period, Reference
from data.repository import sums
from data.repository.engine import reading
from data.repository.figures import parts_of
from data.schema_sums import area_sums, filer_sums
from data.sums import Sums, read

FLOWS = 4
"""Flows whose cells ``told`` has a bit for."""


class StoredSums:
    """Each question is one reading; who asks several looks at the edition before and after."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def edition(self, reference: Reference, as_of: datetime) -> int | None:
        with reading(self._engine) as connection:
            return sums.edition(connection, reference, as_of)

    def of_areas(self, areas: Iterable[str], periods: Iterable[Period]) -> dict[tuple[str, Period], tuple[int, Sums]]:
        table = area_sums
        named = {str(period): period for period in periods}
        query = select(table).where(table.c.area.in_(list(areas)), table.c.period.in_(list(named)))
        with reading(self._engine) as connection:
            rows = connection.execute(query).all()
        return {(row.area, named[row.period]): (row.changed, read(row.sums)) for row in rows}

    def of_filers(self, filers: Iterable[str], period: Period) -> dict[str, Sums]:
        table = filer_sums
        found: dict[str, Sums] = {}
        with reading(self._engine) as connection:
            for part in parts_of(tuple(filers)):
                query = select(table.c.org_unit, table.c.sums)
                rows = connection.execute(query.where(table.c.period == str(period), table.c.org_unit.in_(part)))
                found.update({row.org_unit: read(row.sums) for row in rows})
        return found

    def filed(self, period: Period) -> frozenset[str]:
        with reading(self._engine) as connection:
            query = select(filer_sums.c.org_unit).where(filer_sums.c.period == str(period))
            return frozenset(connection.execute(query).scalars())

    def first_filed(self) -> dict[str, Period]:
        query = select(filer_sums.c.org_unit, func.min(filer_sums.c.period)).group_by(filer_sums.c.org_unit)
        with reading(self._engine) as connection:
            return {unit: Period.parse(first) for unit, first in connection.execute(query)}

    def told(self, first: Period, last: Period) -> dict[str, tuple[int, ...]]:
        table = filer_sums
        cells = [func.sum(table.c.told.op(">>")(bit).op("&")(1)) for bit in range(FLOWS)]
        query = select(table.c.org_unit, *cells).where(table.c.period >= str(first), table.c.period <= str(last))
        with reading(self._engine) as connection:
            rows = connection.execute(query.group_by(table.c.org_unit)).all()
        return {unit: tuple(map(int, counts)) for unit, *counts in rows}

    def lines(self, period: Period, filers: Collection[str] | None = None) -> tuple[tuple[str, str, str], ...]:
        table = filer_sums
        query = select(table.c.org_unit, table.c.receipt, table.c.state).where(table.c.period == str(period))
        if filers is not None:
            query = query.where(table.c.org_unit.in_(sorted(filers)))
        with reading(self._engine) as connection:
            return tuple(tuple(row) for row in connection.execute(query.order_by(table.c.org_unit)))

    def open_warnings(self, period: Period) -> int:
        issue, told, mine = schema.return_issues, schema.issue_explanations, filer_sums
        explained = exists().where(told.c.return_sequence == issue.c.return_sequence, told.c.issue == issue.c.number)
        joined = mine.join(issue, issue.c.return_sequence == mine.c.sequence)
        query = select(func.count()).select_from(joined).where(mine.c.period == str(period))
        with reading(self._engine) as connection:
            return connection.execute(query.where(issue.c.severity == Severity.WARNING.value, ~explained)).scalar_one()
