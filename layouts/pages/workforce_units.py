"""The units and the city's own return side by side: what each organised, its certificates; the missing in place."""

from __future__ import annotations

from fractions import Fraction

from dash import html
from dash.development.base_component import Component

from data.model import Reference
from layouts import components as part
from layouts import format as printed
from layouts.components import Child, Column
from layouts.names import unit_name
from layouts.pages.exceptions import reporting_words
from layouts.text import Text
from layouts.view import ViewQuery
from metrics.gaps import share_gap
from metrics.questions import Workforce
from metrics.results import Row, UnitReporting

NAMES = ("unit", "T14a", "T14b", "certified", "carers", "T14c", "lacking", "T15a", "T16a")


def units(found: Workforce, reference: Reference, view: ViewQuery, text: Text) -> Component:
    """A line a unit in administrative order, the city's own, and the whole."""
    columns = [Column(text(f"workforce.units.{name}"), "number" if place else "") for place, name in enumerate(NAMES)]
    rows = [_line(one, found, columns, reference, view=view, text=text) for one in found.reporting.units]
    rows += [_own(found, columns, text), _whole(found, columns, reference, text)]
    title = text("workforce.units.title")
    return part.section(
        "units",
        title,
        part.wide(title, part.table(title, columns, rows, "sticky")),
        note=text("workforce.units.note", year=found.scorecard.period.year),
    )


def _line(
    one: UnitReporting, found: Workforce, columns: list[Column], reference: Reference, *, view: ViewQuery, text: Text
) -> Component:
    state = [] if one.stored else [html.Small(reporting_words(one, text), className="below")]
    name = part.link(unit_name(reference, one.org_unit, text), view.href("/workforce", org_unit=one.org_unit))
    cells = [[name, *state], *_figures(found, one.org_unit, text)]
    return part.table_row(columns, cells, css="" if one.stored else "unreported")


def _figures(found: Workforce, code: str, text: Text) -> list[part.Children]:
    card = found.scorecard
    heads, carers, share, health, events = (card.row(name, code) for name in ("T14a", "T14b", "T14c", "T15a", "T16a"))
    return [
        part.figure(heads, text),
        part.figure(carers, text),
        *_sides(share),
        part.figure(share, text),
        part.known_side(printed.count(_lacking(share)), share),
        part.figure(health, text),
        part.figure(events, text),
    ]


def _sides(row: Row | None) -> list[part.Children]:
    if row is None:
        return [printed.MISSING] * 2
    return [part.known_side(printed.count(number), row) for number in (row.numerator, row.denominator)]


def _lacking(row: Row | None) -> int | None:
    """Certified carers missing to the plan's share: shown for units too, as information."""
    if row is None or row.target is None or row.no_value or row.numerator is None or row.denominator is None:
        return None
    return share_gap(row.numerator, row.denominator, Fraction(row.target) / 100)


def _own(found: Workforce, columns: list[Column], text: Text) -> Component:
    """What the city itself organised, from its own returns."""
    reporting = found.reporting.city
    state = [] if reporting.stored else [html.Small(reporting_words(reporting, text), className="below")]
    heads, carers, events = (_added(name, found, text) for name in ("T14a", "T14b", "T16a"))
    cells: list[part.Children] = [[text("workforce.units.own"), *state], heads, carers, *[printed.MISSING] * 4]
    return part.table_row(columns, [*cells, text("workforce.units.not_asked"), events])


def _added(name: str, found: Workforce, text: Text) -> Child:
    """A least value where a period is missing; — where all are. It opens the city's sum, of which it is a part."""
    own = found.own[name]
    if not own.known:
        return printed.MISSING
    words = printed.count(own.numerator)
    shown = text("chart.at_least", value=words) if own.unknown else words
    return part.behind(shown, name, found.reporting.city.org_unit)


def _whole(found: Workforce, columns: list[Column], reference: Reference, text: Text) -> Component:
    return part.table_row(
        columns, [text("workforce.units.whole"), *_figures(found, reference.city.code, text)], css="total"
    )
