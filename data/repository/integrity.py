"""Is the store as it was written? Every checksum worked out anew from the rows, and the database's own checks."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from sqlalchemy import Connection, Table, func, select
from sqlalchemy.exc import DatabaseError

from data import schema
from data.audit import Head, verify_chain
from data.integrity import Damage, StoreCheck
from data.repository import audit
from data.repository.arrivals import checksum, notes
from data.repository.briefing_seals import briefing_damages, office_text_damages
from data.repository.facts import WORKFORCE_KEYS, Rows
from data.repository.figures import parts_of
from data.repository.structure import structure_damages
from data.repository.sums_check import SumsCheck
from data.seals import SEALED, seal_of

AT_ONCE = 64
MOST_NAMED = 20
"""Damages told of one kind; the rest is counted."""

FACTS = ("ledger_rows", "township_sums", "workforce", "task_states", "projects", "programmes", "rollup")
UNREADABLE = (DatabaseError, ValueError, TypeError, KeyError, OverflowError)
"""What a damaged page of a database makes of a question or of its answer."""


def check_store(connection: Connection, noted: Head | None = None) -> StoreCheck:
    """Look at everything; the caller holds one view of the store. Never raises for what it finds.

    ``noted``: an entry of the audit as it was printed earlier, which must still be that entry.
    """
    damages: list[Damage] = []
    looks = (_broken_links, _files, _references, _names, _kind, briefing_damages, office_text_damages)
    for look in (structure_damages, *looks):
        damages += _told(look, connection)
    damages += _told(_audit, connection, noted)
    damages += _told(_returns, connection)
    count, files, head = _size(connection)
    return StoreCheck(count, files, head, tuple(damages), _audit_head(connection))


def unreadable(error: Exception) -> StoreCheck:
    """What a check finds of a store that cannot even be opened."""
    return StoreCheck(0, 0, "", (Damage("unreadable", {"part": "file", "detail": type(error).__name__}),))


def with_sums(checked: StoreCheck, look: SumsCheck, filers: int | None) -> StoreCheck:
    """What was found, and what is found of the sums kept beside the returns, of so many filers (None: of all)."""

    def sums(most: int | None) -> Iterator[Damage]:
        return look.damages(most)

    found = _told(sums, filers)
    return replace(checked, damages=(*checked.damages, *found), summed=(len(look.filers), len(look.looked)))


def _told(look: Callable[..., Iterator[Damage]], *asked: object) -> list[Damage]:
    """The first damages of one kind, and how many more; a question that cannot be answered is one itself."""
    found: list[Damage] = []
    try:
        found.extend(look(*asked))
    except UNREADABLE as error:
        found.append(Damage("unreadable", {"part": look.__name__.strip("_"), "detail": type(error).__name__}))
    unnamed = len(found) - MOST_NAMED
    return found if unnamed <= 0 else [*found[:MOST_NAMED], Damage("more", {"count": unnamed})]


def check_size(connection: Connection) -> int:
    """How many returns a check would look at; 0 where that cannot be told, which the check then tells."""
    return _size(connection)[0]


def _size(connection: Connection) -> tuple[int, int, str]:
    table = schema.returns
    try:
        count = connection.execute(select(func.count()).select_from(table)).scalar_one()
        files = connection.execute(select(func.count()).select_from(schema.files)).scalar_one()
        last = select(table.c.checksum).order_by(table.c.sequence.desc()).limit(1)
        return count, files, connection.execute(last).scalar() or ""
    except UNREADABLE:
        return 0, 0, ""


def _broken_links(connection: Connection) -> Iterator[Damage]:
    """Revisions are numbered without a gap, and each names the checksum of the one before."""
    table = schema.returns
    query = select(table.c.sequence, table.c.previous_checksum, table.c.checksum, table.c.receipt)
    links = [(0, "", "", ""), *(tuple(row) for row in connection.execute(query.order_by(table.c.sequence)))]
    for before, link in pairwise(links):
        if link[0] != before[0] + 1 or link[1] != before[2]:
            yield Damage("chain", {"receipt": str(link[3]), "sequence": link[0]})


def _files(connection: Connection) -> Iterator[Damage]:
    """The bytes of every file still have the digest they are kept under."""
    table = schema.files
    for digest in connection.execute(select(table.c.digest)).scalars().all():
        content = connection.execute(select(table.c.content).where(table.c.digest == digest)).scalar()
        if content is None or hashlib.sha256(bytes(content)).hexdigest() != digest:
            yield Damage("file", {"digest": str(digest)[:16]})


def _references(connection: Connection) -> Iterator[Damage]:
    """Every row that names another finds it."""
    for table in schema.metadata.sorted_tables:
        for key in table.foreign_keys:
            there, here = key.column, key.parent
            query = select(func.count()).select_from(table.outerjoin(there.table, there == here))
            lost = connection.execute(query.where(there.is_(None), here.is_not(None))).scalar_one()
            if lost:
                yield Damage("reference", {"table": table.name, "count": lost})


def _names(connection: Connection) -> Iterator[Damage]:
    """Institutions and credit codes known are those that the ledgers name, each from the return that named it first."""
    ledger, of = schema.ledger_rows, schema.returns
    joined = ledger.join(of, of.c.sequence == ledger.c.return_sequence)
    first = func.min(ledger.c.return_sequence)
    named = select(of.c.org_unit, ledger.c.number, ledger.c.township, ledger.c.name, first).select_from(joined)
    named = named.group_by(of.c.org_unit, ledger.c.number, ledger.c.township, ledger.c.name)
    coded = select(ledger.c.credit_code, of.c.org_unit, first).select_from(joined)
    coded = coded.where(ledger.c.credit_code.is_not(None), ledger.c.credit_code != "")
    coded = coded.group_by(ledger.c.credit_code, of.c.org_unit)
    for table, query in ((schema.institutions, named), (schema.credit_codes, coded)):
        kept = {tuple(row) for row in connection.execute(select(table))}
        told = {tuple(row) for row in connection.execute(query)}
        if kept != told:
            yield Damage("names", {"table": table.name, "count": len(kept ^ told)})


def _kind(connection: Connection) -> Iterator[Damage]:
    """The kind of data that the store says it holds is that of its returns."""
    held = set(connection.execute(select(schema.returns.c.nature).distinct()).scalars())
    told = {value for key, value in notes(connection).items() if key == "nature"}
    if held and held != told:
        yield Damage("nature")


def _audit_head(connection: Connection) -> str:
    try:
        last = audit.head(connection)
    except UNREADABLE:
        return ""
    return last.told


def _audit(connection: Connection, noted: Head | None) -> Iterator[Damage]:
    """Every entry of the audit is sealed to the one before it, none is missing or added, and one is as was noted."""
    for number, fault in verify_chain(audit.chain(connection), audit.heads(connection), noted):
        yield Damage(f"audit_{fault}", {"number": number})


def _returns(connection: Connection) -> Iterator[Damage]:
    """Row, facts and rollup of every revision against its checksum; what is said of it against its last seal."""
    columns = schema.returns.columns.keys()
    sequences = connection.execute(select(schema.returns.c.sequence).order_by(schema.returns.c.sequence)).scalars()
    for some in parts_of(sequences.all(), AT_ONCE):
        facts, said = _rows_of(connection, FACTS, some), _rows_of(connection, tuple(SEALED), some)
        seals = _rows_of(connection, ("seals",), some)
        query = select(schema.returns).where(schema.returns.c.sequence.in_(some)).order_by(schema.returns.c.sequence)
        for row in connection.execute(query):
            sequence, *middle, previous, kept = tuple(row)
            told = {name: facts[name].get(sequence, []) for name in FACTS}
            told["workforce"].sort(key=lambda line: WORKFORCE_KEYS.index(line[2]))
            if checksum(previous, middle, told) != kept:
                yield Damage("revision", {"receipt": str(row[columns.index("receipt")]), "sequence": sequence})
            if not _is_sealed(sequence, seals["seals"].get(sequence, []), said):
                yield Damage("said", {"receipt": str(row[columns.index("receipt")]), "sequence": sequence})


def _is_sealed(sequence: int, seals: Rows, said: dict[str, dict[int, Rows]]) -> bool:
    """The seals are counted without a gap and the last one is that of what stands."""
    numbers = [number for number, _ in seals]
    if not seals or numbers != list(range(1, len(seals) + 1)):
        return False
    rows = {name: _columns(name, said[name].get(sequence, [])) for name in SEALED}
    return str(seals[-1][1]) == seal_of(sequence, numbers[-1], rows)


def _columns(name: str, rows: Rows) -> Rows:
    """Rows of a table, without their return, of the columns that a seal covers."""
    places = [place - 1 for place in map(schema.metadata.tables[name].columns.keys().index, SEALED[name])]
    return [tuple(row[place] for place in places) for row in rows]


def _rows_of(connection: Connection, names: Sequence[str], some: Sequence[int]) -> dict[str, dict[int, Rows]]:
    """Table -> return -> its rows without the return, in the order of the table's key."""
    return {name: _by_return(connection, schema.metadata.tables[name], some) for name in names}


def _by_return(connection: Connection, table: Table, some: Sequence[int]) -> dict[int, Rows]:
    found: dict[int, Rows] = defaultdict(list)
    query = select(table).where(table.c.return_sequence.in_(some)).order_by(*table.primary_key.columns)
    for sequence, *row in connection.execute(query):
        found[sequence].append(tuple(row))
    return found
