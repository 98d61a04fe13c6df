"""``accept``, ``return``, ``unlock``: what the city decides about a return."""

from __future__ import annotations

import argparse
from collections.abc import Callable

from callbacks.commands.command import DONE, Command
from callbacks.commands.house import House
from data.returns import State
from layouts.text import Text


def _options(parser: argparse.ArgumentParser, text: Text, _zone: str) -> None:
    parser.add_argument("receipt", metavar="RECEIPT", help=text("option.receipt"))
    parser.add_argument("--reason", metavar="TEXT", help=text("option.reason"))
    parser.add_argument("--actor", required=True, metavar="NAME", help=text("option.actor"))


def _decide(state: State) -> Callable[[argparse.Namespace, House, Text], int]:
    def run(arguments: argparse.Namespace, house: House, text: Text) -> int:
        decided = house.review.decide(arguments.receipt, state, actor=arguments.actor, reason=arguments.reason)
        facts = {name: getattr(decided, name) for name in ("receipt", "org_unit", "period", "revision")}
        print(text(f"states.{state}", **facts, actor=arguments.actor, reason=arguments.reason or ""))
        return DONE

    return run


ACCEPT = Command("accept", _options, _decide(State.ACCEPTED))
RETURN = Command("return", _options, _decide(State.RETURNED))
UNLOCK = Command("unlock", _options, _decide(State.UNLOCKED))
