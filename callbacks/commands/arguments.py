"""What may stand behind an option, read strictly; argparse answers a wrong value with exit code 2."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from data.audit import Head
from data.model import Period
from data.moments import moment_of
from layouts.text import Text

Value = TypeVar("Value")


def moment(text: Text, zone: str) -> Callable[[str], datetime]:
    """Reads an ISO time by the city's clock."""
    return _told(lambda value: moment_of(value, zone), text, "query.as_of")


def _told(read: Callable[[str], Value], text: Text, key: str) -> Callable[[str], Value]:
    """``read``, with the sentence of ``key`` for a value it cannot read."""

    def reading(value: str) -> Value:
        try:
            return read(value)
        except ValueError:
            raise argparse.ArgumentTypeError(text(key, value=value)) from None

    return reading


def add_period(parser: argparse.ArgumentParser, text: Text, *, required: bool = True) -> None:
    """``--period 2025-Q4``."""
    period = _told(Period.parse, text, "query.period")
    parser.add_argument("--period", type=period, required=required, metavar="P", help=text("option.period"))


def add_as_of(parser: argparse.ArgumentParser, text: Text, zone: str) -> None:
    """``--as-of 2026-01-20``."""
    parser.add_argument("--as-of", type=moment(text, zone), metavar="ISO", help=text("option.as_of"))


def add_noted(parser: argparse.ArgumentParser, text: Text) -> None:
    """``--audit 1234:5f0c…``: an entry of the audit as a backup or an earlier check printed it."""
    head = _told(Head.parse, text, "verify.no_head")
    parser.add_argument("--audit", type=head, metavar="NUMBER:CHECKSUM", help=text("option.audit"))


def add_definitions(parser: argparse.ArgumentParser, text: Text) -> None:
    """``--definitions 2026.1``; whether there is such a version, the reference folder knows."""
    parser.add_argument("--definitions", metavar="ID", help=text("option.definitions"))


def add_format(parser: argparse.ArgumentParser, text: Text, *formats: str) -> None:
    """``--format json``; the first is the default."""
    parser.add_argument("--format", choices=formats, default=formats[0], help=text("option.format"))


def add_files(parser: argparse.ArgumentParser, text: Text) -> None:
    """One or more files of returns."""
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help=text("option.files"))
