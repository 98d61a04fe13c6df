"""The 17 units side by side, in administrative order unless the reader sorts; a missing one keeps its place."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from dash import html
from dash.development.base_component import Component

from data.model import Reference
from layouts import components as part
from layouts import format as printed
from layouts.charts.coverage import covered_ratio
from layouts.components import Column
from layouts.frames import sheet_files
from layouts.names import unit_name
from layouts.pages.district_targets import beside
from layouts.pages.exceptions import reporting_words
from layouts.pages.zones import stays
from layouts.text import Text
from layouts.view import ViewQuery
from metrics.results import Coverage, Overview, Row, TargetKind, TownshipResult, UnitReporting

COLUMNS = (
    ("unit", "", None),
    ("returned", "word", None),
    ("slots", "number", "slots"),
    ("inclusive", "number", "inclusive"),
    ("G1", "number strong", "G1"),
    ("reference", "word small", None),
    ("G2", "number strong", "G2"),
    ("reference", "word small", None),
    ("covered", "number", "COV"),
    ("uncovered", "number", None),
    ("use", "number", None),
)


def units(overview: Overview, reference: Reference, view: ViewQuery, text: Text) -> Component:
    """The table of units; city targets stand beside them as reference values, in grey, without a light."""
    columns = [_column(name, css, key, view, text) for name, css, key in COLUMNS]
    rows = [
        part.table_row(columns, _cells(unit, overview, reference, view, text), css="" if unit.stored else "unreported")
        for unit in _ordered(overview, view.sort)
    ]
    return part.section(
        "units",
        text("units.title"),
        part.wide(text("units.title"), part.table(text("units.caption"), columns, rows, "sticky")),
        html.P(_notes(reference, text), className="note"),
        sheet_files("overview", "units", stays(overview, view), text),
        note=text("units.note"),
    )


def _column(name: str, css: str, key: str | None, view: ViewQuery, text: Text) -> Column:
    words = text(f"units.{name}")
    if name == "unit":
        return Column(words, css, view.href("/", sort=None), None if view.sort in _KEYS else "ascending")
    if key is None:
        return Column(words, css)
    return Column(words, css, view.href("/", sort=key), "descending" if view.sort == key else None)


def _notes(reference: Reference, text: Text) -> str:
    told = [u.population_note if text.lang == "zh" else u.population_note_en for u in reference.units]
    return text("units.notes", notes=text("units.and").join(note for note in told if note))


def _ordered(overview: Overview, sort: str | None) -> list[UnitReporting]:
    """Administrative order, or by a figure from the largest down, those without one last."""
    listed = list(overview.reporting.units)
    if sort not in _KEYS:
        return listed
    known = {unit.org_unit: _KEYS[sort](overview, unit.org_unit) for unit in listed}
    return sorted(listed, key=lambda unit: (known[unit.org_unit] is None, -(known[unit.org_unit] or 0)))


def _of_row(indicator: str, field: str) -> Callable[[Overview, str], Fraction | int | None]:
    def figure(overview: Overview, unit: str) -> Fraction | int | None:
        row = overview.scorecard.row(indicator, unit)
        return None if row is None else getattr(row, field)

    return figure


def _covered_share(overview: Overview, unit: str) -> Fraction | None:
    own = townships_of(overview, unit)
    covered = sum(t.coverage.is_covered for t in own)
    return Fraction(covered, len(own)) if own else None


_KEYS: dict[str, Callable[[Overview, str], Fraction | int | None]] = {
    "slots": _of_row("G1", "numerator"),
    "inclusive": _of_row("G2", "numerator"),
    "G1": _of_row("G1", "value"),
    "G2": _of_row("G2", "value"),
    "COV": _covered_share,
}


def townships_of(overview: Overview, unit: str) -> list[TownshipResult]:
    """The townships of one reporting unit."""
    return [t for t in overview.townships if t.township.reporting_unit == unit]


def _cells(
    unit: UnitReporting, overview: Overview, reference: Reference, view: ViewQuery, text: Text
) -> list[part.Children]:
    code, card = unit.org_unit, overview.scorecard
    slots, share, use = card.row("G1", code), card.row("G2", code), card.row("USE", code)
    own = townships_of(overview, code)
    known = [t for t in own if t.coverage is not Coverage.UNKNOWN]
    townships = view.href(f"/districts/{code}", "townships", zone=None, sort=None)
    return [
        part.link(unit_name(reference, code, text), view.href(f"/districts/{code}", zone=None, sort=None)),
        reporting_words(unit, text),
        _count(share.denominator if share else None, share, text),
        _count(share.numerator if share else None, share, text),
        part.figure(slots, text),
        _beside(slots, text),
        part.figure(share, text),
        _beside(share, text),
        part.link(covered_ratio(own, text), townships) if known else printed.MISSING,
        part.link(str(sum(t.coverage is Coverage.UNCOVERED for t in own)), townships) if known else printed.MISSING,
        part.figure(use, text),
    ]


def _count(number: int | None, row: Row | None, text: Text) -> part.Children:
    """A sum behind a share, which opens it; of a partial one only the known part, and so a least value."""
    if row is None or number is None:
        return printed.MISSING
    words = printed.count(number)
    return part.side(text("chart.at_least", value=words) if row.no_value is not None else words, row)


def _beside(row: Row | None, text: Text) -> part.Children:
    """高于参照值 or 低于参照值, grey; of a district's own target its light; nothing without a figure."""
    if row is None or row.value is None:
        return printed.MISSING
    return beside(row, text) if row.target_kind is TargetKind.DISTRICT else part.status_badge(row, text)
