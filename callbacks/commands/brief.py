"""``brief``: the briefing of the city, as PDF or as a card; the ending of the file decides."""

from __future__ import annotations

import argparse
from pathlib import Path

from callbacks.commands.arguments import add_as_of, add_definitions, add_period
from callbacks.commands.command import DONE, Command, period_asked, telling_of, write_file
from callbacks.commands.house import House
from callbacks.commands.indicators import as_of
from data.issues import DashboardError, UsageError
from layouts.text import Text
from metrics.queries import overview
from metrics.versions import under_version

ENDINGS = (".pdf", ".png")


def _options(parser: argparse.ArgumentParser, text: Text, zone: str) -> None:
    add_period(parser, text)
    parser.add_argument("--org-unit", required=True, metavar="CODE", help=text("option.brief_unit"))
    parser.add_argument("--plan", metavar="ID", help=text("option.plan"))
    add_definitions(parser, text)
    add_as_of(parser, text, zone)
    parser.add_argument("--out", required=True, type=Path, metavar="FILE", help=text("option.brief_out"))
    parser.add_argument("--format", choices=[ending[1:] for ending in ENDINGS], help=text("option.format"))


def _run(arguments: argparse.Namespace, house: House, text: Text) -> int:
    from layouts.briefing import card, city_briefing

    ending = f".{arguments.format}" if arguments.format else arguments.out.suffix.lower()
    if ending not in ENDINGS:
        raise UsageError("line.wrong_ending", file=arguments.out, wanted=" ".join(ENDINGS))
    if arguments.org_unit not in house.reference.unit_by_code:
        raise UsageError("line.no_such_unit", org_unit=arguments.org_unit)
    if arguments.org_unit != house.reference.city.code:
        raise DashboardError("line.city_only", org_unit=house.reference.city.code)
    moment, plan = as_of(arguments, house), arguments.plan or house.settings.plan
    source = under_version(house.repository, arguments.definitions)
    shown = overview(source, period=period_asked(arguments, house), as_of=moment, plan_id=plan)
    make = card if ending == ".png" else city_briefing
    with telling_of(arguments.out.parent, text):
        write_file(arguments.out, make(shown, source.reference, text, fonts=house.settings.fonts))
    print(text("line.written", file=arguments.out))
    return DONE


BRIEF = Command("brief", _options, _run)
