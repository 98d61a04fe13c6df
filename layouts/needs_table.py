"""The townships that need something, as a table for a file: one line a township and list."""

from __future__ import annotations

from collections.abc import Iterator

from data.model import Reference
from layouts import format as printed
from layouts.charts import DataCell, DataTable, data_table, number_cell, words_cell
from layouts.names import unit_name, zone_name
from layouts.pages.gap_maps import is_asked_for
from layouts.pages.needs import LISTS, at_hand
from layouts.reference_words import source_of
from layouts.text import Text
from layouts.view import ViewQuery
from metrics.remedies import Need
from metrics.shortfall import Shortfall

HEADS = (
    *("list", "org_unit", "code", "name", "zone", "trouble", "institutions"),
    *("slots", "inclusive", "children", "use", "residents", "under_3", "people_day", "remedy", "at_hand"),
)


def needs_table(found: Shortfall, reference: Reference, view: ViewQuery, text: Text) -> DataTable:
    """The lists one after another, of one unit or zone or of all."""
    heads = [text(f"needs.csv.{name}") for name in HEADS]
    rows = [row for name in LISTS for row in _rows(name, getattr(found.needs, name), reference, view, text)]
    return data_table(text("needs.title"), heads, rows)


def _rows(
    name: str, listed: tuple[Need, ...], reference: Reference, view: ViewQuery, text: Text
) -> Iterator[tuple[DataCell, ...]]:
    for need in listed:
        if is_asked_for(need, view):
            yield _row(text(f"needs.csv.{name}"), need, reference, text)


def _row(listed: str, need: Need, reference: Reference, text: Text) -> tuple[DataCell, ...]:
    result, place = need.result, need.result.township
    words = (listed, unit_name(reference, place.reporting_unit, text), place.code, place.name)
    counts = (result.institutions, result.slots, result.inclusive_slots, result.children)
    use = None if need.use is None else 100 * need.use
    comma = text("format.comma")
    return (
        *map(words_cell, words),
        words_cell(zone_name(reference, place.zone, text)),
        words_cell(comma.join(text(f"needs.trouble.{one}") for one in need.troubles)),
        *(number_cell(printed.count(one), one) for one in counts),
        number_cell(printed.figure(use, "percent"), use),
        *_people(need, text),
        words_cell(comma.join(text(f"needs.remedy.{one}") for one in need.remedies)),
        words_cell(text("needs.csv.apart").join(at_hand(need, text))),
    )


def _people(need: Need, text: Text) -> tuple[DataCell, ...]:
    """Residents and children under 3 with their date and source; blank where nothing is published."""
    one = need.people
    if one is None:
        return number_cell(printed.MISSING, None), number_cell(printed.MISSING, None), words_cell("")
    told = text("needs.people.dated", day=printed.day_name(one.ref_date, text), source=source_of(one, text))
    counts = (one.residents, one.children_under_3)
    return (*(number_cell(printed.count(value), value) for value in counts), words_cell(told))
