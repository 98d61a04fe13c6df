"""``indicators``: the assessed indicators as text, JSON or CSV."""

from __future__ import annotations

import argparse
import csv
import json
import sys
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from callbacks.commands.arguments import add_as_of, add_definitions, add_format, add_period
from callbacks.commands.command import DONE, Command, period_asked
from callbacks.commands.house import House
from layouts.accounts import account_lines
from layouts.charts.parts import value_label
from layouts.format import MISSING, flag_words, period_name, status_word
from layouts.headlines import target_figure
from layouts.text import Text
from metrics.accounts import account_of
from metrics.derivations import Derivation
from metrics.interchange import csv_rows, scorecard_document
from metrics.queries import derivations, scorecard
from metrics.results import Row, Scorecard
from metrics.versions import under_version


def _options(parser: argparse.ArgumentParser, text: Text, zone: str) -> None:
    add_period(parser, text)
    parser.add_argument("--org-unit", metavar="CODE|all|townships", help=text("option.scope"))
    parser.add_argument("--zone", metavar="NAME", help=text("option.zone"))
    parser.add_argument("--plan", metavar="ID", help=text("option.plan"))
    add_definitions(parser, text)
    add_as_of(parser, text, zone)
    parser.add_argument("--explain", action="store_true", help=text("option.explain"))
    add_format(parser, text, "text", "json", "csv")


def _run(arguments: argparse.Namespace, house: House, text: Text) -> int:
    card, derived = _asked(arguments, house)
    names = {row.indicator: text(f"indicator.{row.indicator}.name") for row in card.rows}
    told = [account_of(one, text(f"indicator.{one.row.indicator}.formula")) for one in derived]
    if arguments.format == "json":
        print(json.dumps(scorecard_document(card, names, told), ensure_ascii=False, indent=2))
    elif arguments.format == "csv":
        _write_csv(list(csv_rows(card, names, told)))
    else:
        _write_text(card, names, house, text, derived)
    return DONE


def _asked(arguments: argparse.Namespace, house: House) -> tuple[Scorecard, tuple[Derivation, ...]]:
    """The scorecard, and with ``--explain`` how each of its rows came about."""
    asked: dict[str, Any] = {
        "period": period_asked(arguments, house),
        "as_of": as_of(arguments, house),
        "plan_id": arguments.plan or house.settings.plan,
        "scope": arguments.org_unit,
        "zone": arguments.zone,
    }
    source = under_version(house.repository, arguments.definitions)
    if arguments.explain:
        return derivations(source, **asked)
    return scorecard(source, **asked), ()


def as_of(arguments: argparse.Namespace, house: House) -> datetime:
    """The moment whose knowledge is asked for, by the city's clock; now where none is named."""
    moment: datetime = arguments.as_of or house.now()
    return moment.astimezone(ZoneInfo(house.settings.timezone))


def _write_csv(rows: list[dict[str, object]]) -> None:
    writer = csv.DictWriter(sys.stdout, fieldnames=list(rows[0]) if rows else [], lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)


def _write_text(
    card: Scorecard, names: dict[str, str], house: House, text: Text, derived: Sequence[Derivation] = ()
) -> None:
    told = {
        "period": period_name(card.period, text),
        "plan": card.plan.id,
        "as_of": card.as_of.isoformat(timespec="seconds"),
    }
    if card.demo:
        print(text("site.demo"))
    print(text("indicators.head", **told))
    for place, row in enumerate(card.rows):
        print(_line(row, names[row.indicator], house, text))
        if derived:
            print(*(f"\t{line}" for line in account_lines(derived[place], text)), sep="\n")


def _line(row: Row, name: str, house: House, text: Text) -> str:
    """Place, indicator, value, target, verdict and marks of one row, apart by tabs."""
    place = " ".join(filter(None, (_place(row, house, text), row.zone)))
    sign = "≥" if row.comparator == ">=" else "="
    wanted = "" if row.target is None else sign + target_figure(row.target, row.unit)
    verdict = status_word(row, text) or (text(f"no_value.{row.no_value}") if row.no_value else "")
    value = (
        MISSING
        if row.value is None
        else value_label(row.value, row.unit, row.no_value, row.target, text, least=row.is_least)
    )
    return "\t".join((place, row.indicator, name, value, wanted, verdict, flag_words(row.flags, text))).rstrip()


def _place(row: Row, house: House, text: Text) -> str:
    unit = house.reference.area_by_code.get(row.org_unit)
    if unit is None:
        return house.reference.township_by_code[row.org_unit].name
    return unit.name_en if text.lang == "en" else unit.name


INDICATORS = Command("indicators", _options, _run)
