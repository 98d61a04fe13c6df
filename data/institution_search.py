"""What is asked of the ledgers' institutions, and how names are compared: width and case of letters tell nothing."""

from __future__ import annotations

from dataclasses import dataclass
from string import ascii_lowercase, ascii_uppercase

from data.returns import LedgerRow

FILED = "已备案"
"""备案状态 of an institution that is registered."""

WIDE = "".join(map(chr, (0x3000, *range(0xFF01, 0xFF5F))))
HALF = "".join(map(chr, (0x20, *range(0x21, 0x7F))))
"""Full-width letters and signs, and the ASCII ones that stand for them, in the same order."""

_SMALL = str.maketrans(ascii_uppercase, ascii_lowercase)
_FOLDED = str.maketrans(WIDE + ascii_uppercase, HALF.translate(_SMALL) + ascii_lowercase)


@dataclass(frozen=True, slots=True)
class InstitutionQuery:
    """Institutions of these returns, in the order of the returns and then by number.

    ``townships``: of these only (None = of all). ``name``: a part of the name, compared as ``folded``.
    ``inclusive``: with an inclusive slot at the end of the return's period, or (False) surely without.
    ``located``: with coordinates only. ``limit`` None = to the end.
    """

    sequences: tuple[int, ...]
    townships: frozenset[str] | None = None
    name: str = ""
    inclusive: bool | None = None
    located: bool = False
    offset: int = 0
    limit: int | None = None


@dataclass(frozen=True, slots=True)
class FoundInstitutions:
    """How many there are in all, and those asked for, each with the sequence of its return."""

    total: int
    rows: tuple[tuple[int, LedgerRow], ...]


def folded(name: str) -> str:
    """``（ＡＢ）Ａ班`` as ``(ab)a班``, without spaces at its ends."""
    return name.translate(_FOLDED).strip()
