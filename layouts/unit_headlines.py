"""The sentences of one reporting unit, for its card: where it stands, what is not covered, what was filed."""

from __future__ import annotations

from data.model import Reference
from layouts import format as printed
from layouts.headlines import COVERED, Part, Sentence, filled
from layouts.names import unit_name
from layouts.text import Text
from metrics.briefings import UnitFindings
from metrics.results import Coverage, NoValue, Row

MOST_NAMES = 6


def unit_headlines(found: UnitFindings, reference: Reference, state: str, text: Text) -> tuple[Sentence, ...]:
    """``state``: how the return stands, in words."""
    return (
        Sentence(_position(found, reference, text)),
        Sentence(_uncovered(found, text)),
        Sentence(_filed(found, state, text)),
    )


def _position(found: UnitFindings, reference: Reference, text: Text) -> tuple[Part, ...]:
    card, code = found.scorecard, found.position.unit.code
    return filled(
        text("unit_headline.position"),
        year=str(card.period.end.year),
        month=text(f"format.month.{card.period.end.month}"),
        unit=unit_name(reference, code, text),
        slots=_clause(card.row("G1", code), "slots", text),
        share=_clause(card.row("G2", code), "share", text),
        coverage=_covered(found, text),
    )


def _clause(row: Row | None, kind: str, text: Text) -> tuple[Part, ...]:
    """The value without a verdict: the city's targets bind no unit."""
    if row is None or row.value is None:
        reason = "" if row is None or row.no_value is None else text(f"no_value.{row.no_value}")
        return filled(text(f"headline.{kind}.absent"), reason=reason)
    ending = "partial" if row.no_value is NoValue.INCOMPLETE else "full"
    value = Part(printed.figure(row.value, row.unit, row.target), indicator=row.indicator, org_unit=row.org_unit)
    return filled(text(f"headline.{kind}.{ending}"), value=value, verdict="")


def _covered(found: UnitFindings, text: Text) -> tuple[Part, ...]:
    states = [one.coverage for one in found.position.townships]
    if states.count(Coverage.UNKNOWN) == len(states):
        return filled(text("unit_headline.unknown"))
    ratio = Part(f"{sum(state in COVERED for state in states)}/{len(states)}", section="coverage")
    ending = "partial" if Coverage.UNKNOWN in states else "full"
    return filled(text(f"headline.coverage.{ending}"), ratio=ratio)


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
    doubts = Part(str(sum(one.is_open for one in found.warnings)), section="returns")
    demo = text("headline.demo.card") if found.scorecard.demo else ""
    return filled(text("unit_headline.filed"), state=state, doubts=doubts, demo=demo)
