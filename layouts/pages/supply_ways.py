"""From opening to closing: the waterfall of the city or a unit, by channel and by unit; it says what it leaves out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from dash import html
from dash.development.base_component import Component

from data.dossier import ChangeKind
from data.model import Channel, Reference
from layouts import components as part
from layouts import format as printed
from layouts.charts import DataCell, DataTable, Picture, data_table, number_cell, words_cell
from layouts.components import Column
from layouts.frames import framed, printed_cell
from layouts.names import unit_name
from layouts.pages.scope import tabs
from layouts.pages.turnover import SIGNED
from layouts.text import Text
from layouts.view import ViewQuery, opening
from layouts.way_words import KINDS, partial_words, reasons_of, way_steps
from metrics.changes import NOTHING, Stock
from metrics.supply import Supply
from metrics.waterfall import ByChannel
from metrics.ways import Way, Ways

SINCE_BASELINE = "plan"
BY_UNIT = "#by-unit"


def shown_ways(found: Supply, view: ViewQuery) -> Ways:
    """From last period, or (``span=plan``) from the baseline."""
    return found.since if view.span == SINCE_BASELINE else found.last


def ways(
    found: Supply, pictures: Mapping[str, Picture], reference: Reference, view: ViewQuery, text: Text
) -> Component:
    """The switch of the span, the drawing, the table by channel, and each unit's way."""
    shown = shown_ways(found, view)
    first = {"last": found.last.first, SINCE_BASELINE: found.since.first}
    choices = [
        (
            text(f"supply.ways.since_{span}", period=printed.period_name(period, text)),
            view.href("/supply", "ways", span=None if span == "last" else span),
            (view.span or "last") == span,
        )
        for span, period in first.items()
    ]
    title = text("supply.ways.title")
    switch = tabs(text("supply.ways.switch"), choices)
    if not shown.units:
        why = reasons_of(shown.missing.items(), reference, text)
        return part.section("ways", title, switch, html.P(text("supply.ways.nothing", names=why), className="note"))
    return part.section(
        "ways",
        title,
        switch,
        html.P(_balance(shown, found, text), className="balance"),
        framed(pictures["waterfall"], "supply", view, text),
        part.wide(text("supply.ways.caption"), _by_channel(pictures["waterfall"].table, text)),
        *(
            []
            if view.org_unit
            else [html.H3(text("supply.ways.by_unit"), id=BY_UNIT[1:]), _by_unit(shown, found, reference, view, text)]
        ),
        note=text("supply.ways.note"),
    )


def _balance(ways: Ways, found: Supply, text: Text) -> list[part.Child]:
    """期初 + … = 期末 in figures, of inclusive slots; of how many units; or that it does not add up. Each number
    leads to where that of the table leads.
    """
    way, (first, last) = ways.whole, _ends(ways, found)
    told: list[part.Child] = [part.led(way.opened.inclusive_slots, first)]
    for (_, moved), href in zip(way_steps(way, text), _steps_lead(ways, found), strict=True):
        told += [f" {'+' if moved > 0 else '−'} ", part.led(abs(moved), href)] if moved else []
    told += [" = ", part.led(way.closed.inclusive_slots, last)]
    key = "supply.ways.balance" if way.adds_up else "supply.ways.unbalanced"
    return part.told(text(key), sum=told, whose=partial_words(ways, text))


def _ends(ways: Ways, found: Supply) -> tuple[str, str]:
    """The stock of the period at either end, where no unit is left out."""
    code = found.area.org_unit
    return ("", "") if ways.missing else (opening("G2", code, None, ways.first), opening("G2", code))


def _steps_lead(ways: Ways, found: Supply) -> list[str]:
    """Where the inclusive slots of each step lead: to the institutions, or to the units where these tell their own."""
    told = [changes_of(kind, ways, found) or BY_UNIT for kind in KINDS]
    return [*told, "" if found.is_of_one else BY_UNIT] if ways.whole.estimated else told


def _lines(ways: Ways, found: Supply, text: Text) -> Iterator[list[DataCell]]:
    """Words, total, inclusive slots by channel from opening to closing: both ends open the stock of their period, where
    no unit is left out; a step leads to the institutions, or its inclusive slots to those of the units.
    """
    way, (first, last) = ways.whole, _ends(ways, found)
    yield _stock(text("returns.waterfall.opening"), way.opened, _inclusive(way.opening, way), first)
    leads = _steps_lead(ways, found)
    for kind, href in zip(KINDS, leads, strict=False):
        by_channel = [way.step(kind, one).inclusive_slots for one in way.channels]
        yield _step(text(f"returns.change.{kind}"), way.total(kind), by_channel, href)
    if way.estimated:
        yield _step(text("supply.ways.unsorted"), way.differing, _inclusive(way.unsorted, way), leads[-1])
    yield _stock(text("returns.waterfall.closing"), way.closed, _inclusive(way.closing, way), last)


def _stock(words: str, total: Stock, by_channel: Sequence[int], opens: str) -> list[DataCell]:
    parts = [replace(number_cell(printed.count(one), one, opens), adds=True) for one in by_channel]
    return [words_cell(words), *(number_cell(printed.count(one), one, opens) for one in total), *parts]


def _step(words: str, total: Stock, by_channel: Sequence[int], opens: str) -> list[DataCell]:
    """Institutions tell all slots and the channel, units only the inclusive slots."""
    beside = "" if opens == BY_UNIT else opens
    leads = [(total.slots, beside), (total.inclusive_slots, opens), *((one, beside) for one in by_channel)]
    return [words_cell(words), *(number_cell(signed(one), one, href if one else "") for one, href in leads)]


def changes_of(kind: ChangeKind, ways: Ways, found: Supply) -> str:
    """Where the page lists the institutions of a step; blank where it does not."""
    return f"#changes-{kind}" if found.tells(ways) else ""


def _inclusive(held: ByChannel, way: Way) -> list[int]:
    return [held.get(one, NOTHING).inclusive_slots for one in way.channels]


def _heads(way: Way, text: Text) -> list[str]:
    heads = [text(f"returns.waterfall.{name}") for name in ("step", "slots", "inclusive")]
    return heads + [_channel(one, text) for one in way.channels]


def _channel(channel: Channel | None, text: Text) -> str:
    return text("returns.channel.unknown" if channel is None else f"returns.channel.{channel}")


def way_table(title: str, ways: Ways, found: Supply, text: Text) -> DataTable:
    """The data of the drawing: each line of the way with all slots, the inclusive ones and these by channel."""
    return data_table(title, _heads(ways.whole, text), list(_lines(ways, found, text)))


def signed(number: int) -> str:
    """With its sign; nothing moved is 0."""
    return SIGNED.format(number) if number else "0"


def _by_channel(data: DataTable, text: Text) -> Component:
    """The data of the drawing as the page shows them: both ends stand out."""
    columns = [Column(words, "number" if place else "") for place, words in enumerate(data.heads)]
    ends = (data.rows[0], data.rows[-1])
    rows = [part.table_row(columns, list(map(printed_cell, row)), css="total" * (row in ends)) for row in data.rows]
    return part.table(text("supply.ways.caption"), columns, rows, "sticky waterfall")


def _by_unit(shown: Ways, found: Supply, reference: Reference, view: ViewQuery, text: Text) -> Component:
    """Inclusive slots of every unit in administrative order; one without a way says why."""
    unsorted = [text("supply.ways.unsorted")] if shown.whole.estimated else []
    heads = [text("units.unit"), text("returns.waterfall.opening"), *(text(f"returns.change.{k}") for k in KINDS)]
    heads += [*unsorted, text("returns.waterfall.closing")]
    columns = [Column(words, "number" if place else "") for place, words in enumerate(heads)]
    rows = [_unit(code, shown, found, columns, reference=reference, view=view, text=text) for code in found.area.units]
    whole = text("supply.ways.whole", count=len(shown.units))
    here = [changes_of(kind, shown, found) for kind in KINDS]
    sums = _figures(shown.whole, shown, "" if shown.missing else found.area.org_unit, here)
    rows.append(part.table_row(columns, [whole, *sums], css="total"))
    caption = text("supply.ways.by_unit")
    return part.wide(caption, part.table(caption, columns, rows, "sticky"))


def _unit(
    code: str,
    shown: Ways,
    found: Supply,
    columns: list[Column],
    *,
    reference: Reference,
    view: ViewQuery,
    text: Text,
) -> Component:
    """Its steps lead to the institutions: of a longer way on the page of the unit."""
    name, own = unit_name(reference, code, text), shown.of(code)
    if own is None:
        why = html.Span(text(f"no_value.{shown.missing[code]}"), className="absent")
        return part.table_row(columns, [name, why, *[printed.MISSING] * (len(columns) - 2)], css="unreported")
    there = [changes_of(kind, shown, found) or view.href("/supply", f"changes-{kind}", org_unit=code) for kind in KINDS]
    figures = _figures(own.whole, shown, code, there)
    carried = [html.Small(text("supply.ways.carried_from", period=printed.period_name(own.carried_from, text)),
                          className="below")] if own.carried_from else []  # fmt: skip
    return part.table_row(columns, [[name, *carried], *figures])


def _figures(way: Way, shown: Ways, code: str, leads: Sequence[str]) -> list[part.Children]:
    """Inclusive slots from opening to closing; both ends open the stock of ``code`` (blank = of nobody), steps what
    they lead to.
    """
    moved = [(way.total(kind).inclusive_slots, href) for kind, href in zip(KINDS, leads, strict=True)]
    moved += [(way.differing.inclusive_slots, "")] if shown.whole.estimated else []
    steps = [part.opens(signed(one), href) if one and href else signed(one) for one, href in moved]
    first, last = printed.count(way.opened.inclusive_slots), printed.count(way.closed.inclusive_slots)
    if not code:
        return [first, *steps, last]
    return [part.opens(first, opening("G2", code, None, shown.first)), *steps, part.behind(last, "G2", code)]


def is_listed(kind: ChangeKind) -> bool:
    """Kinds whose institutions are named first: what turned inclusive, and what no longer is."""
    return kind in (ChangeKind.CONVERTED, ChangeKind.LEFT, ChangeKind.PAUSED, ChangeKind.CLOSED)
