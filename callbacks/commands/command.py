"""What a command is: a name, its options, and what it does."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from callbacks.commands.house import House
from callbacks.periods import begun
from data.issues import DashboardError, UsageError
from data.model import Period
from layouts.text import Text

ACTOR = "command-line"
"""Who the audit names for what a command did, where nobody is named."""
DONE = 0
REFUSED = 1


def period_asked(arguments: argparse.Namespace, house: House) -> Period:
    """The period of ``--period``, where the folder's units file for such periods and it has begun.

    UsageError for a period of another kind, NotBegun for one of which nothing can be known yet.
    """
    period: Period = arguments.period
    if period.frequency is not house.reference.frequency:
        raise UsageError("line.wrong_period", period=period)
    return begun(period, house.repository, house.now())


class Unwritable(DashboardError):
    """A file that cannot be written where it was asked for; facts: file, reason."""


def write_file(file: Path, content: bytes) -> None:
    """``content`` under the name of ``file``, whole or not at all; Unwritable where the place does not take it."""
    with whole_file(file) as out:
        out.write(content)


@contextmanager
def whole_file(file: Path) -> Iterator[BinaryIO]:
    """A file to write into, which gets its name once it is whole; Unwritable where the place does not take it."""
    part = file.with_name(f".{file.name}.{os.getpid()}.part")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with part.open("wb") as out:
            yield out
        part.replace(file)
    except OSError as error:
        raise Unwritable("line.unwritable", file=file, reason=error.strerror or type(error).__name__) from error
    finally:
        with suppress(OSError):
            part.unlink()


@contextmanager
def telling_of(folder: Path, text: Text) -> Iterator[None]:
    """Says on stderr that ``folder`` was made for what the block writes, where it was not there before."""
    was_there = folder.exists()
    yield
    if not was_there:
        print(text("line.folder_made", folder=folder), file=sys.stderr)


@dataclass(frozen=True, slots=True)
class Command:
    """``add_options`` gets the time zone of the house for its ISO times; ``run`` answers with the exit code."""

    name: str
    add_options: Callable[[argparse.ArgumentParser, Text, str], None]
    run: Callable[[argparse.Namespace, House, Text], int]
