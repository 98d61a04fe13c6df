"""The sentences of a country's first screen: where it stands, what is missing, how complete the returns are."""

from __future__ import annotations

from data.model import Reference
from layouts import format as printed
from layouts.headlines import Part, Sentence, clause, filled, short_of, slot_gap
from layouts.names import zone_short
from layouts.text import Text
from metrics.country import CountryFront, Covered, Reported
from metrics.results import Scorecard


def country_headlines(found: CountryFront, reference: Reference, text: Text) -> tuple[Sentence, ...]:
    """The same three sentences as of a city; of units and townships it tells how many, and names none."""
    return (
        Sentence(_position(found, reference, text)),
        Sentence(_gaps(found, reference, text)),
        Sentence((Part(returns_words(found.reported, found.scorecard, text)),)),
    )


def _position(found: CountryFront, reference: Reference, text: Text) -> tuple[Part, ...]:
    card, city = found.scorecard, reference.city.code
    whole = found.coverage[city, None]
    ratio = Part(ratio_of(whole), section="zones")
    ending = "unknown" if whole.covered is None else "partial" if whole.unknown else "full"
    return filled(
        text("headline.position"),
        missing="",
        year=str(card.period.end.year),
        month=text(f"format.month.{card.period.end.month}"),
        slots=clause(card.row("G1", city), "slots", text),
        share=clause(card.row("G2", city), "share", text),
        coverage=filled(text(f"headline.coverage.{ending}"), ratio=ratio),
    )


def ratio_of(one: Covered) -> str:
    """``20/22``: covered of all, known or not; a dash where nothing is known."""
    return printed.MISSING if one.covered is None else f"{printed.count(one.covered)}/{printed.count(one.townships)}"


def _gaps(found: CountryFront, reference: Reference, text: Text) -> tuple[Part, ...]:
    return filled(
        text("headline.gaps"),
        slots=slot_gap(found.scorecard, reference, text),
        uncovered=_uncovered(found, reference, text),
    )


def _uncovered(found: CountryFront, reference: Reference, text: Text) -> tuple[Part, ...]:
    whole = found.coverage[reference.city.code, None]
    lacking = uncovered_of(whole)
    unknown = text("headline.unknown_townships", count=printed.count(whole.unknown)) if whole.unknown else ""
    zones: list[Part] = []
    for zone in reference.zones if lacking else ():
        zones += [Part(text("format.comma"))] if zones else []
        zones += _zone(found, reference, zone, text)
    key = "headline.uncovered.some" if lacking else "headline.uncovered.none"
    total = Part(printed.count(lacking), section="zones")
    return filled(text(key), total=total, zones=tuple(zones), unknown=unknown)


def uncovered_of(one: Covered) -> int:
    """Townships known to have no inclusive service."""
    return 0 if one.covered is None else one.townships - one.unknown - one.covered


def _zone(found: CountryFront, reference: Reference, zone: str, text: Text) -> tuple[Part, ...]:
    row = found.scorecard.zone_row(reference.city.code, zone)
    count = Part(printed.count(uncovered_of(found.coverage[reference.city.code, zone])), section="zones")
    name = zone_short(reference, zone, text)
    return filled(text("headline.zone_count"), zone=name, count=count, short=short_of(row, text))


def returns_words(reported: Reported, card: Scorecard, text: Text, key: str = "country.returns") -> str:
    """How many of how many have reported, late and carried ones among them, and the questions that are open."""
    whole = reported.whole
    numbers = {name: printed.count(getattr(whole, name)) for name in ("expected", "reported", "late", "carried")}
    demo = text("headline.demo.page") if card.demo else ""
    return text(key, **numbers, warnings=printed.count(reported.open_warnings), demo=demo)
