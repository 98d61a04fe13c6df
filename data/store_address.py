"""The address of a store (a SQLAlchemy URL), told without its password."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

WRONG = (ArgumentError, ValueError)
"""What SQLAlchemy makes of an address that nobody can read; the words of the latter may hold pieces of a password."""


def told(url: str) -> str:
    """The address as it may be printed and logged: no password, and nothing of the query, which may hold one too."""
    try:
        return make_url(url).set(query={}).render_as_string(hide_password=True)
    except WRONG:
        return "***"


def file_in(address: URL) -> Path | None:
    """The file of a SQLite store, as its address names it; None for any other store, and for one in memory."""
    if address.get_backend_name() != "sqlite" or not address.database or address.database == ":memory:":
        return None
    return Path(address.database)
