"""The charts of the page of supply, each with the data behind it, as they are shown and downloaded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from data.forms import PROJECT_KINDS
from data.model import Period, Reference
from layouts import format as printed
from layouts.charts import DataTable, Picture, data_table, number_cell, trend_chart, words_cell
from layouts.charts.columns import column_chart
from layouts.form_words import form_word
from layouts.frames import facts_of
from layouts.names import unit_name
from layouts.pages.pictures import trend_table
from layouts.pages.supply_by_channel import by_channel
from layouts.pages.supply_ways import shown_ways, way_table
from layouts.text import Text
from layouts.view import ViewQuery, opening
from layouts.way_words import names_of, partial_words, way_chart
from metrics.pipeline import KindStep
from metrics.supply import SlotStock, Supply

EVERY_PROJECT = "#every-project"
"""Where the page lists the projects that are counted."""


def supply_pictures(found: Supply, reference: Reference, view: ViewQuery, text: Text) -> dict[str, Picture]:
    """By key: both waterfalls, both stocks, the pipeline, and what runs over time."""
    made = {
        "waterfall": _waterfall(found, reference, view, text),
        "channels": _channels(found, reference, text),
        "slots": _slots(found, reference, text),
    }
    channels = by_channel(found, reference, text)
    if channels is not None:
        made[channels.key] = channels
    if found.pipeline:
        made["pipeline"] = _pipeline(found, reference, text)
    for key, trend in found.trends.items():
        if trend.is_known:
            facts = facts_of(found.scorecard, text(f"unit.{trend.unit}"), text)
            made[key] = Picture(key, trend_chart(trend, text), trend_table(trend, text), facts)
    return made


def _titled(key: str, found: Supply, reference: Reference, text: Text, **facts: object) -> str:
    return text(f"supply.{key}.chart", place=unit_name(reference, found.area.org_unit, text), **facts)


def _slots_fact(found: Supply, text: Text) -> tuple[tuple[str, str], ...]:
    return facts_of(found.scorecard, text("unit.count"), text)


def _waterfall(found: Supply, reference: Reference, view: ViewQuery, text: Text) -> Picture:
    ways = shown_ways(found, view)
    names = {key: printed.period_name(one, text) for key, one in (("first", ways.first), ("last", ways.last))}
    title = _titled("ways", found, reference, text, **names) + partial_words(ways, text)
    chart = way_chart(ways, title, reference, text)
    return Picture("waterfall", chart, way_table(title, ways, found, text), _slots_fact(found, text))


def _channels(found: Supply, reference: Reference, text: Text) -> Picture:
    """Inclusive slots by channel; the unknown channel is put to 其他, which its name then says."""
    title = _titled("stock", found, reference, text)
    used = [one for one in (*found.education, *found.society, *found.apart) if _ever(found, one)]
    blank = any(stock.held.get(None) for stock in found.channels)
    names = [text(f"returns.channel.{one}") for one in used]
    values = [[stock.of(one) for stock in found.channels] for one in used]
    if blank:
        names.append(text("returns.channel.unknown"))
        values.append([stock.of(None) for stock in found.channels])
    notes = _incomplete([(one.period, one.missing, one.carried, one.blank) for one in found.channels], reference, text)
    periods, parts = [one.period for one in found.channels], list(zip(names, values, strict=True))
    chart = column_chart(title, text("unit.count"), list(map(str, periods)), parts, text, notes=notes)
    return Picture(
        "channels",
        chart,
        _period_table(title, periods, parts, found.area.org_unit, text, adds=True),
        _slots_fact(found, text),
    )


def _ever(found: Supply, channel: object) -> bool:
    return any(stock.held.get(channel) for stock in found.channels)  # type: ignore[call-overload]


def _incomplete(
    found: Sequence[tuple[Period, Sequence[str], Sequence[str], int]], reference: Reference, text: Text
) -> list[str]:
    """Which columns are partial or carried, and of whom."""
    notes = []
    for period, missing, carried, blank in found:
        name = printed.period_name(period, text)
        if missing:
            notes.append(text("supply.stock.missing", period=name, names=names_of(missing, reference, text)))
        if carried:
            notes.append(text("supply.stock.carried", period=name, names=names_of(carried, reference, text)))
        if blank:
            notes.append(text("supply.stock.blank", period=name, count=blank))
    return notes


def _period_table(
    title: str,
    periods: Sequence[Period],
    parts: Sequence[tuple[str, Sequence[int | None]]],
    unit: str,
    text: Text,
    *,
    adds: bool,
) -> DataTable:
    """A line a period, a column a part, and their sum, each opening the stock of its period; the inclusive slots
    themselves (``adds``) or what is not inclusive too.
    """
    names, values = [name for name, _ in parts], [column for _, column in parts]
    rows = []
    for place, period in enumerate(periods):
        cells = [column[place] for column in values]
        known = [value for value in cells if value is not None]
        total = sum(known) if known else None
        opens = opening("G2", unit, None, period)
        told = [replace(number_cell(printed.count(one), one, opens), adds=adds) for one in cells]
        sums = number_cell(printed.count(total), total, opens)
        rows.append([words_cell(printed.period_name(period, text)), *told, sums])
    return data_table(title, [text("trends.period"), *names, text("supply.total")], rows)


def _slots(found: Supply, reference: Reference, text: Text) -> Picture:
    """All slots with the inclusive ones among them."""
    title = _titled("slots", found, reference, text)
    names = [text("supply.slots.inclusive"), text("supply.slots.other")]
    values = [[one.inclusive_slots for one in found.slots], [_other(one) for one in found.slots]]
    periods, parts = [one.period for one in found.slots], list(zip(names, values, strict=True))
    partial = [printed.period_name(one.period, text) for one in found.slots if one.is_partial]
    notes = [text("supply.slots.partial", periods=text("format.comma").join(partial))] if partial else []
    chart = column_chart(title, text("unit.count"), list(map(str, periods)), parts, text, notes=notes)
    return Picture(
        "slots",
        chart,
        _period_table(title, periods, parts, found.area.org_unit, text, adds=False),
        _slots_fact(found, text),
    )


def _other(stock: SlotStock) -> int | None:
    if stock.slots is None or stock.inclusive_slots is None:
        return None
    return stock.slots - stock.inclusive_slots


def _pipeline(found: Supply, reference: Reference, text: Text) -> Picture:
    """Inclusive slots that come into use, by period and kind; the undated in a column of their own."""
    title = _titled("pipeline", found, reference, text)
    when = list(dict.fromkeys(one.period for one in found.pipeline))
    kinds = [kind for kind in PROJECT_KINDS if any(one.kind == kind for one in found.pipeline)]
    names = [form_word(kind, text) for kind in kinds]
    by_key = {(one.period, one.kind): one for one in found.pipeline}
    values = [[_coming(by_key.get((period, kind))) for period in when] for kind in kinds]
    labels = [text("works.undated") if period is None else str(period) for period in when]
    chart = column_chart(title, text("unit.count"), labels, list(zip(names, values, strict=True)), text)
    return Picture("pipeline", chart, _pipeline_table(title, found, text), _slots_fact(found, text))


def _coming(step: KindStep | None) -> int:
    return 0 if step is None else step.inclusive_slots


def _counts(one: KindStep) -> tuple[int, int, int, int]:
    return one.projects, one.slots, one.inclusive_slots, one.unknown


def _pipeline_table(title: str, found: Supply, text: Text) -> DataTable:
    heads = [text(f"supply.pipeline.{name}") for name in ("when", "kind", "projects", "slots", "inclusive", "unknown")]
    rows = [
        [
            words_cell(text("works.undated") if one.period is None else printed.period_name(one.period, text)),
            words_cell(form_word(one.kind, text)),
            *(number_cell(printed.count(n), n, EVERY_PROJECT if n else "") for n in _counts(one)),
        ]
        for one in found.pipeline
    ]
    return data_table(title, heads, rows)
