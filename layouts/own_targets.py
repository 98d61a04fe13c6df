"""A district's own targets in words, for pages and briefing alike."""

from __future__ import annotations

from collections.abc import Iterable

from data.model import Reference
from layouts import format as printed
from layouts.headlines import short_target
from layouts.names import unit_name
from layouts.text import Text
from metrics.agenda import BEHIND
from metrics.results import Row, TargetKind


def district_rows(rows: Iterable[Row], unit: str | None = None) -> list[Row]:
    """The rows judged by a district's own target, of one unit or of all, as they stand in the scorecard."""
    return [row for row in rows if row.target_kind is TargetKind.DISTRICT and unit in (None, row.org_unit)]


def behind(rows: Iterable[Row]) -> list[Row]:
    """Those of them that need attention."""
    return [row for row in district_rows(rows) if row.status in BEHIND]


def own_target(row: Row, text: Text) -> str:
    """≥50%."""
    return text("district_target.at_least", target=short_target(row))


def line(row: Row, reference: Reference, text: Text) -> str:
    """昌平区普惠托位占比46.8%，区级目标≥50%，未达标."""
    return text(
        "district_target.line",
        unit=unit_name(reference, row.org_unit, text),
        name=text(f"indicator.{row.indicator}.short"),
        value=printed.figure(row.value, row.unit, row.target) if row.no_value is None else _partial(row, text),
        target=own_target(row, text),
        status=printed.status_word(row, text),
    )


def _partial(row: Row, text: Text) -> str:
    return printed.MISSING if row.value is None else text("chart.at_least", value=printed.figure(row.value, row.unit))
