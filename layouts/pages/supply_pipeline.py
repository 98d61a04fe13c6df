"""What is coming: projects by period of use and kind, the stock if they open in time, and every project."""

from __future__ import annotations

from collections.abc import Mapping

from dash import html
from dash.development.base_component import Component

from data.model import Reference
from layouts import components as part
from layouts import format as printed
from layouts.charts import Picture
from layouts.components import Column
from layouts.form_words import form_word
from layouts.frames import framed
from layouts.names import unit_name
from layouts.text import Text
from layouts.view import ViewQuery
from metrics.pipeline import InHand
from metrics.supply import Supply

COLUMNS = (
    ("name", ""), ("unit", "word"), ("opening", "word"), ("kind", "word"), ("channel", "word"), ("slots", "number"),
    ("inclusive", "number"), ("status", "word"),
)  # fmt: skip


def pipeline(
    found: Supply, pictures: Mapping[str, Picture], reference: Reference, view: ViewQuery, text: Text
) -> Component:
    """The drawing, the position it leads to, and the projects folded behind it."""
    title = text("supply.pipeline.title", count=len(found.projects))
    if not found.projects:
        return part.section("pipeline", title, html.P(text("supply.pipeline.none"), className="note"))
    every = text("works.every_project")
    columns = [Column(text(f"works.project.{name}" if name != "unit" else "units.unit"), css) for name, css in COLUMNS]
    rows = [part.table_row(columns, _cells(one, found, reference, text)) for one in found.projects]
    return part.section(
        "pipeline",
        title,
        framed(pictures["pipeline"], "supply", view, text),
        _reached(found, text),
        part.details(every, part.wide(every, part.table(every, columns, rows, "sticky")), anchor="every-project"),
        note=text("supply.pipeline.note"),
    )


def _reached(found: Supply, text: Text) -> Component | None:
    """按在建项目如期投用测算: the stock after each period; a least value where the stock itself is one."""
    if not found.reached:
        return None
    key = "supply.pipeline.reached_least" if found.stock.is_partial else "supply.pipeline.reached"
    lines = [
        html.Li(
            text(
                key,
                period=printed.period_name(one.period, text),
                slots=printed.count(one.slots),
                inclusive=printed.count(one.inclusive_slots),
            )
        )
        for one in found.reached
    ]
    return html.Div([html.H3(text("supply.pipeline.by_date")), html.Ul(lines, className="steps")])


def _cells(one: InHand, found: Supply, reference: Reference, text: Text) -> list[part.Children]:
    project, period = one.project, found.scorecard.period
    place = reference.township_by_code.get(project.township or "")
    overdue = [html.Small(text("works.overdue"), className="below")] if one.is_overdue(period) else []
    day = text("works.undated") if project.opening is None else printed.day_name(project.opening, text)
    return [
        html.Span(project.name, lang="zh-CN"),
        [unit_name(reference, one.org_unit, text), *([html.Small(place.name, className="below")] if place else [])],
        [day, *overdue],
        form_word(project.kind, text),
        form_word(project.channel, text),
        printed.count(project.slots),
        printed.count(project.inclusive_slots),
        form_word(project.state, text),
    ]
