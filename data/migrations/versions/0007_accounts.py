"""Accounts with their sessions, and the audit."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from data.migrations.append_only import protect

revision = "0007"
down_revision = "0006"

CODE = sa.String().with_variant(sa.String(collation="C"), "postgresql")
SEQUENCE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
KEYS = {
    "users": (("name", "number"),),
    "sign_ins": (("number",),),
    "sessions": (("session", "number"),),
    "audit": (("number",),),
    "audit_heads": (("number",),),
}


def upgrade() -> None:
    """Five tables, append-only as all the others."""
    op.create_table(
        "users",
        _text("name"),
        _number("number"),
        _text("role"),
        sa.Column("org_unit", CODE),
        *map(_text, ("state", "password", "password_at", "at", "actor")),
        sa.PrimaryKeyConstraint("name", "number"),
    )
    op.create_table("sign_ins", _sequence(), *map(_text, ("name", "address", "result", "at")))
    op.create_index("sign_ins_by_name", "sign_ins", ["name", "at"])
    op.create_index("sign_ins_by_address", "sign_ins", ["address", "at"])
    op.create_table(
        "sessions",
        _text("session"),
        _number("number"),
        _text("name"),
        _number("account"),
        *map(_text, ("event", "at")),
        sa.PrimaryKeyConstraint("session", "number"),
    )
    told = ("at", "actor", "address", "action", "object", "result", "facts", "previous", "checksum")
    op.create_table("audit", _sequence(), *map(_text, told))
    op.create_index("audit_by_action", "audit", ["action", "number"])
    op.create_table("audit_heads", _sequence(), _text("checksum"))
    protect(op.get_bind(), KEYS)


def _sequence() -> sa.Column[int]:
    return sa.Column("number", SEQUENCE, primary_key=True, autoincrement=False)


def _number(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=False)


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, CODE, nullable=False)
