"""Task by task: clause, units printed and now, the city's word, the units' states, evidence, next step, indicators."""

from __future__ import annotations

from collections.abc import Iterator

from dash import html
from dash.development.base_component import Component

from data.model import Commitment, Reference, Task
from layouts import components as part
from layouts import format as printed
from layouts.components import Child
from layouts.folding import fold_button
from layouts.names import unit_name
from layouts.reference_words import body_words, document_of, task_code
from layouts.task_words import built_words, counts_words, duty_words, filers_words, state_words, task_name
from layouts.text import Text
from layouts.view import ViewQuery
from metrics.agenda import carried_by
from metrics.questions import Tasks
from metrics.results import Row
from metrics.tasks import OPEN, Standing, State, code_of

Pair = tuple[Child, part.Children]


def task_list(found: Tasks, reference: Reference, view: ViewQuery, text: Text) -> Component:
    """The tasks of which somebody in view stands in the state asked for, in plan order."""
    shown = [row for row in found.board.rows if _is_shown(row, found, view)]
    articles = [_article(row, found, reference, view, text) for row in shown]
    title = text("tasks.list.title", count=sum(isinstance(row, Task) for row in shown))
    body = articles or [html.P(text("tasks.list.none"), className="note")]
    return part.section(
        "list", title, *body, note=text("tasks.list.note", document=document_of(found.board.plan, text))
    )


def _in_view(row: Task | Commitment, found: Tasks, view: ViewQuery) -> list[Standing]:
    board, code = found.board, code_of(row)
    return [board.of(code, filer) for filer in board.filers(code) if view.org_unit in (None, filer)]


def _is_shown(row: Task | Commitment, found: Tasks, view: ViewQuery) -> bool:
    said = _in_view(row, found, view)
    return bool(said) if view.state is None else any(one.state == view.state for one in said)


def _article(row: Task | Commitment, found: Tasks, reference: Reference, view: ViewQuery, text: Text) -> Component:
    """What was said of the task stays on a telephone; who has it, what carries it and its words are opened there."""
    code = code_of(row)
    title = f"task-{code}-title"
    heading = html.H3([html.Code(task_code(row, text)), html.Span(task_name(row, text))], id=title)
    said = _said(row, found, reference, view, text)
    facts = [
        ("facts duties", _duties(row, found, text)),
        ("facts", said),
        ("facts carried", _indicators(row, found, text)),
    ]
    lists = [part.definition_list(pairs, css) for css, given in facts if (pairs := list(given))]
    clause = part.details(text("tasks.clause"), html.Q(row.clause, lang="zh-CN"))
    listed = [one for one in _in_view(row, found, view) if view.state in (None, one.state)]
    folded = [] if view.org_unit else [_filers(listed, reference, text)]
    css = "task derived folds" if isinstance(row, Commitment) else "task folds"
    parts = [heading, *lists, clause, *folded, fold_button(title, text)]
    return html.Article(parts, className=css, id=f"task-{code}")


def _duties(row: Task | Commitment, found: Tasks, text: Text) -> Iterator[Pair]:
    """As the plan prints them, in its order, and as they are at the period's end."""
    if isinstance(row, Task):
        plan, day = found.board.plan, found.board.period.end
        yield text("tasks.head.printed"), body_words(row.units_printed, plan, text)
        yield text("tasks.head.now"), duty_words(row.duty_at(day), plan, text)


def _said(row: Task | Commitment, found: Tasks, reference: Reference, view: ViewQuery, text: Text) -> Iterator[Pair]:
    """One unit's own word, or the city's and how the units stand; who is not done by name."""
    board, code = found.board, code_of(row)
    if view.org_unit is not None:
        yield unit_name(reference, view.org_unit, text), _standing(board.of(code, view.org_unit), board.period, text)
        return
    yield text("tasks.city"), _standing(board.of(code, board.city), board.period, text)
    units = board.of_units(code)
    if units:
        built = built_words(found.scorecard.row(code, board.city), text) if isinstance(row, Commitment) else ""
        yield text("tasks.units"), built + counts_words(board, row, text)
    for state in (*OPEN, State.UNREPORTED):
        named = [one for one in units if one.state is state]
        if named:
            yield state_words(state, text), filers_words(named, reference, text)


def _standing(one: Standing, period: object, text: Text) -> list[Child]:
    """State, date, document, next step, and from which return, where that is an earlier one."""
    told: list[Child] = [html.Span(state_words(one.state, text), className=f"state {one.state}")]
    if one.row is not None:
        pairs = (("evidence", one.row.evidence), ("next", one.row.next_step))
        told += [html.Span(text("tasks.said_day", day=printed.day_name(one.row.day, text)))] if one.row.day else []
        told += [
            html.Span([text(f"tasks.said_{name}"), html.Span(words, lang="zh-CN")]) for name, words in pairs if words
        ]
    if one.filed_for is not None and one.filed_for != period:
        told.append(html.Small(text("tasks.said_filed", period=printed.period_name(one.filed_for, text))))
    if one.is_new:
        told.append(html.Small(text("tasks.said_new", before=text(f"tasks.state.{one.before}"))))
    return told


def _indicators(row: Task | Commitment, found: Tasks, text: Text) -> Iterator[Pair]:
    rows = carried_by(row, found.scorecard, found.board.city)
    if rows and isinstance(row, Task):
        yield (
            text("tasks.head.indicators"),
            html.Ul([html.Li(_indicator(one, text)) for one in rows], className="names"),
        )


def _indicator(row: Row, text: Text) -> list[Child]:
    figure = part.figure(row, text)
    shown: list[Child] = list(figure) if isinstance(figure, list | tuple) else [figure]  # type: ignore[list-item]
    badge = [part.status_badge(row, text)] if row.status else []
    return [html.Span(text(f"indicator.{row.indicator}.short")), " ", *shown, " ", *badge]


def _filers(standings: list[Standing], reference: Reference, text: Text) -> Component:
    """What everybody who is asked has said of the task, a line each: twenty tables of eighteen rows would be slow."""
    lines = [html.Li(_line(one, reference, text)) for one in standings]
    return part.details(text("tasks.every_filer", count=len(lines)), html.Ul(lines, className="filers"))


def _line(one: Standing, reference: Reference, text: Text) -> str:
    """东城区：● 已完成，日期：2025年10月12日，文号或证据：…（按2025年三季度报表）."""
    told = [state_words(one.state, text)]
    if one.row is not None:
        told += [text("tasks.said_day", day=printed.day_name(one.row.day, text))] if one.row.day else []
        pairs = (("evidence", one.row.evidence), ("next", one.row.next_step))
        told += [text(f"tasks.said_{name}") + words for name, words in pairs if words]
    if one.filed_for is not None:
        told.append(text("tasks.said_filed", period=printed.period_name(one.filed_for, text)))
    return text("tasks.of_filer", unit=unit_name(reference, one.filer, text), told=text("tasks.comma").join(told))
