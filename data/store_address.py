"""The address of a store (a SQLAlchemy URL), told without its password."""

from __future__ import annotations

from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

WRONG = (ArgumentError, ValueError)
"""What SQLAlchemy makes of an address that nobody can read; the words of the latter may hold pieces of a password."""


def told(url: str) -> str:
    """The address as it may be printed and logged: no password, and nothing of the query, which may hold one too."""
    try:
        return make_url(url).set(query={}).render_as_string(hide_password=True)
    except WRONG:
        return "***"
