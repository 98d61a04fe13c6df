"""Bars of places on the screen: one a line, first on top; a place without a value shows why where its bar would be."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from layouts.charts.bars import Bar, RankedBars
from layouts.charts.parts import QUIET
from layouts.figures.frame import (
    FRAME_HEIGHT,
    Drawing,
    frame,
    line_shape,
    lying_axis,
    name_lines,
    names_axis,
    plain_text,
)
from layouts.format import letters

ROW_HEIGHT, LINE_HEIGHT = 24, 6
"""Pixels of a bar's line, and what each line of a name over the first adds."""
LABEL_ROOM = 1.22
NARROW, LETTER, BESIDE = 158, 7.5, 3
"""Pixels of the bars' place on a telephone, of a letter of a value, and between a value and the end of its bar."""

Line = tuple[float, str, str, str, int]


def bars_figure(chart: RankedBars) -> Drawing:
    """One horizontal bar a place, and the line that they are held against."""
    lines = list(_lines(chart))
    layout = frame(chart.heading, height=FRAME_HEIGHT + _row_height(chart) * len(chart.bars), alt=chart.alt) | {
        "xaxis": lying_axis(chart.ticks, (0, chart.maximum * LABEL_ROOM)),
        "yaxis": names_axis([bar.name for bar in chart.bars]),
        "shapes": [_line(x, colour, dash) for x, _, colour, dash, _ in lines],
        "annotations": [
            *_values(chart, lines),
            *(_line_label(x, words, side, chart.maximum) for x, words, _, _, side in lines),
        ],
        "showlegend": False,
    }
    return {"data": [_bars(chart, lines)], "layout": layout}


def _row_height(chart: RankedBars) -> int:
    """High enough for the name of most lines, so that it does not touch the next."""
    return ROW_HEIGHT + LINE_HEIGHT * max((len(name_lines(bar.name)) - 1 for bar in chart.bars), default=0)


def _bars(chart: RankedBars, lines: Sequence[object]) -> Drawing:
    return {
        "type": "bar",
        "x": [bar.value or 0 for bar in chart.bars],
        "y": [plain_text(bar.name) for bar in chart.bars],
        "orientation": "h",
        "marker": {"color": chart.colour},
        "text": [plain_text(bar.label) for bar in chart.bars],
        "textposition": "none" if lines else "outside",
        "cliponaxis": False,
        "customdata": [bar.code for bar in chart.bars],
        "hovertext": [plain_text(bar.hover) for bar in chart.bars],
        "hoverinfo": "text",
    }


def _lines(chart: RankedBars) -> Iterator[Line]:
    """Where each line stands, its words, its colour and stroke, and the end at which its words stand."""
    if chart.line is not None:
        yield chart.line, chart.line_label, chart.line_colour, "dash", 1
    if chart.city is not None:
        yield chart.city, chart.city_label, chart.city_colour, "solid", 0


def _values(chart: RankedBars, lines: Sequence[Line]) -> list[Drawing]:
    """The values of bars that a line crosses: beside the end of their bar, in it where the line would strike them out,
    or beyond the line. On white only where nothing of a bar is behind them.
    """
    marks = sorted(line[0] for line in lines)
    return [_value(bar, *_place(bar, marks, chart.maximum * LABEL_ROOM)) for bar in (chart.bars if lines else ())]


def _place(bar: Bar, marks: Sequence[float], most: float) -> tuple[float, bool]:
    """Where a value stands, and whether it stands in its bar; as broad as it is on a telephone."""
    end, room = bar.value or 0.0, most * (LETTER * letters(bar.label) + 2 * BESIDE) / NARROW
    near = most * BESIDE / NARROW

    def struck(start: float) -> bool:
        return any(start - near < mark < start + room for mark in marks)

    if struck(end) and end > room and not any(end - room - near < mark < end for mark in marks):
        return end, True
    for mark in marks:
        end = max(end, mark) if end - near < mark < end + room else end
    return end, False


def _value(bar: Bar, x: float, inside: bool) -> Drawing:
    side: Drawing = {"xanchor": "right", "xshift": -BESIDE} if inside else {"xanchor": "left", "xshift": BESIDE}
    back = {} if inside else {"bgcolor": "#FFFFFF"}
    words = {"x": x, "y": plain_text(bar.name), "text": plain_text(bar.label), "font": {"size": 12}}
    return words | side | back | {"showarrow": False, "borderpad": 1}


def _line(x: float, colour: str, dash: str) -> Drawing:
    return line_shape((x, x), ("x", "paper"), (0, 1), colour, dash=dash, width=1)


def _line_label(x: float, words: str, side: int, most: float) -> Drawing:
    """Words beside the line, on the side where there is room."""
    return {
        "x": x,
        "y": side,
        "yref": "paper",
        "yanchor": "bottom" if side else "top",
        "xanchor": "right" if 2 * x > most * LABEL_ROOM else "left",
        "showarrow": False,
        "text": plain_text(words),
        "font": {"size": 11, "color": QUIET},
    }
