"""The card: one look, one picture, of the city or of one unit. Same data, definitions and as-of give the same bytes."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

from data.model import Reference
from layouts import format as printed
from layouts.briefing.engine import layout, print_png
from layouts.briefing.targets_part import status_cell, target_rows
from layouts.briefing.wording import (
    as_of_words,
    city_name,
    demo_words,
    number_setting,
    reported_line,
    short_digest,
    value_words,
)
from layouts.charts import bullet
from layouts.headlines import headlines, short_target
from layouts.text import Text
from metrics.results import Overview, Row


def card(overview: Overview, reference: Reference, text: Text, *, fonts: Path | None = None) -> bytes:
    """The city's card as PNG, 1080 x 1440 pixels."""
    data = card_document(overview, reference, text)
    return print_png("card.typ", data, scale=number_setting("card", "scale"), fonts=fonts)


def card_document(overview: Overview, reference: Reference, text: Text) -> dict[str, object]:
    """What the template of the card prints, as plain data."""
    card = overview.scorecard
    return {
        "lang": text.lang,
        "layout": layout(),
        "title": text("briefing.card.title", place=city_name(reference, text)),
        "period": printed.period_name(card.period, text),
        "demo": demo_words(card, text),
        "rows": [_row(row, text) for row in target_rows(card, reference)],
        "head": {key: text(f"briefing.target.{key}") for key in ("value", "target")},
        "sentences": [line.text for line in headlines(overview, reference, text, place="card")],
        "source": text(
            "briefing.card.source",
            as_of=as_of_words(card.as_of, reference, text),
            version=card.definition_version,
            digest=short_digest(card),
            reported=reported_line(overview, reference, text),
        ),
        "scale": number_setting("card", "scale"),
    }


def _row(row: Row, text: Text) -> dict[str, object]:
    spec = bullet(row, text)
    return {
        "name": spec.name,
        "value": value_words(row, text),
        "target": short_target(row),
        "bullet": asdict(spec),
        "status": status_cell(row, text),
        "colour": spec.colour,
    }
