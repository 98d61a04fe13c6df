"""The tasks and the agenda as tables for files: a line a task and filer, a line an item and its reason."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from data.model import Commitment, Reference, Task
from layouts import format as printed
from layouts.charts.picture import DataCell, DataTable, data_table, words_cell
from layouts.names import unit_name
from layouts.reference_words import body_words, task_code
from layouts.task_words import duty_words, filers_words, indicator_words, task_name
from layouts.text import Text
from metrics.agenda import Agenda, Item, Reason
from metrics.results import Row
from metrics.tasks import Standing, State, TaskBoard, code_of

TASK_HEADS = ("code", "task", "printed", "now", "filer", "state", "day", "evidence", "next", "filed", "before")
AGENDA_HEADS = ("part", "code", "task", "reason", "who", "indicators", "printed", "now")


def tasks_table(
    board: TaskBoard, reference: Reference, text: Text, *, unit: str | None = None, state: State | None = None
) -> DataTable:
    """Every filer that is asked, or one unit; ``state`` keeps one state."""
    rows = [
        _task(row, board.of(code_of(row), filer), board, reference, text)
        for row in board.rows
        for filer in board.filers(code_of(row))
        if unit in (None, filer) and state in (None, board.of(code_of(row), filer).state)
    ]
    return data_table(text("page.tasks.title"), [text(f"tasks.head.{name}") for name in TASK_HEADS], rows)


def _task(row: Task | Commitment, said: Standing, board: TaskBoard, reference: Reference, text: Text) -> list[DataCell]:
    filed = said.row
    day = "" if filed is None or filed.day is None else printed.day_name(filed.day, text)
    cells = [
        unit_name(reference, said.filer, text),
        text(f"tasks.state.{said.state}"),
        day,
        (filed.evidence if filed else None) or "",
        (filed.next_step if filed else None) or "",
        "" if said.filed_for is None else printed.period_name(said.filed_for, text),
        text(f"tasks.state.{said.before}") if said.is_new else "",
    ]
    return [*_named(row, text), *_responsible(row, board, text), *map(words_cell, cells)]


def _named(row: Task | Commitment, text: Text) -> list[DataCell]:
    return [words_cell(task_code(row, text)), words_cell(task_name(row, text))]


def _responsible(row: Task | Commitment, board: TaskBoard, text: Text) -> list[DataCell]:
    """As printed, and as it is at the period's end."""
    if isinstance(row, Commitment):
        return [words_cell(""), words_cell("")]
    now = duty_words(row.duty_at(board.period.end), board.plan, text)
    return [words_cell(body_words(row.units_printed, board.plan, text)), words_cell(now)]


def agenda_table(agenda: Agenda, board: TaskBoard, reference: Reference, text: Text) -> DataTable:
    """跟进, 常设 (the indicators last) and 新增, in this order."""
    lines = [
        *(line for item in agenda.follow_up for line in _grounds(item, reference, text)),
        *(("standing", item.task, "", filers_words(item.standings, reference, text), ()) for item in agenda.standing),
        *(("standing", None, "", "", (row,)) for row in agenda.indicators),
        *(("new", item.task, "", changes_words(item, reference, text), ()) for item in agenda.new),
    ]
    rows = [_line(line, board, text) for line in lines]
    return data_table(text("page.tasks.agenda"), [text(f"tasks.head.{name}") for name in AGENDA_HEADS], rows)


Line = tuple[str, Task | Commitment | None, str, str, Sequence[Row]]


def _grounds(item: Item, reference: Reference, text: Text) -> Iterator[Line]:
    for one in item.grounds:
        who = filers_words(one.standings, reference, text, still=one.reason is Reason.NO_CHANGE)
        yield "follow_up", item.task, text(f"tasks.reason.{one.reason}"), who, one.rows


def _line(line: Line, board: TaskBoard, text: Text) -> list[DataCell]:
    part, task, reason, who, rows = line
    named = [words_cell(""), words_cell("")] if task is None else _named(task, text)
    duties = [words_cell(""), words_cell("")] if task is None else _responsible(task, board, text)
    told = text("tasks.and").join(indicator_words(row, text) for row in rows)
    return [words_cell(text(f"tasks.agenda.{part}")), *named, *map(words_cell, (reason, who, told)), *duties]


def changes_words(item: Item, reference: Reference, text: Text) -> str:
    """海淀区：推进中→已完成."""
    told = [
        text(
            "tasks.changed",
            unit=unit_name(reference, one.filer, text),
            before=text(f"tasks.state.{one.before}"),
            now=text(f"tasks.state.{one.state}"),
        )
        for one in item.standings
    ]
    return text("tasks.and").join(told)
