"""``returns``: the stored revisions."""

from __future__ import annotations

import argparse
import json
import sys
from zoneinfo import ZoneInfo

from callbacks.commands.arguments import add_as_of, add_format, add_period
from callbacks.commands.command import DONE, Command, period_asked
from callbacks.commands.house import House
from layouts.text import Text
from metrics.interchange import return_record


def _options(parser: argparse.ArgumentParser, text: Text, zone: str) -> None:
    add_period(parser, text, required=False)
    add_as_of(parser, text, zone)
    add_format(parser, text, "text", "json")


def _run(arguments: argparse.Namespace, house: House, text: Text) -> int:
    period = period_asked(arguments, house) if arguments.period else None
    stored = house.repository.returns(period=period, as_of=arguments.as_of or house.now())
    zone = ZoneInfo(house.settings.timezone)
    records = [return_record(one, house.reference, zone) for one in stored]
    if arguments.format == "json":
        print(json.dumps(records, ensure_ascii=False, indent=2))
    elif not records:
        key = "returns.none" if period is None else "returns.none_of"
        print(text(key, period=period), file=sys.stderr)
    for one in records if arguments.format == "text" else ():
        on_time = text("returns.on_time" if one["on_time"] else "returns.late")
        print(text("returns.line", **{**one, "state": text(f"state.{one['state']}"), "on_time": on_time}))
    return DONE


RETURNS = Command("returns", _options, _run)
