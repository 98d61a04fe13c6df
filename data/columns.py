"""What the tables are made of: one ``metadata``, and the types that order alike in both databases."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Integer, MetaData, String

CODE = String().with_variant(String(collation="C"), "postgresql")
SEQUENCE = BigInteger().with_variant(Integer(), "sqlite")
COUNT = Integer()

metadata = MetaData()


def required(*names: str) -> list[Column[str]]:
    """Columns of text that are never empty."""
    return [Column(name, CODE, nullable=False) for name in names]
