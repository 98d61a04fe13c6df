"""What may stand behind an option, read strictly; argparse answers a wrong value with exit code 2."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from datetime import datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

from data.model import Period
from layouts.text import Text

BARE_DATE = len("2025-12-31")


def moment(zone: str) -> Callable[[str], datetime]:
    """An ISO time; without an offset it is the city's, and a bare date is its end."""

    def read(text: str) -> datetime:
        found = datetime.fromisoformat(text)
        if len(text) == BARE_DATE:
            found = datetime.combine(found, time.max)
        return found if found.tzinfo else found.replace(tzinfo=ZoneInfo(zone))

    return read


def add_period(parser: argparse.ArgumentParser, text: Text, *, required: bool = True) -> None:
    """``--period 2025-Q4``."""
    parser.add_argument("--period", type=Period.parse, required=required, metavar="P", help=text("option.period"))


def add_as_of(parser: argparse.ArgumentParser, text: Text, zone: str) -> None:
    """``--as-of 2026-01-20``."""
    parser.add_argument("--as-of", type=moment(zone), metavar="ISO", help=text("option.as_of"))


def add_format(parser: argparse.ArgumentParser, text: Text, *formats: str) -> None:
    """``--format json``; the first is the default."""
    parser.add_argument("--format", choices=formats, default=formats[0], help=text("option.format"))


def add_files(parser: argparse.ArgumentParser, text: Text) -> None:
    """One or more files of returns."""
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help=text("option.files"))
