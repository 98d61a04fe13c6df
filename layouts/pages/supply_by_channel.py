"""From the baseline's stock to this period's, channel by channel, held against the targets for new inclusive slots."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from data.model import Channel, Reference
from layouts import format as printed
from layouts.charts import DataCell, DataTable, Picture, data_table, number_cell, words_cell
from layouts.charts.steps import StepBar, StepChart, StepRole, Sum, step_chart
from layouts.frames import facts_of
from layouts.names import unit_name
from layouts.text import Text
from layouts.view import opening
from layouts.way_words import partial_words
from metrics.new_slots import Gain
from metrics.supply import Supply

KEY = "by-channel"


def by_channel(found: Supply, reference: Reference, text: Text) -> Picture | None:
    """The chart and its data; None where the ways from the baseline and the gains are not of the same units, or where
    nothing is new: opening + gross gains - what was lost since each institution's highest mark = closing.
    """
    way = found.since.whole
    if found.lost is None or not found.gained:
        return None
    names = {"first": found.since.first, "last": found.since.last}
    periods = {key: printed.period_name(one, text) for key, one in names.items()}
    title = text("supply.channels.chart", place=unit_name(reference, found.area.org_unit, text), **periods)
    steps = _steps(found, text)
    has_targets = any(isinstance(one, Sum) and one.target is not None for one in steps)
    chart = step_chart(
        title + partial_words(found.since, text),
        text("unit.count"),
        [*steps, (text("supply.channels.lost"), -found.lost)],
        text,
        opening=(text("returns.waterfall.opening"), way.opened.inclusive_slots),
        closing=text("returns.waterfall.closing"),
        notes=[text("supply.channels.note", targets=text("supply.channels.targets") if has_targets else "")],
    )
    return Picture(KEY, chart, _table(chart, found, text), facts_of(found.scorecard, text("unit.count"), text))


def _steps(found: Supply, text: Text) -> list[tuple[str, int] | Sum]:
    """The channels of each target and their sum, then those of no target."""
    gains = {one.channel: one for one in found.new.by_channel}
    steps: list[tuple[str, int] | Sum] = []
    for indicator, channels in (("G3", found.education), ("G4", found.society)):
        steps += [*_moves(channels, gains, text), _sum(found, indicator, len(channels), text)]
    apart = [one for one in found.apart if gains[one].gross]
    return [*steps, *_moves(apart, gains, text)]


def _moves(channels: Sequence[Channel], gains: dict[Channel, Gain], text: Text) -> list[tuple[str, int]]:
    return [(text(f"returns.channel.{one}"), gains[one].gross or 0) for one in channels]


def _sum(found: Supply, indicator: str, steps: int, text: Text) -> Sum:
    """Against the plan's target where the place shown has one."""
    row = found.scorecard.row(indicator, found.area.org_unit)
    target = None if row is None or row.target is None else int(row.target)
    below = "" if target is None else text("chart.target", value=printed.count(target))
    return Sum(text(f"supply.new.group.{indicator}"), steps, target, below)


def _table(chart: StepChart, found: Supply, text: Text) -> DataTable:
    heads = [text(f"supply.channels.{name}") for name in ("line", "slots", "target")]
    lines = zip(chart.bars, _openings(found), strict=True)
    rows = [[words_cell(bar.name), *_figures(bar, opens, adds=adds)] for bar, (opens, adds) in lines]
    return data_table(chart.title, heads, rows)


def _figures(bar: StepBar, opens: str, *, adds: bool) -> list[DataCell]:
    size = int(bar.high - bar.low)
    target = None if bar.target is None else int(bar.target - bar.low)
    reach = number_cell("" if target is None else printed.count(target), target, opens)
    return [replace(number_cell(bar.label, -size if bar.role is StepRole.TAKEN else size, opens), adds=adds), reach]


def _openings(found: Supply) -> list[tuple[str, bool]]:
    """Where each bar leads, and whether it is one of those that add up to that: both ends to their stock, channels and
    their sum to their target, what counts toward none and what was lost to nothing.
    """
    code, nothing = found.area.org_unit, ("", False)
    told = [(opening("G2", code, None, found.since.first), False)]
    for indicator, channels in (("G3", found.education), ("G4", found.society)):
        href = opening(indicator, code)
        told += [*[(href, True)] * len(channels), (href, False)]
    told += [nothing for one in found.new.by_channel if one.channel in found.apart and one.gross]
    return [*told, nothing, (opening("G2", code), False)]
