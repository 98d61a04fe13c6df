"""What argparse itself says (usage, what is missing, what is wrong), in the language of the text.

argparse asks ``gettext`` for its words by names of its own module; while a command line is read, these ask our
catalogue. A sentence that the catalogue does not know stays as argparse wrote it.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from layouts.text import Text

KEYS: Mapping[str, str] = {
    "usage: ": "usage",
    "positional arguments": "positional",
    "options": "options",
    "show this help message and exit": "help",
    "%(prog)s: error: %(message)s\n": "error",
    "argument %(argument_name)s: %(message)s": "of_argument",
    "the following arguments are required: %s": "required",
    "unrecognized arguments: %s": "unrecognized",
    "ambiguous option: %(option)s could match %(matches)s": "ambiguous",
    "expected one argument": "expected_one",
    "expected at least one argument": "expected_some",
    "expected at most one argument": "expected_most_one",
    "expected %s argument": "expected_count",
    "expected %s arguments": "expected_count",
    "ignored explicit argument %r": "explicit",
    "not allowed with argument %s": "not_with",
    "one of the arguments %s is required": "one_required",
    "invalid %(type)s value: %(value)r": "invalid_value",
    "invalid choice: %(value)r (choose from %(choices)s)": "invalid_choice",
    "unknown parser %(parser_name)r (choices: %(choices)s)": "unknown_command",
}


@contextmanager
def speaking(text: Text) -> Iterator[None]:
    """Argparse says its own words in the language of ``text`` until the block ends."""
    hooks = ("_", "ngettext")
    before = {name: getattr(argparse, name) for name in hooks}

    def word(message: str) -> str:
        return text(f"argparse.{KEYS[message]}") if message in KEYS else message

    def counted(one: str, many: str, count: int) -> str:
        return word(one if count == 1 else many)

    try:
        for name, hook in zip(hooks, (word, counted), strict=True):
            setattr(argparse, name, hook)
        yield
    finally:
        for name, hook in before.items():
            setattr(argparse, name, hook)
