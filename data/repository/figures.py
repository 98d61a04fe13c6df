"""Reading for the figures: rollups, open warnings, and what the store has at all."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import TypeVar

from sqlalchemy import Connection, exists, func, select

from data import schema
from data.issues import Severity
from data.model import Period
from data.repository.codec import stamp
from data.returns import ChannelTotal, TownshipTotal

Named = TypeVar("Named", int, str)
AT_ONCE = 10_000
"""Sequences or codes named in one statement."""

_TOTALS = [column for column in schema.rollup.columns if column.name != "channel"]


def township_totals(connection: Connection, sequences: Collection[int]) -> list[TownshipTotal]:
    """The totals of these returns, by return and township."""
    table = schema.rollup
    found: list[TownshipTotal] = []
    for part in parts_of(sequences):
        totals = select(*_TOTALS).where(table.c.channel == schema.ALL_CHANNELS, table.c.return_sequence.in_(part))
        rows = connection.execute(totals.order_by(table.c.return_sequence, table.c.township))
        found.extend(map(TownshipTotal._make, rows))
    return found


def channel_totals(connection: Connection, sequences: Collection[int]) -> list[ChannelTotal]:
    """These returns summed by channel, by return and channel; grouped here, not by who asks."""
    table = schema.rollup
    sums = [func.sum(table.c[name]) for name in ChannelTotal._fields[2:]]
    found: list[ChannelTotal] = []
    for part in parts_of(sequences):
        grouped = select(table.c.return_sequence, table.c.channel, *sums)
        wanted = grouped.where(table.c.return_sequence.in_(part), table.c.channel != schema.ALL_CHANNELS)
        rows = connection.execute(wanted.group_by(table.c.return_sequence, table.c.channel))
        found.extend(map(ChannelTotal._make, rows))
    return found


def open_warnings(connection: Connection, sequences: Collection[int], as_of: datetime | None = None) -> int:
    """疑点 of these returns without an explanation, given by ``as_of`` where it is named."""
    issue, told = schema.return_issues, schema.issue_explanations
    explained = exists().where(told.c.return_sequence == issue.c.return_sequence, told.c.issue == issue.c.number)
    if as_of is not None:
        explained = explained.where(told.c.at <= stamp(as_of))
    query = select(func.count()).select_from(issue).where(issue.c.severity == Severity.WARNING.value, ~explained)
    parts = (query.where(issue.c.return_sequence.in_(part)) for part in parts_of(sequences))
    return sum(connection.execute(part).scalar_one() for part in parts)


def parts_of(named: Collection[Named], most: int = AT_ONCE) -> Iterator[list[Named]]:
    """Sequences or codes in order, so many at once as one statement names."""
    ordered = sorted(named)
    for start in range(0, len(ordered), most):
        yield ordered[start : start + most]


def reported_periods(connection: Connection, as_of: datetime) -> list[Period]:
    """Periods with a stored return, ascending; the index is asked for one after the other, not for all returns."""
    table, other = schema.returns, schema.returns.alias()
    found = select(func.min(table.c.period).label("period")).cte("found", recursive=True)
    following = select(func.min(table.c.period)).where(table.c.period > found.c.period).scalar_subquery()
    found = found.union_all(select(following).where(found.c.period.is_not(None)))
    known = exists().where(other.c.period == found.c.period, other.c.received_at <= stamp(as_of))
    return sorted(map(Period.parse, connection.execute(select(found.c.period).where(known)).scalars()))
