"""What a return would change, before it is stored: indicators before and after, coverage gained and lost."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from dash import html
from dash.development.base_component import Component

from data.model import Reference, Township
from layouts import components as part
from layouts import format as printed
from layouts.components import Child, Column
from layouts.names import unit_name, zone_short
from layouts.text import Text
from metrics.preview import Difference, Preview
from metrics.results import Row

HEADS = (("indicator", ""), ("before", "number"), ("after", "number strong"), ("change", "number"))


def preview_part(preview: Preview, unit: str, reference: Reference, text: Text) -> Component:
    """The unit's rows first, then the city's; rows that stay as they are are left out."""
    city = reference.city.code
    changing = [one for one in preview.differences if one.changes]
    own = [one for one in changing if one.after.org_unit == unit != city]
    groups = [(text("returns.preview.unit", unit=unit_name(reference, unit, text)), own)] if unit != city else []
    groups.append((text("returns.preview.city"), [one for one in changing if one.after.org_unit == city]))
    return html.Div(
        [
            html.H3(text("returns.preview.title")),
            html.P(text("returns.preview.note") + (text("format.rounded") if changing else ""), className="note"),
            *(_group(title, rows, reference, text) for title, rows in groups),
            *_coverage(preview, text),
        ],
        className="preview",
    )


def _group(title: str, rows: Sequence[Difference], reference: Reference, text: Text) -> Component:
    if not rows:
        return html.P([html.Strong(title), " ", text("returns.preview.none")])
    columns = [Column(title if name == "indicator" else text(f"returns.preview.{name}"), css) for name, css in HEADS]
    lines = [part.table_row(columns, _cells(one, reference, text)) for one in rows]
    return part.wide(title, part.table(title, columns, lines))


def _cells(one: Difference, reference: Reference, text: Text) -> list[part.Children]:
    row = one.after
    zone = [html.Small(zone_short(reference, row.zone, text))] if row.zone else []
    return [
        html.Span([text(f"indicator.{row.indicator}.name"), " ", *zone]),
        _with_light(one.before, text),
        _with_light(row, text),
        printed.change(_change(one), row.unit, text),
    ]


def _with_light(row: Row, text: Text) -> part.Children:
    """The figure, and its verdict where it has one."""
    shown = part.figure(row, text)
    figure: list[Child] = [shown] if isinstance(shown, Component | str | int) or shown is None else list(shown)
    return html.Span([*figure, *([html.Small(printed.status_word(row, text))] if row.status else [])])


def _change(one: Difference) -> Fraction | None:
    if one.before.value is None or one.after.value is None:
        return None
    return one.after.value - one.before.value


def _coverage(preview: Preview, text: Text) -> list[Component]:
    found = [(name, townships) for name, townships in (("gained", preview.gained), ("lost", preview.lost)) if townships]
    if not found:
        return [html.P(text("returns.preview.same_coverage"))]
    return [html.P(text(f"returns.preview.{name}", count=len(some), names=_names(some, text))) for name, some in found]


def _names(townships: Sequence[Township], text: Text) -> str:
    return text("format.comma").join(one.name for one in townships)
