"""An order to take returns in, written down so that any process with the same store does the same. No web."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from callbacks.orders import caller_read, caller_written
from data.handed import Paper, opened, slips_of
from data.import_rows import ImportRow, refused_row, row_of
from data.issues import DashboardError
from data.job_state import JobKind
from data.jobs import Progress, Work
from data.readers import one_ahead
from data.scope import Caller

if TYPE_CHECKING:
    from callbacks.desk import Intake


@dataclass(frozen=True, slots=True)
class ImportOrder:
    """The names of the files that the job was given, in their order, and who hands them in on whose behalf."""

    names: tuple[str, ...]
    actor: str
    caller: Caller

    def written(self) -> str:
        """As JSON."""
        told = {"job": JobKind.IMPORTS, "names": self.names, "actor": self.actor}
        return json.dumps({**told, "caller": caller_written(self.caller)}, ensure_ascii=False)


def import_read(text: str) -> ImportOrder:
    """What ``written`` wrote."""
    told = json.loads(text)
    return ImportOrder(tuple(told["names"]), told["actor"], caller_read(told["caller"]))


def import_work(order: ImportOrder, intake: Intake) -> Work:
    """What takes them in, each whole or not at all, and notes of each what became of it."""

    def taken(paper: Paper) -> ImportRow:
        try:
            outcome = intake.load(paper.name, paper.content, order.actor, book=paper.book, caller=order.caller)
        except DashboardError as refusal:
            return refused_row(paper.place, refusal)
        return row_of(paper.place, outcome)

    def work(progress: Progress) -> None:
        given = ((name, progress.given(number)) for number, name in enumerate(order.names))
        for paper in one_ahead(opened, (slip for one in given for slip in slips_of(*one))):
            progress.busy_with(paper.place)
            progress.note(taken(paper).written())
            progress.step()

    return work
