"""Figures as CSV: UTF-8 with BOM, unit, as-of and source in every line, and no cell that a spreadsheet would run."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from data.model import Period, Reference
from layouts.charts.picture import DataTable
from layouts.text import Text
from metrics.filings import Filing
from metrics.results import Row, TownshipResult

LIVE = tuple("=+-@\t\r＝＋－＠")
BOM = "\ufeff"
CSV = "text/csv; charset=utf-8"
"""The kind of a file, as it is sent."""


def indicator_names(rows: Iterable[Row], text: Text) -> dict[str, str]:
    """The official name of each indicator that the rows speak of."""
    return {row.indicator: text(f"indicator.{row.indicator}.name") for row in rows}


def csv_file(rows: Iterable[Mapping[str, object]], head: Sequence[str] = ()) -> bytes:
    """The rows under their head line; of no rows the head alone, as far as ``head`` names it."""
    lines = list(rows)
    if not lines and not head:
        return BOM.encode()
    made = io.StringIO()
    writer = csv.DictWriter(made, list(lines[0]) if lines else list(head), lineterminator="\r\n")
    writer.writeheader()
    writer.writerows({key: inert(value) for key, value in line.items()} for line in lines)
    return (BOM + made.getvalue()).encode("utf-8")


def csv_table(table: DataTable, facts: Sequence[tuple[str, str]]) -> bytes:
    """The data of a chart under its heads; what it rests on stands in every line, so that no line loses it.

    A fact that is called as a head of the table gets another name: it must not take the place of the data.
    """
    told: dict[str, object] = {_apart(name, table.heads): value for name, value in facts}
    lines = ({head: cell.typed for head, cell in zip(table.heads, row, strict=True)} | told for row in table.rows)
    return csv_file(lines, [*table.heads, *told])


def _apart(name: str, heads: Sequence[str]) -> str:
    """``报告期`` becomes ``报告期*`` beside a column of that name."""
    while name in heads:
        name += "*"
    return name


def inert(value: object) -> object:
    """Text that a spreadsheet would take for a formula gets an apostrophe; numbers, signed ones too, stay numbers."""
    if not isinstance(value, str) or not value.startswith(LIVE) or _is_number(value):
        return value
    return "'" + value


def _is_number(value: str) -> bool:
    return value.isascii() and value.removeprefix("-").replace(".", "", 1).isdigit()


def township_rows(
    townships: Iterable[TownshipResult], period: Period, as_of: datetime, text: Text, *, demo: bool
) -> Iterator[dict[str, object]]:
    """One line a township; an unknown figure is blank, never 0."""
    for result in townships:
        township = result.township
        yield {
            "period": str(period),
            "township": township.code,
            "name": township.name,
            "zone": township.zone,
            "org_unit": township.reporting_unit,
            "coverage": result.coverage.value,
            "coverage_name": text(f"coverage.{result.coverage}"),
            "institutions": result.institutions,
            "inclusive_institutions": result.inclusive_institutions,
            "slots": result.slots,
            "inclusive_slots": result.inclusive_slots,
            "children": result.children,
            "no_value": result.no_value,
            "flags": " ".join(result.flags),
            "receipt": result.receipt,
            "as_of": as_of.isoformat(),
            "demo": str(demo).lower(),
        }


def awaited_rows(
    filings: Iterable[Filing], reference: Reference, as_of: datetime, text: Text
) -> Iterator[dict[str, object]]:
    """One line a return that is awaited."""
    for filing in filings:
        yield {
            "period": str(filing.period),
            "org_unit": filing.org_unit,
            "name": reference.unit_by_code[filing.org_unit].name,
            "state": filing.state,
            "state_name": text(f"returns.state.{filing.state}"),
            "due": filing.due.isoformat(),
            "receipt": filing.stored.receipt if filing.stored else None,
            "as_of": as_of.isoformat(),
        }
