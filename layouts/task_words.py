"""Tasks, their states and the units responsible, in words: for the page, its files and the agenda."""

from __future__ import annotations

from collections.abc import Iterable

from data.model import Commitment, Duty, Plan, Reference, Task
from layouts import format as printed
from layouts.charts.states import SIGNS
from layouts.names import unit_name
from layouts.reference_words import basis_of, body_words
from layouts.text import Text
from metrics.results import Row
from metrics.tasks import Standing, State, TaskBoard, code_of


def task_name(row: Task | Commitment, text: Text) -> str:
    """The name of a task or of a derived count."""
    return row.name if text.lang == "zh" else row.name_en or row.name


def short_name(row: Task | Commitment, text: Text) -> str:
    """A few signs for the head of a column; the whole name where the plan gives none."""
    return (row.short if text.lang == "zh" else row.short_en) or task_name(row, text)


def state_words(state: State, text: Text) -> str:
    """A sign and the word."""
    return f"{SIGNS[state]} {text(f'tasks.state.{state}')}"


def duty_words(duty: Duty | None, plan: Plan, text: Text) -> str:
    """The units, from when and on what basis."""
    if duty is None:
        return text("tasks.duty_same")
    since = "" if duty.since is None else text("tasks.duty_since", day=printed.day_name(duty.since, text))
    return text("tasks.duty_now", units=body_words(duty.bodies, plan, text), since=since, basis=basis_of(duty, text))


def counts_words(board: TaskBoard, row: Task | Commitment, text: Text) -> str:
    """17个单位：已完成12、推进中4、未报1."""
    counts = board.counts(code_of(row))
    told = [text("tasks.count", state=text(f"tasks.state.{s}"), count=n) for s, n in counts.items() if n]
    return text("tasks.of_units", units=len(board.units), counts=text("tasks.and").join(told))


def built_words(row: Row | None, text: Text) -> str:
    """已建成13个, as the indicator counts it; 至少 where a unit is not known."""
    if row is None or row.numerator is None:
        return ""
    count = printed.count(row.numerator)
    shown = text("chart.at_least", value=count) if row.no_value else count
    return text(f"tasks.built.{row.indicator}", count=shown)


def filers_words(standings: Iterable[Standing], reference: Reference, text: Text, *, still: bool = False) -> str:
    """Who, by name; ``still``: by the number of periods in which nothing has changed, the longest first."""
    if not still:
        return text("format.comma").join(unit_name(reference, one.filer, text) for one in standings)
    groups: dict[int, list[Standing]] = {}
    for one in standings:
        groups.setdefault(one.still, []).append(one)
    told = [
        text("tasks.still", count=count, names=filers_words(groups[count], reference, text))
        for count in sorted(groups, reverse=True)
    ]
    return text("tasks.and").join(told)


def indicator_words(row: Row, text: Text) -> str:
    """An indicator with its value and its verdict."""
    value = printed.MISSING if row.no_value else ""
    value = printed.figure(row.value, row.unit, row.target) if row.value is not None else value
    least = printed.is_least(row.no_value, row.unit) and row.value is not None
    shown = text("chart.at_least", value=value) if least else value
    status = printed.status_word(row, text)
    name = text(f"indicator.{row.indicator}.short")
    key = "tasks.indicator" if status else "tasks.indicator_plain"
    return text(key, name=name, value=shown or printed.MISSING, status=status)
