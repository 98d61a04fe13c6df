"""What places are called, in the language of the text."""

from __future__ import annotations

from data.model import OrgUnit, Reference
from layouts.text import Text


def unit_name(reference: Reference, code: str, text: Text) -> str:
    """The name of anything that has figures, in the language of the text."""
    return name_of(reference.area_by_code[code], text)


def name_of(org_unit: OrgUnit, text: Text) -> str:
    """An org unit by name; in Chinese where the folder has no English."""
    return org_unit.name if text.lang == "zh" else org_unit.name_en or org_unit.name


def zone_name(reference: Reference, zone: str, text: Text) -> str:
    """The name of a zone in the language of the text."""
    return zone if text.lang == "zh" else reference.zone_names_en.get(zone, zone)


def zone_short(reference: Reference, zone: str, text: Text) -> str:
    """The short name of a zone, for sentences: 副中心."""
    shorts = reference.zone_short if text.lang == "zh" else reference.zone_short_en
    return shorts.get(zone) or zone_name(reference, zone, text)
