"""What happens to a return after it came in: scans attached to it, and the changes its clerk confirmed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from data.migrations.append_only import protect

revision = "0002"
down_revision = "0001"

CODE = sa.String().with_variant(sa.String(collation="C"), "postgresql")
SEQUENCE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
KEYS = {
    "attachments": (("return_sequence", "number"),),
    "change_confirmations": (("return_sequence", "institution", "kind", "number"),),
}


def upgrade() -> None:
    """Two tables, append-only as all the others."""
    op.create_table(
        "attachments",
        _of_return(),
        sa.Column("number", sa.Integer(), nullable=False),
        _text("name"),
        sa.Column("size", sa.Integer(), nullable=False),
        _text("file_digest", sa.ForeignKey("files.digest")),
        _text("at"),
        _text("actor"),
        sa.PrimaryKeyConstraint("return_sequence", "number"),
    )
    op.create_table(
        "change_confirmations",
        _of_return(),
        _text("institution"),
        _text("kind"),
        sa.Column("number", sa.Integer(), nullable=False),
        *map(_text, ("document", "at", "actor")),
        sa.PrimaryKeyConstraint("return_sequence", "institution", "kind", "number"),
    )
    protect(op.get_bind(), KEYS)


def _of_return() -> sa.Column[int]:
    return sa.Column("return_sequence", SEQUENCE, sa.ForeignKey("returns.sequence"), nullable=False)


def _text(name: str, *more: sa.SchemaItem) -> sa.Column[str]:
    return sa.Column(name, CODE, *more, nullable=False)
