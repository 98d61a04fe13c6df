"""Whether two numbers say the same; units, signs and rounding words count."""

from __future__ import annotations

import math
import re
from fractions import Fraction

from layouts.number_check.numerals import QUANTITIES, Numeral, Sort

_ABOUT = re.compile(r"(?:大?约|about|around|roughly|some|approximately)\s?$", re.IGNORECASE)
_BELOW = re.compile(r"(?:接?近|不足|不到|nearly|almost|just under|under)\s?$", re.IGNORECASE)
_ABOVE = re.compile(r"(?:超过|超|逾|突破|more than|over)\s?$", re.IGNORECASE)
_ABOVE_AFTER = re.compile(r"^\s?(?:多|余)")
_UP = re.compile(
    r"(?:上升|增加|新增|提高|增长|提升|扩大|多|升|增|高)了?\s?$|\b(?:up|rose|risen|increased?)(?:\s(?:by|of))?\s$",
    re.IGNORECASE,
)
_DOWN = re.compile(
    r"(?:下降|减少|降低|回落|缩小|少|降|减|低)了?\s?$|\b(?:down|fell|fallen|decreased?)(?:\s(?:by|of))?\s$",
    re.IGNORECASE,
)


def agree(found: Numeral, draft: str, issued: Numeral, briefing: str, *, exact: bool = False) -> bool:
    """Whether the draft's number says what the briefing's says; both with the text round them.

    A date may leave out what the sentence tells already (12月 for 2025年12月), but not where it must be ``exact``.
    """
    if found.sort is not issued.sort:
        return False
    if found.sort is Sort.DATE and not exact:
        return _dates_agree(found, issued)
    if found.sort not in QUANTITIES:
        return found.values == issued.values
    return _signs_agree(found, draft, issued, briefing) and (
        found.values == issued.values or _rounded(found, draft, issued)
    )


def comparable(found: Numeral, issued: Numeral) -> bool:
    """Whether one may be a slip of the pen for the other: of one sort, a date by a part that both tell."""
    if found.sort is Sort.DATE and issued.sort is Sort.DATE:
        return any(a is not None and b is not None for a, b in zip(found.values, issued.values))
    return found.sort is issued.sort or {found.sort, issued.sort} <= QUANTITIES


def _dates_agree(found: Numeral, issued: Numeral) -> bool:
    """The parts that both tell are equal, and there is one."""
    both = [(a, b) for a, b in zip(found.values, issued.values) if a is not None and b is not None]
    return bool(both) and all(a == b for a, b in both)


def _signs_agree(found: Numeral, draft: str, issued: Numeral, briefing: str) -> bool:
    """Neither turned round nor lost: a minus must be told, by a sign or by a word; a plus need not."""
    if issued.sign < 0 or found.sign < 0:
        return _turn(found, draft) == _turn(issued, briefing)
    return _turn(found, draft) * _turn(issued, briefing) >= 0


def _turn(number: Numeral, text: str) -> int:
    """1 up, -1 down, 0 not told."""
    if number.sign:
        return number.sign
    before = text[max(0, number.start - 14) : number.start]
    return 1 if _UP.search(before) else -1 if _DOWN.search(before) else 0


def _rounded(found: Numeral, draft: str, issued: Numeral) -> bool:
    """A figure said to be about, nearly or over: right where it is the briefing's at the digits it has."""
    if found.sort is Sort.RATIO:
        return False
    said, exact = found.values[0], issued.values[0]
    assert isinstance(said, Fraction)
    assert isinstance(exact, Fraction)
    before, after = draft[max(0, found.start - 14) : found.start], draft[found.end : found.end + 2]
    steps = exact / found.step
    if _ABOUT.search(before):
        return said == math.floor(steps + Fraction(1, 2)) * found.step
    if _BELOW.search(before):
        return said == math.ceil(steps) * found.step
    if _ABOVE.search(before) or _ABOVE_AFTER.search(after):
        return said == math.floor(steps) * found.step
    return False
