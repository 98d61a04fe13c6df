"""What of the tasks is to be followed up, in sentences: the same tasks that the lead counts, each said once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from data.model import Task
from layouts.briefing.blocks import said
from layouts.briefing.document import Paragraph
from layouts.headlines import Part, filled
from layouts.task_words import task_name
from layouts.text import Text
from metrics.agenda import Item, Reason
from metrics.briefings import CityFindings
from metrics.tasks import OPEN, State, TaskBoard

MOST_NAMES = 5
BY_UNITS = "overdue_units"
UNSAID = "overdue_unsaid"
KINDS = (Reason.OVERDUE.value, BY_UNITS, UNSAID, *(one.value for one in Reason if one is not Reason.OVERDUE))
"""The order of the sentences: after the deadline what the city has not done, then what only units have not done."""


def follow_up(found: CityFindings, text: Text) -> Iterator[Paragraph]:
    """By the gravest reason of each task; the derived counts (T4a, T9a) are no tasks of their own."""
    board = found.tasks.board
    items = [one for one in found.tasks.agenda.follow_up if isinstance(one.task, Task)]
    told: dict[str, list[tuple[Part, ...]]] = {}
    for item in items:
        kind = kind_of(item, board)
        told.setdefault(kind, []).append(_named(item, kind, text))
    for kind in KINDS:
        if names := told.get(kind):
            count = Part(str(len(names)), section="tasks")
            yield said(text(f"briefing.tasks.{kind}"), count=count, names=_joined(names, text))


def _joined(names: Sequence[tuple[Part, ...]], text: Text) -> tuple[Part, ...]:
    """The first ones, and 等 where there are more."""
    parts: list[Part] = []
    for one in names[:MOST_NAMES]:
        parts += [Part(text("format.comma"))] if parts else []
        parts += one
    more = [Part(text("briefing.tasks.more"))] if len(names) > MOST_NAMES else []
    return (*parts, *more)


def kind_of(item: Item, board: TaskBoard) -> str:
    """Overdue is told by the city's own state: not done, done or lasting (and units have not done it), or not said."""
    reason = item.grounds[0].reason
    assert isinstance(item.task, Task)
    own = board.of(item.task.code, board.city).state
    if reason is not Reason.OVERDUE or own in OPEN:
        return reason.value
    return UNSAID if own is State.UNREPORTED else BY_UNITS


def _named(item: Item, kind: str, text: Text) -> tuple[Part, ...]:
    """Where only units are behind, with how many they are."""
    name = task_name(item.task, text)
    if kind not in (BY_UNITS, UNSAID):
        return (Part(name),)
    behind = Part(str(len(item.grounds[0].standings)), section="tasks")
    return filled(text("briefing.tasks.by_units"), name=name, count=behind)
