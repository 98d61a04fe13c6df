"""附件5 指标口径: every indicator that the document shows, with its formula; coverage, the same in every zone, once."""

from __future__ import annotations

from collections.abc import Iterable

from layouts.briefing.blocks import said
from layouts.briefing.document import Block, Voice
from layouts.text import Text
from metrics.indicators import ZONE_INDICATORS


def definitions(indicators: Iterable[str], text: Text) -> tuple[Block, ...]:
    """One paragraph an indicator, in the order given."""
    asked = list(dict.fromkeys(indicators))
    told = [_definition(key, text) for key in asked if key not in ZONE_INDICATORS]
    if any(key in ZONE_INDICATORS for key in asked):
        words = text("briefing.definition.coverage")
        told.append(said(words, Voice.NOTE))
    return tuple(told)


def _definition(key: str, text: Text) -> Block:
    """A count has no denominator, and nothing is said of it."""
    parts = {part: text(f"indicator.{key}.{part}") for part in ("formula", "numerator", "denominator")}
    counted = parts["denominator"] == text("briefing.definition.none")
    template = text("briefing.definition.count" if counted else "briefing.definition.line")
    return said(template, Voice.NOTE, name=text(f"indicator.{key}.short"), **parts)
