"""A matrix of units by indicators on the page: group heads, columns that choose an indicator, figures that explain."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dash import html
from dash.development.base_component import Component

from layouts import components as part
from layouts import format as printed
from layouts.charts import Matrix
from layouts.pages.city_base import told_below
from layouts.pages.exceptions import reporting_words
from layouts.pages.shown import PATH, Shown, shared_flags, without
from layouts.pages.unit_matrices import INCLUSIVE, column_head, columns_of, covered_words, unit_of
from layouts.text import Text
from metrics.comparison import Compared
from metrics.results import Flag, Row


@dataclass(frozen=True, slots=True)
class MatrixColumn:
    """A column: the indicator (or inclusive coverage), how it looks (first of its group, the one shown), what its
    cells say of themselves as cards, and the flags that all its figures share.
    """

    name: str
    css: str
    told: str
    flags: tuple[Flag, ...] = ()


def matrix_table(name: str, chart: Matrix, shown: Shown) -> Component:
    """The city on top, the units in the order shown; the indicator shown is marked."""
    groups = columns_of(name, shown.found)
    columns = [_matrix_column(one, group, shown, starts=one == inside[0]) for group, inside in groups for one in inside]
    city = _line(shown.area(shown.city, shown.found.zone), shown.city, columns, shown)
    lines = [
        _line(_unit_head(one, shown), one.org_unit, columns, shown, [cell.shade for cell in row.cells])
        for one, row in zip(shown.found.units, chart.rows, strict=True)
    ]
    head = html.Thead([_group_heads(groups, shown.text), html.Tr([_head(one, shown) for one in columns])])
    body = html.Tbody([city, *lines])
    parts: list[Component] = [html.Caption(chart.title), head, body]
    return part.wide(chart.title, part.plain_table(parts, "sticky unit-matrix", columns=len(columns) + 1))


def _matrix_column(name: str, group: str, shown: Shown, *, starts: bool) -> MatrixColumn:
    found, text = shown.found, shown.text
    chosen = name == found.indicator.id or (name == INCLUSIVE and found.indicator.zone_bound)
    css = " ".join(["number", *(["starts"] if starts else []), *(["chosen"] if chosen else [])])
    whole = text(f"indicator.{name}.short") if name != INCLUSIVE else _in_group(name, group, text)
    flags = shared_flags(found.row(name, one.org_unit, found.zone) for one in found.units)
    return MatrixColumn(name, css, whole, flags)


def _in_group(name: str, group: str, text: Text) -> str:
    return text("districts.matrix.told", group=text(f"districts.group.{group}"), name=column_head(name, text))


def _group_heads(groups: Sequence[tuple[str, list[str]]], text: Text) -> Component:
    over = [
        html.Th(text(f"districts.group.{group}"), colSpan=len(inside), scope="colgroup", className="starts")
        for group, inside in groups
    ]
    return html.Tr([html.Th(text("districts.chosen.unit"), rowSpan=2, scope="col"), *over], className="groups")


def _head(column: MatrixColumn, shown: Shown) -> Component:
    name = column_head(column.name, shown.text)
    chooses = column.name != INCLUSIVE
    told = part.link(_breaking(name), shown.view.href(PATH, indicator=column.name)) if chooses else name
    words = [told, html.Small([unit_of(column.name, shown.text), *part.flags(column.flags, shown.text)])]
    return html.Th(words, scope="col", className=f"{column.css} asks" if chooses else column.css)


def _breaking(name: str) -> Component:
    """A name that may break after its ·; within its words the style sheet lets it break nowhere."""
    first, dot, rest = name.partition("·")
    return html.Span([first + dot, html.Wbr(), rest] if rest else name)


def _unit_head(one: Compared, shown: Shown) -> part.Children:
    """The unit, and how it stands where this period's own return is not there."""
    name = shown.unit_link(one.org_unit)
    if one.reporting.stored is not None:
        return name
    return [name, html.Small(reporting_words(one.reporting, shown.text), className="below")]


def _line(
    head: part.Children, code: str, columns: Sequence[MatrixColumn], shown: Shown, shades: Sequence[int | None] = ()
) -> Component:
    """A unit with its shades, or the city without any: it is the measure, not one of those measured."""
    looks = shades or [None] * len(columns)
    cells = [
        html.Td(
            _cell(one, code, shown),
            className=one.css if shade is None else f"{one.css} shade-{shade}",
            **{"data-label": one.told},
        )
        for one, shade in zip(columns, looks, strict=True)
    ]
    given = {} if shades else {"className": "total"}
    return html.Tr([html.Th(head, scope="row"), *cells], **given)


def _cell(column: MatrixColumn, code: str, shown: Shown) -> part.Children:
    if column.name == INCLUSIVE:
        return covered_cell(shown.found.covered(code), shown.text, apart=code != shown.city)
    row = without(shown.found.row(column.name, code, shown.found.zone), column.flags)
    figure = part.figure(row, shown.text)
    below = told_below(column.name, shown.found, shown.text) if code == shown.city else []
    return [*_light(row, shown.text), *(figure if isinstance(figure, list) else [figure]), *below]


def _light(row: Row | None, text: Text) -> list[part.Child]:
    """The sign of a verdict of the unit's own; a reference is no verdict and has none."""
    if row is None or row.status is None or row.status in part.REFERENCE or row.value is None:
        return []
    sign = html.Span(printed.STATUS_SYMBOLS[row.status], **{"aria-hidden": "true"})
    word = html.Span(printed.status_word(row, text), className="visually-hidden")
    return [html.Span([sign, word], className="sign", style={"color": printed.STATUS_COLOURS[row.status]})]


def covered_cell(rows: Sequence[Row], text: Text, *, apart: bool = True) -> part.Children:
    """``20/22``, open to its explanation; of a place in several zones the sum, and (``apart``) under it each zone's."""
    known = [row for row in rows if row.value is not None]
    if not known:
        return html.Span(covered_words(rows, text), className="absent")
    if len(rows) == 1:
        return _of_zone(known[0], text)
    zones = [(text(f"districts.zone.{row.indicator}"), " ", *_of_zone(row, text)) for row in known if apart]
    return [covered_words(rows, text), *(html.Small(list(one), className="below") for one in zones)]


def _of_zone(row: Row, text: Text) -> list[part.Child]:
    partial = [html.Small(text(f"no_value.{row.no_value}"))] if row.no_value else []
    return [part.explained(f"{row.numerator}/{row.denominator}", row), *partial]
