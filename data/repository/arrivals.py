"""Adding a revision: its header, facts, rollup, issues and first state, sealed to the one before it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, select

from data import schema
from data.issues import Issue, StoreError
from data.model import Reference
from data.repository.codec import compact, stamp
from data.repository.facts import Rows, fact_rows, insert
from data.repository.remarks import keep_file
from data.repository.seals import next_seal
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


class Link(NamedTuple):
    """A revision in the chain of seals: its sequence and its checksum."""

    sequence: int = 0
    checksum: str = ""


def add_return(connection: Connection, reference: Reference, arrival: Arrival, revision: int) -> StoredReturn:
    """Store one revision with all that belongs to it; the caller holds the transaction."""
    set_nature(connection, arrival.content.nature)
    file_digest = keep_file(connection, arrival.file)
    link, rows = return_rows(reference, arrival, revision, after=last_link(connection), file_digest=file_digest)
    for table, lines in rows.items():
        insert(connection, schema.metadata.tables[table], lines)
    _add_names(connection, link.sequence, arrival.content)
    return _stored(link.sequence, revision, arrival)


def return_rows(
    reference: Reference, arrival: Arrival, revision: int, *, after: Link, file_digest: str
) -> tuple[Link, dict[str, Rows]]:
    """What a revision adds by table, in the order of their references, and the link that it is in the chain.

    What it names for the first time depends on all that was named before: ``names_of`` tells that.
    """
    facts = {**fact_rows(arrival.content), "rollup": _rollup(reference, arrival.content)}
    row = _return_row(arrival, revision, file_digest)
    link = Link(after.sequence + 1, checksum(after.checksum, row, facts))
    told = {table: [(link.sequence, *line) for line in lines] for table, lines in facts.items()}
    returns = [(link.sequence, *row, after.checksum, link.checksum)]
    said = {**_issue_rows(link.sequence, arrival), **_state_rows(link, arrival)}
    return link, {"returns": returns, **told, **said, "seals": next_seal(link.sequence, 1, said)}


def _state_rows(link: Link, arrival: Arrival) -> dict[str, Rows]:
    received = (link.sequence, 1, State.RECEIVED.value, stamp(arrival.received_at), arrival.actor, None)
    return {"return_states": [received]}


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


def last_link(connection: Connection) -> Link:
    """The revision that the next one is chained to; sequence 0 in an empty store."""
    last = select(schema.returns.c.sequence, schema.returns.c.checksum)
    row = connection.execute(last.order_by(schema.returns.c.sequence.desc()).limit(1)).first()
    return Link() if row is None else Link(*row)


def checksum(previous: str, row: Sequence[Any], facts: Mapping[str, Rows]) -> str:
    """SHA-256 over the chain so far, the return's row and every fact, as the store keeps them."""
    text = json.dumps([previous, row, facts], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _rollup(reference: Reference, content: ReturnContent) -> Rows:
    townships = reference.townships_at(content.period.end, content.org_unit)
    return [(row.township, row.channel, *row.counts) for row in rollup_of(content, (t.code for t in townships))]


def names_of(content: ReturnContent) -> dict[str, Rows]:
    """Institutions by number, township and name, and credit codes, each as its table begins."""
    unit = content.org_unit
    named = {(unit, row.number, row.township, row.name) for row in content.ledger}
    coded = {(row.credit_code, unit) for row in content.ledger if row.credit_code}
    return {"institutions": sorted(named), "credit_codes": sorted(coded)}


def known_names(connection: Connection, table: str, org_unit: str) -> set[tuple[Any, ...]]:
    """What a unit has named already, as ``names_of`` tells it."""
    kept = schema.metadata.tables[table]
    keys = [column for column in kept.columns if column.name != "first_return"]
    return {tuple(row) for row in connection.execute(select(*keys).where(kept.c.org_unit == org_unit))}


def _add_names(connection: Connection, sequence: int, content: ReturnContent) -> None:
    """What the unit names for the first time."""
    for table, rows in names_of(content).items():
        known = known_names(connection, table, content.org_unit)
        insert(connection, schema.metadata.tables[table], [(*row, sequence) for row in rows if row not in known])


def _issue_rows(sequence: int, arrival: Arrival) -> dict[str, Rows]:
    """Issues by their place, and what 疑点说明 explains of them."""
    told = [
        (sequence, place + 1, 1, reason, stamp(arrival.received_at), arrival.actor)
        for place, reason in sorted(arrival.explanations.items())
    ]
    issues = [_issue_row(sequence, number, issue) for number, issue in enumerate(arrival.issues, 1)]
    return {"return_issues": issues, "issue_explanations": told}


def _issue_row(sequence: int, number: int, issue: Issue) -> tuple[Any, ...]:
    place = (issue.location.sheet, issue.location.cell)
    what = (issue.rule, issue.severity.value, issue.code, *place, issue.found, issue.wanted)
    return (sequence, number, *what, compact(issue.facts))
