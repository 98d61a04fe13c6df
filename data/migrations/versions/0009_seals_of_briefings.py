"""Seals over what was issued and what an office wrote, and one for each that stands already."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from data.migrations.append_only import protect
from data.seals import chained

revision = "0009"
down_revision = "0008"

CODE = sa.String().with_variant(sa.String(collation="C"), "postgresql")
SEQUENCE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
OF_A_TEXT = ("kind", "org_unit", "period", "lang", "section")
BRIEFINGS = "SELECT * FROM briefings ORDER BY sequence"
FILES = "SELECT briefing, format, size, file_digest FROM briefing_files ORDER BY briefing, format"
TEXTS = "SELECT * FROM briefing_texts ORDER BY kind, org_unit, period, lang, section, number"


def upgrade() -> None:
    """Two tables, what stands sealed as it stands, then the triggers."""
    op.create_table(
        "briefing_seals",
        sa.Column("briefing", SEQUENCE, sa.ForeignKey("briefings.sequence"), primary_key=True, autoincrement=False),
        sa.Column("checksum", CODE, nullable=False),
    )
    op.create_table(
        "office_text_seals",
        *(sa.Column(name, CODE, nullable=False) for name in OF_A_TEXT),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("checksum", CODE, nullable=False),
        sa.PrimaryKeyConstraint(*OF_A_TEXT, "number"),
    )
    connection = op.get_bind()
    _seal_briefings(connection)
    _seal_texts(connection)
    protect(connection, {"briefing_seals": (("briefing",),), "office_text_seals": ((*OF_A_TEXT, "number"),)})


def _seal_briefings(connection: sa.Connection) -> None:
    files: dict[int, list[tuple[object, ...]]] = {}
    for file in connection.exec_driver_sql(FILES).all():
        files.setdefault(file[0], []).append(tuple(file))
    seals = sa.table("briefing_seals", sa.column("briefing"), sa.column("checksum"))
    before = ""
    for row in connection.exec_driver_sql(BRIEFINGS).all():
        before = chained([tuple(row), files.get(row[0], [])], before)
        connection.execute(seals.insert().values(briefing=row[0], checksum=before))


def _seal_texts(connection: sa.Connection) -> None:
    seals = sa.table("office_text_seals", *map(sa.column, (*OF_A_TEXT, "number", "checksum")))
    last: dict[tuple[object, ...], str] = {}
    for row in connection.exec_driver_sql(TEXTS).all():
        place = tuple(row[: len(OF_A_TEXT)])
        last[place] = chained(tuple(row), last.get(place, ""))
        key = dict(zip((*OF_A_TEXT, "number"), row))
        connection.execute(seals.insert().values(**key, checksum=last[place]))
