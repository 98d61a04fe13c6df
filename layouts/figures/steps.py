"""The way from stock to stock on the screen: bars that hang between the levels before and after."""

from __future__ import annotations

from layouts.charts.steps import StepChart
from layouts.figures.frame import Drawing, axis, frame, line_shape, plain_text

HEADROOM = 1.1
CUT = (0.05, 0.08)
"""Where a stock is cut, of the height."""


def step_figure(chart: StepChart, *, height: int = 360) -> Drawing:
    """One bar a stock or step, and thin lines from each level to the next bar."""
    layout = frame(chart.heading, height=height, alt=chart.alt) | {
        "xaxis": {"type": "category", "fixedrange": True, "automargin": True},
        "yaxis": axis(chart.y_ticks, (chart.base, chart.base + (chart.maximum - chart.base) * HEADROOM), grid=True),
        "shapes": [*(_level(place, chart) for place in range(len(chart.bars) - 1)), *_cuts(chart)],
        "bargap": 0.35,
        "showlegend": False,
    }
    return {"data": [_bars(chart)], "layout": layout}


def _bars(chart: StepChart) -> Drawing:
    return {
        "type": "bar",
        "x": [plain_text(bar.name) for bar in chart.bars],
        "y": [bar.high - max(bar.low, chart.base) for bar in chart.bars],
        "base": [max(bar.low, chart.base) for bar in chart.bars],
        "marker": {"color": [bar.colour for bar in chart.bars]},
        "text": [plain_text(bar.label) for bar in chart.bars],
        "textposition": "outside",
        "cliponaxis": False,
        "hovertext": [plain_text(f"{bar.name} {bar.label}") for bar in chart.bars],
        "hoverinfo": "text",
    }


def _level(place: int, chart: StepChart) -> Drawing:
    """The level that a bar leaves is where the next one starts."""
    after = chart.levels[place]
    return line_shape((place, place + 1), ("x", "y"), (after, after), chart.line_colour, dash="dot", width=1)


def _cuts(chart: StepChart) -> list[Drawing]:
    """A white band through each stock whose foot the axis leaves out."""
    if not chart.base:
        return []
    low, high = (chart.base + (chart.maximum - chart.base) * share for share in CUT)
    feet = [place for place, bar in enumerate(chart.bars) if bar.low < chart.base]
    return [
        {
            "type": "rect",
            "x0": place - 0.5,
            "x1": place + 0.5,
            "y0": low,
            "y1": high,
            "fillcolor": "#FFFFFF",
            "line": {"width": 0},
        }
        for place in feet
    ]
