"""The city beside its units, where a figure is one by residents: the city's stands on its latest residents, theirs on
those of one date for all. Its base is told with it, and what it is on theirs.
"""

from __future__ import annotations

from dash import html

from data.model import Reference
from layouts import format as printed
from layouts.charts.parts import value_label
from layouts.components import Child
from layouts.headlines import population_words
from layouts.names import unit_name
from layouts.text import Text
from metrics.comparison import Comparison
from metrics.results import Row


def both_bases(found: Comparison, text: Text) -> str:
    """In brackets after the city's figure; blank where both are one."""
    row, alike = found.city, found.alike.get(found.indicator.id)
    if row is None or row.population is None or alike is None:
        return ""
    people = population_words(row.population, text)
    return text("districts.both_bases", people=people, day=_day(alike, text), value=_value(alike, text))


def told_below(name: str, found: Comparison, text: Text) -> list[Child]:
    """Under the city's figure in a column of units."""
    alike = found.alike.get(name)
    if alike is None:
        return []
    told = text("districts.alike_below", value=_value(alike, text))
    return [html.Small(told, className="below")]


def base_notes(name: str, found: Comparison, reference: Reference, text: Text) -> list[str]:
    """Words on it for the notes of a picture; none where there is nothing to tell."""
    alike = found.alike.get(name)
    row = None if alike is None else found.row(name, alike.org_unit)
    if alike is None or row is None or row.population is None:
        return []
    facts = {"value": _value(row, text), "alike": _value(alike, text), "people": population_words(row.population, text)}
    place = unit_name(reference, row.org_unit, text)
    return [text("districts.alike_note", place=place, day=_day(alike, text), **facts)]


def _day(alike: Row, text: Text) -> str:
    return "" if alike.population is None else printed.day_name(alike.population.ref_date, text)


def _value(row: Row, text: Text) -> str:
    return value_label(row.value, row.unit, row.no_value, row.target, text, least=row.is_least)
