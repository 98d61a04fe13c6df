"""The units side by side: slots, use, fees, what is new; in administrative order, the missing in place."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from data.model import Reference
from layouts import components as part
from layouts import format as printed
from layouts.components import Column
from layouts.names import unit_name
from layouts.pages.exceptions import reporting_words
from layouts.text import Text
from layouts.view import ViewQuery
from metrics.results import Row, UnitReporting
from metrics.supply import Supply

SHOWN = ("G2", "USE", "USE_I", "FEE_I", "FEE_N", "G3", "G4", "NET")


def units(found: Supply, reference: Reference, view: ViewQuery, text: Text) -> Component:
    """Every unit a line, whichever of them the page shows."""
    heads = [text("units.unit"), text("units.slots"), text("units.inclusive")]
    heads += [text(f"indicator.{name}.short") for name in SHOWN]
    columns = [Column(words, "number" if place else "") for place, words in enumerate(heads)]
    rows = [_line(one, found, columns, reference, view=view, text=text) for one in found.reporting.units]
    title = text("supply.units.title")
    return part.section(
        "units",
        title,
        part.wide(title, part.table(title, columns, rows, "sticky")),
        note=text("supply.units.note"),
    )


def _line(
    one: UnitReporting, found: Supply, columns: list[Column], reference: Reference, *, view: ViewQuery, text: Text
) -> Component:
    card, code = found.scorecard, one.org_unit
    rows = [card.row(name, code) for name in SHOWN]
    state = [] if one.stored else [html.Small(reporting_words(one, text), className="below")]
    name = part.link(unit_name(reference, code, text), view.href("/supply", org_unit=code))
    sums = [_sum(card.row("G1", code), text), _sum(card.row("G2", code), text)]
    figures = [part.figure(row, text) for row in rows]
    css = "" if one.stored else "unreported"
    return part.table_row(columns, [[name, *state], *sums, *figures], css=css)


def _sum(row: Row | None, text: Text) -> part.Children:
    """A sum behind a ratio; of a partial one only the known, and so a least value."""
    if row is None or row.numerator is None:
        return part.reason(row, text)
    partial = bool(row.no_value) and row.no_value != "no_population"
    words = printed.count(row.numerator)
    return part.side(text("chart.at_least", value=words) if partial else words, row)
