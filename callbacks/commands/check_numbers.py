"""``check-numbers``: every number of a Word draft held against its briefing; exit 1 where one is wrong."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from callbacks.commands.arguments import add_as_of, add_definitions, add_format, add_period
from callbacks.commands.brief import KINDS
from callbacks.commands.command import DONE, REFUSED, Command, period_asked
from callbacks.commands.house import House
from callbacks.commands.indicators import as_of
from data.briefings import Basis, Occasion
from data.drafts import Draft
from data.issues import UsageError
from layouts.text import Text
from metrics.memory import remembering
from metrics.queries import plan_named


def _options(parser: argparse.ArgumentParser, text: Text, zone: str) -> None:
    parser.add_argument("draft", type=Path, metavar="DRAFT", help=text("option.draft"))
    add_period(parser, text)
    parser.add_argument("--org-unit", required=True, metavar="CODE", help=text("option.brief_unit"))
    parser.add_argument("--kind", choices=list(KINDS), default=next(iter(KINDS)), help=text("option.brief_kind"))
    parser.add_argument("--plan", metavar="ID", help=text("option.plan"))
    add_definitions(parser, text)
    add_as_of(parser, text, zone)
    add_format(parser, text, "text", "json")


def _run(arguments: argparse.Namespace, house: House, text: Text) -> int:
    from callbacks.briefings.office import Office
    from callbacks.briefings.press import Press
    from data.reading_drafts import read_draft
    from layouts.briefing.passages import words_of
    from layouts.number_check import check_numbers
    from layouts.number_check.telling import counts_line, lines_of, record_of

    if not arguments.draft.is_file():
        raise UsageError("line.no_such_file", file=arguments.draft)
    if arguments.org_unit not in house.reference.unit_by_code:
        raise UsageError("line.no_such_unit", org_unit=arguments.org_unit)
    draft = read_draft(arguments.draft.name, arguments.draft.read_bytes())
    basis = _basis(arguments, house, text, draft)
    office = Office(Press(remembering(house.repository), house.settings), house.repository, house.issuing)
    check = check_numbers(draft, words_of(office.press.document(basis, office.texts(basis))))
    if arguments.format == "json":
        print(json.dumps(record_of(check), ensure_ascii=False, indent=2))
    for line in (*lines_of(check, text), counts_line(check, text)) if arguments.format == "text" else ():
        print(line)
    return DONE if check.agrees else REFUSED


def _basis(arguments: argparse.Namespace, house: House, text: Text, draft: Draft) -> Basis:
    """What the briefing rests on; its knowledge date is the one asked for, else the one the draft was made at."""
    occasion = Occasion(KINDS[arguments.kind], arguments.org_unit, period_asked(arguments, house), text.lang)
    moment = as_of(arguments, house)
    if arguments.as_of is None and draft.as_of is not None:
        moment = min(draft.as_of, moment)
    plan = plan_named(house.reference, arguments.plan or house.settings.plan).id
    return Basis(occasion, plan, moment, arguments.definitions or house.reference.definitions.version)


CHECK_NUMBERS = Command("check-numbers", _options, _run)
