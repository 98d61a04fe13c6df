"""``check`` and ``load``: returns in, with every issue told."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from dataclasses import replace

from callbacks.commands.arguments import add_files, add_format, moment
from callbacks.commands.command import ACTOR, DONE, REFUSED, Command
from callbacks.commands.house import House
from data.handed import Paper, opened, slips_of
from data.issues import Severity, UsageError
from data.outcome import Outcome
from data.readers import one_ahead
from layouts.issues import as_record, message
from layouts.text import Text


def _check_options(parser: argparse.ArgumentParser, text: Text, _zone: str) -> None:
    add_files(parser, text)
    add_format(parser, text, "text", "json")


def _load_options(parser: argparse.ArgumentParser, text: Text, zone: str) -> None:
    _check_options(parser, text, zone)
    parser.add_argument("--actor", default=ACTOR, metavar="NAME", help=text("option.actor"))
    parser.add_argument("--received-at", type=moment(text, zone), metavar="ISO", help=text("option.received_at"))


def _check(arguments: argparse.Namespace, house: House, text: Text) -> int:
    return _each(arguments, text, "check", lambda paper: house.ingest.check(paper.name, paper.content, paper.book))


def _load(arguments: argparse.Namespace, house: House, text: Text) -> int:
    def load(paper: Paper) -> Outcome:
        return house.ingest.load(paper.name, paper.content, arguments.actor, arguments.received_at, book=paper.book)

    return _each(arguments, text, "load", load)


def _each(arguments: argparse.Namespace, text: Text, act: str, take: Callable[[Paper], Outcome]) -> int:
    """Take every file; a missing one is wrong usage, found before the first is taken."""
    for file in arguments.files:
        if not file.is_file():
            raise UsageError("line.no_such_file", file=file)
    as_json = arguments.format == "json"
    outcomes = []
    slips = (slip for file in arguments.files for slip in slips_of(file.name, file.read_bytes()))
    for paper in one_ahead(opened, slips):
        outcomes.append(replace(take(paper), file=paper.place))
        if not as_json:
            _tell(outcomes[-1], text, act)
    if as_json:
        print(json.dumps([record(outcome, text) for outcome in outcomes], ensure_ascii=False, indent=2))
    return DONE if all(outcome.accepted for outcome in outcomes) else REFUSED


def _tell(outcome: Outcome, text: Text, act: str) -> None:
    """One line a file on stdout, one line an issue on stderr, with its severity, what refuses the return first."""
    ranks = list(Severity)
    for issue in sorted(outcome.issues, key=lambda one: ranks.index(one.severity)):
        print(f"{outcome.file}: {text(f'severity.{issue.severity}')} {message(issue, text)}", file=sys.stderr)
    verdict = "known" if outcome.already_received else act if outcome.accepted else "refused"
    counts = {severity.value: outcome.count(severity) for severity in Severity}
    print(text(f"taking.{verdict}", **_facts(outcome), **counts), flush=True)


def _facts(outcome: Outcome) -> dict[str, object]:
    names = ("file", "org_unit", "period", "revision", "receipt")
    return {name: getattr(outcome, name) or "" for name in names}


def record(outcome: Outcome, text: Text) -> dict[str, object]:
    """One file's outcome as other programs read it."""
    return {
        "file": outcome.file,
        "accepted": outcome.accepted,
        "org_unit": outcome.org_unit,
        "period": outcome.period,
        "revision": outcome.revision,
        "receipt": outcome.receipt,
        "already_received": outcome.already_received,
        "counts": {severity.value: outcome.count(severity) for severity in Severity},
        "issues": [as_record(issue, text) for issue in outcome.issues],
    }


CHECK = Command("check", _check_options, _check)
LOAD = Command("load", _load_options, _load)
