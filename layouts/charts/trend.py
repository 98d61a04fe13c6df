"""A series against the path it should have followed: points, 序时应达值, target, breaks of the series."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from data.model import Period, SeriesBreak
from layouts import format as printed
from layouts.charts.parts import PATH, QUIET, SERIES, TARGET, LegendEntry, Marker, Stroke, Tick, ticks, value_label
from layouts.headlines import target_figure
from layouts.text import Text
from metrics.results import Flag, NoValue, TargetKind, Trend, TrendPoint

MOST_PERIOD_LABELS = 6
HEADROOM = Fraction(21, 20)
LETTERS = 0.14
"""How high the words at a point reach, of the drawing's height."""


@dataclass(frozen=True, slots=True)
class ChartPoint:
    """One period: ``x`` counts periods from the first of the chart."""

    x: float
    y: float
    label: str
    marker: Marker
    hover: str


@dataclass(frozen=True, slots=True)
class Break:
    x: float
    label: str


@dataclass(frozen=True, slots=True)
class TrendChart:
    """``runs`` are unbroken stretches of points: a missing period breaks the line. ``path`` is 序时应达值."""

    title: str
    heading: str
    x_ticks: tuple[Tick, ...]
    y_ticks: tuple[Tick, ...]
    x_range: tuple[float, float]
    y_range: tuple[float, float]
    runs: tuple[tuple[ChartPoint, ...], ...]
    path: tuple[tuple[float, float], ...]
    target: float | None
    target_label: str
    breaks: tuple[Break, ...]
    legend: tuple[LegendEntry, ...]
    colour: str
    path_colour: str
    target_colour: str
    notes: tuple[str, ...]
    alt: str

    @property
    def points(self) -> tuple[ChartPoint, ...]:
        return tuple(point for run in self.runs for point in run)

    def is_struck(self, point: ChartPoint, side: int) -> bool:
        """Whether the target's line would strike through the point's words, above (``side`` 1) or below it (-1)."""
        if self.target is None:
            return False
        away = (self.target - point.y) * side / (self.y_range[1] - self.y_range[0])
        return 0 < away < LETTERS


def trend_chart(trend: Trend, text: Text) -> TrendChart:
    """The trend as a chart, from the first period to the later of the last period and the path's end."""
    periods = _periods(trend)
    origin = periods[0].ordinal
    points = [(p, _point(p, origin, trend, text)) for p in trend.points]
    y_ticks = ticks(_top(trend), trend.unit)
    name = text(f"indicator.{trend.indicator}.short")
    return TrendChart(
        title=name,
        heading=text("chart.heading", title=name, unit=text(f"unit.{trend.unit}")),
        x_ticks=_x_ticks(periods, origin),
        y_ticks=y_ticks,
        x_range=(-0.4, periods[-1].ordinal - origin + 0.4),
        y_range=(0.0, y_ticks[-1].position),
        runs=_runs([point for _, point in points]),
        path=tuple((float(period.ordinal - origin), float(value)) for period, value in trend.path),
        target=None if trend.target is None else float(trend.target),
        target_label=_target_label(trend, text),
        breaks=_breaks(trend, periods, text),
        legend=_legend(trend, [point for _, point in points if point], text),
        colour=SERIES,
        path_colour=PATH,
        target_colour=TARGET,
        notes=break_notes(trend.breaks, text),
        alt=_alt(name, points, trend, text),
    )


def _periods(trend: Trend) -> list[Period]:
    known = sorted({p.period for p in trend.points} | {period for period, _ in trend.path})
    return list(known[0].through(known[-1]))


def _point(point: TrendPoint, origin: int, trend: Trend, text: Text) -> ChartPoint | None:
    if point.value is None:
        return None
    partial = point.no_value is NoValue.INCOMPLETE
    carried = Flag.CARRIED in point.flags
    label = value_label(point.value, trend.unit, point.no_value, trend.target, text, least=point.is_least)
    marker = Marker.CROSSED if partial else Marker.HOLLOW if carried else Marker.FULL
    flags = printed.flag_words(point.flags, text)
    hover = text("chart.trend.hover", period=printed.period_name(point.period, text), value=label)
    x = float(point.period.ordinal - origin)
    return ChartPoint(x, float(point.value), label, marker, hover + (text("chart.flags", flags=flags) if flags else ""))


def _runs(points: list[ChartPoint | None]) -> tuple[tuple[ChartPoint, ...], ...]:
    runs: list[list[ChartPoint]] = [[]]
    for point in points:
        if point is None:
            runs.append([])
        elif runs[-1] and point.x - runs[-1][-1].x > 1:
            runs.append([point])
        else:
            runs[-1].append(point)
    return tuple(tuple(run) for run in runs if run)


def _x_ticks(periods: list[Period], origin: int) -> tuple[Tick, ...]:
    """Labels at the years' ends, thinned; every period where there are few."""
    last = [period for period in periods if period.number == period.frequency.per_year]
    chosen = periods if len(periods) <= MOST_PERIOD_LABELS or not last else last
    every = -(-len(chosen) // MOST_PERIOD_LABELS)
    return tuple(Tick(float(period.ordinal - origin), str(period)) for period in chosen[::every])


def _top(trend: Trend) -> Fraction:
    known = [point.value for point in trend.points if point.value is not None]
    known += [value for _, value in trend.path]
    known += [] if trend.target is None else [trend.target]
    top = max(known, default=Fraction(1)) * HEADROOM
    return min(top, printed.FULL) if trend.unit == "percent" else top


def _target_label(trend: Trend, text: Text) -> str:
    if trend.target is None:
        return ""
    key = "chart.reference" if trend.target_kind is TargetKind.REFERENCE else "chart.target"
    return text(key, value=target_figure(trend.target, trend.unit))


def _breaks(trend: Trend, periods: list[Period], text: Text) -> tuple[Break, ...]:
    first, last = periods[0], periods[-1]
    inside = sorted({one.day for one in trend.breaks if first.end < one.day <= last.end})
    return tuple(Break(_place(day, first), text("chart.break")) for day in inside)


def _place(day: date, first: Period) -> float:
    """Where a day falls between the period ends, which are the whole numbers."""
    period = next(p for p in first.through(first.shift(10_000)) if p.start <= day <= p.end)
    share = (day - period.start).days / ((period.end - period.start).days + 1)
    return round(period.ordinal - first.ordinal - 1 + share, 3)


def _legend(trend: Trend, points: list[ChartPoint], text: Text) -> tuple[LegendEntry, ...]:
    entries = [LegendEntry(text("chart.series"), SERIES, Stroke.SOLID, Marker.FULL)]
    if trend.path:
        entries.append(LegendEntry(text("chart.path"), PATH, Stroke.DASHED))
    if trend.target is not None:
        entries.append(LegendEntry(_target_label(trend, text), TARGET, Stroke.SOLID))
    markers = {point.marker for point in points}
    if Marker.HOLLOW in markers:
        entries.append(LegendEntry(text("chart.carried"), SERIES, marker=Marker.HOLLOW))
    if Marker.CROSSED in markers:
        entries.append(LegendEntry(text("chart.partial"), SERIES, marker=Marker.CROSSED))
    return (*entries, LegendEntry(text("chart.break"), QUIET, Stroke.DOTTED)) if trend.breaks else tuple(entries)


def break_notes(breaks: Iterable[SeriesBreak], text: Text) -> tuple[str, ...]:
    """What the dotted lines mean, in the order of their days, each once."""
    ordered = sorted(set(breaks), key=lambda one: (one.day, one.indicator))
    return tuple(
        text("chart.break_note", day=printed.day_name(one.day, text), note=_note(one, text)) for one in ordered
    )


def _note(one: SeriesBreak, text: Text) -> str:
    return one.note if text.lang == "zh" else one.note_en


def _alt(name: str, points: list[tuple[TrendPoint, ChartPoint | None]], trend: Trend, text: Text) -> str:
    known = [(p.period, point) for p, point in points if point is not None]
    if not known:
        return text("chart.trend.empty", name=name)
    (first, start), (last, end) = known[0], known[-1]
    return text(
        "chart.trend.alt",
        name=name,
        first=printed.period_name(first, text),
        start=start.label,
        last=printed.period_name(last, text),
        end=end.label,
        target=_target_label(trend, text),
    )
