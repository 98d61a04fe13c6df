"""The tables of briefings: what was issued, its files, and the texts of the office. Append-only as all the others."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, PrimaryKeyConstraint, Table, UniqueConstraint

from data.columns import CODE, SEQUENCE, metadata, required

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
    *required("kind", "org_unit", "period", "lang", "section"),
    Column("number", Integer, nullable=False),
    *required("text", "author", "at", "digest"),
    PrimaryKeyConstraint("kind", "org_unit", "period", "lang", "section", "number"),
)
"""A text withdrawn is a further revision without words."""
