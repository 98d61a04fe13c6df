"""Every number of a text with what it counts: figures, shares, dates, 文号, ordinals, codes.

``36,244``, ``3.6244万`` and ``３６２４４`` are one number; ``60.5%``, ``60.5个百分点`` and ``60.5`` are three.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from layouts.number_check.spellings import ANY, MONTHS, SCALES
from layouts.number_check.written import DIGITS, number_written


class Sort(StrEnum):
    """What a number is. QUANTITIES may stand for each other by a slip of the pen, the others may not."""

    NUMBER = "number"
    PERCENT = "percent"
    POINTS = "points"
    PERMILLE = "permille"
    RATIO = "ratio"
    DATE = "date"
    TIME = "time"
    DOCUMENT = "document"
    ORDINAL = "ordinal"
    LABEL = "label"
    CODE = "code"


QUANTITIES = frozenset({Sort.NUMBER, Sort.PERCENT, Sort.POINTS, Sort.PERMILLE, Sort.RATIO})


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number at ``start`` to ``end`` of its text, ``words`` as written.

    ``values``: of a date (year, quarter, month, day), None where not told; of the others what there is to compare.
    ``sign``: -1 or 1 where a sign stands before it, else 0. ``step``: the worth of its last digit.
    """

    start: int
    end: int
    words: str
    sort: Sort
    values: tuple[Fraction | str | None, ...]
    sign: int = 0
    step: Fraction = Fraction(1)


_ENUMERATOR = re.compile(r"\s*(?:[0-9]{1,2}[.、](?![0-9])|[(（][0-9]{1,2}[)）])\s*")
_MINUS, _PLUS = "-−－–▼↓", "+＋▲↑"


def level_digits(text: str) -> str:
    """Full-width letters, digits and signs as plain ones, a character for a character; the comma stays what it is."""
    return text.translate(_LEVELLED)


_LEVELLED = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F) if chr(code) not in "，；：！？（）－＋"} | {
    0x3000: 0x20,
    0xA0: 0x20,
}


def numerals(text: str) -> tuple[Numeral, ...]:
    """The numbers of a text in their order; the number that a heading or a list begins with is none."""
    level = level_digits(text)
    begun = _ENUMERATOR.match(level)
    return tuple(_found(level, text, begun.end() if begun else 0))


def _found(level: str, text: str, start: int) -> Iterator[Numeral]:
    for match in ANY.finditer(level, start):
        sort, values, step = _KINDS[match.lastgroup or ""](match)
        if values:
            sign = _sign(level, match.start()) if sort in QUANTITIES else 0
            yield Numeral(match.start(), match.end(), text[match.start() : match.end()], sort, values, sign, step)


def _sign(level: str, start: int) -> int:
    """A sign before the number; a dash after a digit or a letter is a range or a hyphen."""
    before = level[start - 1 : start]
    if before and before in _PLUS:
        return 1
    if before and before in _MINUS:
        last = level[start - 2 : start - 1]
        return 0 if last.isalnum() or last == "—" else -1
    return 0


_MONTH_BY_NAME = {name[:3].lower(): number for number, name in enumerate(MONTHS, 1)}
Told = tuple[Sort, tuple[Fraction | str | None, ...], Fraction]
WHOLE = Fraction(1)


def _date(*, year: str = "", quarter: str = "", month: str = "", day: str = "") -> Callable[[re.Match[str]], Told]:
    """Reads a date from the groups of these names."""

    def read(match: re.Match[str]) -> Told:
        parts = (_part(match[name]) if name else None for name in (year, quarter, month, day))
        return Sort.DATE, tuple(parts), WHOLE

    return read


def _part(words: str | None) -> Fraction | None:
    if words is None:
        return None
    if words.isdecimal():
        return Fraction(int(words))
    named = _MONTH_BY_NAME.get(words[:3].lower())
    return Fraction(named if named is not None else number_written(words) or 0)


def _plain(words: str) -> Fraction:
    return Fraction(words.replace(",", ""))


def _step(words: str) -> Fraction:
    return Fraction(1, 10 ** len(words.partition(".")[2]))


def _number(match: re.Match[str]) -> Told:
    scale = Fraction(SCALES.get(match["scale"] or "", 1))
    sort = next((Sort(name) for name in ("percent", "permille", "points") if match[name]), Sort.NUMBER)
    return sort, (_plain(match["plain"]) * scale,), _step(match["plain"]) * scale


def _flagged(match: re.Match[str]) -> Told:
    return Sort.NUMBER, (_plain(match["before_flags"]),), _step(match["before_flags"])


def _ratio(match: re.Match[str]) -> Told:
    return Sort.RATIO, (_plain(match["upper"]), _plain(match["lower"])), WHOLE


def _share(match: re.Match[str]) -> Told:
    whole, _, rest = match["share"].partition("点")
    number = number_written(whole)
    decimals = "".join(str(DIGITS[sign]) for sign in rest)
    values = () if number is None else (Fraction(f"{number}.{decimals or 0}"),)
    return Sort.PERCENT, values, Fraction(1, 10 ** len(decimals))


def _written(sort: Sort, group: str) -> Callable[[re.Match[str]], Told]:
    def read(match: re.Match[str]) -> Told:
        words = match[group]
        number = int(words) if words.isdecimal() else number_written(words)
        return sort, () if number is None else (Fraction(number),), WHOLE

    return read


def _document(match: re.Match[str]) -> Told:
    return Sort.DOCUMENT, (_part(match["doc_year"]), _part(match["doc_number"])), WHOLE


def _time(match: re.Match[str]) -> Told:
    return Sort.TIME, (_part(match["hour"]), _part(match["minute"])), WHOLE


def _code(match: re.Match[str]) -> Told:
    return Sort.CODE, (match["coded"].upper(),), WHOLE


_KINDS: dict[str, Callable[[re.Match[str]], Told]] = {
    "document": _document,
    "iso_quarter": _date(year="iq_year", quarter="iq"),
    "en_quarter": _date(year="eq_year", quarter="eq"),
    "iso_day": _date(year="i_year", month="i_month", day="i_day"),
    "zh_date": _date(year="z_year", quarter="z_quarter", month="z_month", day="z_day"),
    "zh_quarter": _date(quarter="q_quarter"),
    "zh_month": _date(month="m_month", day="m_day"),
    "zh_day": _date(day="d_day"),
    "en_day": _date(year="e_year", month="e_month", day="e_day"),
    "en_month": _date(year="n_year", month="n_month", day="n_day"),
    "time": _time,
    "ordinal": _written(Sort.ORDINAL, "nth"),
    "label": _written(Sort.LABEL, "labelled"),
    "flagged": _flagged,
    "code": _code,
    "ratio": _ratio,
    "number": _number,
    "written_share": _share,
    "written": _written(Sort.NUMBER, "words"),
}
