"""The way from stock to stock on the screen: a bar a line, each hanging where the one above it ended.

It lies down, so that ten steps with their names and figures find room on a telephone.
"""

from __future__ import annotations

from layouts.charts.steps import StepBar, StepChart
from layouts.figures.frame import (
    FRAME_HEIGHT,
    Drawing,
    frame,
    in_lines,
    line_shape,
    lying_axis,
    name_lines,
    names_axis,
    plain_text,
)

ROW_HEIGHT, LINE_HEIGHT = 30, 7
"""Pixels of a bar's line, and what each line of a name over the first adds."""
WORDS = 0.25
"""What the words of a bar take of the width, on a telephone."""
PAST = 1.02
ON_A_TARGET = {"bgcolor": "rgba(255,255,255,0.9)", "borderpad": 0}
"""Where a narrow screen leaves words no room before a target, they interrupt its line and are not struck through."""
CUT = (0.05, 0.08)
"""Where a stock is cut, of the width."""


def step_figure(chart: StepChart) -> Drawing:
    """One bar a stock or step, and thin lines from each level to the next bar."""
    end = _end(chart)
    marks = [mark for mark in chart.y_ticks if mark.position <= end]
    layout = frame(chart.heading, height=FRAME_HEIGHT + _row_height(chart) * len(chart.bars), alt=chart.alt) | {
        "xaxis": lying_axis(marks, (chart.base, end)),
        "yaxis": _names(chart),
        "shapes": [
            *(_level(place, chart) for place in range(len(chart.bars) - 1)),
            *_cuts(chart),
            *(mark for place, bar in enumerate(chart.bars) for mark in _target(place, bar, chart)),
        ],
        "annotations": [_label(bar, chart) for bar in chart.bars],
        "bargap": 0.3,
        "showlegend": False,
    }
    return {"data": [_bars(chart)], "layout": layout}


def _end(chart: StepChart) -> float:
    """Where the axis ends: far enough for the last label and the farthest target."""
    feet = [chart.base + (_foot(bar, chart) - chart.base) / (1 - WORDS) for bar in chart.bars]
    return max(*feet, *(bar.target * PAST for bar in chart.bars if bar.target is not None))


def _foot(bar: StepBar, chart: StepChart) -> float:
    """Where the words of a bar begin: at its end, or past its target where this would strike them through."""
    room = (chart.maximum - chart.base) * WORDS
    return bar.high if bar.target is None or not bar.high <= bar.target < bar.high + room else bar.target


def _row_height(chart: StepChart) -> int:
    lines = max(len(name_lines(bar.name)) + bool(bar.below) for bar in chart.bars)
    return ROW_HEIGHT + LINE_HEIGHT * (lines - 1)


def _names(chart: StepChart) -> Drawing:
    """The names, and in small letters under that of a sum how far it should reach."""
    words = [in_lines(bar.name) + _below(bar) for bar in chart.bars]
    return names_axis([bar.name for bar in chart.bars]) | {"ticktext": words}


def _below(bar: StepBar) -> str:
    return f'<br><span style="font-size:11px">{plain_text(bar.below)}</span>' if bar.below else ""


def _label(bar: StepBar, chart: StepChart) -> Drawing:
    return {
        "x": _foot(bar, chart),
        "y": plain_text(bar.name),
        "text": plain_text(bar.label),
        "showarrow": False,
        "xanchor": "left",
        "xshift": 3,
        "font": {"size": 12},
        **(ON_A_TARGET if bar.target is not None else {}),
    }


def _target(place: int, bar: StepBar, chart: StepChart) -> list[Drawing]:
    """A thick line where a sum should reach."""
    if bar.target is None:
        return []
    here = (place - 0.4, place + 0.4)
    return [line_shape((bar.target, bar.target), ("x", "y"), here, chart.target_colour, dash="solid", width=3)]


def _bars(chart: StepChart) -> Drawing:
    return {
        "type": "bar",
        "orientation": "h",
        "y": [plain_text(bar.name) for bar in chart.bars],
        "x": [bar.high - max(bar.low, chart.base) for bar in chart.bars],
        "base": [max(bar.low, chart.base) for bar in chart.bars],
        "marker": {"color": [bar.colour for bar in chart.bars]},
        "text": [plain_text(bar.label) for bar in chart.bars],
        "textposition": "none",
        "hovertext": [plain_text(f"{bar.name} {bar.label}") for bar in chart.bars],
        "hoverinfo": "text",
    }


def _level(place: int, chart: StepChart) -> Drawing:
    """The level that a bar leaves is where the next one starts."""
    after = chart.levels[place]
    return line_shape((after, after), ("x", "y"), (place, place + 1), chart.line_colour, dash="dot", width=1)


def _cuts(chart: StepChart) -> list[Drawing]:
    """A white band through each stock whose foot the axis leaves out."""
    if not chart.base:
        return []
    low, high = (chart.base + (chart.maximum - chart.base) * share for share in CUT)
    feet = [place for place, bar in enumerate(chart.bars) if bar.low < chart.base]
    return [
        {
            "type": "rect",
            "x0": low,
            "x1": high,
            "y0": place - 0.5,
            "y1": place + 0.5,
            "fillcolor": "#FFFFFF",
            "line": {"width": 0},
        }
        for place in feet
    ]
