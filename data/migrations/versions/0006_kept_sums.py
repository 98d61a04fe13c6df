"""Sums of units, regions and the country, kept by the transaction that changes what counts."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

CODE = sa.String().with_variant(sa.String(collation="C"), "postgresql")
SEQUENCE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MARK_SQLITE = """CREATE TRIGGER mark_unsummed AFTER INSERT ON return_states BEGIN
    INSERT OR IGNORE INTO unsummed (return_sequence) VALUES (NEW.return_sequence); END"""
MARK_POSTGRESQL = (
    """CREATE OR REPLACE FUNCTION mark_unsummed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    INSERT INTO unsummed (return_sequence) VALUES (NEW.return_sequence) ON CONFLICT DO NOTHING;
    RETURN NULL; END $$""",
    """CREATE TRIGGER mark_unsummed AFTER INSERT ON return_states
    FOR EACH ROW EXECUTE FUNCTION mark_unsummed()""",
)
"""Every return has a state and every change of what counts is a state: no line of code can forget to say so."""


def upgrade() -> None:
    """Four tables that may be made anew at any time; all that is stored is still to be summed."""
    op.create_table(
        "filer_sums",
        _text("org_unit"),
        _text("period"),
        sa.Column("sequence", SEQUENCE, nullable=False),
        _text("receipt"),
        _text("state"),
        sa.Column("revised", sa.Boolean(), nullable=False),
        sa.Column("told", sa.Integer(), nullable=False),
        _text("sums"),
        sa.PrimaryKeyConstraint("org_unit", "period"),
    )
    op.create_index("filer_sums_by_period", "filer_sums", ["period", "org_unit"])
    op.create_table(
        "area_sums",
        _text("area"),
        _text("period"),
        sa.Column("changed", sa.Integer(), nullable=False),
        _text("sums"),
        sa.PrimaryKeyConstraint("area", "period"),
    )
    op.create_table("unsummed", sa.Column("return_sequence", SEQUENCE, primary_key=True, autoincrement=False))
    op.create_table("sums_made", sa.Column("key", CODE, primary_key=True), _text("value"))
    _mark(op.get_bind())


def _mark(connection: sa.Connection) -> None:
    for statement in MARK_POSTGRESQL if connection.dialect.name == "postgresql" else (MARK_SQLITE,):
        connection.exec_driver_sql(statement)
    connection.exec_driver_sql("INSERT INTO unsummed (return_sequence) SELECT sequence FROM returns")


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, CODE, nullable=False)
