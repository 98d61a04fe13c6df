"""Adding a revision: its header, facts, rollup, issues and first state, sealed to the one before it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from data import schema
from data.issues import Issue, StoreError
from data.model import Reference
from data.repository.codec import compact, stamp
from data.repository.facts import Rows, fact_rows, insert, write_facts
from data.repository.remarks import add_state, keep_file
from data.returns import Nature, ReturnContent, State, StoredReturn
from data.rollup import rollup_of


@dataclass(frozen=True, slots=True)
class Arrival:
    """A checked return about to be stored; ``explanations`` go by the place of their issue in ``issues``."""

    content: ReturnContent
    digest: str
    issues: Sequence[Issue]
    received_at: datetime
    actor: str
    file_name: str
    file: bytes
    explanations: Mapping[int, str] = field(default_factory=dict)


def receipt_of(org_unit: str, period: str, revision: int, digest: str) -> str:
    """``TY-110114-2025Q4-R1-1f0c9a3b``: the same for the same figures, wherever they are loaded."""
    return f"TY-{org_unit}-{period.replace('-', '')}-R{revision}-{digest[:8]}"


def set_nature(connection: Connection, nature: Nature) -> None:
    """A database holds one kind of data; the first return decides which."""
    held = nature_of(connection)
    if held is None:
        add_note(connection, "nature", nature.value)
    elif held is not nature:
        raise StoreError("store.other_nature", held=held, found=nature)


def nature_of(connection: Connection) -> Nature | None:
    """The kind of data held; None while the store is empty."""
    held = notes(connection).get("nature")
    return None if held is None else Nature(held)


def notes(connection: Connection) -> dict[str, str]:
    """What the store remembers of itself."""
    return {row.key: row.value for row in connection.execute(select(schema.meta.c.key, schema.meta.c.value))}


def add_note(connection: Connection, key: str, value: str) -> None:
    """Remember ``value``; what is remembered already stays."""
    if key not in notes(connection):
        insert(connection, schema.meta, [(key, value)])


def add_return(connection: Connection, reference: Reference, arrival: Arrival, revision: int) -> StoredReturn:
    """Store one revision with all that belongs to it; the caller holds the transaction."""
    set_nature(connection, arrival.content.nature)
    file_digest = keep_file(connection, arrival.file)
    sequence, previous = _last_link(connection)
    facts = {**fact_rows(arrival.content), "rollup": _rollup(reference, arrival.content)}
    row = _return_row(arrival, revision, file_digest)
    seal = checksum(previous, row, facts)
    insert(connection, schema.returns, [(sequence, *row, previous, seal)])
    write_facts(connection, sequence, facts)
    _add_institutions(connection, sequence, arrival.content)
    _add_issues(connection, sequence, arrival)
    add_state(connection, sequence, State.RECEIVED, at=arrival.received_at, actor=arrival.actor, reason=None)
    return _stored(sequence, revision, arrival)


def _stored(sequence: int, revision: int, arrival: Arrival) -> StoredReturn:
    content = arrival.content
    return StoredReturn(
        sequence=sequence,
        org_unit=content.org_unit,
        period=content.period,
        revision=revision,
        state=State.RECEIVED,
        received_at=arrival.received_at,
        actor=arrival.actor,
        digest=arrival.digest,
        receipt=receipt_of(content.org_unit, str(content.period), revision, arrival.digest),
        mode=content.mode,
        file_name=arrival.file_name,
    )


def _return_row(arrival: Arrival, revision: int, file_digest: str) -> tuple[Any, ...]:
    """The row of ``returns`` between its sequence and its checksums."""
    content = arrival.content
    period = str(content.period)
    receipt = receipt_of(content.org_unit, period, revision, arrival.digest)
    what = (content.nature.value, content.mode.value, compact(content.header), compact(content.columns))
    who = (stamp(arrival.received_at), arrival.actor, arrival.digest, receipt)
    return (content.org_unit, period, revision, *who, *what, arrival.file_name, file_digest)


def _last_link(connection: Connection) -> tuple[int, str]:
    """The next sequence and the checksum it is chained to."""
    last = select(schema.returns.c.sequence, schema.returns.c.checksum)
    row = connection.execute(last.order_by(schema.returns.c.sequence.desc()).limit(1)).first()
    return (1, "") if row is None else (row.sequence + 1, row.checksum)


def checksum(previous: str, row: Sequence[Any], facts: Mapping[str, Rows]) -> str:
    """SHA-256 over the chain so far, the return's row and every fact, as the store keeps them."""
    text = json.dumps([previous, row, facts], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _rollup(reference: Reference, content: ReturnContent) -> Rows:
    townships = reference.townships_at(content.period.end, content.org_unit)
    return [(row.township, row.channel, *row.counts) for row in rollup_of(content, (t.code for t in townships))]


def _add_institutions(connection: Connection, sequence: int, content: ReturnContent) -> None:
    """What the unit names for the first time: institutions by number, township and name, and credit codes."""
    unit = content.org_unit
    named = {(unit, row.number, row.township, row.name) for row in content.ledger}
    coded = {(row.credit_code, unit) for row in content.ledger if row.credit_code}
    for table, rows in ((schema.institutions, named), (schema.credit_codes, coded)):
        keys = [column for column in table.columns if column.name != "first_return"]
        known = {tuple(row) for row in connection.execute(select(*keys).where(table.c.org_unit == unit))}
        insert(connection, table, [(*row, sequence) for row in sorted(rows - known)])


def _add_issues(connection: Connection, sequence: int, arrival: Arrival) -> None:
    issues = [_issue_row(sequence, number, issue) for number, issue in enumerate(arrival.issues, 1)]
    insert(connection, schema.return_issues, issues)
    told = [
        (sequence, place + 1, 1, reason, stamp(arrival.received_at), arrival.actor)
        for place, reason in sorted(arrival.explanations.items())
    ]
    insert(connection, schema.issue_explanations, told)


def _issue_row(sequence: int, number: int, issue: Issue) -> tuple[Any, ...]:
    place = (issue.location.sheet, issue.location.cell)
    what = (issue.rule, issue.severity.value, issue.code, *place, issue.found, issue.wanted)
    return (sequence, number, *what, compact(issue.facts))
