"""``import-register``: another institution list as ledger rows, and how it differs from the unit's return."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from callbacks.commands.arguments import add_format, add_period
from callbacks.commands.command import DONE, REFUSED, Command, period_asked, telling_of, write_file
from callbacks.commands.house import House
from data.issues import UsageError
from layouts.issues import as_record, message
from layouts.text import Text

if TYPE_CHECKING:
    from data.institution_list import Imported
    from data.institution_list.listing import Listed
    from data.returns import LedgerRow


def _options(parser: argparse.ArgumentParser, text: Text, _zone: str) -> None:
    parser.add_argument("file", type=Path, metavar="FILE", help=text("option.list"))
    parser.add_argument("--mapping", required=True, type=Path, metavar="FILE", help=text("option.mapping"))
    parser.add_argument("--org-unit", required=True, metavar="CODE", help=text("option.org_unit"))
    add_period(parser, text)
    parser.add_argument("--out", type=Path, metavar="FILE.xlsx", help=text("option.list_out"))
    add_format(parser, text, "text", "json")


def _run(arguments: argparse.Namespace, house: House, text: Text) -> int:
    from data.institution_list import RegisterImport, read_mapping

    _require_files(arguments)
    mapping = read_mapping(arguments.mapping.name, arguments.mapping.read_bytes())
    use_case = RegisterImport(
        house.repository, house.reference, org_unit=arguments.org_unit, period=period_asked(arguments, house)
    )
    file: Path = arguments.file
    imported = use_case.read(file.name, file.read_bytes(), mapping)
    _tell(imported, arguments, house, text)
    if imported.listing.refused:
        return REFUSED
    if arguments.out:
        from data.template import return_workbook

        with telling_of(arguments.out.parent, text):
            write_file(arguments.out, return_workbook(use_case.as_return(imported), reference=house.reference))
        print(text("line.written", file=arguments.out), file=sys.stderr if arguments.format == "json" else sys.stdout)
    return DONE


def _require_files(arguments: argparse.Namespace) -> None:
    for file in (arguments.file, arguments.mapping):
        if not file.is_file():
            raise UsageError("line.no_such_file", file=file)
    if arguments.out and arguments.out.suffix.lower() != ".xlsx":
        raise UsageError("line.wrong_ending", file=arguments.out, wanted=".xlsx")


def _tell(imported: Imported, arguments: argparse.Namespace, house: House, text: Text) -> None:
    """The whole as JSON, or issues on stderr and the differences on stdout."""
    if arguments.format == "json":
        print(json.dumps(record(imported, arguments, text), ensure_ascii=False, indent=2))
        return
    for issue in imported.listing.issues:
        print(f"{arguments.file.name}: {message(issue, text)}", file=sys.stderr)
    told = (
        [text("list.refused", file=arguments.file.name)] if imported.listing.refused else _lines(imported, house, text)
    )
    for line in told:
        print(line)


def _lines(imported: Imported, house: House, text: Text) -> Iterator[str]:
    """What stands on one side only, what differs, and a line that adds it up."""
    compared, sheet = imported.comparison, imported.listing.sheet
    names = {code: place.name for code, place in house.reference.township_by_code.items()}
    for line in compared.only_listed:
        place = names.get(line.text("township"), text("issue.empty"))
        yield text("list.only_listed", sheet=sheet, row=line.row, name=line.text("name"), township=place)
    for row in compared.only_stored:
        place = names.get(row.township, row.township)
        yield text("list.only_stored", row=row.row, number=row.number, name=row.name, township=place, state=row.state)
    for found in compared.differences:
        facts = {"listed": _said(found.listed, text), "stored": _said(found.stored, text), "header": found.header}
        cell = found.cell or text("list.default")
        where = {"cell": cell, "stored_cell": imported.difference_cell(found) or ""}
        yield text("list.differs", sheet=sheet, number=found.row.number, name=found.row.name, **where, **facts)
    yield _summary(imported, text)


def _summary(imported: Imported, text: Text) -> str:
    compared, stored = imported.comparison, imported.stored
    against = (
        text("list.against", period=stored.period, receipt=stored.receipt) if stored else text("list.nothing_filed")
    )
    return text(
        "list.summary",
        against=against,
        lines=len(imported.listing.lines),
        same=len(compared.pairs),
        only_listed=len(compared.only_listed),
        only_stored=len(compared.only_stored),
        differences=len(compared.differences),
    )


def _said(value: object, text: Text) -> str:
    return text("issue.empty") if value is None else str(value)


def record(imported: Imported, arguments: argparse.Namespace, text: Text) -> dict[str, object]:
    """The comparison as other programs read it; of a refused list the issues alone."""
    compared, stored = imported.comparison, imported.stored
    return {
        "file": arguments.file.name,
        "org_unit": arguments.org_unit,
        "period": str(arguments.period),
        "accepted": not imported.listing.refused,
        "compared_with": _stored(imported) if stored else None,
        "lines": len(imported.listing.lines),
        "matched": len(compared.pairs),
        "only_listed": [_listed(line) for line in compared.only_listed],
        "only_stored": [_filed(row) for row in compared.only_stored],
        "differences": [
            {
                "number": found.row.number,
                "name": found.row.name,
                "column": found.header,
                "cell": found.cell,
                "listed": _plain(found.listed),
                "stored_cell": imported.difference_cell(found),
                "stored": _plain(found.stored),
            }
            for found in compared.differences
        ],
        "issues": [as_record(issue, text) for issue in imported.listing.issues],
    }


def _stored(imported: Imported) -> dict[str, object]:
    assert imported.stored
    return {
        "period": str(imported.stored.period),
        "revision": imported.stored.revision,
        "receipt": imported.stored.receipt,
    }


def _listed(line: Listed) -> dict[str, object]:
    return {"row": line.row, "name": line.text("name"), "township": line.text("township") or None}


def _filed(row: LedgerRow) -> dict[str, object]:
    return {"row": row.row, "number": row.number, "name": row.name, "township": row.township, "state": row.state}


def _plain(value: object) -> object:
    """Counts stay numbers; dates and decimals become text."""
    return value if value is None or isinstance(value, int) else str(value)


IMPORT_REGISTER = Command("import-register", _options, _run)
