"""The tables of the overview as files: zones, units and what needs attention, with typed numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from data.model import Reference
from layouts import format as printed
from layouts.charts import DataCell, Sheet, data_table, number_cell, words_cell
from layouts.frames import facts_of
from layouts.names import unit_name, zone_name
from layouts.own_targets import behind
from layouts.pages.exceptions import reporting_words
from layouts.pages.units import townships_of
from layouts.text import Text
from metrics.agenda import BEHIND
from metrics.results import Coverage, Overview, Row, TownshipResult

ZONES = ("zone", "covered", "unknown", "townships", "rate", "target", "status", "share", "use", "remarks")
UNITS = (
    *("unit", "returned", "slots", "inclusive", "per_1000", "per_1000_beside", "share", "share_beside"),
    *("covered", "unknown", "townships", "uncovered", "use", "remarks"),
)
EXCEPTIONS = ("kind", "unit", "what", "zone", "state")
Line = tuple[str, str, str, str, str]


def overview_sheets(overview: Overview, reference: Reference, text: Text) -> dict[str, Sheet]:
    """By key, as they are downloaded."""
    made = {
        "zones": (text("zones.title"), ZONES, _zones(overview, reference, text)),
        "units": (text("units.title"), UNITS, _units(overview, reference, text)),
        "exceptions": (text("exceptions.title"), EXCEPTIONS, _exceptions(overview, reference, text)),
    }
    facts = facts_of(overview.scorecard, text("tables.unit"), text)
    return {
        key: Sheet(key, data_table(title, [text(f"tables.{name}") for name in heads], list(rows)), facts)
        for key, (title, heads, rows) in made.items()
    }


def _zones(overview: Overview, reference: Reference, text: Text) -> Iterator[list[DataCell]]:
    city, card = reference.city.code, overview.scorecard
    for zone in reference.zones:
        inside = [one for one in overview.townships if one.township.zone == zone]
        row = card.zone_row(city, zone)
        share, use = card.row("G2", city, zone), card.row("USE", city, zone)
        target = None if row is None else row.target
        yield [
            words_cell(zone_name(reference, zone, text)),
            *_counted(inside),
            value_cell(row),
            number_cell(printed.figure(target, "percent"), target),
            words_cell("" if row is None else printed.status_word(row, text)),
            value_cell(share),
            value_cell(use),
            words_cell(remarks((row, share, use), text)),
        ]


def _units(overview: Overview, reference: Reference, text: Text) -> Iterator[list[DataCell]]:
    card = overview.scorecard
    for unit in overview.reporting.units:
        code = unit.org_unit
        per_head, share, use = card.row("G1", code), card.row("G2", code), card.row("USE", code)
        own = townships_of(overview, code)
        uncovered = sum(one.coverage is Coverage.UNCOVERED for one in own)
        yield [
            words_cell(unit_name(reference, code, text)),
            words_cell(reporting_words(unit, text)),
            count_cell(share.denominator if share else None),
            count_cell(share.numerator if share else None),
            value_cell(per_head),
            words_cell("" if per_head is None else printed.status_word(per_head, text)),
            value_cell(share),
            words_cell("" if share is None else printed.status_word(share, text)),
            *_counted(own),
            count_cell(uncovered if any(one.coverage is not Coverage.UNKNOWN for one in own) else None),
            value_cell(use),
            words_cell(remarks((per_head, share, use), text)),
        ]


def _counted(townships: list[TownshipResult]) -> list[DataCell]:
    """Covered (none where nothing is known), unknown and all townships."""
    unknown = sum(one.coverage is Coverage.UNKNOWN for one in townships)
    covered = None if unknown == len(townships) else sum(one.coverage.is_covered for one in townships)
    return [count_cell(covered), count_cell(unknown), count_cell(len(townships))]


def count_cell(number: int | None) -> DataCell:
    """A whole number; blank where it is not known."""
    return number_cell(printed.count(number), number)


def value_cell(row: Row | None) -> DataCell:
    """The value of a row, exact to six decimals; blank where there is none."""
    value = None if row is None else row.value
    return number_cell(printed.MISSING if row is None else printed.figure(value, row.unit, row.target), value)


def remarks(rows: tuple[Row | None, ...], text: Text) -> str:
    """Why a value of the line is missing or partial, and its flags, each with the indicator it belongs to."""
    told = []
    for row in rows:
        if row is not None and (row.no_value or row.flags):
            reason = [text(f"no_value.{row.no_value}")] if row.no_value else []
            words = text("format.comma").join([*reason, *([printed.flag_words(row.flags, text)] if row.flags else [])])
            told.append(text("tables.remark", name=text(f"indicator.{row.indicator}.short"), words=words))
    return text("chart.targets.between").join(told)


def _exceptions(overview: Overview, reference: Reference, text: Text) -> Iterator[list[DataCell]]:
    lines = [
        *_targets(overview, reference, text),
        *_returns(overview, reference, text),
        *_townships("lost", overview, reference, text, lambda one: one.lost),
        *_townships("uncovered", overview, reference, text, lambda one: one.coverage is Coverage.UNCOVERED),
        *_townships("fragile", overview, reference, text, lambda one: one.coverage is Coverage.FRAGILE),
        *_of_districts(overview, reference, text),
    ]
    for line in lines:
        yield [words_cell(words) for words in line]


def _kind(name: str, text: Text) -> str:
    return text(f"tables.exceptions.{name}")


def _targets(overview: Overview, reference: Reference, text: Text) -> Iterator[Line]:
    for row in overview.scorecard.targets_of(reference.city.code):
        if row.status in BEHIND:
            yield _assessed("targets", row, reference, text)


def _of_districts(overview: Overview, reference: Reference, text: Text) -> Iterator[Line]:
    for row in behind(overview.scorecard.rows):
        yield _assessed("district", row, reference, text)


def _assessed(kind: str, row: Row, reference: Reference, text: Text) -> Line:
    zone = "" if row.zone is None else zone_name(reference, row.zone, text)
    name = text(f"indicator.{row.indicator}.name")
    return _kind(kind, text), unit_name(reference, row.org_unit, text), name, zone, printed.status_word(row, text)


def _returns(overview: Overview, reference: Reference, text: Text) -> Iterator[Line]:
    for unit in overview.reporting.units:
        if unit.stored is None or unit.is_returned:
            yield _kind("returns", text), unit_name(reference, unit.org_unit, text), "", "", reporting_words(unit, text)


def _townships(
    kind: str, overview: Overview, reference: Reference, text: Text, chosen: Callable[[TownshipResult], bool]
) -> Iterator[Line]:
    order = {unit.code: place for place, unit in enumerate(reference.units)}
    for one in sorted(filter(chosen, overview.townships), key=lambda one: order[one.township.reporting_unit]):
        place = one.township
        unit, zone = unit_name(reference, place.reporting_unit, text), zone_name(reference, place.zone, text)
        yield _kind(kind, text), unit, place.name, zone, text(f"coverage.{one.coverage}")
