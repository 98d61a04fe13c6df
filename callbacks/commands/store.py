"""``migrate``: bring the database to the schema of this code."""

from __future__ import annotations

import argparse

from callbacks.commands.command import DONE, Command
from callbacks.commands.house import House
from layouts.text import Text


def _options(_parser: argparse.ArgumentParser, _text: Text, _zone: str) -> None:
    """Nothing to choose."""


def _run(_arguments: argparse.Namespace, house: House, text: Text) -> int:
    print(text("store.migrated", version=house.repository.version))
    return DONE


MIGRATE = Command("migrate", _options, _run)
