"""Small multiples: a series of several places or targets, each in a frame of its own on one common scale."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from layouts.charts.parts import QUIET, SERIES, TARGET, LegendEntry, Stroke, Tick, ticks, value_label
from layouts.format import FULL
from layouts.headlines import target_figure
from layouts.text import Text
from metrics.results import TargetKind, Trend, TrendPoint

Place = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Panel:
    """One place: unbroken runs of (period, value), its last value in words; empty runs = nothing known.

    ``path`` is 序时应达值 where the panel has one of its own; ``below`` is what stands under its name.
    ``beside``: runs of a second series; ``target``: a line of the panel's own, in place of the chart's.
    """

    code: str
    name: str
    runs: tuple[tuple[Place, ...], ...]
    last: str
    hover: str
    path: tuple[Place, ...] = ()
    below: str = ""
    beside: tuple[tuple[Place, ...], ...] = ()
    target: float | None = None


@dataclass(frozen=True, slots=True)
class SmallMultiples:
    """Panels in the order given, never by colour; ``line`` is the target or the city's as a reference."""

    title: str
    heading: str
    panels: tuple[Panel, ...]
    x_ticks: tuple[Tick, ...]
    y_ticks: tuple[Tick, ...]
    x_range: Place
    y_range: Place
    line: float | None
    legend: tuple[LegendEntry, ...]
    colour: str
    line_colour: str
    notes: tuple[str, ...]
    alt: str
    line_stroke: Stroke = Stroke.DASHED
    across: int = 3


def small_multiples(
    trends: Sequence[tuple[str, Trend]], text: Text, *, title: str = "", notes: Sequence[str] = ()
) -> SmallMultiples:
    """Pairs of a printed name and its trend, all of one unit; ``title`` defaults to the indicator's short name."""
    first = trends[0][1]
    judged = next((trend for _, trend in trends if trend.target_kind is TargetKind.REFERENCE), first)
    periods = [point.period for point in first.points]
    axis = ticks(_top([trend for _, trend in trends]), first.unit, most=4)
    name = title or text(f"indicator.{first.indicator}.short")
    return SmallMultiples(
        title=name,
        heading=text("chart.heading", title=name, unit=text(f"unit.{first.unit}")),
        panels=tuple(_panel(words, trend, text) for words, trend in trends),
        x_ticks=(Tick(0.0, str(periods[0])), Tick(float(len(periods) - 1), str(periods[-1]))),
        y_ticks=axis,
        x_range=(-0.5, len(periods) - 0.5),
        y_range=(0.0, axis[-1].position),
        line=None if judged.target is None else float(judged.target),
        legend=_legend(judged, text),
        colour=SERIES,
        line_colour=TARGET if judged.target_kind is TargetKind.PLAN else QUIET,
        notes=tuple(notes),
        alt=text("chart.multiples.alt", name=name, count=len(trends)),
    )


def _top(trends: Sequence[Trend]) -> Fraction:
    if trends[0].unit == "percent":
        return FULL
    known = [point.value for trend in trends for point in trend.points if point.value is not None]
    return max([*known, *(trend.target for trend in trends if trend.target is not None)], default=Fraction(1))


def _panel(name: str, trend: Trend, text: Text) -> Panel:
    known = [point for point in trend.points if point.value is not None]
    last = known[-1] if known else None
    words = text("chart.multiples.unknown") if last is None else _label(last, trend, text)
    return Panel(trend.org_unit, name, _runs(trend.points), words, text("chart.bars.hover", name=name, value=words))


def _label(point: TrendPoint, trend: Trend, text: Text) -> str:
    return value_label(point.value, trend.unit, point.no_value, trend.target, text, least=point.is_least)


def _runs(points: Sequence[TrendPoint]) -> tuple[tuple[Place, ...], ...]:
    """A missing period breaks the line."""
    runs: list[list[Place]] = [[]]
    for place, point in enumerate(points):
        if point.value is None:
            runs.append([])
        else:
            runs[-1].append((float(place), round(float(point.value), 6)))
    return tuple(tuple(run) for run in runs if run)


def with_second(
    chart: SmallMultiples, trends: Sequence[Trend], targets: Sequence[Fraction | None], legend: Sequence[LegendEntry]
) -> SmallMultiples:
    """A second series in each panel, drawn broken and thinner, and a target of each panel's own; two a line."""
    panels = (
        replace(panel, beside=_runs(trend.points), target=None if target is None else float(target))
        for panel, trend, target in zip(chart.panels, trends, targets, strict=True)
    )
    return replace(chart, panels=tuple(panels), line=None, legend=tuple(legend), across=2)


def _legend(trend: Trend, text: Text) -> tuple[LegendEntry, ...]:
    entries = [LegendEntry(text("chart.series"), SERIES, Stroke.SOLID)]
    if trend.target is not None:
        plain = trend.target_kind is TargetKind.PLAN
        words = text("chart.target" if plain else "chart.reference", value=target_figure(trend.target, trend.unit))
        entries.append(LegendEntry(words, TARGET if plain else QUIET, Stroke.DASHED))
    return tuple(entries)
