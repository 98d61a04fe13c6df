"""The audit in the store: entries added to the chain, looked for, and handed out whole to be checked."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection, or_, select

from data.account_tables import audit, audit_heads
from data.audit import AuditQuery, Entry, Head, Link, checksum_of
from data.repository.codec import compact, stamp
from data.repository.facts import insert

LONGEST = 300
"""Letters kept of what a stranger may have written himself."""


def append(connection: Connection, entry: Entry) -> Head:
    """One further entry; the caller holds the store for writing, so nothing comes between."""
    before = head(connection)
    actor, address, done_to = (_kept(words) for words in (entry.actor, entry.address, entry.object))
    told = (before.number + 1, stamp(entry.at), actor, address, entry.action.value)
    words = (*told, done_to, entry.result, compact(entry.facts), before.checksum)
    made = Head(told[0], checksum_of(words))
    insert(connection, audit, [(*words, made.checksum)])
    insert(connection, audit_heads, [made])
    return made


def _kept(words: str) -> str:
    """As much of it as is kept; PostgreSQL keeps no NUL."""
    return words.replace("\0", "")[:LONGEST]


def head(connection: Connection) -> Head:
    """Number and checksum of the last entry; (0, blank) before the first."""
    last = connection.execute(select(audit.c.number, audit.c.checksum).order_by(audit.c.number.desc()).limit(1)).first()
    return Head(0, "") if last is None else Head(*last)


def entries(connection: Connection, wanted: AuditQuery) -> list[Link]:
    """The entries asked for, the newest first."""
    query = select(audit).order_by(audit.c.number.desc())
    if wanted.action is not None:
        query = query.where(audit.c.action == wanted.action.value)
    if wanted.words:
        places = (audit.c.actor, audit.c.object, audit.c.address)
        query = query.where(or_(*(place.contains(wanted.words, autoescape=True) for place in places)))
    if wanted.since is not None:
        query = query.where(audit.c.at >= stamp(wanted.since))
    if wanted.until is not None:
        query = query.where(audit.c.at <= stamp(wanted.until))
    if wanted.before is not None:
        query = query.where(audit.c.number < wanted.before)
    return [Link(*row) for row in connection.execute(query.limit(wanted.size))]


def chain(connection: Connection) -> Iterator[Link]:
    """Every entry, the first first."""
    return (Link(*row) for row in connection.execute(select(audit).order_by(audit.c.number)))


def heads(connection: Connection) -> Iterator[Head]:
    """The head after each entry."""
    return (Head(*row) for row in connection.execute(select(audit_heads).order_by(audit_heads.c.number)))
