"""The tables of briefings: what was issued, its files, and the texts of the office. Append-only as all the others."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, PrimaryKeyConstraint, Table, UniqueConstraint

from data.columns import CODE, SEQUENCE, metadata, required

OF_A_TEXT = ("kind", "org_unit", "period", "lang", "section")

briefings = Table(
    "briefings",
    metadata,
    Column("sequence", SEQUENCE, primary_key=True, autoincrement=False),
    *required("kind", "org_unit"),
    *(Column(name, Integer, nullable=False) for name in ("year", "number")),
    *required("lang", "period", "plan", "as_of", "definitions", "data_digest"),
    *required("texts", "texts_digest", "frame", "made_by", "nature", "issued_at", "actor"),
    UniqueConstraint("kind", "org_unit", "year", "number", name="briefings_one_of_each_number"),
    Index("briefings_by_unit", "org_unit", "sequence"),
)
"""``texts`` says which revision of each text was printed, ``frame`` what the office had set, both as JSON;
``made_by`` is the digest of the programs that drew the files.
"""

briefing_files = Table(
    "briefing_files",
    metadata,
    Column("briefing", SEQUENCE, ForeignKey("briefings.sequence"), nullable=False),
    *required("format"),
    Column("size", Integer, nullable=False),
    Column("file_digest", CODE, ForeignKey("files.digest"), nullable=False),
    PrimaryKeyConstraint("briefing", "format"),
)

briefing_texts = Table(
    "briefing_texts",
    metadata,
    *required(*OF_A_TEXT),
    Column("number", Integer, nullable=False),
    *required("text", "author", "at", "digest"),
    PrimaryKeyConstraint(*OF_A_TEXT, "number"),
)
"""A text withdrawn is a further revision without words."""

briefing_seals = Table(
    "briefing_seals",
    metadata,
    Column("briefing", SEQUENCE, ForeignKey("briefings.sequence"), primary_key=True, autoincrement=False),
    *required("checksum"),
)
"""One a briefing: over its row, its files and the seal of the briefing before."""

office_text_seals = Table(
    "office_text_seals",
    metadata,
    *required(*OF_A_TEXT),
    Column("number", Integer, nullable=False),
    *required("checksum"),
    PrimaryKeyConstraint(*OF_A_TEXT, "number"),
)
"""One a revision: over its row and the seal of the revision before."""
