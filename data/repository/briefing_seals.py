"""Is what was issued and written still as it was kept? Every seal worked out anew."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection, select

from data import schema
from data.integrity import Damage
from data.repository.briefings import sealed


def briefing_damages(connection: Connection) -> Iterator[Damage]:
    """Each briefing with its files against its seal, numbered without a gap."""
    table, files = schema.briefings, schema.briefing_files
    before, expected = "", 1
    for row in connection.execute(select(table).order_by(table.c.sequence)):
        *told, kept = tuple(row)
        own = select(files).where(files.c.briefing == row.sequence).order_by(files.c.format)
        found = [tuple(one) for one in connection.execute(own)]
        if row.sequence != expected or sealed([told, found], before) != kept:
            yield Damage("briefing", {"sequence": row.sequence})
        before, expected = kept, row.sequence + 1


def office_text_damages(connection: Connection) -> Iterator[Damage]:
    """Each revision of each text against its seal, numbered without a gap."""
    table = schema.briefing_texts
    last: dict[tuple[str, ...], tuple[int, str]] = {}
    for row in connection.execute(select(table).order_by(*table.primary_key.columns)):
        *told, kept = tuple(row)
        place = tuple(told[:5])
        number, before = last.get(place, (0, ""))
        if row.number != number + 1 or sealed(told, before) != kept:
            yield Damage("office_text", {"org_unit": row.org_unit, "period": row.period, "number": row.number})
        last[place] = (row.number, kept)
