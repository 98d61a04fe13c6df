"""The tables of /gaps as files: what the city and its units lack, new slots by channel, and the lists of townships."""

from __future__ import annotations

from collections.abc import Iterator

from data.model import Channel, Plan, Reference
from layouts import format as printed
from layouts.charts import DataCell, Sheet, data_table, number_cell, words_cell
from layouts.frames import facts_of
from layouts.headlines import target_figure
from layouts.names import unit_name
from layouts.needs_table import needs_table
from layouts.pages.gaps import COUNTED, UNIT_COLUMNS, counted_in_words, own_townships
from layouts.pages.new_slots import COLUMNS as CHANNELS
from layouts.pages.new_slots import channel_name, counted_in, head_of
from layouts.pages.overview_tables import count_cell, remarks, value_cell
from layouts.text import Text
from layouts.view import ViewQuery
from metrics.new_slots import Gains
from metrics.planning import Gaps
from metrics.results import Row
from metrics.shortfall import Shortfall

CITY = ("indicator", "now", "target", "gap", "counted", "month", "remarks")
Rows = list[list[DataCell]]


def gap_sheets(gaps: Gaps, reference: Reference, view: ViewQuery, text: Text) -> dict[str, Sheet]:
    """By key, as they are downloaded."""
    found = gaps.shortfall
    facts = facts_of(found.scorecard, text("tables.unit"), text)
    made = [
        ("city", text("gaps.city.title"), [text(f"tables.{name}") for name in CITY], _city(found, reference, text)),
        ("units", text("gaps.units.title"), _unit_heads(text), _units(found, reference, text)),
    ]
    if found.gains:
        whole, *units = found.gains
        plan = found.scorecard.plan
        heads = [head_of(name, plan, text) for name, _ in CHANNELS]
        by_unit = [text("new_slots.unit"), *(channel_name(one, text) for one in Channel), text("tables.remarks")]
        made += [
            ("channels", text("new_slots.title"), heads, _channels(whole, plan, text)),
            ("unit-channels", text("new_slots.units"), by_unit, _unit_channels(units, reference, text)),
        ]
    sheets = {key: Sheet(key, data_table(title, heads, rows), facts) for key, title, heads, rows in made}
    return sheets | {"needs": Sheet("needs", needs_table(found, reference, view, text), facts)}


def _city(found: Shortfall, reference: Reference, text: Text) -> Rows:
    return [_of_target(row, found, text) for row in found.scorecard.targets_of(reference.city.code)]


def _of_target(row: Row, found: Shortfall, text: Text) -> list[DataCell]:
    target = number_cell("" if row.target is None else target_figure(row.target, row.unit), row.target)
    return [
        words_cell(text(f"indicator.{row.indicator}.name")),
        value_cell(row),
        target,
        count_cell(found.lacking(row)),
        words_cell(counted_in_words(row, text)),
        count_cell(found.monthly(row)),
        words_cell(remarks((row,), text)),
    ]


def _unit_heads(text: Text) -> list[str]:
    """As on the page; the way of both stands in two columns, and what is not known of townships in its own."""
    names = [name for name, _ in UNIT_COLUMNS if name != "both"]
    place = names.index("uncovered")
    heads = [text(f"gaps.units.{name}") for name in names]
    heads[place:place] = [text("tables.both_build"), text("tables.both_convert")]
    return [*heads, text("tables.unknown"), text("tables.remarks")]


def _units(found: Shortfall, reference: Reference, text: Text) -> Rows:
    return [list(_of_unit(unit.code, found, reference, text)) for unit in reference.units]


def _of_unit(code: str, found: Shortfall, reference: Reference, text: Text) -> Iterator[DataCell]:
    card, routes = found.scorecard, found.routes.get(code)
    per_head, share, carers = (card.row(name, code) for name in COUNTED)
    uncovered, unknown = own_townships(code, found)
    yield words_cell(unit_name(reference, code, text))
    yield count_cell(per_head.numerator if per_head else None)
    yield count_cell(share.numerator if share else None)
    yield count_cell(per_head.denominator if per_head else None)
    for name in ("needed", "build", "all_new_inclusive"):
        yield count_cell(None if routes is None else getattr(routes, name))
    if routes is None:
        yield count_cell(None if share is None else found.lacking(share))
    else:
        yield count_cell(routes.conversion_only)
    yield count_cell(None if routes is None else routes.build)
    yield count_cell(None if routes is None else routes.converted)
    yield count_cell(uncovered)
    yield count_cell(None if carers is None else found.lacking(carers))
    yield count_cell(unknown)
    yield words_cell(remarks((per_head, share, carers), text))


def _channels(whole: Gains, plan: Plan, text: Text) -> Rows:
    return [
        [
            words_cell(channel_name(one.channel, text)),
            words_cell(counted_in(one, plan, text)),
            count_cell(one.gross),
            number_cell(printed.count(one.net), one.net),
        ]
        for one in whole.by_channel
    ]


def _unit_channels(units: list[Gains], reference: Reference, text: Text) -> Rows:
    return [
        [
            words_cell(unit_name(reference, unit.org_unit, text)),
            *(count_cell(one.gross) for one in unit.by_channel),
            words_cell(text(f"no_value.{unit.no_value}") if unit.no_value else ""),
        ]
        for unit in units
    ]
