"""Briefings in the store: what was issued, under which number, with which bytes; and the texts of the office."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, func, select

from data import schema
from data.briefings import (
    Basis,
    IssuedBriefing,
    IssuedFile,
    Kind,
    Occasion,
    OfficeText,
    Printed,
    Section,
    Turn,
    digest_of,
)
from data.issues import StoreError
from data.model import Period
from data.repository.codec import compact, moment_of, stamp
from data.repository.facts import insert
from data.repository.remarks import keep_file
from data.seals import chained


def texts_of(connection: Connection, occasion: Occasion) -> tuple[OfficeText, ...]:
    """Every revision of every text written for an occasion, the first revisions first."""
    table = schema.briefing_texts
    query = _of_occasion(select(table), occasion).order_by(table.c.number, table.c.section)
    return tuple(
        OfficeText(Section(row.section), row.number, row.text, row.author, moment_of(row.at))
        for row in connection.execute(query)
    )


def add_text(
    connection: Connection, occasion: Occasion, section: Section, text: str, *, author: str, at: datetime
) -> OfficeText:
    """One further revision of a text."""
    before = [one.number for one in texts_of(connection, occasion) if one.section is section]
    said = OfficeText(section, max(before, default=0) + 1, text, author, at)
    row = (*_key(occasion), section.value, said.number, text, author, stamp(at), said.digest)
    seal = chained(row, _last_seal(connection, occasion, section))
    insert(connection, schema.briefing_texts, [row])
    insert(connection, schema.office_text_seals, [(*row[:6], seal)])
    return said


def next_number(connection: Connection, occasion: Occasion, year: int) -> int:
    """第N期 that the next briefing of that kind, unit and year gets."""
    table = schema.briefings
    last = select(func.max(table.c.number)).where(
        table.c.kind == occasion.kind.value, table.c.org_unit == occasion.org_unit, table.c.year == year
    )
    return (connection.execute(last).scalar() or 0) + 1


def add_briefing(
    connection: Connection, basis: Basis, turn: Turn, printed: Printed, *, actor: str, at: datetime
) -> int:
    """A briefing with its files; its sequence."""
    table, occasion = schema.briefings, basis.occasion
    sequence = (connection.execute(select(func.max(table.c.sequence))).scalar() or 0) + 1
    revisions = {section.value: one.number for section, one in turn.texts.items()}
    row = (
        *(sequence, occasion.kind.value, occasion.org_unit, turn.day.year, turn.number),
        *(occasion.lang, str(occasion.period), basis.plan, stamp(basis.as_of), basis.definitions, printed.data_digest),
        *(compact(revisions), digest_of(turn.texts), compact(printed.frame), printed.made_by, printed.nature),
        *(stamp(at), actor),
    )
    kept = ((name, content, keep_file(connection, content)) for name, content in sorted(printed.files.items()))
    files = [(sequence, name, len(content), digest) for name, content, digest in kept]
    seals = schema.briefing_seals
    before = connection.execute(select(seals.c.checksum).where(seals.c.briefing == sequence - 1)).scalar() or ""
    insert(connection, table, [row])
    insert(connection, schema.briefing_files, files)
    insert(connection, seals, [(sequence, chained([row, files], before))])
    return sequence


def _last_seal(connection: Connection, occasion: Occasion, section: Section) -> str:
    """The seal of the last revision of a text; blank before the first."""
    table = schema.office_text_seals
    own = (column == value for column, value in zip(table.columns, (*_key(occasion), section.value)))
    query = select(table.c.checksum).where(*own).order_by(table.c.number.desc()).limit(1)
    return connection.execute(query).scalar() or ""


def briefing_of(connection: Connection, sequence: int) -> IssuedBriefing | None:
    """What was issued under that sequence."""
    query = select(schema.briefings).where(schema.briefings.c.sequence == sequence)
    return next(iter(_read(connection, query)), None)


def last_of(connection: Connection, occasion: Occasion) -> IssuedBriefing | None:
    """What was last issued of that kind, unit and language."""
    table = schema.briefings
    own = {table.c.kind: occasion.kind.value, table.c.org_unit: occasion.org_unit, table.c.lang: occasion.lang}
    query = select(table).where(*(column == value for column, value in own.items()))
    return next(iter(_read(connection, query.order_by(table.c.sequence.desc()).limit(1))), None)


def briefings_of(
    connection: Connection, *, org_unit: str | None, most: int, after: int = 0
) -> tuple[IssuedBriefing, ...]:
    """What was issued, of one unit or of all: ``most`` of them, the newest first, after the first so many."""
    table = schema.briefings
    query = _of_unit(select(table), org_unit).order_by(table.c.sequence.desc()).limit(most).offset(after)
    return _read(connection, query)


def count_of(connection: Connection, org_unit: str | None) -> int:
    """How many were issued."""
    query = _of_unit(select(func.count()).select_from(schema.briefings), org_unit)
    return int(connection.execute(query).scalar_one())


def content_of(connection: Connection, sequence: int, name: str) -> bytes:
    """The bytes of a file as it was issued; StoreError where there is none."""
    table = schema.briefing_files
    query = select(schema.files.c.content).join(table, table.c.file_digest == schema.files.c.digest)
    found = connection.execute(query.where(table.c.briefing == sequence, table.c.format == name)).first()
    if found is None:
        raise StoreError("briefings.no_such_file", sequence=sequence, format=name)
    return bytes(found.content)


def _of_unit(query: Select[Any], org_unit: str | None) -> Select[Any]:
    return query if org_unit is None else query.where(schema.briefings.c.org_unit == org_unit)


def _read(connection: Connection, query: Select[Any]) -> tuple[IssuedBriefing, ...]:
    rows = connection.execute(query).all()
    files = _files_of(connection, [row.sequence for row in rows])
    return tuple(_briefing(row, files[row.sequence]) for row in rows)


def _files_of(connection: Connection, sequences: Collection[int]) -> Mapping[int, list[IssuedFile]]:
    table = schema.briefing_files
    found: dict[int, list[IssuedFile]] = {sequence: [] for sequence in sequences}
    query = select(table).where(table.c.briefing.in_(sequences)).order_by(table.c.format)
    for row in connection.execute(query) if sequences else ():
        found[row.briefing].append(IssuedFile(row.format, row.size, row.file_digest))
    return found


def _briefing(row: Row[Any], files: list[IssuedFile]) -> IssuedBriefing:
    occasion = Occasion(Kind(row.kind), row.org_unit, Period.parse(row.period), row.lang)
    return IssuedBriefing(
        sequence=row.sequence,
        year=row.year,
        number=row.number,
        basis=Basis(occasion, row.plan, moment_of(row.as_of), row.definitions),
        data_digest=row.data_digest,
        texts={Section(name): number for name, number in json.loads(row.texts).items()},
        texts_digest=row.texts_digest,
        frame=json.loads(row.frame),
        made_by=row.made_by,
        issued_at=moment_of(row.issued_at),
        actor=row.actor,
        files=tuple(files),
    )


def _key(occasion: Occasion) -> tuple[str, str, str, str]:
    return occasion.kind.value, occasion.org_unit, str(occasion.period), occasion.lang


def _of_occasion(query: Select[Any], occasion: Occasion) -> Select[Any]:
    table = schema.briefing_texts
    columns = (table.c.kind, table.c.org_unit, table.c.period, table.c.lang)
    return query.where(*(column == value for column, value in zip(columns, _key(occasion))))
