"""Like beside like: the units by zone, each with its own townships there, the zone's figure on top."""

from __future__ import annotations

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from layouts import components as part
from layouts import format as printed
from layouts.components import Child, Column
from layouts.headlines import short_target
from layouts.pages.shown import Shown, shared_flags, without
from layouts.text import Text
from metrics.results import Flag, Row

COLUMNS = (
    ("unit", ""),
    ("covered", "number"),
    ("rate", "number strong"),
    ("target", "number"),
    ("status", "word"),
    ("previous", "number"),
    ("any", "number"),
    ("share", "number"),
    ("use", "number"),
    ("institutions", "number"),
)
BESIDE = ("COV", "G2", "USE", "INST")
FIGURES = ("rate", "any", "share", "use", "institutions")
"""The columns that print a row: the zone's coverage, then those of ``BESIDE``."""

Rows = list[Row | None]
Flags = tuple[Flag, ...]


def like_zones(shown: Shown) -> Component:
    """A table a zone, in the order of the reference folder; of one zone where it is chosen."""
    zones = [zone for zone in shown.reference.zones if shown.found.zone in (None, zone)]
    tables = [one for zone in zones for one in _zone(zone, shown)]
    return part.section("zones", shown.text("districts.like.title"), *tables, note=shown.text("districts.like.note"))


def _zone(zone: str, shown: Shown) -> list[Child]:
    """The zone of the city, then the units with a township there; flags that all figures share stand in the head."""
    text, units = shown.text, shown.found.reporting.units
    codes = [one.org_unit for one in units if shown.found.row("G2", one.org_unit, zone) is not None]
    rows = {code: _rows(code, zone, shown) for code in (shown.city, *codes)}
    flags = [shared_flags(column) for column in zip(*rows.values(), strict=True)]
    columns = zone_columns(text, flags)
    lines = [
        part.table_row(columns, [_head(code, shown), *zone_cells(_less(found, flags), text)], css=_look(code, shown))
        for code, found in rows.items()
    ]
    title = text("districts.like.of", zone=shown.zone(zone), count=len(codes))
    return [html.H3(title), part.wide(title, part.table(title, columns, lines, "sticky like-zone"))]


def _head(code: str, shown: Shown) -> part.Children:
    return shown.text("districts.like.zone") if code == shown.city else shown.unit_link(code)


def _look(code: str, shown: Shown) -> str:
    return "total" if code == shown.city else ""


def _less(rows: Rows, flags: Sequence[Flags]) -> Rows:
    return [without(row, shared) for row, shared in zip(rows, flags, strict=True)]


def _rows(code: str, zone: str, shown: Shown) -> Rows:
    name = next((one for one, bound in shown.found.bindings.items() if bound == zone), "")
    return [shown.found.row(one, code, zone) for one in (name, *BESIDE)]


def zone_columns(text: Text, flags: Sequence[Flags] = ()) -> list[Column]:
    """The heads of a table of places in a zone; ``flags`` are those that all figures of the rows share."""
    below = dict(zip(FIGURES, (printed.flag_words(one, text) if one else "" for one in flags)))
    return [Column(text(f"districts.like.{name}"), css, below=below.get(name, "")) for name, css in COLUMNS]


def zone_cells(rows: Rows, text: Text) -> list[part.Children]:
    """Covered, rate, target, verdict and change of the coverage row, which is first, then the figures beside it."""
    row, *beside = rows
    figures: list[part.Children] = [part.figure(one, text) for one in beside]
    if row is None:
        return [*[printed.MISSING] * 5, *figures]
    known = row.numerator is not None and row.denominator
    covered = part.side(f"{row.numerator}/{row.denominator}", row) if known else part.reason(row, text)
    change = part.known_side(printed.change(row.change_previous, row.unit, text), row)
    target = part.known_side(short_target(row), row)
    return [covered, part.figure(row, text), target, part.status_badge(row, text), change, *figures]
