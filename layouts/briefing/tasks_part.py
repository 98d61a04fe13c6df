"""五、重点任务进展: what the city and its units last filed of each task of the plan."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from data.model import Commitment, Reference, Task
from layouts import format as printed
from layouts.briefing.blocks import said
from layouts.briefing.document import Block, Paragraph, TableBlock
from layouts.briefing.tasks_follow import follow_up
from layouts.charts.picture import DataCell, data_table, words_cell
from layouts.headlines import Part, filled
from layouts.names import unit_name
from layouts.reference_words import task_code
from layouts.task_words import counts_words, state_words, task_name
from layouts.text import Text
from metrics.briefings import CityFindings
from metrics.results import Row
from metrics.tasks import Standing, State, TaskBoard, code_of

COLUMNS = ("task", "city", "units")
UNIT_COLUMNS = ("task", "state", "day", "evidence", "next", "filed")


def tasks_section(found: CityFindings, reference: Reference, text: Text) -> list[Block]:
    """The city's own states, the two derived counts, what is overdue, and the board."""
    board = found.tasks.board
    if not board.rows:
        return [said(text("briefing.tasks.none"))]
    return [
        _lead(board, text),
        *_apart(board, text),
        *_built(found, reference, text),
        *follow_up(found, text),
        tasks_table(board, text),
    ]


def _lead(board: TaskBoard, text: Text) -> Paragraph:
    """市级填报：已完成3项、推进中12项."""
    tasks = [row for row in board.rows if isinstance(row, Task)]
    states = [board.of(row.code, board.city).state for row in tasks]
    return said(text("briefing.tasks.lead"), total=_count(len(tasks)), counts=_counts(states, text))


def _apart(board: TaskBoard, text: Text) -> Iterator[Paragraph]:
    """另有分项 (T4a, T9a), which are no tasks of the plan and counted in none of the figures here."""
    derived = [row for row in board.rows if isinstance(row, Commitment)]
    if derived:
        yield said(text("briefing.tasks.apart"), count=_count(len(derived)), names=_names(derived, text))


def _names(rows: Sequence[Commitment], text: Text) -> str:
    return text("format.comma").join(task_name(row, text) for row in rows)


def _counts(states: list[State], text: Text) -> tuple[Part, ...]:
    told: list[Part] = []
    for state in State:
        if count := states.count(state):
            told += [Part(text("format.comma"))] if told else []
            told += filled(text("briefing.tasks.items"), state=text(f"tasks.state.{state}"), count=_count(count))
    return tuple(told)


def _count(number: int) -> Part:
    return Part(str(number), section="tasks")


def _built(found: CityFindings, reference: Reference, text: Text) -> Iterator[Paragraph]:
    """区托育综合服务中心已建成13个, as the indicator counts it; 至少 where a unit is not known."""
    for one in found.scorecard.plan.commitments:
        row = found.scorecard.row(one.indicator, reference.city.code)
        key = f"briefing.tasks.{one.indicator}"
        if row is not None and row.numerator is not None and key in text:
            yield said(text(key), count=_figure(row, text), units=str(len(reference.units)))


def _figure(row: Row, text: Text) -> tuple[Part, ...]:
    figure = Part(str(row.numerator), indicator=row.indicator, org_unit=row.org_unit)
    return (figure,) if row.no_value is None else (Part(text("briefing.at_least")), figure)


def tasks_table(board: TaskBoard, text: Text) -> TableBlock:
    """One line a task: the city's state, and how many units stand where."""
    rows = [_line(row, board, text) for row in board.rows]
    return TableBlock(
        key="tasks",
        table=data_table(text("briefing.tasks.title"), [text(f"briefing.tasks.head.{name}") for name in COLUMNS], rows),
        notes=(text("tasks.matrix.note"),),
    )


def _line(row: Task | Commitment, board: TaskBoard, text: Text) -> list[DataCell]:
    code = code_of(row)
    asked = code in board.unit_tasks
    own = board.of(code, board.city)
    return [
        words_cell(text("briefing.tasks.named", code=task_code(row, text), name=task_name(row, text))),
        words_cell(state_words(own.state, text)),
        words_cell(counts_words(board, row, text) if asked else printed.MISSING),
    ]


def unit_tasks_section(board: TaskBoard, unit: str, reference: Reference, text: Text) -> list[Block]:
    """五、承担任务进展 of one unit: every task that the form asks it about, one never filed says so."""
    rows = [row for row in board.rows if code_of(row) in board.unit_tasks]
    if not rows:
        return [said(text("briefing.tasks.none"))]
    said_of = [board.of(code_of(row), unit) for row in rows]
    heads = [text(f"briefing.tasks.head.{column}") for column in UNIT_COLUMNS]
    cells = [_unit_line(row, one, text) for row, one in zip(rows, said_of, strict=True)]
    table = data_table(text("briefing.tasks.title"), heads, cells)
    lead = _unit_lead(rows, board, unit, reference, text)
    return [*lead, TableBlock("tasks", table, (text("tasks.matrix.note"),))]


def _unit_lead(
    rows: Sequence[Task | Commitment], board: TaskBoard, unit: str, reference: Reference, text: Text
) -> Iterator[Paragraph]:
    """The tasks by state; apart from them the derived counts by theirs."""
    tasks = [board.of(row.code, unit).state for row in rows if isinstance(row, Task)]
    name = unit_name(reference, unit, text)
    yield said(text("briefing.tasks.unit_lead"), unit=name, total=_count(len(tasks)), counts=_counts(tasks, text))
    derived = [row for row in rows if isinstance(row, Commitment)]
    if derived:
        yield said(
            text("briefing.tasks.unit_apart"),
            count=_count(len(derived)),
            names=_names(derived, text),
            counts=_counts([board.of(row.indicator, unit).state for row in derived], text),
        )


def _unit_line(row: Task | Commitment, said_of: Standing, text: Text) -> list[DataCell]:
    filed = said_of.row
    day = printed.MISSING if filed is None or filed.day is None else printed.day_name(filed.day, text)
    when = printed.MISSING if said_of.filed_for is None else str(said_of.filed_for)
    return [
        words_cell(text("briefing.tasks.named", code=task_code(row, text), name=task_name(row, text))),
        words_cell(state_words(said_of.state, text)),
        words_cell(day),
        words_cell((filed.evidence if filed else None) or printed.MISSING),
        words_cell((filed.next_step if filed else None) or printed.MISSING),
        words_cell(when),
    ]
