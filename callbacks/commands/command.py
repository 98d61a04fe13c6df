"""What a command is: a name, its options, and what it does."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import dataclass

from callbacks.commands.house import House
from data.issues import UsageError
from data.model import Period
from layouts.text import Text

DONE = 0
REFUSED = 1


def period_asked(arguments: argparse.Namespace, house: House) -> Period:
    """The period of ``--period``, where the folder's units file for such periods; else UsageError."""
    period: Period = arguments.period
    if period.frequency is not house.reference.frequency:
        raise UsageError("line.wrong_period", period=period)
    return period


@dataclass(frozen=True, slots=True)
class Command:
    """``add_options`` gets the time zone of the house for its ISO times; ``run`` answers with the exit code."""

    name: str
    add_options: Callable[[argparse.ArgumentParser, Text, str], None]
    run: Callable[[argparse.Namespace, House, Text], int]
