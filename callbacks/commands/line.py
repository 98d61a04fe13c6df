"""The command line: find the command, run it, answer with an exit code."""

from __future__ import annotations

import argparse
import logging
import os
import sys
from collections.abc import Sequence

from callbacks.commands import (
    brief,
    check_numbers,
    demo,
    doctor,
    indicators,
    register_import,
    returns,
    serve,
    states,
    store,
    taking,
    template,
    user,
    worker,
)
from callbacks.commands.argument_words import speaking
from callbacks.commands.command import Command
from callbacks.commands.house import House
from data.issues import DashboardError
from data.log import set_up_log
from layouts.issues import message
from layouts.own_words import words_for
from layouts.refusals import sentence
from layouts.text import LANGUAGES, Text, text_for

FAULT = 3

COMMANDS: tuple[Command, ...] = (
    serve.SERVE,
    worker.WORKER,
    demo.DEMO,
    template.TEMPLATE,
    taking.CHECK,
    taking.LOAD,
    returns.RETURNS,
    states.ACCEPT,
    states.RETURN,
    states.UNLOCK,
    register_import.IMPORT_REGISTER,
    indicators.INDICATORS,
    brief.BRIEF,
    check_numbers.CHECK_NUMBERS,
    store.BACKUP,
    store.RESTORE,
    store.VERIFY,
    store.MIGRATE,
    user.USER,
    doctor.DOCTOR,
)


def run(argv: Sequence[str], house: House) -> int:
    """Run one command. A refusal is one line on stderr; a fault of ours is logged in full."""
    set_up_log(house.settings.log)
    text = text_for(_language(argv, house.settings.lang))
    try:
        with speaking(text):
            arguments = parser_of(text, house.settings.timezone).parse_args(argv)
    except SystemExit as ended:
        return int(ended.code or 0)
    try:
        house.settings.check()
        text = words_for(text.lang, house.reference)
        return int(arguments.command.run(arguments, house, text))
    except DashboardError as refusal:
        for issue in refusal.issues:
            print(message(issue, text), file=sys.stderr)
        print(sentence(refusal, text), file=sys.stderr)
        return refusal.exit_code
    except BrokenPipeError:
        # The reader has seen enough; what is still buffered must not complain at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception:
        logging.getLogger(__name__).exception(text("line.fault"))
        return FAULT


def _language(argv: Sequence[str], default: str) -> str:
    """The language asked for, looked up before the help texts are built."""
    finder = argparse.ArgumentParser(add_help=False, exit_on_error=False)
    finder.add_argument("--lang", default=default)
    try:
        asked = finder.parse_known_args(list(argv))[0].lang
    except argparse.ArgumentError:
        asked = default
    return asked if asked in LANGUAGES else LANGUAGES[0]


def parser_of(text: Text, zone: str) -> argparse.ArgumentParser:
    """Every command with its options and a runnable example each."""
    parser = argparse.ArgumentParser("app.py", description=text("line.description"), epilog=text("line.epilog"))
    _add_language(parser, text)
    commands = parser.add_subparsers(title=text("line.commands"), required=True, metavar="COMMAND")
    for command in COMMANDS:
        told = text(f"command.{command.name}.help")
        example = text("line.example", example=text(f"command.{command.name}.example"))
        child = commands.add_parser(
            command.name,
            help=told,
            description=told,
            epilog=example,
            formatter_class=argparse.RawDescriptionHelpFormatter,
            allow_abbrev=False,
        )
        command.add_options(child, text, zone)
        _add_language(child, text)
        child.set_defaults(command=command)
    return parser


def _add_language(parser: argparse.ArgumentParser, text: Text) -> None:
    parser.add_argument("--lang", choices=LANGUAGES, default=argparse.SUPPRESS, help=text("option.lang"))
