"""``user``: accounts made, listed, changed and disabled. A password is typed or read from stdin, never an option."""

from __future__ import annotations

import argparse
import getpass
import json
import sys
from collections.abc import Callable

from callbacks.commands.arguments import add_format
from callbacks.commands.command import ACTOR, DONE, Command
from callbacks.commands.house import House
from data.issues import UsageError
from data.people import Account, Role
from layouts.text import Text


def _options(parser: argparse.ArgumentParser, text: Text, _zone: str) -> None:
    parser.add_argument("act", choices=tuple(ACTS), metavar="|".join(ACTS), help=text("option.user_act"))
    parser.add_argument("name", nargs="?", metavar="NAME", help=text("option.user_name"))
    parser.add_argument("--role", choices=[role.value for role in Role], metavar="R", help=text("option.role"))
    parser.add_argument("--org-unit", metavar="CODE", help=text("option.user_unit"))
    parser.add_argument("--no-password", action="store_true", help=text("option.no_password"))
    add_format(parser, text, "text", "json")


def _run(arguments: argparse.Namespace, house: House, text: Text) -> int:
    if arguments.act == "list":
        return _list(arguments, house, text)
    if not arguments.name:
        raise UsageError("access.name", value="")
    ACTS[arguments.act](arguments, house, text)
    print(text(f"user.{arguments.act}", name=arguments.name))
    return DONE


def _list(arguments: argparse.Namespace, house: House, text: Text) -> int:
    records = [_record(one) for one in house.accounts.all()]
    if arguments.format == "json":
        print(json.dumps(records, ensure_ascii=False, indent=2))
        return DONE
    for one in records:
        role, state = text(f"role.{one['role']}"), text(f"user.state.{one['state']}")
        print(text("user.line", name=one["name"], role=role, org_unit=one["org_unit"] or "", state=state))
    return DONE


def _record(account: Account) -> dict[str, str | None]:
    state = "disabled" if account.is_disabled else "active"
    return {"name": account.name, "role": account.role.value, "org_unit": account.org_unit, "state": state}


def _add(arguments: argparse.Namespace, house: House, text: Text) -> None:
    if arguments.role is None:
        raise UsageError("access.role_missing")
    password = "" if arguments.no_password else typed_password(text)
    house.accounts.add(arguments.name, Role(arguments.role), arguments.org_unit, password, actor=ACTOR)


def _change(arguments: argparse.Namespace, house: House, _: Text) -> None:
    if arguments.role is None:
        raise UsageError("access.role_missing")
    house.accounts.change(arguments.name, Role(arguments.role), arguments.org_unit, actor=ACTOR)


def _disable(arguments: argparse.Namespace, house: House, _: Text) -> None:
    house.accounts.disable(arguments.name, actor=ACTOR)


def _password(arguments: argparse.Namespace, house: House, text: Text) -> None:
    house.accounts.set_password(arguments.name, typed_password(text), actor=ACTOR)


def _nothing(_arguments: argparse.Namespace, _house: House, _text: Text) -> None:
    """``list`` is answered before it is looked up."""


ACTS: dict[str, Callable[[argparse.Namespace, House, Text], None]] = {
    "add": _add,
    "list": _nothing,
    "role": _change,
    "disable": _disable,
    "password": _password,
}


def typed_password(text: Text) -> str:
    """Asked for twice on a terminal, without showing it; else the first line of stdin."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    first = getpass.getpass(text("user.prompt"))
    if getpass.getpass(text("user.again")) != first:
        raise UsageError("access.password_differs")
    return first


USER = Command("user", _options, _run)
