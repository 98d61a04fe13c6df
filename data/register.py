"""A reference folder read and checked: what contradicts itself is refused with its file and row."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from data.boundaries import read_plane, read_shapes
from data.model import (
    Costs,
    Definitions,
    DistrictShape,
    DistrictTarget,
    Frequency,
    Hexagon,
    Level,
    OrgUnit,
    Plan,
    Plane,
    PublishedFigure,
    Reference,
    SeriesBreak,
    Township,
    TownshipPeople,
    TownshipShape,
)
from data.register_cells import Document, Record, read_document
from data.register_checks import check_agreement, check_shapes
from data.register_costs import read_costs
from data.register_definitions import read_definitions, read_mountain
from data.register_outlines import NAME, read_township_shapes
from data.register_people import read_people
from data.register_places import (
    read_city,
    read_hexagons,
    read_populations,
    read_published,
    read_townships,
    read_units,
)
from data.register_plans import read_breaks, read_calendar, read_plans
from data.register_targets import read_district_targets

MANIFEST = "reference.toml"


DATABASE = ".sqlite"
"""In the name of a SQLite database and of the files beside it."""


def load_reference(folder: Path) -> Reference:
    """Read the folder of one city; raise ReferenceRefused (facts: file, row, detail) where it contradicts itself."""
    manifest = read_document(folder, MANIFEST)
    reference = _Folder(folder, manifest).read()
    check_agreement(reference, manifest, folder)
    return reference.under(reference.definitions)


def folder_digest(folder: Path, *, without: Collection[str] = ()) -> str:
    """SHA-256 over the names and bytes of the folder's files but some, in order of their names.

    A database that somebody keeps in the folder is no part of it: it changes with every return.
    """
    digest = hashlib.sha256()
    found = (path for path in folder.rglob("*") if path.is_file() and DATABASE not in path.name)
    files = {path.relative_to(folder).as_posix(): path for path in found}
    for name in sorted(files):
        if name not in without and not any(part.startswith(".") for part in name.split("/")):
            content = files[name].read_bytes()
            digest.update(f"{name}\0{len(content)}\0".encode())
            digest.update(content)
    return digest.hexdigest()


class _Folder:
    """The files of one folder, found by the names its manifest gives them."""

    def __init__(self, folder: Path, manifest: Document) -> None:
        self.path = folder
        self.manifest = manifest
        self.top = manifest.top
        self.files = manifest.table("files")
        self.zones = self._zones()
        self.frequency = Frequency(self.top.choice("frequency", tuple(Frequency)))

    def read(self) -> Reference:
        city = read_city(self.manifest.table("city"))
        regions, units = self._org_units(city)
        townships = read_townships(self.path, self.files.text("townships"), units, tuple(self.zones))
        areas, outside = {unit.code for unit in (city, *regions, *units)}, self._outside()
        plans, versions = self._promises()
        districts, plane = self._districts(townships)
        return Reference(
            city=city,
            units=units,
            zones=tuple(self.zones),
            townships=townships,
            populations=read_populations(self.path, self.files.text("population"), (city, *regions, *units)),
            plans=plans,
            breaks=self._breaks(),
            published=self._published(areas | set(outside)),
            hexagons=self._hexagons(townships),
            definitions=versions[-1],
            frequency=self.frequency,
            zone_names_en=self._zone_words("name_en"),
            map_approval_number=self.top.text_or_blank("map_approval_number"),
            digest=folder_digest(self.path, without=self._apart()),
            timezone=self._timezone(),
            zone_short=self._zone_words("short"),
            zone_short_en=self._zone_words("short_en"),
            zone_brief=self._briefs(),
            units_described=self.manifest.table("units").text("described"),
            units_described_en=self.manifest.table("units").text("described_en"),
            demo_note=self.manifest.table("demonstration").text_or_blank("note"),
            demo_note_en=self.manifest.table("demonstration").text_or_blank("note_en"),
            districts=districts,
            plane=plane,
            township_shapes=self._township_shapes(townships, districts, plane),
            versions=versions,
            mountain=self._mountain(townships),
            people=self._people(townships),
            district_targets=self._district_targets(plans, units, townships),
            regions=regions,
            costs=self._costs(),
            outside=outside,
        )

    def _outside(self) -> dict[str, tuple[str, str]]:
        """Areas of published figures outside the city; one that is listed without a name is told by its code."""
        named = self.manifest.tables("outside_area")
        found = {one.text("code"): (one.text("name"), one.text("name_en")) for one in named}
        return {code: (code, code) for code in self.top.words("outside_areas")} | found

    def _org_units(self, city: OrgUnit) -> tuple[tuple[OrgUnit, ...], tuple[OrgUnit, ...]]:
        """The regions, and the reporting units."""
        found = read_units(self.path, self.files.text("units"), city)
        by_level = {level: tuple(one for one in found if one.level is level) for level in (Level.REGION, Level.UNIT)}
        return by_level[Level.REGION], by_level[Level.UNIT]

    def _apart(self) -> tuple[str, ...]:
        """Files that no reported figure rests on have digests of their own."""
        return self.files.text("definitions"), self.files.text_or_blank("costs")

    def _costs(self) -> Costs | None:
        name = self.files.text_or_blank("costs")
        return read_costs(self.path, name, zones=tuple(self.zones)) if name else None

    def _plans(self) -> tuple[Plan, ...]:
        return read_plans(self.path, self.files.text("plans"), zones=tuple(self.zones), frequency=self.frequency)

    def _promises(self) -> tuple[tuple[Plan, ...], tuple[Definitions, ...]]:
        plans = self._plans()
        return plans, self._versions(plans)

    def _versions(self, plans: Sequence[Plan]) -> tuple[Definitions, ...]:
        name = self.files.text_or_blank("calendar")
        due_dates = read_calendar(self.path, name, self.frequency) if name else {}
        return read_definitions(self.path, self.files.text("definitions"), due_dates=due_dates, plans=plans)

    def _mountain(self, townships: tuple[Township, ...]) -> dict[str, tuple[str, str]]:
        name = self.files.text_or_blank("mountain")
        zones = {one.code: one.zone for one in townships if one.official}
        found = read_mountain(self.path, name, townships=tuple(zones), zones=tuple(self.zones)) if name else {}
        return {code: (zones[code], zone) for code, zone in found.items()}

    def _people(self, townships: Sequence[Township]) -> tuple[TownshipPeople, ...]:
        name, codes = self.files.text_or_blank("people"), {one.code for one in townships if one.official}
        return read_people(self.path, name, townships=codes) if name else ()

    def _district_targets(
        self, plans: Sequence[Plan], units: Sequence[OrgUnit], townships: Sequence[Township]
    ) -> tuple[DistrictTarget, ...]:
        names, codes = self.files.words("district_targets"), {unit.code for unit in units}
        return read_district_targets(self.path, names, plans=plans, units=codes, townships=townships)

    def _breaks(self) -> tuple[SeriesBreak, ...]:
        name = self.files.text_or_blank("breaks")
        return read_breaks(self.path, name) if name else ()

    def _published(self, areas: set[str]) -> tuple[PublishedFigure, ...]:
        name = self.files.text_or_blank("published")
        return read_published(self.path, name, areas) if name else ()

    def _hexagons(self, townships: tuple[Township, ...]) -> tuple[Hexagon, ...]:
        name = self.files.text_or_blank("hexagons")
        return read_hexagons(self.path, name, townships) if name else ()

    def _districts(self, townships: tuple[Township, ...]) -> tuple[tuple[DistrictShape, ...], Plane | None]:
        name = self.files.text_or_blank("boundaries")
        if not name:
            return (), None
        shapes = read_shapes(self.path, name)
        check_shapes(shapes, name, {township.district for township in townships if township.official})
        return shapes, read_plane(self.path, name)

    def _township_shapes(
        self, townships: tuple[Township, ...], districts: tuple[DistrictShape, ...], plane: Plane | None
    ) -> tuple[TownshipShape, ...]:
        """Outlines that the folder's user has put there, under their usual name or the one that the manifest gives."""
        name = self.files.text_or_blank("township_boundaries") or NAME
        if not self.files.text_or_blank("township_boundaries") and not (self.path / NAME).exists():
            return ()
        official = [one for one in townships if one.official and one.valid_at(date.max)]
        return read_township_shapes(self.path, name, official, plane=plane, districts=districts)

    def _zones(self) -> dict[str, Record]:
        zones: dict[str, Record] = {}
        for record in self.manifest.tables("zone"):
            if record.text("name") in zones:
                raise record.refuse("duplicate", record.text("name"))
            zones[record.text("name")] = record
        return zones

    def _zone_words(self, key: str) -> dict[str, str]:
        return {name: record.text(key) for name, record in self.zones.items()}

    def _briefs(self) -> dict[str, tuple[str, str]]:
        """The shortest names in both languages, for narrow columns; blank where a folder has none."""
        keys = ("brief", "brief_en")
        return {zone: (one.text_or_blank(keys[0]), one.text_or_blank(keys[1])) for zone, one in self.zones.items()}

    def _timezone(self) -> str:
        name = self.top.text("timezone")
        try:
            return ZoneInfo(name).key
        except (ZoneInfoNotFoundError, ValueError) as fault:
            raise self.top.refuse("bad_choice", f"timezone: {name}") from fault
