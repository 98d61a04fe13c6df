"""联席会议议程: what to follow up, what always stands on the agenda, what is new since the last period. Pure.

跟进: a task that is not done although the plan has ended; one that an indicator behind its path, missed or fallen back
carries; one that is not done and of which a filer has said nothing new since last period; one not reported.
常设: tasks done lastingly, and the indicators. 新增: tasks whose state changed since last period.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from data.model import Commitment, Task
from metrics.indicators import ZONE_INDICATORS
from metrics.results import Row, Scorecard, Status
from metrics.tasks import OPEN, Standing, State, TaskBoard, code_of

BEHIND = (Status.LAGGING, Status.MISSED, Status.BELOW_BASELINE, Status.FALLEN_BACK)


class Reason(StrEnum):
    """Why a task is followed up, the gravest first."""

    OVERDUE = "overdue"
    BEHIND = "behind"
    NO_CHANGE = "no_change"
    UNREPORTED = "unreported"


@dataclass(frozen=True, slots=True)
class Ground:
    """One reason with the filers or the indicators it rests on."""

    reason: Reason
    standings: tuple[Standing, ...] = ()
    rows: tuple[Row, ...] = ()


@dataclass(frozen=True, slots=True)
class Item:
    """One task on the agenda: why it is followed up, or who stands or has changed."""

    task: Task | Commitment
    grounds: tuple[Ground, ...] = ()
    standings: tuple[Standing, ...] = ()


@dataclass(frozen=True, slots=True)
class Agenda:
    """Items in plan order; ``indicators`` are the rows of the plan's targets, always on it."""

    follow_up: tuple[Item, ...]
    standing: tuple[Item, ...]
    indicators: tuple[Row, ...]
    new: tuple[Item, ...]


def agenda_of(board: TaskBoard, card: Scorecard, unit: str | None = None) -> Agenda:
    """Of the whole city, or (``unit``) of what one unit says; indicators are the city's."""
    shown = [(row, _said(board, row, unit)) for row in board.rows]
    shown = [(row, said) for row, said in shown if said]
    ended = board.period.end >= board.plan.deadline
    grounds = [(row, tuple(_grounds(row, said, card, board.city, ended=ended))) for row, said in shown]
    return Agenda(
        follow_up=tuple(Item(row, found) for row, found in grounds if found),
        standing=tuple(_items(shown, lambda one: one.state is State.LASTING)),
        indicators=card.targets_of(board.city),
        new=tuple(_items(shown, lambda one: one.is_new)),
    )


def _said(board: TaskBoard, row: Task | Commitment, unit: str | None) -> tuple[Standing, ...]:
    code = code_of(row)
    filers = board.filers(code)
    return tuple(board.of(code, filer) for filer in filers if unit in (None, filer))


def _items(
    shown: Iterable[tuple[Task | Commitment, tuple[Standing, ...]]], holds: Callable[[Standing], bool]
) -> Iterator[Item]:
    for row, said in shown:
        found = tuple(one for one in said if holds(one))
        if found:
            yield Item(row, standings=found)


def _grounds(
    row: Task | Commitment, said: tuple[Standing, ...], card: Scorecard, city: str, *, ended: bool
) -> Iterator[Ground]:
    still_open = tuple(one for one in said if one.state in OPEN)
    if ended and still_open:
        yield Ground(Reason.OVERDUE, still_open)
    behind = tuple(one for one in carried_by(row, card, city) if one.status in BEHIND)
    if behind:
        yield Ground(Reason.BEHIND, rows=behind)
    unchanged = tuple(one for one in still_open if one.still > 0)
    if unchanged:
        yield Ground(Reason.NO_CHANGE, unchanged)
    silent = tuple(one for one in said if one.state is State.UNREPORTED)
    if silent:
        yield Ground(Reason.UNREPORTED, silent)


def carried_by(row: Task | Commitment, card: Scorecard, org_unit: str) -> tuple[Row, ...]:
    """The rows of the indicators that carry a task, zone by zone, in the order of the plan file."""
    wanted = row.indicators if isinstance(row, Task) else (row.indicator,)
    return tuple(one for name in wanted for one in card.rows if _is_own(one, name, org_unit))


def _is_own(row: Row, indicator: str, org_unit: str) -> bool:
    """The whole, or the zone that a zone-bound target names."""
    bound = row.zone is None or indicator in ZONE_INDICATORS
    return (row.indicator, row.org_unit) == (indicator, org_unit) and bound
