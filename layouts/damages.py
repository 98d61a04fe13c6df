"""What a check of the store found, in sentences for whoever keeps the system."""

from __future__ import annotations

from collections.abc import Mapping

from data.integrity import Damage
from data.model import Reference
from layouts.names import unit_name, zone_name
from layouts.text import Text
from metrics.filer_sums import counted_by


def damage_words(damage: Damage, reference: Reference, text: Text) -> str:
    """One sentence. Of a kept sum it names the unit, the period and the indicators."""
    return text(f"integrity.{damage.code}", **_named(damage.facts, reference, text))


def _named(facts: Mapping[str, str | int], reference: Reference, text: Text) -> dict[str, str | int]:
    named = dict(facts)
    code = str(facts.get("org_unit", ""))
    if code in reference.area_by_code:
        named["org_unit"] = text("integrity.unit", name=unit_name(reference, code, text), code=code)
    if "key" in facts:
        named["indicator"] = _indicators(str(facts["key"]), reference, text)
    return named


def _indicators(key: str, reference: Reference, text: Text) -> str:
    indicators, zone = counted_by(key)
    names = [text(f"indicator.{one.id}.short") for one in indicators] or [text("chart.coverage.fragile")]
    told = text("format.comma").join(names)
    return text("integrity.in_zone", name=told, zone=zone_name(reference, zone, text)) if zone else told
