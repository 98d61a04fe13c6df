"""新增普惠托位: by channel against both targets, gross and net, what is not counted, and the derived sum."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from dash import html
from dash.development.base_component import Component

from data.model import Channel, Reference
from layouts import components as part
from layouts import format as printed
from layouts.charts import Picture
from layouts.components import Child, Column
from layouts.frames import framed
from layouts.pages.scope import block, stat, stats
from layouts.pages.supply_by_channel import KEY as BY_CHANNEL
from layouts.text import Text
from layouts.view import ViewQuery
from layouts.way_words import names_of, reasons_of
from metrics.new_slots import TARGETS as COUNTED
from metrics.results import NoValue, Row
from metrics.supply import Supply

TARGETS = ("G3", "G4", None)

COLUMNS = (("channel", ""), ("gross", "number"), ("net", "number"), ("held", "number"))


def new_slots(
    found: Supply, pictures: Mapping[str, Picture], reference: Reference, view: ViewQuery, text: Text
) -> Component:
    """Both targets, their sum, the table of single channels, and both ways against their path."""
    rows = [_row(found, name) for name in ("G3", "G4")]
    drawn = [framed(pictures[key], "supply", view, text, css="trend") for key in ("G3", "G4") if key in pictures]
    way = [framed(pictures[BY_CHANNEL], "supply", view, text)] if BY_CHANNEL in pictures else []
    return part.section(
        "new",
        text("supply.new.title"),
        stats(*(stat(row, text, below=[_gap(row, text)]) for row in rows), _sum(found, text), _net(found, text)),
        *_apart(found, text),
        *way,
        part.wide(text("supply.new.caption"), _table(found, text)),
        *(html.P(words, className="note") for words in _lacking(found, reference, text)),
        html.Div(drawn, className="pair"),
        note=text("supply.new.note", baseline=printed.period_name(found.scorecard.plan.baseline, text)),
    )


def _row(found: Supply, indicator: str) -> Row | None:
    return found.scorecard.row(indicator, found.area.org_unit)


def _gap(row: Row | None, text: Text) -> Child:
    """What is missing to the target, in full."""
    if row is None or row.gap is None:
        return None
    return part.side(text("supply.new.gap", gap=printed.count(row.gap)), row)


def _net(found: Supply, text: Text) -> Child:
    return stat(_row(found, "NET"), text)


def _sum(found: Supply, text: Text) -> Child:
    """G3 and G4 together beside the sum of their targets, which the plan does not state."""
    rows = [one for one in (_row(found, "G3"), _row(found, "G4")) if one is not None]
    targets = [one.target for one in rows if one.target is not None]
    known = [one.numerator for one in rows if one.numerator is not None]
    if len(rows) < 2 or len(known) < 2:
        return None
    total = printed.count(sum(known))
    partial = any(one.no_value is NoValue.INCOMPLETE for one in rows)
    shown = text("chart.at_least", value=total) if partial else total
    if len(targets) < 2:
        return block(text("supply.new.sum"), shown, [])
    target = sum(targets, Fraction(0))
    share = printed.figure(Fraction(100 * sum(known)) / target, "percent", printed.FULL)
    told = text("supply.new.derived", target=printed.count(int(target)))
    below: list[Child] = [told, None if partial else text("scope.completion", value=share)]
    return block(text("supply.new.sum"), shown, below)


def _apart(found: Supply, text: Text) -> list[Child]:
    """What is new in channels that count toward neither target, where the plan has those; nothing where nothing is
    known.
    """
    total, key = found.new.total(None), "apart" if found.scorecard.plan.sets(COUNTED) else "others"
    if total is None:
        return []
    slots = printed.count(total)
    told = text(f"supply.new.{key}", slots=text("chart.at_least", value=slots) if found.new.no_value else slots)
    return [html.P(told, className="beside")]


def _table(found: Supply, text: Text) -> Component:
    """Single channels under the target they count toward."""
    columns = [Column(text(f"supply.new.{name}"), css) for name, css in COLUMNS]
    told = _by_channel(found)
    groups = zip((found.education, found.society, found.apart), TARGETS, strict=True)
    lines = [line for channels, name in groups for line in _group(found, channels, name, columns, told=told, text=text)]
    return part.table(text("supply.new.caption"), columns, lines, "sticky by-channel")


def _by_channel(found: Supply) -> dict[Channel, list[Child]]:
    """What is new gross, net, and held: each a part of what its row counts."""
    gains, held = {one.channel: one for one in found.new.by_channel}, found.channels[-1]
    counted = {name: [one.channel for one in found.new.by_channel if one.counted_in == name] for name in TARGETS}
    gross: dict[Channel, Child] = {}
    for name, channels in counted.items():
        row = None if name is None else _row(found, name)
        gross |= zip(channels, part.addends([gains[one].gross for one in channels], row), strict=True)
    net = part.addends([one.net for one in gains.values()], _row(found, "NET"))
    stock = part.addends([held.of(one) for one in gains], _row(found, "G2"))
    return {one: [gross[one], *others] for one, *others in zip(gains, net, stock, strict=True)}


def _group(
    found: Supply,
    channels: tuple[Channel, ...],
    indicator: str | None,
    columns: list[Column],
    *,
    told: Mapping[Channel, list[Child]],
    text: Text,
) -> Iterator[Component]:
    """The sum first, then its channels."""
    apart = "apart" if found.scorecard.plan.sets(COUNTED) else "others"
    name = text(f"supply.new.group.{indicator or apart}")
    net, held = found.new.total(indicator, net=True), [found.channels[-1].of(one) for one in channels]
    stock = None if None in held else sum(one or 0 for one in held)
    sums = [_total(found, indicator, text), printed.count(net), printed.count(stock)]
    yield part.table_row(columns, [name, *sums], css="total")
    for one in channels:
        yield part.table_row(columns, [text(f"returns.channel.{one}"), *told[one]])


def _total(found: Supply, indicator: str | None, text: Text) -> part.Children:
    """A sum that has an indicator opens how it came about, unless that counts net."""
    row = None if indicator is None or found.new.is_net else _row(found, indicator)
    return printed.count(found.new.total(indicator)) if row is None else part.figure(row, text)


def _lacking(found: Supply, reference: Reference, text: Text) -> Iterator[str]:
    """What is left out of the table, and what in it is an estimate."""
    reasons = {one.org_unit: one.no_value for one in found.new_of_units if one.no_value is not None}
    missing = [(code, why) for code, why in reasons.items() if why is not NoValue.INCOMPLETE]
    blank = [code for code, why in reasons.items() if why is NoValue.INCOMPLETE]
    estimated = [one.org_unit for one in found.new_of_units if one.estimated]
    if missing:
        yield text("supply.new.missing", names=reasons_of(missing, reference, text))
    if blank:
        yield text("supply.new.unknown", names=names_of(blank, reference, text))
    if estimated:
        yield text("supply.new.estimated", names=names_of(estimated, reference, text))
    if found.new.is_net:
        yield text("supply.new.is_net")
