"""The workbooks of the demonstration as they came in, out of its own store."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

QUERY = """SELECT f.content FROM returns r JOIN files f ON f.digest = r.file_digest
           WHERE r.org_unit = ? AND r.period = ? AND r.revision = 1"""


def original(database: Path, org_unit: str, period: str) -> bytes:
    """The file behind a unit's first revision of a period."""
    with closing(sqlite3.connect(database)) as connection:
        (content,) = connection.execute(QUERY, (org_unit, period)).fetchone()
    return content
