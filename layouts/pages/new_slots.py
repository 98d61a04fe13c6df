"""新增普惠托位分渠道: gross and net by channel, of the city and unit by unit."""

from __future__ import annotations

from collections.abc import Sequence

from dash.development.base_component import Component

from data.model import Channel, Plan, Reference
from layouts import components as part
from layouts import format as printed
from layouts.components import Child, Column
from layouts.frames import sheet_files
from layouts.names import unit_name
from layouts.pages.scenario import of_city
from layouts.text import Text
from layouts.view import ViewQuery, opening_of
from metrics.new_slots import TARGETS as COUNTED
from metrics.new_slots import Gain, Gains
from metrics.results import Flag, Scorecard

COLUMNS = (("channel", ""), ("counted_in", ""), ("gross", "number strong"), ("net", "number"))
TARGETS = ("G3", "G4", None)
SIGNED = "{:+,}"


def new_slots(
    found: Sequence[Gains], card: Scorecard, reference: Reference, view: ViewQuery, text: Text
) -> list[Component]:
    """The city's channels with their sums, then the units' gross by channel, folded."""
    if not found:
        return []
    city, *units = found
    title = of_city(text("new_slots.title"), view, text)
    return [
        part.section(
            "channels",
            title,
            part.wide(title, _city(city, card, text)),
            sheet_files("gaps", "channels", view, text),
            part.details(
                text("new_slots.units"),
                part.wide(text("new_slots.units"), _units(units, card, reference, text)),
                sheet_files("gaps", "unit-channels", view, text),
            ),
            note=text("new_slots.note"),
        )
    ]


def _city(city: Gains, card: Scorecard, text: Text) -> Component:
    columns = [Column(head_of(name, card.plan, text), css) for name, css in COLUMNS]
    rows = []
    for target in TARGETS:
        rows += [_gain(one, city, card, columns, text) for one in city.by_channel if one.counted_in == target]
        if target is not None:
            rows.append(_sum(target, city, columns, text))
    return part.table(text("new_slots.title"), columns, rows)


def _gain(one: Gain, city: Gains, card: Scorecard, columns: Sequence[Column], text: Text) -> Component:
    cells: list[part.Children] = [
        channel_name(one.channel, text),
        counted_in(one, card.plan, text),
        _part(one, city, card, text),
    ]
    net, row = _net(one.net, city, text), card.row("NET", city.org_unit)
    if row is None or one.net is None or row.numerator != sum(other.net or 0 for other in city.by_channel):
        return part.table_row(columns, [*cells, net])
    return part.table_row(columns, [*cells, part.addend(net, opening_of(row))])


def _part(one: Gain, found: Gains, card: Scorecard, text: Text) -> part.Children:
    """A channel's gross gain opens the target to which it counts, where its channels add up to that."""
    row = None if one.counted_in is None else card.row(one.counted_in, found.org_unit)
    shown = _gross(one.gross, found, text)
    if row is None or one.gross is None or row.numerator != found.total(one.counted_in):
        return shown
    words, *flags = shown
    return [part.addend(str(words), opening_of(row)), *flags]


def _sum(target: str, city: Gains, columns: Sequence[Column], text: Text) -> Component:
    short = text(f"indicator.{target}.short")
    gross, net = city.total(target), city.total(target, net=True)
    cells: list[part.Children] = [
        text("new_slots.sum", name=short),
        short,
        _linked(_gross(gross, city, text), target, city),
    ]
    return part.table_row(columns, [*cells, _net(net, city, text)], css="total")


def _linked(shown: list[Child], indicator: str, city: Gains) -> part.Children:
    """The sum opens how the indicator behind it came about."""
    words, *flags = shown
    return [part.behind(str(words), indicator, city.org_unit), *flags]


def channel_name(channel: Channel, text: Text) -> str:
    """幼儿园开设托班."""
    return text(f"returns.channel.{channel}")


def head_of(column: str, plan: Plan, text: Text) -> str:
    """The name of a column; a plan without the targets of new slots has channels in groups that count to nothing."""
    return text("new_slots.group" if column == "counted_in" and not plan.sets(COUNTED) else f"new_slots.{column}")


def counted_in(one: Gain, plan: Plan, text: Text) -> str:
    """The target to which a channel counts, or that it counts to neither."""
    if one.counted_in:
        return text(f"indicator.{one.counted_in}.short")
    return text("new_slots.neither" if plan.sets(COUNTED) else "new_slots.other")


def _gross(value: int | None, found: Gains, text: Text) -> list[Child]:
    """A gross gain: a least value where a unit is missing, flag e where one filed sums."""
    if value is None:
        return [text(f"no_value.{found.no_value}") if found.no_value else printed.MISSING]
    words = printed.count(value)
    shown = text("chart.at_least", value=words) if found.no_value else words
    flags: list[Child] = part.flags((Flag.ESTIMATED,), text) if found.estimated else []
    return [shown, *flags]


def _net(value: int | None, found: Gains, text: Text) -> str:
    """A net gain; one of the reporting units only says so, since it is no least value."""
    if value is None:
        return printed.MISSING
    words = SIGNED.format(value) if value else "0"
    return text("new_slots.partial", value=words) if found.no_value else words


def _units(units: Sequence[Gains], card: Scorecard, reference: Reference, text: Text) -> Component:
    columns = [Column(text("new_slots.unit")), *(Column(channel_name(one, text), "number") for one in Channel)]
    rows = []
    for unit in units:
        cells = [_part(one, unit, card, text) for one in unit.by_channel]
        rows.append(part.table_row(columns, [unit_name(reference, unit.org_unit, text), *cells]))
    return part.table(text("new_slots.units"), columns, rows, "sticky")
