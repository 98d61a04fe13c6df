"""What places and people are called, in the language of the text."""

from __future__ import annotations

from data.model import OrgUnit, Reference
from layouts.text import LANGUAGES, Text, text_for


def unit_name(reference: Reference, code: str, text: Text) -> str:
    """The name of anything that has figures, in the language of the text."""
    return name_of(reference.area_by_code[code], text)


def name_of(org_unit: OrgUnit, text: Text) -> str:
    """An org unit by name; in Chinese where the folder has no English."""
    return org_unit.name if text.lang == "zh" else org_unit.name_en or org_unit.name


def actor_name(kept: str, text: Text) -> str:
    """Who did something, as it is kept, but 未认证 behind a name that nobody checked in the language of the text."""
    for lang in LANGUAGES:
        mark = text_for(lang)("returns.unverified_actor", name="")
        if kept.endswith(mark):
            return text("returns.unverified_actor", name=kept.removesuffix(mark))
    return kept


def zone_name(reference: Reference, zone: str, text: Text) -> str:
    """The name of a zone in the language of the text."""
    return zone if text.lang == "zh" else reference.zone_names_en.get(zone, zone)


def zone_short(reference: Reference, zone: str, text: Text) -> str:
    """The short name of a zone, for sentences: 副中心."""
    shorts = reference.zone_short if text.lang == "zh" else reference.zone_short_en
    return shorts.get(zone) or zone_name(reference, zone, text)
