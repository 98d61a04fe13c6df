"""All targets of a plan as small multiples on one rule: from 0, the target at one height, the same periods."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

from data.model import Period
from layouts import format as printed
from layouts.charts.multiples import Panel, Place, SmallMultiples
from layouts.charts.parts import PATH, SERIES, TARGET, LegendEntry, Stroke, Tick, value_label
from layouts.charts.trend import break_notes
from layouts.headlines import target_figure
from layouts.text import Text
from metrics.results import Trend

LEAST_TOP = Fraction(150)
"""Values are drawn in % of their target, and the axis reaches at least so far above 0."""


def target_multiples(series: Sequence[Trend], text: Text) -> SmallMultiples:
    """One panel a target, in plan order; each value is printed in its own unit."""
    periods = _periods(series)
    origin, last = periods[0].ordinal, float(len(periods) - 1)
    top = _top(series)
    breaks = [one for trend in series for one in trend.breaks]
    return SmallMultiples(
        title=text("chart.targets.title"),
        heading=text("chart.targets.heading"),
        panels=tuple(_panel(trend, origin, text) for trend in series),
        x_ticks=(Tick(0.0, str(periods[0])), Tick(last, str(periods[-1]))),
        y_ticks=tuple(Tick(float(at), f"{at}%") for at in range(0, int(top) + 1, 50)),
        x_range=(-0.5, last + 0.5),
        y_range=(0.0, float(top)),
        line=100.0,
        legend=(
            LegendEntry(text("chart.series"), SERIES, Stroke.SOLID),
            LegendEntry(text("chart.path"), PATH, Stroke.DASHED),
            LegendEntry(text("chart.targets.line"), TARGET, Stroke.SOLID),
        ),
        colour=SERIES,
        line_colour=TARGET,
        notes=(text("chart.targets.rule"), *dict.fromkeys(break_notes(breaks, text))),
        alt=text("chart.targets.alt", count=len(series)),
        line_stroke=Stroke.SOLID,
    )


def _periods(series: Sequence[Trend]) -> list[Period]:
    """From the first period of any series or path to the last of any, without a hole."""
    known = [point.period for trend in series for point in trend.points]
    known += [period for trend in series for period, _ in trend.path]
    return list(min(known).through(max(known)))


def _share(value: Fraction, trend: Trend) -> Fraction:
    return value / trend.target * printed.FULL if trend.target else Fraction(0)


def _top(series: Sequence[Trend]) -> Fraction:
    """The least multiple of 50 % that holds every value."""
    known = [_share(point.value, trend) for trend in series for point in trend.points if point.value is not None]
    return max(LEAST_TOP, Fraction(-(-max(known, default=Fraction(0)) // 50) * 50))


def _panel(trend: Trend, origin: int, text: Text) -> Panel:
    known = [(point.period, point.value) for point in trend.points if point.value is not None]
    last = trend.points[-1] if trend.points else None
    missing = text("chart.multiples.unknown")
    words = missing if last is None else value_label(last.value, trend.unit, last.no_value, trend.target, text)
    name = text(f"indicator.{trend.indicator}.short")
    target = "" if trend.target is None else text("chart.target", value=target_figure(trend.target, trend.unit))
    return Panel(
        code=trend.indicator,
        name=name,
        runs=_runs((period.ordinal - origin, _share(value, trend)) for period, value in known),
        last=words,
        hover=text("chart.bars.hover", name=name, value=words),
        path=tuple(_place(period.ordinal - origin, _share(value, trend)) for period, value in trend.path),
        below=target,
    )


def _place(at: int, share: Fraction) -> Place:
    return (float(at), round(float(share), 3))


def _runs(points: Iterable[tuple[int, Fraction]]) -> tuple[tuple[Place, ...], ...]:
    """A missing period breaks the line."""
    runs: list[list[Place]] = []
    for at, share in points:
        if not runs or at - runs[-1][-1][0] > 1:
            runs.append([])
        runs[-1].append(_place(at, share))
    return tuple(tuple(run) for run in runs)
