"""A published figure in words: its value with unit, how its source limits it, the date its source gives."""

from __future__ import annotations

import re

from data.model import PublishedFigure, Reference
from layouts import format as printed
from layouts.names import unit_name
from layouts.text import Text


def qualifier_words(figure: PublishedFigure, text: Text) -> str:
    """How the source itself limits its figure: about, almost; as it stands where the catalogue has no word."""
    return _word("public_record.qualifier", figure.qualifier, text)


def unit_words(figure: PublishedFigure, text: Text) -> str:
    """The value with what it counts: 4.5个/千人, 33,000个托位."""
    value = figure.value
    number = printed.count(int(value)) if value.denominator == 1 else f"{float(value):g}"
    key = f"published.unit.{_slug(figure.unit)}"
    return text(key, value=number) if key in text else f"{number} {figure.unit}"


def printed_when(figure: PublishedFigure, text: Text) -> str:
    """The date as the source gives it, or what is known of it."""
    if figure.period[:1].isdigit():
        return figure.period
    key = f"published.when.{_slug(figure.period)}"
    return text(key) if key in text else text("public_record.undated")


def area_name(code: str, reference: Reference, text: Text) -> str:
    """The city, a unit of it, or an area outside that the public record speaks of."""
    if code in reference.unit_by_code:
        return unit_name(reference, code, text)
    name, name_en = reference.outside.get(code, (code, code))
    return name if text.lang == "zh" else name_en


def _word(keys: str, words: str, text: Text) -> str:
    key = f"{keys}.{_slug(words)}"
    return text(key) if key in text else words


def _slug(words: str) -> str:
    """Words of the folder as a key: ``target, at least`` is ``target_at_least``, % is ``percent``."""
    return re.sub(r"\W+", "_", words.replace("%", "percent")).strip("_")
