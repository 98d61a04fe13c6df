"""Whether the files of a reference folder agree with each other and with its manifest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from data.model import DistrictShape, Reference
from data.register_cells import Document, Record, read_table


def check_agreement(reference: Reference, manifest: Document, folder: Path) -> None:
    """Counts, zones, census and districts; ReferenceRefused names the file and row that disagree."""
    _check_counts(reference, manifest)
    census = manifest.table("census")
    _check_census(reference, census)
    if name := manifest.table("files").text_or_blank("districts"):
        _check_districts(reference, folder, name, census.day("date"))


def check_shapes(shapes: Sequence[DistrictShape], name: str, districts: set[str]) -> None:
    """One outline for each district that has townships, and no other; ``row`` is the place in the file."""
    seen: set[str] = set()
    for place, shape in enumerate(shapes, 1):
        record = Record(name, place, {})
        if shape.code not in districts:
            raise record.refuse("boundary_unknown", shape.code)
        if shape.code in seen:
            raise record.refuse("duplicate", shape.code)
        seen.add(shape.code)
    if missing := sorted(districts - seen):
        raise Record(name, len(shapes), {}).refuse("boundary_missing", missing[0])


def _check_counts(reference: Reference, manifest: Document) -> None:
    counts = manifest.table("counts")
    townships = reference.townships_at(date.max)
    _agree(counts, "units", len(reference.units))
    if reference.regions or "regions" in counts.cells:
        _agree(counts, "regions", len(reference.regions))
    _agree(counts, "townships", len(townships))
    if "hexagons" in counts.cells:
        _agree(counts, "hexagons", len(reference.hexagons))
    by_zone = Counter(township.zone for township in townships)
    for record in manifest.tables("zone"):
        _agree(record, "townships", by_zone[record.text("name")])


def _agree(record: Record, key: str, found: int) -> None:
    if record.count(key) != found:
        raise record.refuse("count_differs", f"{key}: {record.count(key)} ≠ {found}")


def _check_census(reference: Reference, record: Record) -> None:
    """The units' populations at the census add up to the given sum, and so does the city's own; regions likewise."""
    day = record.day("date")
    at_census = {p.area: p.value for p in reference.populations if p.ref_date == day}
    _agree(record, "sum", at_census.get(reference.city.code, 0))
    _agree(record, "sum", sum(at_census.get(unit.code, 0) for unit in reference.units))
    for region in reference.regions:
        found = sum(at_census.get(unit, 0) for unit in reference.units_of(region.code))
        if at_census.get(region.code, 0) != found:
            raise record.refuse("count_differs", f"{region.code}: {at_census.get(region.code, 0)} ≠ {found}")


def _check_districts(reference: Reference, folder: Path, name: str, day: date) -> None:
    """Facts about districts that the other files hold too must be the same; blank ones are not known."""
    townships = Counter(township.district for township in reference.townships_at(date.max))
    census = {p.area: p.value for p in reference.populations if p.ref_date == day}
    population = f"pop_{day.year}_census"
    for record in read_table(folder, name, ("code", "zone", "n_township_units", population)):
        code = record.text("code")
        if code not in reference.unit_by_code:
            raise record.refuse("unknown_unit", code)
        if record.text("zone") not in reference.zones:
            raise record.refuse("unknown_zone", record.text("zone"))
        for key, found in (("n_township_units", townships[code]), (population, census.get(code, 0))):
            if record.text_or_blank(key):
                _agree(record, key, found)
