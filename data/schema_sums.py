"""The tables of what is worked out of the returns and kept beside them. They may be emptied and made anew at any time.

They are no part of the record: nothing in them is append-only, sealed or signed, and the returns decide.
"""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Index, Integer, MetaData, PrimaryKeyConstraint, Table

from data.columns import CODE, SEQUENCE

derived = MetaData()

filer_sums = Table(
    "filer_sums",
    derived,
    *(Column(name, CODE, nullable=False) for name in ("org_unit", "period")),
    Column("sequence", SEQUENCE, nullable=False),
    *(Column(name, CODE, nullable=False) for name in ("receipt", "state")),
    Column("revised", Boolean, nullable=False),
    Column("told", Integer, nullable=False),
    Column("sums", CODE, nullable=False),
    PrimaryKeyConstraint("org_unit", "period"),
    Index("filer_sums_by_period", "period", "org_unit"),
)
"""One line a filer and period with a return of its own that counts now."""

area_sums = Table(
    "area_sums",
    derived,
    *(Column(name, CODE, nullable=False) for name in ("area", "period")),
    Column("changed", Integer, nullable=False),
    Column("sums", CODE, nullable=False),
    PrimaryKeyConstraint("area", "period"),
)
"""A region, or the country: the sum of its units' lines; ``changed`` is the edition in which it changed last."""

unsummed = Table("unsummed", derived, Column("return_sequence", SEQUENCE, primary_key=True, autoincrement=False))
"""Returns that came in, or whose state changed, and that the sums do not know of yet: a trigger names them."""

sums_made = Table("sums_made", derived, Column("key", CODE, primary_key=True), Column("value", CODE, nullable=False))
"""``under``: data.sums.made_under; ``edition``; ``until``: the last moment that they know of."""
