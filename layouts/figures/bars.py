"""Bars of places on the screen: one a line, first on top; a place without a value shows why where its bar would be."""

from __future__ import annotations

from layouts.charts.bars import RankedBars
from layouts.charts.parts import QUIET
from layouts.figures.frame import Drawing, axis, frame, line_shape, plain_text

ROW_HEIGHT = 24
FRAME_HEIGHT = 76
LABEL_ROOM = 1.22


def bars_figure(chart: RankedBars) -> Drawing:
    """One horizontal bar a place, and the line that they are held against."""
    layout = frame(chart.heading, height=FRAME_HEIGHT + ROW_HEIGHT * len(chart.bars), alt=chart.alt) | {
        "xaxis": axis(chart.ticks, (0, chart.maximum * LABEL_ROOM), grid=True),
        "yaxis": {"autorange": "reversed", "type": "category", "fixedrange": True, "automargin": True},
        "shapes": [] if chart.line is None else [_line(chart.line, chart.line_colour)],
        "annotations": [] if chart.line is None else [*_values(chart), _line_label(chart.line, chart.line_label)],
        "showlegend": False,
    }
    return {"data": [_bars(chart)], "layout": layout}


def _bars(chart: RankedBars) -> Drawing:
    return {
        "type": "bar",
        "x": [bar.value or 0 for bar in chart.bars],
        "y": [plain_text(bar.name) for bar in chart.bars],
        "orientation": "h",
        "marker": {"color": chart.colour},
        "text": [plain_text(bar.label) for bar in chart.bars],
        "textposition": "outside" if chart.line is None else "none",
        "cliponaxis": False,
        "customdata": [bar.code for bar in chart.bars],
        "hovertext": [plain_text(bar.hover) for bar in chart.bars],
        "hoverinfo": "text",
    }


def _values(chart: RankedBars) -> list[Drawing]:
    """Where a line crosses the bars, their values stand on white, so that it does not strike them out."""
    common: Drawing = {
        "showarrow": False,
        "xanchor": "left",
        "bgcolor": "#FFFFFF",
        "borderpad": 1,
        "font": {"size": 12},
    }
    return [
        common | {"x": bar.value or 0, "y": plain_text(bar.name), "text": plain_text(bar.label)} for bar in chart.bars
    ]


def _line(x: float, colour: str) -> Drawing:
    return line_shape((x, x), ("x", "paper"), (0, 1), colour)


def _line_label(x: float, words: str) -> Drawing:
    return {
        "x": x,
        "y": 1,
        "yref": "paper",
        "yanchor": "bottom",
        "xanchor": "center",
        "showarrow": False,
        "text": plain_text(words),
        "font": {"size": 11, "color": QUIET},
    }
