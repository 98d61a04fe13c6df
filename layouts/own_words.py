"""The words of one installation: the catalogue of a language with the names that its reference folder gives.

The dashboard's own name, and the names of the coverage of each zone, are templates of the catalogue that the folder
fills, so that another city shows its own.
"""

from __future__ import annotations

from collections.abc import Iterator

from data.model import Reference
from layouts.names import name_of, zone_name, zone_short
from layouts.text import Text, text_for

ZONED = ("name", "short", "formula", "denominator")


def words_for(lang: str, reference: Reference) -> Text:
    """The words of ``lang`` for the city of ``reference``."""
    text = text_for(lang)
    city = name_of(reference.city, text)
    own = {"site.name": text("site.name_of", city=city)}
    for indicator, zone in _zones(reference).items():
        own |= dict(_of_zone(indicator, zone, reference, text))
    return text.with_words(own)


def _zones(reference: Reference) -> dict[str, str]:
    """Indicator -> the zone it is told of, as the plans promise it."""
    return {one.indicator: one.zone for plan in reference.plans for one in plan.targets if one.zone is not None}


def _of_zone(indicator: str, zone: str, reference: Reference, text: Text) -> Iterator[tuple[str, str]]:
    facts = {"zone": zone_name(reference, zone, text), "short": zone_short(reference, zone, text)}
    for key in ZONED:
        yield f"indicator.{indicator}.{key}", text(f"zoned.{key}", **facts)
    yield f"districts.head.{indicator}", text("zoned.head", **facts)
    brief = reference.zone_brief.get(zone, ("", ""))[text.lang != "zh"]
    yield f"districts.zone.{indicator}", brief or facts["short"]
