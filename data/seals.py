"""The seal of what is said of a return: its states, issues, explanations, scans and confirmed changes. Pure.

The figures of a revision are sealed by its own checksum (``returns.checksum``). What is added to it later is sealed
anew after each addition; the last seal covers all of it, so that a byte changed on disk is noticed.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

SEALED = {
    "return_states": ("number", "state", "at", "actor", "reason"),
    "return_issues": ("number", "rule", "severity", "code", "sheet", "cell", "found", "wanted", "facts"),
    "issue_explanations": ("issue", "number", "text", "at", "actor"),
    "attachments": ("number", "name", "size", "file_digest", "at", "actor"),
    "change_confirmations": ("institution", "kind", "number", "document", "at", "actor"),
}
"""Table -> the columns that a seal covers, in its order, beside the return they belong to."""


def seal_of(sequence: int, number: int, rows: Mapping[str, Sequence[Sequence[Any]]]) -> str:
    """SHA-256 of everything said of a return, by table and in the order of its keys; ``number`` counts the seals."""
    told = {table: sorted((list(row) for row in rows.get(table, ())), key=_by_key) for table in SEALED}
    words = json.dumps([sequence, number, told], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(words.encode()).hexdigest()


def chained(told: Sequence[Any], before: str) -> str:
    """SHA-256 of what is kept and of the seal before it."""
    return hashlib.sha256(json.dumps([before, told], ensure_ascii=False).encode()).hexdigest()


def _by_key(row: Sequence[Any]) -> tuple[str, ...]:
    # Keys stand first and are never absent; their text orders them alike on every database.
    return tuple(f"{part:09d}" if isinstance(part, int) else str(part) for part in row)
