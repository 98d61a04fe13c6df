"""Seals over what is said of a return, and one for each return that stands already."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from data.migrations.append_only import protect
from data.seals import SEALED, seal_of

revision = "0003"
down_revision = "0002"

CODE = sa.String().with_variant(sa.String(collation="C"), "postgresql")
SEQUENCE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """The table, what stands sealed as it stands, then the triggers."""
    op.create_table(
        "seals",
        sa.Column("return_sequence", SEQUENCE, sa.ForeignKey("returns.sequence"), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("checksum", CODE, nullable=False),
        sa.PrimaryKeyConstraint("return_sequence", "number"),
        sqlite_with_rowid=False,
    )
    connection = op.get_bind()
    seals = sa.table("seals", sa.column("return_sequence"), sa.column("number"), sa.column("checksum"))
    for sequence in connection.exec_driver_sql("SELECT sequence FROM returns ORDER BY sequence").scalars().all():
        told = {table: _told(connection, table, columns, sequence) for table, columns in SEALED.items()}
        connection.execute(
            seals.insert().values(return_sequence=sequence, number=1, checksum=seal_of(sequence, 1, told))
        )
    protect(connection, {"seals": (("return_sequence", "number"),)})


def _told(connection: sa.Connection, table: str, columns: tuple[str, ...], sequence: int) -> list[tuple[object, ...]]:
    told = sa.table(table, sa.column("return_sequence"), *map(sa.column, columns))
    query = sa.select(*(told.c[name] for name in columns)).where(told.c.return_sequence == sequence)
    return [tuple(row) for row in connection.execute(query)]
