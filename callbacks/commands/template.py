"""``template``: the next return, prefilled with what the unit filed last."""

from __future__ import annotations

import argparse
from pathlib import Path

from callbacks.commands.arguments import add_period
from callbacks.commands.command import DONE, Command, period_asked
from callbacks.commands.house import House
from data.issues import UsageError
from data.returns import Mode, Nature, ReturnContent
from layouts.text import Text


def _options(parser: argparse.ArgumentParser, text: Text, _zone: str) -> None:
    parser.add_argument("--org-unit", required=True, metavar="CODE", help=text("option.org_unit"))
    add_period(parser, text)
    modes = [mode.value for mode in Mode]
    parser.add_argument("--mode", choices=modes, default=Mode.LEDGER.value, help=text("option.mode"))
    parser.add_argument("--out", required=True, type=Path, metavar="FILE.xlsx", help=text("option.out"))


def _run(arguments: argparse.Namespace, house: House, text: Text) -> int:
    from data.template import return_workbook

    if arguments.out.suffix.lower() != ".xlsx":
        raise UsageError("line.wrong_ending", file=arguments.out, wanted=".xlsx")
    content = next_return(arguments, house)
    arguments.out.parent.mkdir(parents=True, exist_ok=True)
    arguments.out.write_bytes(return_workbook(content, reference=house.reference))
    print(text("line.written", file=arguments.out))
    return DONE


def next_return(arguments: argparse.Namespace, house: House) -> ReturnContent:
    """The return before the clerk touches it; UsageError for a unit or period nobody files."""
    from data.template import prefilled

    unit, period, store = arguments.org_unit, period_asked(arguments, house), house.repository
    if unit not in house.reference.unit_by_code:
        raise UsageError("line.no_such_unit", org_unit=unit)
    return prefilled(
        org_unit=unit,
        period=period,
        mode=Mode(arguments.mode),
        nature=store.nature() or Nature.OFFICIAL,
        reference=house.reference,
        ledger=store.earlier_ledger(org_unit=unit, before=period),
        tasks=store.earlier_tasks(org_unit=unit, before=period),
        projects=store.earlier_projects(org_unit=unit, before=period),
        programmes=store.earlier_programmes(org_unit=unit, before=period),
    )


TEMPLATE = Command("template", _options, _run)
