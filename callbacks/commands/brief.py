"""``brief``: the briefing of the city or one unit, as PDF or as a card; the ending of the file decides."""

from __future__ import annotations

import argparse
from pathlib import Path

from callbacks.commands.arguments import add_as_of, add_definitions, add_period
from callbacks.commands.command import DONE, Command, period_asked, write_file
from callbacks.commands.house import House
from callbacks.commands.indicators import as_of
from data.issues import UsageError
from layouts.text import Text
from metrics.memory import remembering
from metrics.versions import under_version

ENDINGS = (".pdf", ".png")
KIND_WORDS = ("简报", "报告")
SHAPES = ("card", "slide")


def _options(parser: argparse.ArgumentParser, text: Text, zone: str) -> None:
    add_period(parser, text)
    parser.add_argument("--org-unit", required=True, metavar="CODE", help=text("option.brief_unit"))
    parser.add_argument("--kind", choices=KIND_WORDS, default=KIND_WORDS[0], help=text("option.brief_kind"))
    parser.add_argument("--shape", choices=SHAPES, default=SHAPES[0], help=text("option.brief_shape"))
    parser.add_argument("--plan", metavar="ID", help=text("option.plan"))
    add_definitions(parser, text)
    add_as_of(parser, text, zone)
    parser.add_argument("--out", required=True, type=Path, metavar="FILE", help=text("option.brief_out"))
    parser.add_argument("--format", choices=[ending[1:] for ending in ENDINGS], help=text("option.format"))


def _run(arguments: argparse.Namespace, house: House, text: Text) -> int:
    ending = f".{arguments.format}" if arguments.format else arguments.out.suffix.lower()
    if ending not in ENDINGS:
        raise UsageError("line.wrong_ending", file=arguments.out, wanted=" ".join(ENDINGS))
    if arguments.org_unit not in house.reference.unit_by_code:
        raise UsageError("line.no_such_unit", org_unit=arguments.org_unit)
    make = _picture if ending == ".png" else _typeset
    write_file(arguments.out, make(arguments, house, text))
    print(text("line.written", file=arguments.out))
    return DONE


def _typeset(arguments: argparse.Namespace, house: House, text: Text) -> bytes:
    from callbacks.documents import KINDS, document_of
    from layouts.briefing import print_document, set_frame

    document = document_of(
        remembering(under_version(house.repository, arguments.definitions)),
        org_unit=arguments.org_unit,
        period=period_asked(arguments, house),
        as_of=as_of(arguments, house),
        plan_id=arguments.plan or house.settings.plan,
        text=text,
        kind=KINDS[arguments.kind],
        frame=set_frame(text),
        office={},
    )
    return print_document(document, fonts=house.settings.fonts)


def _picture(arguments: argparse.Namespace, house: House, text: Text) -> bytes:
    from callbacks.documents import card_of
    from layouts.briefing import Shape

    return card_of(
        remembering(under_version(house.repository, arguments.definitions)),
        org_unit=arguments.org_unit,
        period=period_asked(arguments, house),
        as_of=as_of(arguments, house),
        plan_id=arguments.plan or house.settings.plan,
        text=text,
        shape=Shape(arguments.shape),
        fonts=house.settings.fonts,
    )


BRIEF = Command("brief", _options, _run)
