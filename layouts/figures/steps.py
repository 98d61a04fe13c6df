"""The way from stock to stock on the screen: a bar a line, each hanging where the one above it ended.

It lies down, so that ten steps with their names and figures find room on a telephone.
"""

from __future__ import annotations

from layouts.charts.steps import StepChart
from layouts.figures.frame import Drawing, axis, frame, line_shape, plain_text

ROW_HEIGHT = 30
FRAME_HEIGHT = 76
LABEL_ROOM = 1.3
CUT = (0.05, 0.08)
"""Where a stock is cut, of the width."""


def step_figure(chart: StepChart) -> Drawing:
    """One bar a stock or step, and thin lines from each level to the next bar."""
    span = chart.maximum - chart.base
    layout = frame(chart.heading, height=FRAME_HEIGHT + ROW_HEIGHT * len(chart.bars), alt=chart.alt) | {
        "xaxis": axis(chart.y_ticks, (chart.base, chart.base + span * LABEL_ROOM), grid=True),
        "yaxis": {"autorange": "reversed", "type": "category", "fixedrange": True, "automargin": True},
        "shapes": [*(_level(place, chart) for place in range(len(chart.bars) - 1)), *_cuts(chart)],
        "bargap": 0.3,
        "showlegend": False,
    }
    return {"data": [_bars(chart)], "layout": layout}


def _bars(chart: StepChart) -> Drawing:
    return {
        "type": "bar",
        "orientation": "h",
        "y": [plain_text(bar.name) for bar in chart.bars],
        "x": [bar.high - max(bar.low, chart.base) for bar in chart.bars],
        "base": [max(bar.low, chart.base) for bar in chart.bars],
        "marker": {"color": [bar.colour for bar in chart.bars]},
        "text": [plain_text(bar.label) for bar in chart.bars],
        "textposition": "outside",
        "constraintext": "none",
        "cliponaxis": False,
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
