"""``demo``: the demonstration returns, into the database by the same door as real ones, or into a folder."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from callbacks.commands.command import DONE, Command, telling_of, write_file
from callbacks.commands.house import House
from data.issues import StoreError
from data.readers import one_ahead, read_workbook
from data.returns import Nature, State
from layouts.text import Text

if TYPE_CHECKING:
    from data.demo import DemoReturn
    from data.readers import Reading

ACTOR, REVIEWER = "demo", "demo-review"
"""Who files the demonstration, and who accepts it."""
BEGUN, FINISHED = "demonstration_begun", "demonstration_finished"
BAR_WIDTH = 40


class Progress:
    """A bar on stderr: redrawn in place on a terminal, a line every tenth elsewhere."""

    def __init__(self, total: int, label: str) -> None:
        self._total, self._label, self._done = total, label, 0
        self._terminal = sys.stderr.isatty()

    def step(self) -> None:
        """One more is done."""
        self._done += 1
        share = self._done / self._total
        bar = "█" * round(share * BAR_WIDTH) + "░" * (BAR_WIDTH - round(share * BAR_WIDTH))
        line = f"{self._label} {bar} {self._done}/{self._total}"
        if self._terminal:
            print(f"\r{line}", end="\n" if self._done == self._total else "", file=sys.stderr, flush=True)
        elif self._done * 10 // self._total > (self._done - 1) * 10 // self._total:
            print(line, file=sys.stderr, flush=True)


def _options(parser: argparse.ArgumentParser, text: Text, _zone: str) -> None:
    parser.add_argument("--if-empty", action="store_true", help=text("option.if_empty"))
    parser.add_argument("--out", type=Path, metavar="DIR", help=text("option.demo_out"))


def _run(arguments: argparse.Namespace, house: House, text: Text) -> int:
    if arguments.out is not None:
        return _write(arguments.out, house, text)
    notes = house.repository.notes()
    unfinished = BEGUN in notes and FINISHED not in notes
    if "nature" in notes and not unfinished:
        if not arguments.if_empty:
            raise StoreError("store.not_empty", held=Nature(notes["nature"]))
        print(text("demo.kept"), file=sys.stderr)
        return DONE
    from data.demo import demonstration, number_of_returns

    progress = Progress(number_of_returns(house.reference), text("demo.loading"))
    load_all(demonstration(house.reference), house, progress.step)
    print(text("demo.loaded", count=len(house.repository.returns())))
    return DONE


def _write(folder: Path, house: House, text: Text) -> int:
    from data.demo import demonstration, number_of_returns

    progress = Progress(number_of_returns(house.reference), text("demo.writing"))
    with telling_of(folder, text):
        for made in demonstration(house.reference):
            write_file(folder / made.file_name, made.content)
            progress.step()
    print(text("line.written", file=folder))
    return DONE


def load_all(demonstration: Iterable[DemoReturn], house: House, step: Callable[[], None]) -> None:
    """Load every return with its own date; a load that was broken off goes on where it stopped."""
    with house.repository.writing() as transaction:
        transaction.note(BEGUN, house.now().isoformat())
    stored = {one.file_name: one for one in house.repository.returns() if one.actor == ACTOR}

    def read(made: DemoReturn) -> tuple[DemoReturn, Reading | None]:
        return made, None if made.file_name in stored else read_workbook(made.file_name, made.content)

    for made, book in one_ahead(read, demonstration):
        known = stored.get(made.file_name)
        receipt = known.receipt if known else _take(made, book, house)
        if made.accepted_at is not None and (known is None or known.state is State.RECEIVED):
            house.review.decide(receipt, State.ACCEPTED, actor=REVIEWER, at=made.accepted_at)
        step()
    with house.repository.writing() as transaction:
        transaction.note(FINISHED, house.now().isoformat())


def _take(made: DemoReturn, book: Reading | None, house: House) -> str:
    """One demonstration return through the real door: its receipt. One that does not pass is a fault of ours."""
    outcome = house.ingest.load(made.file_name, made.content, ACTOR, made.received_at, book=book)
    if not outcome.accepted or outcome.receipt is None:
        raise AssertionError(f"{made.file_name}: {outcome.issues}")
    return outcome.receipt


DEMO = Command("demo", _options, _run)
