"""The sentences of one reporting unit, for its card: where it stands, what is not covered, what was filed."""

from __future__ import annotations

from data.model import Reference
from layouts import format as printed
from layouts.headlines import Part, Sentence, clause, covered_clause, filled
from layouts.names import unit_name
from layouts.text import Text
from metrics.briefings import UnitFindings

MOST_NAMES = 6


def unit_headlines(found: UnitFindings, reference: Reference, state: str, text: Text) -> tuple[Sentence, ...]:
    """``state``: how the return stands, in words."""
    return (
        Sentence(_position(found, reference, text)),
        Sentence(_uncovered(found, text)),
        Sentence(_filed(found, state, text)),
    )


def _position(found: UnitFindings, reference: Reference, text: Text) -> tuple[Part, ...]:
    """The values without a verdict: the city's targets bind no unit."""
    card, code = found.scorecard, found.position.unit.code
    return filled(
        text("unit_headline.position"),
        year=str(card.period.end.year),
        month=text(f"format.month.{card.period.end.month}"),
        unit=unit_name(reference, code, text),
        slots=clause(card.row("G1", code), "slots", text, judged=False),
        share=clause(card.row("G2", code), "share", text, judged=False),
        coverage=covered_clause([one.coverage for one in found.position.townships], text),
    )


def _uncovered(found: UnitFindings, text: Text) -> tuple[Part, ...]:
    needs = found.position.needs
    names = [one.result.township.name for one in needs.uncovered]
    shown = text("format.comma").join(names[:MOST_NAMES]) + (
        text("unit_headline.more") if len(names) > MOST_NAMES else ""
    )
    return filled(
        text("unit_headline.uncovered" if names else "unit_headline.none_uncovered"),
        count=Part(str(len(names)), section="coverage"),
        names=shown,
        fragile=Part(str(len(needs.fragile)), section="coverage"),
        unknown=Part(str(len(needs.unknown)), section="coverage"),
    )


def _filed(found: UnitFindings, state: str, text: Text) -> tuple[Part, ...]:
    doubts = open_doubts(found)
    demo = text("headline.demo.card") if found.scorecard.demo else ""
    return filled(text("unit_headline.filed"), state=state, doubts=doubts, demo=demo)


def open_doubts(found: UnitFindings) -> Part:
    """How many 疑点 of this period's return wait for an answer; — where there is no return."""
    there = found.position.reporting.stored is not None
    return Part(str(sum(one.is_open for one in found.warnings)) if there else printed.MISSING, section="returns")
