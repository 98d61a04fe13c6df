"""Our figures beside what was published: value and qualifier, source and date, computed, difference."""

from __future__ import annotations

from fractions import Fraction

from dash import html
from dash.development.base_component import Component

from data.model import Reference
from layouts import components as part
from layouts import format as printed
from layouts.components import Column
from layouts.published_words import area_name, printed_when, qualifier_words
from layouts.reference_words import source_of
from layouts.text import Text
from metrics.published import Comparison
from metrics.quality import Quality

COLUMNS = (
    ("area", ""),
    ("item", "word"),
    ("when", "word"),
    ("published", "number"),
    ("computed", "number"),
    ("difference", "number"),
    ("source", "word"),
    ("confidence", "word"),
)


def public_record(quality: Quality, reference: Reference, text: Text) -> Component:
    """One line a published figure that the returns can answer, the newest period first."""
    columns = [Column(text(f"public_record.{name}"), css) for name, css in COLUMNS]
    rows = [part.table_row(columns, _cells(one, reference, text)) for one in quality.comparisons]
    title = text("public_record.title", count=len(rows))
    table = part.wide(title, part.table(text("public_record.caption"), columns, rows, "sticky record"))
    shown = table if rows else html.P(text("public_record.none"), className="item")
    return part.section("public_record", title, shown, note=text("public_record.note"))


def _cells(one: Comparison, reference: Reference, text: Text) -> list[part.Children]:
    figure = one.figure
    return [
        area_name(figure.area, reference, text),
        [text(f"public_record.items.{figure.indicator}"), *_basis(one, text)],
        [printed_when(figure, text), html.Small(text("public_record.beside", period=one.period), className="below")],
        [_published(one), html.Small(qualifier_words(figure, text), className="below")],
        _computed(one, text),
        difference_words(one, text),
        [source_of(figure, text), html.Small(figure.source_date or "", className="below")],
        text(f"public_record.{figure.confidence}"),
    ]


def _basis(one: Comparison, text: Text) -> list[part.Child]:
    return [html.Small(text("public_record.net"), className="below")] if one.is_flow else []


def _published(one: Comparison) -> str:
    """As the source prints it: 95%, not 95.0%."""
    value = one.figure.value
    return f"{value}%" if one.is_share and value.denominator == 1 else _value(value, one)


def _value(value: Fraction, one: Comparison) -> str:
    return printed.figure(value, "percent") if one.is_share else printed.count(int(value))


def _computed(one: Comparison, text: Text) -> part.Children:
    if one.computed is None:
        return html.Span(text(f"no_value.{one.no_value}"), className="absent")
    return _value(one.computed, one)


def difference_words(one: Comparison, text: Text) -> str:
    """Computed less published with its sign; 一致 or 相符 where they agree."""
    if one.difference is None:
        return printed.MISSING
    if one.agrees:
        return text("public_record.bound" if one.is_bound or one.is_near else "public_record.equal")
    return printed.change(one.difference, "percent" if one.is_share else "count", text)
