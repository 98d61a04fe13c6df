"""The first schema: returns with their facts, rollups and states, all append-only."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from data.migrations.append_only import protect

revision = "0001"
down_revision = None

CODE = sa.String().with_variant(sa.String(collation="C"), "postgresql")
SEQUENCE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
COUNT = sa.Integer()
SUMS = ("institutions", "inclusive_institutions", "slots", "inclusive_slots", "children", "inclusive_children")
CHANNELS = ("k1", "k2", "k3", "s1", "s2", "s3", "c", "o")


def upgrade() -> None:
    """Tables in the order of their references, then the triggers that keep them."""
    _registers()
    _returns()
    _states()
    _ledger()
    _sums()
    _staff_and_tasks()
    _plans_of_units()
    _rollup()
    _issues()
    protect(op.get_bind())


def _text(name: str, *more: sa.SchemaItem, required: bool = False, key: bool = False) -> sa.Column[str]:
    return sa.Column(name, CODE, *more, nullable=not (required or key), primary_key=key)


def _texts(*names: str) -> list[sa.Column[str]]:
    return [_text(name) for name in names]


def _counts(*names: str, required: bool = False) -> list[sa.Column[int]]:
    return [sa.Column(name, COUNT, nullable=not required) for name in names]


def _of_return() -> sa.Column[int]:
    return sa.Column("return_sequence", SEQUENCE, sa.ForeignKey("returns.sequence"), nullable=False)


def _facts(name: str, *columns: sa.Column[str] | sa.Column[int]) -> None:
    """A table of one sheet's rows, kept in the order of its return."""
    place = (_text("sheet", required=True), sa.Column("row", COUNT, nullable=False))
    key = sa.PrimaryKeyConstraint("return_sequence", "row")
    op.create_table(name, _of_return(), *place, *columns, key, sqlite_with_rowid=False)


def _registers() -> None:
    op.create_table("meta", _text("key", key=True), _text("value", required=True))
    content = sa.Column("content", sa.LargeBinary, nullable=False)
    op.create_table("files", _text("digest", key=True), content)


def _returns() -> None:
    op.create_table(
        "returns",
        sa.Column("sequence", SEQUENCE, primary_key=True, autoincrement=False),
        _text("org_unit", required=True),
        _text("period", required=True),
        sa.Column("revision", COUNT, nullable=False),
        *(_text(name, required=True) for name in ("received_at", "actor", "digest")),
        sa.Column("receipt", CODE, nullable=False, unique=True),
        *(_text(name, required=True) for name in ("nature", "mode", "header", "columns", "file_name")),
        _text("file_digest", sa.ForeignKey("files.digest"), required=True),
        *(_text(name, required=True) for name in ("previous_checksum", "checksum")),
        sa.UniqueConstraint("org_unit", "period", "revision", name="returns_one_of_each_revision"),
    )
    op.create_index("returns_by_period", "returns", ["period", "org_unit", "sequence"])


def _states() -> None:
    op.create_table(
        "return_states",
        _of_return(),
        *_counts("number", required=True),
        *(_text(name, required=True) for name in ("state", "at", "actor")),
        _text("reason"),
        sa.PrimaryKeyConstraint("return_sequence", "number"),
    )
    _register("institutions", "org_unit", "number", "township", "name")
    _register("credit_codes", "code", "org_unit")


def _register(name: str, *key: str) -> None:
    """What units have named at least once, with the return that named it first."""
    first = sa.Column("first_return", SEQUENCE, sa.ForeignKey("returns.sequence"), nullable=False)
    columns = [_text(column, required=True) for column in key]
    op.create_table(name, *columns, first, sa.PrimaryKeyConstraint(*key))


def _ledger() -> None:
    _facts(
        "ledger_rows",
        _text("number", required=True),
        _text("name", required=True),
        _text("type"),
        _text("township", required=True),
        _text("state"),
        *_counts("slots", "inclusive_slots", "children", "inclusive_children", "carers", "certified"),
        *_texts("credit_code", "ownership", "filing_state", "filing_date", "inclusive_from", "inclusive_to"),
        *_texts("address", "longitude", "latitude"),
        *_counts("fee"),
        *_texts("state_since", "quality", "risk"),
    )


def _sums() -> None:
    channels = [f"inclusive_{channel}" for channel in CHANNELS]
    _facts("township_sums", _text("township", required=True), *_counts(*SUMS, *channels), _text("remark"))


def _staff_and_tasks() -> None:
    op.create_table(
        "workforce",
        _of_return(),
        *(_text(name, required=True) for name in ("sheet", "cell", "key")),
        *_counts("value"),
        sa.PrimaryKeyConstraint("return_sequence", "key"),
        sqlite_with_rowid=False,
    )
    told = _texts("state", "day", "evidence", "next_step", "contact")
    _facts("task_states", _text("task", required=True), *told)


def _plans_of_units() -> None:
    _facts(
        "projects",
        *(_text(name, required=True) for name in ("kind", "name")),
        *_texts("township", "channel"),
        *_counts("slots", "inclusive_slots"),
        *_texts("opening", "contact", "state"),
    )
    _facts("programmes", *(_text(name, required=True) for name in ("school", "name")), *_texts("level", "since"))


def _rollup() -> None:
    op.create_table(
        "rollup",
        _of_return(),
        *(_text(name, required=True) for name in ("township", "channel")),
        *_counts(*(name for figure in SUMS for name in (figure, f"{figure}_unknown")), required=True),
        sa.PrimaryKeyConstraint("return_sequence", "township", "channel"),
        sqlite_with_rowid=False,
    )


def _issues() -> None:
    op.create_table(
        "return_issues",
        _of_return(),
        *_counts("number", required=True),
        *(_text(name, required=True) for name in ("rule", "severity", "code")),
        *_texts("sheet", "cell", "found", "wanted"),
        _text("facts", required=True),
        sa.PrimaryKeyConstraint("return_sequence", "number"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "issue_explanations",
        _of_return(),
        *_counts("issue", "number", required=True),
        *(_text(name, required=True) for name in ("text", "at", "actor")),
        sa.PrimaryKeyConstraint("return_sequence", "issue", "number"),
        sqlite_with_rowid=False,
    )
