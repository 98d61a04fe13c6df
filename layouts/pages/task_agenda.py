"""联席会议议程: what to follow up and why, what always stands, what is new; a draft for the office."""

from __future__ import annotations

from collections.abc import Iterator

from dash import html
from dash.development.base_component import Component

from data.model import Commitment, Reference, Task
from layouts import components as part
from layouts import format as printed
from layouts.components import Child, Column
from layouts.headlines import short_target
from layouts.reference_words import body_words, task_code
from layouts.task_tables import changes_words
from layouts.task_words import filers_words, indicator_words, task_name
from layouts.text import Text
from metrics.agenda import Ground, Item, Reason
from metrics.questions import Tasks
from metrics.results import Row

COLUMNS = (("indicator", ""), ("value", "number"), ("target", "number"), ("change", "number"), ("status", "word"))


def agenda(found: Tasks, reference: Reference, text: Text) -> Iterator[Component]:
    """Three parts; an empty one says so."""
    made = found.agenda
    yield html.P(text("tasks.agenda.draft"), className="note")
    follow = [_item(one.task, found, text, *_grounds(one, reference, text)) for one in made.follow_up]
    yield _part("follow_up", len(made.follow_up), follow, text)
    standing = [_item(one.task, found, text, filers_words(one.standings, reference, text)) for one in made.standing]
    yield _part("standing", len(made.standing), standing, text, _targets(made.indicators, text))
    new = [_item(one.task, found, text, changes_words(one, reference, text)) for one in made.new]
    yield _part("new", len(made.new), new, text)


def _part(name: str, count: int, items: list[Component], text: Text, *below: Component) -> Component:
    title = text("tasks.agenda.counted", part=text(f"tasks.agenda.{name}"), count=count)
    body: list[Child] = [html.Ol(items, className="agenda")] if items else [html.P(text("tasks.agenda.none"))]
    return part.section(name.replace("_", "-"), title, *body, *below, note=text(f"tasks.agenda.{name}_note"))


def _item(row: Task | Commitment, found: Tasks, text: Text, *lines: Child) -> Component:
    """The task, who is responsible now, and why it is here."""
    name = html.Strong([html.Code(task_code(row, text)), " ", task_name(row, text)])
    return html.Li([name, *_responsible(row, found, text), *(html.P(line) for line in lines)])


def _responsible(row: Task | Commitment, found: Tasks, text: Text) -> list[Child]:
    if isinstance(row, Commitment):
        return []
    duty = row.duty_at(found.board.period.end)
    units = row.units_printed if duty is None else duty.bodies
    words = body_words(units, found.board.plan, text)
    return [html.P([html.Small(text("tasks.agenda.duty")), words], className="duty")]


def _grounds(item: Item, reference: Reference, text: Text) -> Iterator[Child]:
    for one in item.grounds:
        yield html.Span([html.B(text(f"tasks.reason.{one.reason}")), _told(one, reference, text)])


def _told(one: Ground, reference: Reference, text: Text) -> str:
    if one.rows:
        return text("tasks.and").join(indicator_words(row, text) for row in one.rows)
    return filers_words(one.standings, reference, text, still=one.reason is Reason.NO_CHANGE)


def _targets(rows: tuple[Row, ...], text: Text) -> Component:
    """The indicators, in the order of the plan."""
    columns = [Column(text(f"commitments.{name}"), css) for name, css in COLUMNS]
    lines = [
        part.table_row(
            columns,
            [
                text(f"indicator.{row.indicator}.name"),
                part.figure(row, text, with_unit=True),
                part.known_side(short_target(row), row),
                part.known_side(printed.change(row.change_previous, row.unit, text), row),
                part.status_badge(row, text),
            ],
        )
        for row in rows
    ]
    caption = text("tasks.agenda.indicators")
    return html.Div([html.H3(caption), part.wide(caption, part.table(caption, columns, lines))])
