"""The card: one look, one picture, of the city or of one unit. Same data, definitions and as-of give the same bytes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path

from data.model import Reference
from layouts import format as printed
from layouts.briefing.coverage_part import coverage_map
from layouts.briefing.drawings import drawn
from layouts.briefing.engine import layout, print_png
from layouts.briefing.targets_part import status_cell
from layouts.briefing.wording import (
    as_of_words,
    demo_words,
    number_setting,
    reported_line,
    reporting_state,
    short_digest,
    value_words,
)
from layouts.charts import bullet
from layouts.headlines import Sentence, headlines, short_target
from layouts.names import name_of, unit_name
from layouts.text import Text
from layouts.unit_headlines import unit_headlines
from metrics.briefings import UnitFindings
from metrics.indicators import ZONE_INDICATORS
from metrics.results import Overview, Row, Scorecard, TargetKind, TownshipResult

OF_A_UNIT = ("G1", "G2", "USE", "T14c")
"""Shares and rates of a unit, the city's targets beside them as a reference."""


class Shape(StrEnum):
    """Where a card is shown; the key of its measures in layout.toml."""

    MESSAGE = "card"
    SLIDE = "slide"


def card(
    overview: Overview, reference: Reference, text: Text, *, shape: Shape = Shape.MESSAGE, fonts: Path | None = None
) -> bytes:
    """The city's card as PNG: 1080 x 1440 pixels for a message, 1920 x 1080 for a slide."""
    data = card_document(overview, reference, text, shape)
    return print_png("card.typ", data, scale=number_setting(shape, "scale"), fonts=fonts)


def unit_card(
    found: UnitFindings, reference: Reference, text: Text, *, shape: Shape = Shape.MESSAGE, fonts: Path | None = None
) -> bytes:
    """One unit's card, else as ``card``."""
    data = unit_card_document(found, reference, text, shape)
    return print_png("card.typ", data, scale=number_setting(shape, "scale"), fonts=fonts)


def card_document(
    overview: Overview, reference: Reference, text: Text, shape: Shape = Shape.MESSAGE
) -> dict[str, object]:
    """What the template of the city's card prints, as plain data."""
    told = _Told(
        place=name_of(reference.city, text),
        rows=overview.scorecard.targets_of(reference.city.code),
        sentences=headlines(overview, reference, text, place="card"),
        townships=overview.townships,
        reported=reported_line(overview, reference, text),
    )
    return _sheet(overview.scorecard, told, shape, reference, text)


def unit_card_document(
    found: UnitFindings, reference: Reference, text: Text, shape: Shape = Shape.MESSAGE
) -> dict[str, object]:
    """What the template of a unit's card prints, as plain data."""
    card, own = found.scorecard, found.position
    state = reporting_state(own.reporting, text)
    name = unit_name(reference, own.unit.code, text)
    told = _Told(
        place=name,
        rows=_unit_rows(card, own.unit.code),
        sentences=unit_headlines(found, reference, state, text),
        townships=own.townships,
        reported=text("briefing.card.filed", unit=name, state=state),
    )
    return _sheet(card, told, shape, reference, text)


def _unit_rows(card: Scorecard, code: str) -> list[Row]:
    """The headline figures, and the inclusive coverage in each zone in which the unit has townships."""
    own = {(row.indicator, row.zone): row for row in card.rows if row.org_unit == code}
    zones = [row for (indicator, _), row in own.items() if indicator in ZONE_INDICATORS]
    first, rest = OF_A_UNIT[:2], OF_A_UNIT[2:]
    whole = {key: own[key, None] for key in OF_A_UNIT if (key, None) in own}
    return [*(whole[key] for key in first if key in whole), *zones, *(whole[key] for key in rest if key in whole)]


@dataclass(frozen=True, slots=True)
class _Told:
    """What differs between the city's card and a unit's."""

    place: str
    rows: Sequence[Row]
    sentences: Sequence[Sentence]
    townships: Sequence[TownshipResult]
    reported: str


def _sheet(card: Scorecard, told: _Told, shape: Shape, reference: Reference, text: Text) -> dict[str, object]:
    hexes = {one.township for one in reference.hexagons}
    on_map = bool(told.townships) and all(one.township.code in hexes for one in told.townships)
    return {
        "lang": text.lang,
        "layout": layout(),
        "shape": shape,
        "title": text("briefing.card.title", place=told.place),
        "period": printed.period_name(card.period, text),
        "demo": demo_words(card, text),
        "rows": [_row(row, text) for row in told.rows],
        "map": drawn(coverage_map(told.townships, reference, text)) if on_map else None,
        "sentences": [line.text for line in told.sentences],
        "source": text(
            "briefing.card.source",
            as_of=as_of_words(card.as_of, reference, text),
            version=card.definition_version,
            digest=short_digest(card),
            reported=told.reported,
        ),
    }


def _row(row: Row, text: Text) -> dict[str, object]:
    spec = bullet(row, text)
    return {
        "name": spec.name,
        "value": value_words(row, text),
        "known": row.value is not None,
        "target": _target(row, text),
        "bullet": asdict(spec),
        "status": "" if row.status is None else status_cell(row, text),
        "colour": spec.colour,
    }


def _target(row: Row, text: Text) -> str:
    """目标4.5; 参照值4.5 where it is the city's and not the unit's own; nothing where there is none."""
    if row.target is None:
        return ""
    key = "reference" if row.target_kind is TargetKind.REFERENCE else "target"
    return text(f"briefing.card.{key}", target=short_target(row))
