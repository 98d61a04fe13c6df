"""What the plan promises without a number, and what counts toward no target: told under the table of targets."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from data.model import Reference
from layouts import format as printed
from layouts.text import Text
from metrics.results import Overview, Row

TOLD = ("T4a", "T9a", "T16a")


def beside(overview: Overview, reference: Reference, text: Text) -> Component:
    """已建成x个: counts without a light, each with its row's anchor; then the slots of no target."""
    rows = [overview.scorecard.row(name, reference.city.code) for name in TOLD]
    told = [_told(row, overview, reference, text) for row in rows if row is not None and row.value is not None]
    if overview.uncounted:
        slots = printed.count(overview.uncounted)
        told.append(html.Span(text("commitments.beside.uncounted", slots=slots), id="uncounted"))
    return html.P(told, className="note")


def _told(row: Row, overview: Overview, reference: Reference, text: Text) -> Component:
    value = printed.figure(row.value, row.unit)
    least = printed.is_least(row.no_value, row.unit, row.is_least)
    words = text(
        f"commitments.beside.{row.indicator}",
        value=text("chart.at_least", value=value) if least else value,
        units=len(reference.units),
        year=overview.scorecard.period.year,
    )
    return html.Span(words, id=f"row-{row.indicator}")
