"""What of the tasks is to be followed up, in sentences: the tasks that the lead counts, by the agenda's reasons."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from data.model import Task
from layouts.briefing.blocks import said
from layouts.briefing.document import Paragraph
from layouts.headlines import Part, filled
from layouts.task_words import task_name
from layouts.text import Text
from metrics.agenda import Ground, Item, Reason
from metrics.briefings import CityFindings
from metrics.tasks import OPEN, State, TaskBoard, code_of

MOST_NAMES = 5
BY_UNITS = "overdue_units"
UNSAID = "overdue_unsaid"
KINDS = (Reason.OVERDUE.value, BY_UNITS, UNSAID, *(one.value for one in Reason if one is not Reason.OVERDUE))
"""The order of the sentences: after the deadline what the city has not done, then what only units have not done."""


def follow_up(found: CityFindings, text: Text) -> Iterator[Paragraph]:
    """A task under each of its reasons, as the agenda lists it; the derived counts (T4a, T9a) are no tasks."""
    board = found.tasks.board
    items = [one for one in found.tasks.agenda.follow_up if isinstance(one.task, Task)]
    told: dict[str, list[tuple[Part, ...]]] = {}
    for item in items:
        for ground in item.grounds:
            kind = kind_of(item, ground, board)
            told.setdefault(kind, []).append(_named(item, ground, kind, text))
    for kind in KINDS:
        if names := told.get(kind):
            count = Part(str(len(names)), section="tasks")
            yield said(text(f"briefing.tasks.{kind}"), count=count, names=_joined(names, text))
    if sum(map(len, told.values())) > len(items):
        yield said(text("briefing.tasks.each"))


def _joined(names: Sequence[tuple[Part, ...]], text: Text) -> tuple[Part, ...]:
    """The first ones, and 等 where there are more."""
    parts: list[Part] = []
    for one in names[:MOST_NAMES]:
        parts += [Part(text("format.comma"))] if parts else []
        parts += one
    more = [Part(text("briefing.tasks.more"))] if len(names) > MOST_NAMES else []
    return (*parts, *more)


def kind_of(item: Item, ground: Ground, board: TaskBoard) -> str:
    """Overdue is told by the city's own state: not done, done or lasting (and units have not done it), or not said."""
    own = board.of(code_of(item.task), board.city).state
    if ground.reason is not Reason.OVERDUE or own in OPEN:
        return ground.reason.value
    return UNSAID if own is State.UNREPORTED else BY_UNITS


def _named(item: Item, ground: Ground, kind: str, text: Text) -> tuple[Part, ...]:
    """Where only units are behind, with how many they are."""
    name = task_name(item.task, text)
    if kind not in (BY_UNITS, UNSAID):
        return (Part(name),)
    behind = Part(str(len(ground.standings)), section="tasks")
    return filled(text("briefing.tasks.by_units"), name=name, count=behind)
