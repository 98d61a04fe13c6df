"""``brief``: the briefing of the city or a unit, or of all of them; as a draft, or issued under its number."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from callbacks.commands.arguments import add_as_of, add_definitions, add_period
from callbacks.commands.command import DONE, REFUSED, Command, period_asked, telling_of, whole_file, write_file
from callbacks.commands.house import House
from callbacks.commands.indicators import as_of
from data.briefings import EVERY_FORMAT, FORMATS, Basis, Kind, Occasion
from data.issues import UsageError
from layouts.text import Text
from metrics.memory import remembering
from metrics.queries import plan_named

if TYPE_CHECKING:
    from callbacks.briefings.office import Office

KINDS = {"简报": Kind.BRIEFING, "报告": Kind.REPORT}
SHAPES = ("card", "slide")
AT_ONCE = 2
"""Drafts made at the same time: while one is set in type, the figures of the next are worked out."""


def _options(parser: argparse.ArgumentParser, text: Text, zone: str) -> None:
    add_period(parser, text)
    whom = parser.add_mutually_exclusive_group(required=True)
    whom.add_argument("--org-unit", metavar="CODE", help=text("option.brief_unit"))
    whom.add_argument("--all", action="store_true", help=text("option.brief_all"))
    parser.add_argument("--kind", choices=list(KINDS), default=next(iter(KINDS)), help=text("option.brief_kind"))
    parser.add_argument("--shape", choices=SHAPES, default=SHAPES[0], help=text("option.brief_shape"))
    parser.add_argument("--plan", metavar="ID", help=text("option.plan"))
    add_definitions(parser, text)
    add_as_of(parser, text, zone)
    parser.add_argument("--out", required=True, type=Path, metavar="FILE|DIR", help=text("option.brief_out"))
    parser.add_argument("--format", choices=[*FORMATS, EVERY_FORMAT], help=text("option.brief_format"))
    parser.add_argument("--zip", type=Path, metavar="FILE", help=text("option.brief_zip"))
    parser.add_argument("--issue", action="store_true", help=text("option.brief_issue"))
    parser.add_argument("--actor", metavar="NAME", help=text("option.actor"))


@dataclass(frozen=True, slots=True)
class _Asked:
    """The question, and the office that answers it."""

    office: Office
    arguments: argparse.Namespace
    basis: Basis
    """Of the city; of a unit it is the same but for the unit."""

    def make(self, org_unit: str, wanted: str) -> Mapping[str, bytes]:
        """The files of a unit by name: drafts, or issued where that was asked for."""
        occasion = self.basis.occasion
        own = Occasion(occasion.kind, org_unit, occasion.period, occasion.lang)
        basis = Basis(own, self.basis.plan, self.basis.as_of, self.basis.definitions)
        formats = self.office.press.formats_named(wanted)
        if not self.arguments.issue:
            return self.office.drafts(basis, formats)
        return self.office.files(self.office.issue(basis, formats, actor=self.arguments.actor))


def _run(arguments: argparse.Namespace, house: House, text: Text) -> int:
    if arguments.issue and not arguments.actor:
        raise UsageError("line.needs_actor")
    if arguments.issue and arguments.shape != SHAPES[0]:
        raise UsageError("line.one_shape")
    if arguments.zip is not None and not arguments.all:
        raise UsageError("line.zip_of_all")
    asked = _asked(arguments, house, text)
    return _all(asked, house, text) if arguments.all else _one(asked, house, text)


def _asked(arguments: argparse.Namespace, house: House, text: Text) -> _Asked:
    from callbacks.briefings.office import Office
    from callbacks.briefings.press import Press
    from layouts.briefing import Shape

    reference = house.reference
    period = period_asked(arguments, house)
    occasion = Occasion(KINDS[arguments.kind], reference.city.code, period, text.lang)
    plan = plan_named(reference, arguments.plan or house.settings.plan).id
    definitions = arguments.definitions or reference.definitions.version
    press = Press(remembering(house.repository), house.settings, Shape(arguments.shape))
    office = Office(press, house.repository, house.issuing)
    return _Asked(office, arguments, Basis(occasion, plan, as_of(arguments, house), definitions))


def _one(asked: _Asked, house: House, text: Text) -> int:
    """One file; its ending decides."""
    arguments, out = asked.arguments, asked.arguments.out
    ending = arguments.format or out.suffix.lower().removeprefix(".")
    if ending not in FORMATS:
        raise UsageError("line.wrong_ending", file=out, wanted=" ".join(f".{one}" for one in FORMATS))
    if arguments.org_unit not in house.reference.unit_by_code:
        raise UsageError("line.no_such_unit", org_unit=arguments.org_unit)
    with telling_of(out.parent, text):
        for name, content in asked.make(arguments.org_unit, ending).items():
            write_file(out, content)
            print(text("line.issued" if arguments.issue else "line.written", file=out, name=name))
    return DONE


def _all(asked: _Asked, house: House, text: Text) -> int:
    """Two at a time, issues one after the other; each whole or not at all; what is refused is named."""
    from callbacks.briefings.batch import copies, every_unit, refused

    reference, arguments = house.reference, asked.arguments
    units = every_unit(reference)
    missing: list[tuple[str, str]] = []
    made: dict[str, bytes] = {}
    told_in_order = copies(units, lambda unit: _written(asked, unit), at_once=1 if arguments.issue else AT_ONCE)
    for place, copy in enumerate(told_in_order, start=1):
        why = refused(copy, reference, text)
        missing += [why] if why else []
        made |= copy.files
        told = text("line.refused", unit=why[0], reason=why[1]) if why else ", ".join(copy.files)
        print(text("line.progress", done=place, total=len(units), told=told), file=sys.stderr, flush=True)
    if arguments.zip is not None and made:
        _archive(arguments.zip, made, missing, text)
        print(text("line.written", file=arguments.zip, name=""))
    print(text("line.all_written", made=len(units) - len(missing), total=len(units), folder=arguments.out))
    return REFUSED if missing else DONE


def _written(asked: _Asked, unit: str) -> Mapping[str, bytes]:
    """The files of a unit, each written whole before the next unit is begun."""
    files = asked.make(unit, asked.arguments.format or FORMATS[0])
    for name, content in files.items():
        write_file(asked.arguments.out / name, content)
    return files


def _archive(file: Path, made: Mapping[str, bytes], missing: list[tuple[str, str]], text: Text) -> None:
    from callbacks.briefings.batch import Archive

    with whole_file(file) as out, Archive(out) as archive:
        archive.add(made)
        archive.name_missing(missing, text)


BRIEF = Command("brief", _options, _run)
