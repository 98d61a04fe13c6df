"""Briefings as they were issued, with their files, and the texts that an office writes into them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from data.migrations.append_only import protect

revision = "0005"
down_revision = "0003"

CODE = sa.String().with_variant(sa.String(collation="C"), "postgresql")
SEQUENCE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
OF_A_TEXT = ("kind", "org_unit", "period", "lang", "section")
KEYS = {
    "briefings": (("sequence",), ("kind", "org_unit", "year", "number")),
    "briefing_files": (("briefing", "format"),),
    "briefing_texts": ((*OF_A_TEXT, "number"),),
}


def upgrade() -> None:
    """Three tables, append-only as all the others."""
    _briefings()
    _files()
    _texts()
    protect(op.get_bind(), KEYS)


def _briefings() -> None:
    op.create_table(
        "briefings",
        sa.Column("sequence", SEQUENCE, primary_key=True, autoincrement=False),
        *map(_text, ("kind", "org_unit")),
        *map(_count, ("year", "number")),
        *map(_text, ("lang", "period", "plan", "as_of", "definitions", "data_digest")),
        *map(_text, ("texts", "texts_digest", "frame", "made_by", "nature", "issued_at", "actor")),
        sa.UniqueConstraint("kind", "org_unit", "year", "number", name="briefings_one_of_each_number"),
    )
    op.create_index("briefings_by_unit", "briefings", ["org_unit", "sequence"])


def _files() -> None:
    op.create_table(
        "briefing_files",
        sa.Column("briefing", SEQUENCE, sa.ForeignKey("briefings.sequence"), nullable=False),
        _text("format"),
        _count("size"),
        _text("file_digest", sa.ForeignKey("files.digest")),
        sa.PrimaryKeyConstraint("briefing", "format"),
    )


def _texts() -> None:
    op.create_table(
        "briefing_texts",
        *map(_text, OF_A_TEXT),
        _count("number"),
        *map(_text, ("text", "author", "at", "digest")),
        sa.PrimaryKeyConstraint(*OF_A_TEXT, "number"),
    )


def _count(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=False)


def _text(name: str, *more: sa.SchemaItem) -> sa.Column[str]:
    return sa.Column(name, CODE, *more, nullable=False)
