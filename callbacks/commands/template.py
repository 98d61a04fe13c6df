"""``template``: the next return, prefilled with what the unit filed last."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from zoneinfo import ZoneInfo

from callbacks.commands.arguments import add_period
from callbacks.commands.command import DONE, Command, period_asked, telling_of, write_file
from callbacks.commands.house import House
from data.issues import UsageError
from data.returns import Mode
from layouts import format as printed
from layouts.text import Text


def _options(parser: argparse.ArgumentParser, text: Text, _zone: str) -> None:
    parser.add_argument("--org-unit", required=True, metavar="CODE", help=text("option.org_unit"))
    add_period(parser, text)
    modes = [mode.value for mode in Mode]
    parser.add_argument("--mode", choices=modes, default=Mode.LEDGER.value, help=text("option.mode"))
    parser.add_argument("--out", required=True, type=Path, metavar="FILE.xlsx", help=text("option.out"))


def _run(arguments: argparse.Namespace, house: House, text: Text) -> int:
    from data.next_return import next_return
    from data.template import return_workbook

    if arguments.out.suffix.lower() != ".xlsx":
        raise UsageError("line.wrong_ending", file=arguments.out, wanted=".xlsx")
    period, mode = period_asked(arguments, house), Mode(arguments.mode)
    content = next_return(house.repository, house.reference, org_unit=arguments.org_unit, period=period, mode=mode)
    with telling_of(arguments.out.parent, text):
        write_file(arguments.out, return_workbook(content, reference=house.reference))
    print(text("line.written", file=arguments.out))
    if period.end >= house.now().astimezone(ZoneInfo(house.settings.timezone)).date():
        print(text("template.early", period=period, day=printed.day_name(period.next.start, text)), file=sys.stderr)
    return DONE


TEMPLATE = Command("template", _options, _run)
