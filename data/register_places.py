"""The places of a reference folder: org units, townships, their people and their cells on the map."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from data.model import Hexagon, Level, OrgUnit, Population, PublishedFigure, Township
from data.register_cells import Record, read_table


def read_city(record: Record) -> OrgUnit:
    """The org unit on top of all others."""
    return OrgUnit(record.text("code"), record.text("name"), record.text("name_en"), Level.CITY)


def read_units(folder: Path, name: str, city: OrgUnit) -> tuple[OrgUnit, ...]:
    """The regions and reporting units in administrative order; parents stand before what belongs to them.

    Refused where a code is told twice, or a parent is unknown or itself a reporting unit.
    """
    units: dict[str, OrgUnit] = {city.code: city}
    for record in read_table(folder, name, ("code", "parent", "level", "name", "name_en", "population_published")):
        unit = _unit(record)
        if unit.code in units:
            raise record.refuse("duplicate", unit.code)
        if unit.parent not in units or units[unit.parent].level is Level.UNIT:
            raise record.refuse("unknown_unit", unit.parent)
        units[unit.code] = unit
    return tuple(units.values())[1:]


def _unit(record: Record) -> OrgUnit:
    return OrgUnit(
        code=record.text("code"),
        name=record.text("name"),
        name_en=record.text("name_en"),
        level=Level(record.choice("level", (Level.REGION, Level.UNIT))),
        parent=record.text("parent"),
        population_note=record.text_or_blank("population_note"),
        population_note_en=record.text_or_blank("population_note_en"),
        population_published=record.yes("population_published"),
    )


TOWNSHIP_COLUMNS = ("code", "name", "legal_name", "unit_type", "official", "district_code", "zone", "reporting_unit")


def read_townships(folder: Path, name: str, units: Sequence[OrgUnit], zones: Sequence[str]) -> tuple[Township, ...]:
    """The register of townships, each code once, each official one with a known district, unit and zone."""
    codes = {unit.code for unit in units}
    townships: dict[str, Township] = {}
    names: dict[tuple[str, str], str] = {}
    for record in read_table(folder, name, TOWNSHIP_COLUMNS):
        township = _township(record)
        if township.code in townships:
            raise record.refuse("duplicate", township.code)
        _check_place(record, township, codes, zones)
        _check_names(record, township, names)
        townships[township.code] = township
    return tuple(townships.values())


def _check_place(record: Record, township: Township, codes: set[str], zones: Sequence[str]) -> None:
    if township.valid_from and township.valid_to and township.valid_to < township.valid_from:
        raise record.refuse("dates_reversed", township.valid_to)
    if township.district not in codes:
        raise record.refuse("unknown_unit", township.district)
    if township.official and township.reporting_unit not in codes:
        raise record.refuse("unknown_unit", township.reporting_unit)
    if township.official and township.zone not in zones:
        raise record.refuse("unknown_zone", township.zone)


def _check_names(record: Record, township: Township, names: dict[tuple[str, str], str]) -> None:
    """Inside a reporting unit a name or alias means one township."""
    for name in (township.name, *township.aliases):
        if township.official and names.setdefault((township.reporting_unit, name), township.code) != township.code:
            raise record.refuse("ambiguous_name", name)


def _township(record: Record) -> Township:
    return Township(
        code=record.text("code"),
        name=record.text("name"),
        legal_name=record.text_or_blank("legal_name"),
        unit_type=record.text("unit_type"),
        official=record.yes("official"),
        district=record.text("district_code"),
        reporting_unit=record.text_or_blank("reporting_unit"),
        zone=record.text_or_blank("zone"),
        zone_basis=record.text_or_blank("zone_basis"),
        aliases=_aliases(record),
        valid_from=record.day_or_none("valid_from"),
        valid_to=record.day_or_none("valid_to"),
        reporting_basis=record.text_or_blank("reporting_basis"),
    )


def _aliases(record: Record) -> tuple[str, ...]:
    """Every other name: the legal one, those of other editions (columns ``name_…``), those listed."""
    editions = [str(cell).strip() for column, cell in record.cells.items() if column.startswith("name_")]
    names = (record.text_or_blank("legal_name"), *editions, *record.words("aliases"))
    return tuple(dict.fromkeys(name for name in names if name and name != record.text("name")))


def read_populations(folder: Path, name: str, areas: Sequence[OrgUnit]) -> tuple[Population, ...]:
    """Resident populations, positive, one an area and date; whose source or note says derived is marked so.

    ``source`` keeps the whole way a figure came; ``source_printed``, where given, is the name people read.
    """
    units = {unit.code: unit for unit in areas}
    known: dict[tuple[str, date], Population] = {}
    columns = ("area_code", "ref_date", "resident_population", "source", "source_date", "note")
    for record in read_table(folder, name, columns):
        population = _population(record, units)
        if (population.area, population.ref_date) in known:
            raise record.refuse("duplicate", f"{population.area} {population.ref_date}")
        known[population.area, population.ref_date] = population
    counted = {area for area, _ in known}
    if missing := [unit.code for unit in areas if unit.population_published and unit.code not in counted]:
        raise Record(name, 1, {}).refuse("population_missing", missing[0])
    return tuple(known.values())


def _population(record: Record, units: Mapping[str, OrgUnit]) -> Population:
    unit = units.get(record.text("area_code"))
    if unit is None:
        raise record.refuse("unknown_unit", record.text("area_code"))
    if not unit.population_published:
        raise record.refuse("population_unexpected", unit.code)
    if record.count("resident_population") == 0:
        raise record.refuse("not_positive", unit.code)
    return _population_of(record)


def _population_of(record: Record) -> Population:
    said = f"{record.text('source')} {record.text_or_blank('note')}".lower()
    return Population(
        area=record.text("area_code"),
        ref_date=record.day("ref_date"),
        value=record.count("resident_population"),
        source=record.text_or_blank("source_printed") or record.text("source"),
        source_date=record.day_or_none("source_date"),
        derived="derived" in said,
        source_en=record.text_or_blank("source_en"),
    )


def read_hexagons(folder: Path, name: str, townships: Sequence[Township]) -> tuple[Hexagon, ...]:
    """The cartogram: each official township in one cell of its own, in the district the register gives."""
    official = {township.code: township for township in townships if township.official}
    hexagons: dict[str, Hexagon] = {}
    cells: dict[tuple[int, int], str] = {}
    for record in read_table(folder, name, ("code", "district_code", "col", "row")):
        hexagon = _hexagon(record, official)
        if hexagon.township in hexagons:
            raise record.refuse("duplicate", hexagon.township)
        if cells.setdefault((hexagon.column, hexagon.row), hexagon.township) != hexagon.township:
            raise record.refuse("hexagon_taken", cells[hexagon.column, hexagon.row])
        hexagons[hexagon.township] = hexagon
    if missing := [code for code in official if code not in hexagons]:
        raise Record(name, 1, {}).refuse("hexagon_missing", missing[0])
    return tuple(hexagons.values())


def _hexagon(record: Record, official: Mapping[str, Township]) -> Hexagon:
    township = official.get(record.text("code"))
    if township is None:
        raise record.refuse("hexagon_unknown", record.text("code"))
    if township.district != record.text("district_code"):
        raise record.refuse("hexagon_district", township.district)
    return Hexagon(township.code, record.count("col"), record.count("row"))


def read_published(folder: Path, name: str, areas: set[str]) -> tuple[PublishedFigure, ...]:
    """Figures somebody printed, of the city's areas and of the outside areas that are named.

    ``source`` keeps how the collector came by a figure; ``source_printed``, where given, is the name people read.
    """
    records = read_table(folder, name, ("indicator", "area_code", "period", "value", "unit", "source", "confidence"))
    for record in records:
        if record.text("area_code") not in areas:
            raise record.refuse("unknown_unit", record.text("area_code"))
    return tuple(_published(record) for record in records)


def _published(record: Record) -> PublishedFigure:
    return PublishedFigure(
        indicator=record.text("indicator"),
        area=record.text("area_code"),
        period=record.text("period"),
        value=record.number("value"),
        unit=record.text("unit"),
        qualifier=record.text_or_blank("qualifier"),
        source=record.text_or_blank("source_printed") or record.text("source"),
        source_en=record.text_or_blank("source_en"),
        source_date=record.text_or_blank("source_date"),
        confidence=record.choice("confidence", ("high", "medium", "low", "derived")),
        note=record.text_or_blank("note"),
        url=record.text_or_blank("url"),
        quote=record.text_or_blank("quote"),
        compared_with=record.period("compared_with") if record.text_or_blank("compared_with") else None,
    )
