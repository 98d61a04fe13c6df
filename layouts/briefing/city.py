"""The city briefing and the card: results in, bytes out. Same data, definitions and as-of give the same bytes."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from data.model import Reference
from layouts import format as printed
from layouts.briefing.appendix import appendix
from layouts.briefing.engine import layout, print_pdf, print_png
from layouts.briefing.sections import card_data, city_sections
from layouts.briefing.wording import city_name, demo_words, number_setting
from layouts.text import Text
from metrics.results import Overview


def city_briefing(overview: Overview, reference: Reference, text: Text, *, fonts: Path | None = None) -> bytes:
    """The city's 简报 as a tagged A4 PDF."""
    return print_pdf("briefing.typ", briefing_data(overview, reference, text), fonts=fonts)


def card(overview: Overview, reference: Reference, text: Text, *, fonts: Path | None = None) -> bytes:
    """The city's card as PNG, 1080 x 1440 pixels."""
    data = card_document(overview, reference, text)
    return print_png("card.typ", data, scale=number_setting("card", "scale"), fonts=fonts)


def card_document(overview: Overview, reference: Reference, text: Text) -> dict[str, object]:
    """What the template of the card prints, as plain data."""
    return {**card_data(overview, reference, text), **_frame(text)}


def briefing_data(overview: Overview, reference: Reference, text: Text) -> dict[str, object]:
    """What the template prints, as plain data: the words and the chart specs."""
    city = city_name(reference, text)
    return {
        **_frame(text),
        **city_sections(overview, reference, text),
        "title": text("briefing.title", city=city),
        "subtitle": text("briefing.subtitle", period=printed.period_name(overview.scorecard.period, text)),
        "demo": demo_words(overview, text),
        "appendix": appendix(overview, reference, text),
        "masthead": _masthead(),
        "imprint": _imprint(text),
    }


def _frame(text: Text) -> dict[str, object]:
    return {"lang": text.lang, "layout": layout()}


def _masthead() -> Mapping[str, object] | None:
    """报头, only where somebody has set one: nothing is invented."""
    head = layout()["masthead"]
    return head if any(head.values()) else None


def _imprint(text: Text) -> list[str] | None:
    """报尾, only where set."""
    foot = {key: str(words) for key, words in layout()["imprint"].items() if words}
    return [text(f"briefing.imprint.{key}", words=words) for key, words in foot.items()] or None
