"""Telephone numbers that somebody typed where none belongs: masked before anything is told to the public."""

from __future__ import annotations

import re

TELEPHONE = re.compile(
    r"(?<!\d)(?:(1[3-9]\d)[- ]?\d{4}[- ]?\d{4}|(0\d{2,3})[- ]?\d{3,4}[- ]?\d{4}|([5-8]\d{2})\d{5})(?!\d)"
)
"""Mobile numbers, numbers with the code of a place, and eight digits as they are dialled inside it."""


def without_telephone(words: object) -> str | None:
    """A number somebody typed into a name or an address, all but its beginning masked: ``138****``."""
    return None if words is None else TELEPHONE.sub(lambda it: f"{it[it.lastindex or 0]}****", str(words))
