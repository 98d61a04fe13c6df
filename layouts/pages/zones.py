"""The four zones: coverage against its target, share of inclusive slots, use."""

from __future__ import annotations

from dash.development.base_component import Component

from data.model import Reference
from layouts import components as part
from layouts import format as printed
from layouts.charts.coverage import covered_ratio
from layouts.components import Column
from layouts.frames import sheet_files
from layouts.headlines import short_target
from layouts.names import zone_short
from layouts.text import Text
from layouts.view import ViewQuery
from metrics.results import Overview

COLUMNS = (
    ("zone", ""),
    ("covered", "number"),
    ("rate", "number strong"),
    ("target", "number"),
    ("status", "word"),
    ("share", "number"),
    ("use", "number"),
)


def zones(overview: Overview, reference: Reference, view: ViewQuery, text: Text) -> Component:
    """One line a zone, in the order of the reference folder."""
    columns = [Column(text(f"zones.{name}"), css) for name, css in COLUMNS]
    rows = [part.table_row(columns, _cells(overview, reference, zone, text)) for zone in reference.zones]
    return part.section(
        "zones",
        text("zones.title"),
        part.wide(text("zones.title"), part.table(text("zones.caption"), columns, rows, "sticky")),
        sheet_files("overview", "zones", stays(overview, view), text),
        note=text("zones.note"),
    )


def stays(overview: Overview, view: ViewQuery) -> ViewQuery:
    """The address with the period spelt out, so that a file is of what is on the page."""
    return view.with_(period=overview.scorecard.period)


def _cells(overview: Overview, reference: Reference, zone: str, text: Text) -> list[part.Children]:
    city, card = reference.city.code, overview.scorecard
    inside = [township for township in overview.townships if township.township.zone == zone]
    row = card.zone_row(city, zone)
    return [
        zone_short(reference, zone, text),
        part.known_side(covered_ratio(inside, text), row),
        part.figure(row, text),
        printed.MISSING if row is None else part.known_side(short_target(row), row),
        printed.MISSING if row is None else part.status_badge(row, text),
        part.figure(card.row("G2", city, zone), text),
        part.figure(card.row("USE", city, zone), text),
    ]
