"""What each choice of the definitions changes: the figure as defined beside the one it would be."""

from __future__ import annotations

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from data.model import NewSlots, Period, Reference
from layouts import components as part
from layouts import format as printed
from layouts.components import Column
from layouts.names import unit_name, zone_short
from layouts.text import Text
from metrics.alternatives import Choice, Effect

MOST = 13
COLUMNS = (
    ("choice", ""), ("current", ""), ("other", ""), ("figure", ""), ("now", "number"), ("then", "number"),
    ("difference", "number"), ("verdict", "word"),
)  # fmt: skip


def effects(found: Sequence[Effect], period: Period, reference: Reference, text: Text) -> Component:
    """口径｜现行｜另一种｜指标｜现行值｜另一值｜差｜结论是否改变."""
    columns = [Column(text(f"effects.{name}"), css) for name, css in COLUMNS]
    rows = [part.table_row(columns, _cells(one, reference, text)) for one in found]
    title = text("effects.title")
    table = part.wide(title, part.table(title, columns, rows))
    unlisted = [] if reference.mountain else [html.P(text("effects.no_mountain_list"), className="note")]
    note = text("effects.note", period=printed.period_name(period, text))
    return part.section("effects", title, table, *unlisted, note=note)


def mountain(found: Sequence[Effect], reference: Reference, text: Text) -> list[Component]:
    """The same table for the mountain townships of one unit; nothing where none are listed."""
    if not found:
        return []
    columns = [Column(text(f"effects.{name}"), css) for name, css in COLUMNS]
    rows = [part.table_row(columns, _cells(one, reference, text)) for one in found]
    title = text("effects.mountain.name")
    return [part.section("mountain", title, part.wide(title, part.table(title, columns, rows)))]


def nothing_to_compare(text: Text) -> Component:
    """The same section while nothing has been reported."""
    return part.section("effects", text("effects.title"), html.P(text("refusal.empty"), className="note"))


def _cells(one: Effect, reference: Reference, text: Text) -> list[part.Children]:
    return [
        text(f"effects.{one.choice}.name"),
        *_both(one, reference, text),
        [
            text(f"effects.{one.choice}.figure", name=text(f"indicator.{one.indicator}.short")),
            _place(one, reference, text),
        ],
        *figures_apart(one, text),
        _verdict(one, text),
    ]


def figures_apart(one: Effect, text: Text) -> list[str]:
    """Both figures and their difference, with as many decimals as it takes to tell two different figures apart."""
    usual = printed.DECIMALS[one.unit]
    if one.now is None or one.other is None or not one.difference or one.unit in printed.WHOLE:
        told = printed.change(one.difference, one.unit, text)
        return [printed.figure(one.now, one.unit), printed.figure(one.other, one.unit), told]
    pairs = (
        (places, printed.plain(one.now, places), printed.plain(one.other, places)) for places in range(usual, MOST)
    )
    places, now, other = next((pair for pair in pairs if pair[1] != pair[2]), (usual, "", ""))
    sign = "%" if one.unit == "percent" else ""
    difference = printed.plain(abs(one.difference), places)
    points = text("format.points") if one.unit == "percent" else ""
    return [now + sign, other + sign, ("▲" if one.difference > 0 else "▼") + difference + points]


def _both(one: Effect, reference: Reference, text: Text) -> tuple[str, str]:
    """The choice in force and the other one; they change places where the folder chose otherwise than the default."""
    made = reference.definitions
    turned = {
        Choice.NET: made.new_slots is NewSlots.NET,
        Choice.HOME_BASED: not made.home_based_counts,
        Choice.MOUNTAIN: made.mountain_in_other_zone,
    }
    words = text(f"effects.{one.choice}.current"), text(f"effects.{one.choice}.other")
    return words[::-1] if turned.get(one.choice) else words


def _place(one: Effect, reference: Reference, text: Text) -> Component:
    where = unit_name(reference, one.org_unit, text)
    return html.Small(where if one.zone is None else zone_short(reference, one.zone, text), className="below")


def _verdict(one: Effect, text: Text) -> str:
    if one.changes_verdict is None:
        return printed.MISSING
    return text("effects.changes" if one.changes_verdict else "effects.stays")
