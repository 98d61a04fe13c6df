"""The address of a store (a SQLAlchemy URL): which file it names, and how it is told without its password."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

WRONG = (ArgumentError, ValueError)
"""What SQLAlchemy makes of an address that nobody can read; the words of the latter may hold pieces of a password."""


def file_of(url: str) -> Path | None:
    """The file of a SQLite store; None for another one, or an address that nobody can read."""
    try:
        address = make_url(url)
        is_file = address.get_backend_name() == "sqlite" and address.database not in (None, "", ":memory:")
    except WRONG:
        return None
    return Path(str(address.database)).resolve() if is_file else None


def told(url: str) -> str:
    """The address as it may be printed and logged: no password, and nothing of the query, which may hold one too."""
    try:
        return make_url(url).set(query={}).render_as_string(hide_password=True)
    except WRONG:
        return "***"
