"""The matrix of units by tasks: its spec, the data behind it, and how the page draws it."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from data.model import Reference
from layouts import components as part
from layouts.charts import Matrix, Picture, data_table, words_cell
from layouts.charts.matrix import MatrixCell
from layouts.charts.states import SIGNS, STATE_OF, state_matrix
from layouts.frames import facts_of
from layouts.names import unit_name
from layouts.reference_words import task_code
from layouts.task_words import short_name, task_name
from layouts.text import Text
from layouts.view import ViewQuery
from metrics.questions import Tasks
from metrics.tasks import State, code_of


def task_pictures(found: Tasks, reference: Reference, view: ViewQuery, text: Text) -> dict[str, Picture]:
    """By key; none where the plan has no tasks."""
    board = found.board
    asked = [row for row in board.rows if code_of(row) in board.unit_tasks]
    if not asked:
        return {}
    filers = [*board.units, board.city] if view.org_unit is None else [view.org_unit]
    codes = [code_of(row) for row in asked]
    title = text("tasks.matrix.chart")
    rows = [(filer, unit_name(reference, filer, text), [board.of(code, filer).state for code in codes])
            for filer in filers]  # fmt: skip
    names = text("tasks.and").join(f"{task_code(row, text)} {task_name(row, text)}" for row in asked)
    chart = state_matrix(title, [task_code(row, text) for row in asked], rows, text, notes=(_key(text), names))
    table = data_table(
        title,
        [text("units.unit"), *(f"{task_code(row, text)} {task_name(row, text)}" for row in asked)],
        [
            [words_cell(name), *(words_cell(text(f"tasks.state.{state}")) for state in states)]
            for _, name, states in rows
        ],
    )
    facts = facts_of(found.scorecard, text("tasks.matrix.unit"), text)
    return {"states": Picture("states", chart, table, facts)}


def _key(text: Text) -> str:
    """What the signs stand for."""
    return text("tasks.comma").join(f"{SIGNS[state]} {text(f'tasks.state.{state}')}" for state in State)


def matrix_table(chart: Matrix, found: Tasks, text: Text) -> Component:
    """The spec as a table: the state in sign and word, shaded as the spec says; each head a code and a short name."""
    short = {task_code(row, text): short_name(row, text) for row in found.board.rows}
    heads = [html.Th([code, html.Small(short[code])], scope="col") for code in chart.columns]
    told = [f"{code} {short[code]}" for code in chart.columns]
    body = [
        html.Tr([
            html.Th(row.name, scope="row"),
            *(_cell(one, words, chart, text) for one, words in zip(row.cells, told, strict=True)),
        ])
        for row in chart.rows
    ]  # fmt: skip
    head = html.Thead(html.Tr([html.Th(text("units.unit"), scope="col"), *heads]))
    parts: list[Component] = [html.Caption(chart.title), head, html.Tbody(body)]
    return part.wide(chart.title, part.plain_table(parts, "sticky states", columns=len(heads) + 1))


def _cell(one: MatrixCell, told: str, chart: Matrix, text: Text) -> Component:
    """On the screen the word stands under the sign."""
    word = text(f"tasks.state.{STATE_OF[one.label]}") if one.label else ""
    shade = {} if one.shade is None else {"style": {"background": chart.shades[one.shade]}}
    words = [html.Span(one.label, **{"aria-hidden": "true"}), html.Small(word)]
    return html.Td(words, **shade, **{"data-label": told})
