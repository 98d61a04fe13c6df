"""The list of institutions for the owner of the public map: what may be public, of those that belong on it.

Public are name, type, who runs it, registration, address, township, slots and coordinates. Never told: contact and
telephone, credit code, fee, staff, children, grades, dates of recognition. An institution that is not 已备案, or not in
operation at the period's end, does not belong on a map of registered institutions; how many were left out is told.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from data.institution_search import FILED
from data.model import Reference
from data.telephones import without_telephone
from layouts.charts.picture import DataCell, DataTable, data_table, number_cell, words_cell
from layouts.exports import csv_table
from layouts.frames import facts_of
from layouts.names import unit_name, zone_name
from layouts.text import Text
from metrics.registry import InstitutionPage, Registered
from metrics.results import Scorecard

PUBLIC = (
    *("number", "name", "type", "ownership", "filing_state", "filing_date", "org_unit", "township", "township_name"),
    *("zone", "address", "slots", "inclusive_slots", "longitude", "latitude"),
)
"""Every field of the files, in their order; whatever is not named here is not told."""


@dataclass(frozen=True, slots=True)
class PublicList:
    """Institutions that belong on the public map, and how many of those found do not (not filed first, then idle)."""

    kept: tuple[Registered, ...]
    unfiled: int
    idle: int
    silent: tuple[str, ...]

    @property
    def located(self) -> tuple[Registered, ...]:
        """Those with coordinates."""
        return tuple(one for one in self.kept if None not in (one.row.longitude, one.row.latitude))


def public_list(listed: InstitutionPage) -> PublicList:
    """Sorted out of everything found."""
    filed = [one for one in listed.found if one.row.filing_state == FILED]
    kept = tuple(one for one in filed if one.in_operation)
    return PublicList(kept, len(listed.found) - len(filed), len(filed) - len(kept), listed.silent)


def institutions_csv(found: PublicList, provenance: Scorecard, reference: Reference, text: Text) -> bytes:
    """One line an institution, with what the list rests on in every line."""
    return csv_table(_table(found.kept, reference, text), _facts(found, provenance, reference, text))


def _table(kept: Iterable[Registered], reference: Reference, text: Text) -> DataTable:
    heads = [text(f"institutions.public.{name}") for name in PUBLIC]
    told = [public_fields(one, reference, text) for one in kept]
    rows = [[_cell(one[name]) for name in PUBLIC] for one in told]
    return data_table(text("institutions.public.title"), heads, rows)


def _cell(value: object) -> DataCell:
    """A count as a number, everything else (codes, dates, degrees) as it was typed; blank where it is blank."""
    return number_cell(str(value), value) if isinstance(value, int) else words_cell("" if value is None else str(value))


def public_fields(one: Registered, reference: Reference, text: Text) -> dict[str, object]:
    """What may be told of an institution, by the names of ``PUBLIC``; None where it is blank."""
    row, place = one.row, one.township
    told: dict[str, object] = {name: getattr(row, name) for name in PUBLIC if hasattr(row, name)}
    told |= {
        "org_unit": unit_name(reference, one.stored.org_unit, text),
        "township_name": place.name if place else None,
        "zone": zone_name(reference, place.zone, text) if place else None,
        "slots": one.slots,
        "inclusive_slots": one.inclusive_slots,
    }
    told |= {name: without_telephone(told[name]) for name in ("name", "address")}
    return {name: told[name] for name in PUBLIC}


def _facts(
    found: PublicList, provenance: Scorecard, reference: Reference, text: Text, *, on_map: bool = False
) -> list[tuple[str, str]]:
    counts = {"unfiled": found.unfiled, "idle": found.idle, "unlocated": len(found.kept) - len(found.located)}
    left = text("institutions.public.left_out_map" if on_map else "institutions.public.left_out_words", **counts)
    silent = text("format.comma").join(unit_name(reference, code, text) for code in found.silent)
    return [
        *facts_of(provenance, text("institutions.public.unit"), text),
        (text("institutions.public.left_out"), left),
        (text("institutions.public.silent"), silent or text("institutions.public.none")),
    ]


def institutions_geojson(found: PublicList, provenance: Scorecard, reference: Reference, text: Text) -> bytes:
    """RFC 7946: points of those with coordinates; as-of, digest, kind of data and the counts left out stand inside."""
    told: dict[str, Any] = {
        "type": "FeatureCollection",
        "title": text("institutions.public.title"),
        "period": str(provenance.period),
        "as_of": provenance.as_of.isoformat(),
        "definition_version": provenance.definition_version,
        "data_digest": provenance.data_digest,
        "demo": provenance.demo,
        "left_out": {
            "not_filed": found.unfiled,
            "not_in_operation": found.idle,
            "without_coordinates": len(found.kept) - len(found.located),
        },
        "note": _note(_facts(found, provenance, reference, text, on_map=True), text),
        "features": [_feature(one, provenance, reference, text) for one in found.located],
    }
    return json.dumps(told, ensure_ascii=False, indent=1).encode()


def _note(facts: Sequence[tuple[str, str]], text: Text) -> list[str]:
    return [text("chart.fact.line", name=name, value=value) for name, value in facts]


def _feature(one: Registered, provenance: Scorecard, reference: Reference, text: Text) -> dict[str, Any]:
    """Each says itself whether it is a demonstration, as features are taken out of their file."""
    told = public_fields(one, reference, text)
    place = [float(str(told.pop(name))) for name in ("longitude", "latitude")]
    properties = {name: value if isinstance(value, int | str | None) else str(value) for name, value in told.items()}
    properties |= {"period": str(provenance.period), "demo": provenance.demo}
    return {"type": "Feature", "geometry": {"type": "Point", "coordinates": place}, "properties": properties}
