"""The city beside its units, where a figure is one by residents: the city's stands on its latest residents, theirs on
those of one date for all. Its base is told with it, and what it is on theirs.
"""

from __future__ import annotations

from dash import html

from data.model import Reference
from layouts.bases import base_day, base_value, both_bases
from layouts.components import Child
from layouts.headlines import population_words
from layouts.text import Text
from metrics.comparison import Comparison


def bases_in_brackets(found: Comparison, text: Text) -> str:
    """In brackets after the city's figure; blank where both are one."""
    row, alike = found.city, found.alike.get(found.indicator.id)
    if row is None or row.population is None or alike is None:
        return ""
    people = population_words(row.population, text)
    return text("districts.both_bases", people=people, day=base_day(alike, text), value=base_value(alike, text))


def told_below(name: str, found: Comparison, text: Text) -> list[Child]:
    """Under the city's figure in a column of units."""
    alike = found.alike.get(name)
    if alike is None:
        return []
    told = text("districts.alike_below", value=base_value(alike, text))
    return [html.Small(told, className="below")]


def base_notes(name: str, found: Comparison, reference: Reference, text: Text) -> list[str]:
    """Words on it for the notes of a picture; none where there is nothing to tell."""
    alike = found.alike.get(name)
    row = None if alike is None else found.row(name, alike.org_unit)
    return both_bases(row, alike, reference, text)
