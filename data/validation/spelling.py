"""Spellings: what a clerk may type for a number, a date or a word of a list. Pure; blank is None, never 0."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, timedelta
from decimal import Decimal
from math import isfinite

# Only these are folded: compatibility folding would read 5² as 52 and ① as 1.
_FULL_WIDTH: dict[int, str | None] = {
    **{ord(sign): chr(ord(sign) - 0xFEE0) for sign in "０１２３４５６７８９，．－／：（）"},
    **dict.fromkeys(map(ord, "\u3000\u00a0\u202f\u2009"), " "),
    **dict.fromkeys(map(ord, "\ufeff\u200b\u2060"), None),
}
BLANKS = frozenset({"", "-", "--", "—", "——", "–", "/", "无"})
MOST = 10_000_000
"""No count of slots, persons or yuan of one cell comes near it."""

_PLAIN = re.compile(r"[0-9]+")
_WHOLE = re.compile(r"(?:[0-9]+|[0-9]{1,3}(?:,[0-9]{3})+)(?:\.0+)?")
_FRACTION = re.compile(r"(?:[0-9]+|[0-9]{1,3}(?:,[0-9]{3})+)\.[0-9]+")
_NEGATIVE = re.compile(r"-\s?[0-9.,]+万?|\([0-9.,]+\)")
_MYRIADS = re.compile(r"([0-9]+(?:\.[0-9]+)?)\s?万")
_DECIMAL = re.compile(r"-?[0-9]{1,9}(?:\.[0-9]{1,17})?")
_DATE = re.compile(
    r"([0-9]{4})(?:-([0-9]{1,2})-|/([0-9]{1,2})/|年([0-9]{1,2})月)([0-9]{1,2})(日?)(?:[ T]00:00(?::00)?)?"
)
_SERIAL = re.compile(r"[0-9]{5}(?:\.0+)?")
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_EPOCH_1900, _EPOCH_1904 = date(1899, 12, 30), date(1904, 1, 1)
_FIRST_SERIAL = 61
"""The first day after the leap day of 1900 that never was."""
_LAST_YEAR, _LAST_SERIAL = 2200, 110_000


class Misspelt(Exception):
    """Not readable; ``code`` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def folded(text: str) -> str:
    """Full-width figures and signs as plain ones, invisible characters and outer blanks gone."""
    return text.strip() if text.isascii() else text.translate(_FULL_WIDTH).strip()


def is_blank(text: str) -> bool:
    """Nothing, or one of the marks that stand for nothing."""
    first = text[:1]
    if first.isalnum() and first != "无":  # said of nearly every cell, and cheap
        return False
    return folded(text) in BLANKS


def prose(text: str) -> str:
    """Text as it is kept: outer blanks and control characters gone, composed characters."""
    plain = text if text.isprintable() else _CONTROLS.sub("", text)
    return unicodedata.normalize("NFC", plain).strip()


def header_key(text: str) -> str:
    """Headers, items and sheet names compare without blanks and without the width of their brackets."""
    return "".join((text if text.isascii() else unicodedata.normalize("NFKC", text)).split())


def choice_key(text: str) -> str:
    """Words of a closed list compare without blanks, width and case."""
    return header_key(text).upper()


def count_of(text: str) -> int:
    """A whole, non-negative number; Misspelt says what is wrong with any other text."""
    plain = folded(text)
    if _WHOLE.fullmatch(plain):
        return _within(int(plain.partition(".")[0].replace(",", "")))
    if myriads := _MYRIADS.fullmatch(plain):
        number = Decimal(myriads[1]) * 10_000
        if number != int(number):
            raise Misspelt("fraction")
        return _within(int(number))
    if _NEGATIVE.fullmatch(plain):
        raise Misspelt("negative")
    raise Misspelt("fraction" if _FRACTION.fullmatch(plain) else "not_a_number")


def count_of_number(number: float) -> int:
    """A number cell as a count."""
    if not isfinite(number):
        raise Misspelt("not_a_number")
    if number < 0:
        raise Misspelt("negative")
    if number != int(number):
        raise Misspelt("fraction")
    return _within(int(number))


def _within(number: int) -> int:
    if number >= MOST:
        raise Misspelt("too_big")
    return number


def is_plain_count(text: str) -> bool:
    """Already spelt as the form wants it, so that nothing needs to be logged."""
    return _PLAIN.fullmatch(text) is not None and (text == "0" or not text.startswith("0"))


def decimal_of(text: str) -> Decimal:
    """A decimal number in one spelling: 116.40 and 116.4 are the same."""
    plain = folded(text)
    if not _DECIMAL.fullmatch(plain):
        raise Misspelt("not_a_decimal")
    number = Decimal(plain).normalize()
    return number.quantize(Decimal(1)) if number == number.to_integral() else number


def date_of(text: str, *, epoch_1904: bool = False) -> date:
    """2024-06-30, 2024/6/30 or 2024年6月30日, or a plain serial of the workbook's calendar."""
    plain = folded(text)
    if _SERIAL.fullmatch(plain):
        return date_of_serial(float(plain), epoch_1904=epoch_1904)
    match = _DATE.fullmatch(plain)
    if match is None or bool(match[4]) != bool(match[6]):
        raise Misspelt("not_a_date")
    try:
        return _in_reach(date(int(match[1]), int(match[2] or match[3] or match[4]), int(match[5])))
    except ValueError:
        raise Misspelt("not_a_date") from None


def date_of_serial(number: float, *, epoch_1904: bool) -> date:
    """Days since the workbook's epoch."""
    if not _FIRST_SERIAL <= number <= _LAST_SERIAL or number != int(number):
        raise Misspelt("not_a_date")
    return _in_reach((_EPOCH_1904 if epoch_1904 else _EPOCH_1900) + timedelta(days=int(number)))


def _in_reach(day: date) -> date:
    if not 1900 <= day.year < _LAST_YEAR:
        raise Misspelt("not_a_date")
    return day
