"""``returns``: the stored revisions."""

from __future__ import annotations

import argparse
import json
from datetime import datetime
from zoneinfo import ZoneInfo

from callbacks.commands.arguments import add_as_of, add_format, add_period
from callbacks.commands.command import DONE, Command, period_asked
from callbacks.commands.house import House
from data.returns import StoredReturn
from layouts.text import Text


def _options(parser: argparse.ArgumentParser, text: Text, zone: str) -> None:
    add_period(parser, text, required=False)
    add_as_of(parser, text, zone)
    add_format(parser, text, "text", "json")


def _run(arguments: argparse.Namespace, house: House, text: Text) -> int:
    period = period_asked(arguments, house) if arguments.period else None
    stored = house.repository.returns(period=period, as_of=arguments.as_of or house.now())
    records = [record(one, house) for one in stored]
    if arguments.format == "json":
        print(json.dumps(records, ensure_ascii=False, indent=2))
    for one in records if arguments.format == "text" else ():
        on_time = text("returns.on_time" if one["on_time"] else "returns.late")
        print(text("returns.line", **{**one, "state": text(f"state.{one['state']}"), "on_time": on_time}))
    return DONE


def record(stored: StoredReturn, house: House) -> dict[str, object]:
    """A revision as other programs read it; whether the period was filed on time is decided by its first one."""
    due = house.reference.due_moment(stored.period)
    return {
        "org_unit": stored.org_unit,
        "period": str(stored.period),
        "revision": stored.revision,
        "state": stored.state.value,
        "received_at": _local(stored.received_at, house),
        "due": due.isoformat(),
        "on_time": (stored.first_received_at or stored.received_at) < due,
        "actor": stored.actor,
        "digest": stored.digest,
        "receipt": stored.receipt,
    }


def _local(moment: datetime, house: House) -> str:
    return moment.astimezone(ZoneInfo(house.settings.timezone)).isoformat()


RETURNS = Command("returns", _options, _run)
