"""The tables of accounts and of the audit, append-only as all the others: the last row of a name is how it stands."""

from __future__ import annotations

from sqlalchemy import Column, Index, Integer, PrimaryKeyConstraint, Table

from data.columns import CODE, SEQUENCE, metadata


def _texts(*names: str) -> list[Column[str]]:
    return [Column(name, CODE, nullable=False) for name in names]


users = Table(
    "users",
    metadata,
    *_texts("name"),
    Column("number", Integer, nullable=False),
    *_texts("role"),
    Column("org_unit", CODE),
    *_texts("state", "password", "password_at", "at", "actor"),
    PrimaryKeyConstraint("name", "number"),
)
"""An account with every change of it; ``password`` is its scrypt hash, blank for one that another system signs in."""

sign_ins = Table(
    "sign_ins",
    metadata,
    Column("number", SEQUENCE, primary_key=True, autoincrement=False),
    *_texts("name", "address", "result", "at"),
    Index("sign_ins_by_name", "name", "at"),
    Index("sign_ins_by_address", "address", "at"),
)
"""Every try to sign in, for the lock."""

sessions = Table(
    "sessions",
    metadata,
    *_texts("session"),
    Column("number", Integer, nullable=False),
    *_texts("name"),
    Column("account", Integer, nullable=False),
    *_texts("event", "at"),
    PrimaryKeyConstraint("session", "number"),
)
"""Sessions by the digest of their token: opened (1) for one state of an account, and ended (2)."""

audit = Table(
    "audit",
    metadata,
    Column("number", SEQUENCE, primary_key=True, autoincrement=False),
    *_texts("at", "actor", "address", "action", "object", "result", "facts", "previous", "checksum"),
    Index("audit_by_action", "action", "number"),
)

audit_heads = Table(
    "audit_heads",
    metadata,
    Column("number", SEQUENCE, primary_key=True, autoincrement=False),
    *_texts("checksum"),
)
"""The chain's head after each entry, so that an end that was cut off is missed."""
