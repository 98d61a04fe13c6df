"""Numbers, dates and statuses as they are printed. Rounding happens here, once, half up."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from fractions import Fraction

from data.model import Definitions, Period, Reference
from layouts.text import Text
from metrics.results import Flag, NoValue, Row, Status

DECIMALS = {"per_1000": 2, "percent": 1, "count": 0, "yuan": 0}
WHOLE = ("count", "yuan")
FULL = Fraction(100)
"""Of a share: never printed where it is not reached."""
MOST_DECIMALS = 12
STATUS_SYMBOLS = {
    Status.ACHIEVED: "●",
    Status.ON_TRACK: "◐",
    Status.ACCELERATE: "▲",
    Status.LAGGING: "■",
    Status.MISSED: "■",
    Status.BELOW_BASELINE: "▼",
    Status.FALLEN_BACK: "▼",
    Status.NOT_ASSESSABLE: "○",
    Status.ABOVE_REFERENCE: "",
    Status.BELOW_REFERENCE: "",
}
STATUS_COLOURS = {
    Status.ACHIEVED: "#00664F",
    Status.ON_TRACK: "#1F5FA8",
    Status.ACCELERATE: "#8A5A00",
    Status.LAGGING: "#B3261E",
    Status.MISSED: "#B3261E",
    Status.BELOW_BASELINE: "#B3261E",
    Status.FALLEN_BACK: "#B3261E",
    Status.NOT_ASSESSABLE: "#595959",
    Status.ABOVE_REFERENCE: "#595959",
    Status.BELOW_REFERENCE: "#595959",
}
MISSING = "—"
MYRIAD = 10_000


def half_up(value: Fraction, decimals: int) -> Fraction:
    """``value`` rounded half away from zero (GB/T 8170 leaves ties to us; the office rounds 5 up)."""
    scale = 10**decimals
    magnitude = (abs(value) * scale + Fraction(1, 2)).__floor__()
    return Fraction(magnitude if value >= 0 else -magnitude, scale)


def plain(value: Fraction, decimals: int) -> str:
    """Fixed decimals, rounded half up: ``plain(Fraction(1, 8), 2)`` is ``0.13``; never ``-0.00``."""
    scaled = int(half_up(value, decimals) * 10**decimals)
    digits = f"{abs(scaled):0{decimals + 1}d}"
    sign = "-" if scaled < 0 else ""
    return sign + (f"{digits[:-decimals]}.{digits[-decimals:]}" if decimals else digits)


def truthful(value: Fraction, decimals: int, *thresholds: Fraction | None) -> str:
    """The fewest decimals, from ``decimals`` up, whose print stays on the value's side of every threshold.

    59.96 % against 60 prints 59.96, never 60.0 (DOMAIN section 3, Exactness).
    """
    told = [one for one in thresholds if one is not None]
    while decimals < MOST_DECIMALS and any(_side(half_up(value, decimals), one) != _side(value, one) for one in told):
        decimals += 1
    return plain(value, decimals)


def pace(value: Fraction, definitions: Definitions) -> str:
    """序时进度比 with two decimals, more where rounding would take it over a limit of its words."""
    return truthful(value, 2, Fraction(0), Fraction(1), definitions.pace_on_track, definitions.pace_accelerate)


def _side(value: Fraction, threshold: Fraction) -> bool:
    return value >= threshold


def count(number: int | None) -> str:
    """A full figure with thousands separators, for tables: ``36,244``; — when unknown."""
    return MISSING if number is None else f"{number:,}"


def in_prose(number: int, text: Text) -> str:
    """A count as a sentence has it: ``6.2万`` where 万 loses no digit (two decimals at most), else all digits; in
    English with thousands separators. Never for a gap.
    """
    if text.lang != "zh":
        return f"{number:,}"
    myriads = Fraction(abs(number), MYRIAD)
    decimals = next((places for places in range(3) if (myriads * 10**places).denominator == 1), None)
    if abs(number) < MYRIAD or decimals is None:
        return str(number)
    return text("format.myriads", number=("-" if number < 0 else "") + plain(myriads, decimals))


def gap(number: int, text: Text) -> str:
    """What is missing, in a sentence: every digit, never in 万."""
    return str(number) if text.lang == "zh" else f"{number:,}"


def figure(value: Fraction | None, unit: str, threshold: Fraction | None = None) -> str:
    """A value of an indicator without its unit word: ``2.84``, ``60.5%``, ``1,234``; — when unknown."""
    if value is None:
        return MISSING
    if unit in WHOLE:
        return count(int(half_up(value, 0)))
    return truthful(value, DECIMALS[unit], threshold) + ("%" if unit == "percent" else "")


def is_least(no_value: NoValue | None, unit: str, told: bool | None = None) -> bool:
    """A partial count or rate is a least value (至少), unless it is ``told`` otherwise; a partial share or fee, of the
    reporting units, is none.
    """
    if told is not None:
        return told
    return no_value is NoValue.INCOMPLETE and unit not in ("percent", "yuan")


def change(value: Fraction | None, unit: str, text: Text) -> str:
    """A signed difference with 升/降 marks; differences of shares in 百分点. — when unknown."""
    if value is None:
        return MISSING
    if still := unchanged(value, unit, text):
        return still
    number = count(int(half_up(abs(value), 0))) if unit in WHOLE else plain(abs(value), DECIMALS[unit])
    mark = "▲" if value > 0 else "▼"
    return mark + number + (text("format.points") if unit == "percent" else "")


def unchanged(value: Fraction, unit: str, text: Text) -> str | None:
    """持平; 基本持平 of a change that the print would round to nothing; None of one that shows."""
    if half_up(value, DECIMALS[unit]):
        return None
    return text("format.hardly_changed" if value else "format.unchanged")


def status_word(row: Row, text: Text) -> str:
    """The word of a status; an achieved target that the baseline had met already reads 保持达标."""
    if row.status is None:
        return ""
    kept = row.baseline is not None and row.target is not None and row.baseline >= row.target
    if row.status is Status.ACHIEVED and kept:
        return text("status.kept")
    word = text(f"status.{row.status}")
    if row.status is Status.NOT_ASSESSABLE:
        return text("status.because", word=word, reason=text(_why_not_assessable(row)))
    return word


def short_status_word(row: Row, text: Text) -> str:
    """As ``status_word``, without the reason why a row cannot be assessed, where its value tells it."""
    if row.status is Status.NOT_ASSESSABLE and row.no_value is not None:
        return text(f"status.{row.status}")
    return status_word(row, text)


def _why_not_assessable(row: Row) -> str:
    """The key of the reason: the value's own, else what the pace lacks (DOMAIN section 4, point 4)."""
    if row.no_value is not None:
        return f"no_value.{row.no_value}"
    return "status.not_started" if row.elapsed == 0 else f"no_value.{NoValue.NO_BASELINE}"


def demo_note(reference: Reference, text: Text, *, demo: bool) -> str:
    """What the demonstration assumes and a verdict rests on; nothing over official data."""
    if not demo:
        return ""
    return reference.demo_note if text.lang == "zh" else reference.demo_note_en


def period_name(period: Period, text: Text) -> str:
    """2025年四季度 / Q4 2025 (or a month)."""
    return text(f"format.period.{period.frequency}.{period.number}", year=period.year)


def day_name(day: date, text: Text) -> str:
    """2025年10月8日 / 8 October 2025."""
    return text("format.day", year=day.year, month=day.month, day=day.day, month_name=text(f"format.month.{day.month}"))


def day_of_year(day: date, text: Text) -> str:
    """10月8日 / 8 October, where the year is plain from what stands beside it."""
    return text("format.day_of_year", month=day.month, day=day.day, month_name=text(f"format.month.{day.month}"))


def flag_letters(flags: Collection[Flag], text: Text) -> str:
    """The letters of these flags with their words, in their order: r 修订、d 口径不同."""
    known = [text("briefing.flag", letter=flag.value, word=text(f"flag.{flag}")) for flag in Flag if flag in flags]
    return text("format.comma").join(known)


def flag_words(flags: tuple[Flag, ...], text: Text) -> str:
    """The flags of a figure, spelt out."""
    return text("format.comma").join(text(f"flag.{flag}") for flag in flags)


def letters(words: str) -> int:
    """How wide words are, in letters: a Chinese sign takes two."""
    return len(words) if words.isascii() else sum(1 + (sign > "\u2e7f") for sign in words)
