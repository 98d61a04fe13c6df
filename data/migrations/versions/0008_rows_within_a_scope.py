"""PostgreSQL shows a role that does not own the tables the rows of its scope only, whatever the program asks."""

from __future__ import annotations

from alembic import op

from data.migrations.row_security import secure

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Policies on what returns hold; SQLite has no roles, and nothing to do."""
    if op.get_bind().dialect.name == "postgresql":
        secure(op.get_bind())
