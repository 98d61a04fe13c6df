"""Is what was issued and written still as it was kept? Every seal worked out anew."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, Row, Table, select

from data import schema
from data.integrity import Damage
from data.seals import chained


def briefing_damages(connection: Connection) -> Iterator[Damage]:
    """Each briefing with its files against its seal, numbered without a gap."""
    table, files = schema.briefings, schema.briefing_files
    seals = {row.briefing: row.checksum for row in connection.execute(select(schema.briefing_seals))}
    before, expected = "", 1
    for row in connection.execute(select(table).order_by(table.c.sequence)):
        own = select(files).where(files.c.briefing == row.sequence).order_by(files.c.format)
        told = [tuple(row), [tuple(one) for one in connection.execute(own)]]
        seal = seals.pop(row.sequence, "")
        if row.sequence != expected or chained(told, before) != seal:
            yield Damage("briefing", {"sequence": row.sequence})
        before, expected = seal, row.sequence + 1
    for sequence in seals:
        yield Damage("briefing", {"sequence": sequence})


def office_text_damages(connection: Connection) -> Iterator[Damage]:
    """Each revision of each text against its seal, numbered without a gap."""
    kept: dict[tuple[str | int, ...], str] = {
        tuple(row[:-1]): row.checksum for row in _ordered(connection, schema.office_text_seals)
    }
    last: dict[tuple[str, ...], tuple[int, str]] = {}
    for row in _ordered(connection, schema.briefing_texts):
        place, key = tuple(row[:5]), tuple(row[:6])
        number, before = last.get(place, (0, ""))
        seal = kept.pop(key, "")
        if row.number != number + 1 or chained(tuple(row), before) != seal:
            yield _text_damage(key)
        last[place] = (row.number, seal)
    yield from map(_text_damage, kept)


def _ordered(connection: Connection, table: Table) -> Iterator[Row[Any]]:
    yield from connection.execute(select(table).order_by(*table.primary_key.columns))


def _text_damage(key: tuple[str | int, ...]) -> Damage:
    _, org_unit, period, _, _, number = key
    return Damage("office_text", {"org_unit": org_unit, "period": period, "number": number})
