"""``migrate``, ``backup``, ``restore``, ``verify``: the database itself."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from callbacks.commands.arguments import add_format, add_noted
from callbacks.commands.command import DONE, REFUSED, Command, Unwritable
from callbacks.commands.house import House
from data.integrity import StoreCheck
from data.issues import UsageError
from layouts.damages import damage_words
from layouts.text import Text

SAMPLE = 100
"""Units whose kept sums ``verify`` works out anew unless told ``--all``: some seconds."""


def _migrate_options(parser: argparse.ArgumentParser, text: Text, _zone: str) -> None:
    parser.add_argument("--sums", action="store_true", help=text("option.sums"))


def _migrate(arguments: argparse.Namespace, house: House, text: Text) -> int:
    def told(waiting: int) -> None:
        print(text("store.summing", waiting=waiting), file=sys.stderr)

    house.repository.bring_up_sums(told, anew=arguments.sums)
    print(text("store.migrated", version=house.repository.version))
    return DONE


def _backup_options(parser: argparse.ArgumentParser, text: Text, _zone: str) -> None:
    parser.add_argument("file", type=Path, metavar="FILE", help=text("option.backup"))
    add_format(parser, text, "text", "json")


def _restore_options(parser: argparse.ArgumentParser, text: Text, _zone: str) -> None:
    parser.add_argument("file", type=Path, metavar="FILE", help=text("option.backup"))
    parser.add_argument("--replace", action="store_true", help=text("option.replace"))
    add_format(parser, text, "text", "json")


def _verify_options(parser: argparse.ArgumentParser, text: Text, _zone: str) -> None:
    add_noted(parser, text)
    parser.add_argument("--all", action="store_true", help=text("option.verify_all", sample=SAMPLE))
    add_format(parser, text, "text", "json")


def _back_up(arguments: argparse.Namespace, house: House, text: Text) -> int:
    try:
        checked = house.repository.back_up(arguments.file)
    except OSError as error:
        raise Unwritable("line.unwritable", file=arguments.file, reason=error.strerror or "") from error
    return _tell(checked, house, text, arguments.format, "backup.done", file=str(arguments.file))


def _restore(arguments: argparse.Namespace, house: House, text: Text) -> int:
    from data.repository.restore import restore
    from data.store_address import told

    if not arguments.file.is_file():
        raise UsageError("line.no_such_file", file=arguments.file)
    address = house.settings.database_url
    try:
        check, kept = restore(address, arguments.file, replace=arguments.replace)
    except OSError as error:
        raise Unwritable("line.unwritable", file=told(address), reason=error.strerror or "") from error
    code = _tell(check, house, text, arguments.format, "restore.done", kept="" if kept is None else str(kept))
    if kept is not None:
        print(text("restore.kept", file=kept), file=sys.stderr)
    return code


def _verify(arguments: argparse.Namespace, house: House, text: Text) -> int:
    checked = house.repository.check(arguments.audit, filers=None if arguments.all else SAMPLE)
    kept, anew = checked.summed or (0, 0)
    facts: dict[str, str | int] = {"summing_units": kept, "summed_anew": anew} if kept else {}
    key = "verify.whole"
    if arguments.audit is not None:
        key, facts = "verify.as_noted", {**facts, "noted": arguments.audit.told}
    code = _tell(checked, house, text, arguments.format, key, **facts)
    if kept and code == DONE and arguments.format != "json":
        print(text("verify.sums", kept=kept, anew=anew))
    return code


def _tell(checked: StoreCheck, house: House, text: Text, kind: str, key: str, **facts: str | int) -> int:
    """What was found: one line, or every damage; as JSON on demand."""
    damages = [(one, damage_words(one, house.reference, text)) for one in checked.damages]
    told = {"returns": checked.returns, "files": checked.files, "head": checked.head, "audit": checked.audit, **facts}
    if kind == "json":
        found = [{"code": one.code, **one.facts, "message": words} for one, words in damages]
        print(json.dumps({"whole": checked.is_whole, **told, "damages": found}, ensure_ascii=False, indent=2))
    elif checked.is_whole:
        print(text(key, **told))
    for _, words in damages if kind != "json" else ():
        print(words, file=sys.stderr)
    if damages and kind != "json":
        sums_alone = all(one.is_of_sums for one, _ in damages)
        print(text("verify.sums_damaged" if sums_alone else "verify.damaged", count=len(damages)), file=sys.stderr)
    return DONE if checked.is_whole else REFUSED


MIGRATE = Command("migrate", _migrate_options, _migrate)
BACKUP = Command("backup", _backup_options, _back_up)
RESTORE = Command("restore", _restore_options, _restore)
VERIFY = Command("verify", _verify_options, _verify)
