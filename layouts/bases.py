"""The city's figure by residents beside its units': on its own residents, and on those of the date they stand on."""

from __future__ import annotations

from data.model import Reference
from layouts import format as printed
from layouts.charts.parts import value_label
from layouts.headlines import population_words
from layouts.names import unit_name
from layouts.text import Text
from metrics.results import Row


def both_bases(row: Row | None, alike: Row | None, reference: Reference, text: Text) -> list[str]:
    """What the row is on either base; nothing where both are one."""
    if alike is None or row is None or row.population is None:
        return []
    facts = {"value": base_value(row, text), "alike": base_value(alike, text)}
    facts["people"] = population_words(row.population, text)
    place = unit_name(reference, row.org_unit, text)
    return [text("districts.alike_note", place=place, day=base_day(alike, text), **facts)]


def base_day(alike: Row, text: Text) -> str:
    """The day of the residents that the units stand on."""
    return "" if alike.population is None else printed.day_name(alike.population.ref_date, text)


def base_value(row: Row, text: Text) -> str:
    """The row's value as beside a bar."""
    return value_label(row.value, row.unit, row.no_value, row.target, text, least=row.is_least)
