"""The parts of 指标口径 that say where numbers come from: settings, population, breaks, the public record."""

from __future__ import annotations

from datetime import date

from dash import html
from dash.development.base_component import Component

from data.model import Population, PublishedFigure, Reference
from layouts import components as part
from layouts import format as printed
from layouts.components import Column
from layouts.pages.versions import in_words, versions
from layouts.published_words import area_name, printed_when, qualifier_words, unit_words
from layouts.reference_words import source_of
from layouts.text import Text
from layouts.tongues import tongue_of
from layouts.view import ViewQuery


def settings(reference: Reference, view: ViewQuery, text: Text) -> Component:
    """Every choice that the plan leaves open, with its value, version and date."""
    columns = [Column(text(f"settings.{name}")) for name in ("name", "value", "version", "since")]
    rows = [
        part.table_row(
            columns,
            [text(f"setting.{one.id}"), in_words(one, text), str(one.version), printed.day_name(one.since, text)],
        )
        for one in reference.definitions.settings
    ]
    title = text("methodology.settings")
    table = part.wide(title, part.table(title, columns, rows))
    return part.section("settings", title, table, versions(reference, view, text), note=text("settings.note"))


def populations(reference: Reference, day: date, text: Text) -> Component:
    """Population known on a day, with date and source; what the collector derived is marked."""
    columns = [
        Column(text("population.area")),
        Column(text("population.date")),
        Column(text("population.value"), "number"),
        Column(text("population.source")),
    ]
    known = [one for one in reference.populations if one.known_on(day)]
    rows = [part.table_row(columns, _population(one, reference, text)) for one in known]
    return _tabled("population", text("population.note"), columns, rows, text)


def _population(one: Population, reference: Reference, text: Text) -> list[part.Children]:
    mark = [html.Small(text("population.derived"))] if one.derived else []
    return [
        area_name(one.area, reference, text),
        printed.day_name(one.ref_date, text),
        printed.count(one.value),
        [source_of(one, text), *mark],
    ]


def breaks(reference: Reference, text: Text) -> Component:
    """Days across which figures are not of one kind."""
    columns = [Column(text(f"breaks.{name}")) for name in ("day", "indicator", "note_column")]
    told: dict[tuple[date, str], list[str]] = {}
    for one in reference.breaks:
        note = one.note if text.lang == "zh" else one.note_en
        told.setdefault((one.day, note), []).append(text("breaks.all") if one.indicator == "*" else one.indicator)
    rows = [
        part.table_row(columns, [printed.day_name(day, text), text("format.comma").join(named), note])
        for (day, note), named in told.items()
    ]
    return _tabled("breaks", text("breaks.note"), columns, rows, text)


def published(reference: Reference, day: date, text: Text) -> Component:
    """The public record as printed by a day; what was computed from it is not shown as published."""
    columns = [Column(text(f"published.{name}")) for name in ("area", "period", "figure", "source", "quote")]
    shown = [one for one in reference.published if not one.derived and one.known_on(day)]
    rows = [part.table_row(columns, _published(one, reference, text)) for one in shown]
    folded = part.details(
        text("published.show", count=len(rows)),
        part.wide(text("methodology.published"), part.table(text("methodology.published"), columns, rows)),
    )
    return part.section("published", text("methodology.published"), folded, note=text("published.note"))


def _published(one: PublishedFigure, reference: Reference, text: Text) -> list[part.Children]:
    return [
        area_name(one.area, reference, text),
        printed_when(one, text),
        html.Span([unit_words(one, text), html.Small(qualifier_words(one, text))]),
        html.Span([source_of(one, text), html.Small(one.source_date)]),
        _quotation(one.quote),
    ]


def _quotation(words: str) -> part.Children:
    """As it was printed; a bilingual one with each language told to be itself."""
    if not words:
        return printed.MISSING
    return [html.Span([one, " "], lang=tongue_of(one)) for one in words.split(" / ")]


def _tabled(name: str, note: str, columns: list[Column], rows: list[Component], text: Text) -> Component:
    title = text(f"methodology.{name}")
    return part.section(name, title, part.wide(title, part.table(title, columns, rows)), note=note)
