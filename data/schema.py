"""The tables, in SQLAlchemy Core. Every one is append-only: a correction is a further row, never a change.

Moments are text in UTC with microseconds and days are ISO text, collated by byte, so that SQLite and PostgreSQL
compare and order them alike. ``sheet`` and ``row`` (or ``cell``) of a fact are the clerk's own; the column letter
stands once a return in ``returns.columns``.
"""

from __future__ import annotations

from sqlalchemy import (
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    Table,
    UniqueConstraint,
)

from data.briefing_tables import briefing_files, briefing_seals, briefing_texts, briefings, office_text_seals
from data.columns import CODE, COUNT, SEQUENCE, metadata
from data.model import Channel

__all__ = ["briefing_files", "briefing_seals", "briefing_texts", "briefings", "metadata", "office_text_seals"]

VERSION = "0009"
"""The migration this code is written for; a store beyond it is refused."""

ALL_CHANNELS = "ALL"
"""The channel of a rollup row that carries a township's totals."""


def _of_return() -> Column[int]:
    return Column("return_sequence", SEQUENCE, ForeignKey("returns.sequence"), nullable=False)


def _texts(*names: str) -> list[Column[str]]:
    return [Column(name, CODE) for name in names]


def _counts(*names: str) -> list[Column[int]]:
    return [Column(name, COUNT) for name in names]


meta = Table(
    "meta",
    metadata,
    Column("key", CODE, primary_key=True),
    Column("value", CODE, nullable=False),
)

files = Table(
    "files",
    metadata,
    Column("digest", CODE, primary_key=True),
    Column("content", LargeBinary, nullable=False),
)

returns = Table(
    "returns",
    metadata,
    Column("sequence", SEQUENCE, primary_key=True, autoincrement=False),
    Column("org_unit", CODE, nullable=False),
    Column("period", CODE, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("received_at", CODE, nullable=False),
    Column("actor", CODE, nullable=False),
    Column("digest", CODE, nullable=False),
    Column("receipt", CODE, nullable=False, unique=True),
    Column("nature", CODE, nullable=False),
    Column("mode", CODE, nullable=False),
    Column("header", CODE, nullable=False),
    Column("columns", CODE, nullable=False),
    Column("file_name", CODE, nullable=False),
    Column("file_digest", CODE, ForeignKey("files.digest"), nullable=False),
    Column("previous_checksum", CODE, nullable=False),
    Column("checksum", CODE, nullable=False),
    UniqueConstraint("org_unit", "period", "revision", name="returns_one_of_each_revision"),
    Index("returns_by_period", "period", "org_unit", "sequence"),
)

return_states = Table(
    "return_states",
    metadata,
    _of_return(),
    Column("number", Integer, nullable=False),
    Column("state", CODE, nullable=False),
    Column("at", CODE, nullable=False),
    Column("actor", CODE, nullable=False),
    Column("reason", CODE),
    PrimaryKeyConstraint("return_sequence", "number"),
)

institutions = Table(
    "institutions",
    metadata,
    *(Column(name, CODE, nullable=False) for name in ("org_unit", "number", "township", "name")),
    Column("first_return", SEQUENCE, ForeignKey("returns.sequence"), nullable=False),
    PrimaryKeyConstraint("org_unit", "number", "township", "name"),
)
"""Each number a unit has given out, with every name and township it was filed under."""

credit_codes = Table(
    "credit_codes",
    metadata,
    *(Column(name, CODE, nullable=False) for name in ("code", "org_unit")),
    Column("first_return", SEQUENCE, ForeignKey("returns.sequence"), nullable=False),
    PrimaryKeyConstraint("code", "org_unit"),
)

LEDGER_FACTS = (
    *("number", "name", "type", "township", "state"),
    *("slots", "inclusive_slots", "children", "inclusive_children", "carers", "certified"),
    *("credit_code", "ownership", "filing_state", "filing_date", "inclusive_from", "inclusive_to"),
    *("address", "longitude", "latitude", "fee", "state_since", "quality", "risk"),
)
"""Fields of a LedgerRow beside its line, in the order of the table."""

ledger_rows = Table(
    "ledger_rows",
    metadata,
    _of_return(),
    Column("sheet", CODE, nullable=False),
    Column("row", Integer, nullable=False),
    Column("number", CODE, nullable=False),
    Column("name", CODE, nullable=False),
    Column("type", CODE),
    Column("township", CODE, nullable=False),
    Column("state", CODE),
    *_counts("slots", "inclusive_slots", "children", "inclusive_children", "carers", "certified"),
    *_texts("credit_code", "ownership", "filing_state", "filing_date", "inclusive_from", "inclusive_to"),
    *_texts("address", "longitude", "latitude"),
    *_counts("fee"),
    *_texts("state_since", "quality", "risk"),
    PrimaryKeyConstraint("return_sequence", "row"),
    sqlite_with_rowid=False,
)

SUM_COUNTS = ("institutions", "inclusive_institutions", "slots", "inclusive_slots", "children", "inclusive_children")
"""The figures of a township, in 街道乡镇 and in the rollup."""

CHANNEL_COLUMNS = tuple(f"inclusive_{channel.value.lower()}" for channel in Channel)

township_sums = Table(
    "township_sums",
    metadata,
    _of_return(),
    Column("sheet", CODE, nullable=False),
    Column("row", Integer, nullable=False),
    Column("township", CODE, nullable=False),
    *_counts(*SUM_COUNTS, *CHANNEL_COLUMNS),
    Column("remark", CODE),
    PrimaryKeyConstraint("return_sequence", "row"),
    sqlite_with_rowid=False,
)

workforce = Table(
    "workforce",
    metadata,
    _of_return(),
    Column("sheet", CODE, nullable=False),
    Column("cell", CODE, nullable=False),
    Column("key", CODE, nullable=False),
    Column("value", COUNT),
    PrimaryKeyConstraint("return_sequence", "key"),
    sqlite_with_rowid=False,
)

task_states = Table(
    "task_states",
    metadata,
    _of_return(),
    Column("sheet", CODE, nullable=False),
    Column("row", Integer, nullable=False),
    Column("task", CODE, nullable=False),
    *_texts("state", "day", "evidence", "next_step", "contact"),
    PrimaryKeyConstraint("return_sequence", "row"),
    sqlite_with_rowid=False,
)

projects = Table(
    "projects",
    metadata,
    _of_return(),
    Column("sheet", CODE, nullable=False),
    Column("row", Integer, nullable=False),
    Column("kind", CODE, nullable=False),
    Column("name", CODE, nullable=False),
    *_texts("township", "channel"),
    *_counts("slots", "inclusive_slots"),
    *_texts("opening", "contact", "state"),
    PrimaryKeyConstraint("return_sequence", "row"),
    sqlite_with_rowid=False,
)

programmes = Table(
    "programmes",
    metadata,
    _of_return(),
    Column("sheet", CODE, nullable=False),
    Column("row", Integer, nullable=False),
    Column("school", CODE, nullable=False),
    Column("name", CODE, nullable=False),
    *_texts("level", "since"),
    PrimaryKeyConstraint("return_sequence", "row"),
    sqlite_with_rowid=False,
)

rollup = Table(
    "rollup",
    metadata,
    _of_return(),
    Column("township", CODE, nullable=False),
    Column("channel", CODE, nullable=False),
    *(Column(name, COUNT, nullable=False) for figure in SUM_COUNTS for name in (figure, f"{figure}_unknown")),
    PrimaryKeyConstraint("return_sequence", "township", "channel"),
    sqlite_with_rowid=False,
)

return_issues = Table(
    "return_issues",
    metadata,
    _of_return(),
    Column("number", Integer, nullable=False),
    Column("rule", CODE, nullable=False),
    Column("severity", CODE, nullable=False),
    Column("code", CODE, nullable=False),
    *_texts("sheet", "cell", "found", "wanted"),
    Column("facts", CODE, nullable=False),
    PrimaryKeyConstraint("return_sequence", "number"),
    sqlite_with_rowid=False,
)

issue_explanations = Table(
    "issue_explanations",
    metadata,
    _of_return(),
    Column("issue", Integer, nullable=False),
    Column("number", Integer, nullable=False),
    Column("text", CODE, nullable=False),
    Column("at", CODE, nullable=False),
    Column("actor", CODE, nullable=False),
    PrimaryKeyConstraint("return_sequence", "issue", "number"),
    sqlite_with_rowid=False,
)

attachments = Table(
    "attachments",
    metadata,
    _of_return(),
    Column("number", Integer, nullable=False),
    Column("name", CODE, nullable=False),
    Column("size", Integer, nullable=False),
    Column("file_digest", CODE, ForeignKey("files.digest"), nullable=False),
    Column("at", CODE, nullable=False),
    Column("actor", CODE, nullable=False),
    PrimaryKeyConstraint("return_sequence", "number"),
)

change_confirmations = Table(
    "change_confirmations",
    metadata,
    _of_return(),
    *(Column(name, CODE, nullable=False) for name in ("institution", "kind")),
    Column("number", Integer, nullable=False),
    Column("document", CODE, nullable=False),
    Column("at", CODE, nullable=False),
    Column("actor", CODE, nullable=False),
    PrimaryKeyConstraint("return_sequence", "institution", "kind", "number"),
)

seals = Table(
    "seals",
    metadata,
    _of_return(),
    Column("number", Integer, nullable=False),
    Column("checksum", CODE, nullable=False),
    PrimaryKeyConstraint("return_sequence", "number"),
    sqlite_with_rowid=False,
)
"""After each thing said of a return, a checksum of everything said of it (data.seals)."""

FACTS = (ledger_rows, township_sums, workforce, task_states, projects, programmes)
"""The tables that hold what the clerk typed."""
