"""The bars of the units on the screen."""

from __future__ import annotations

import plotly.graph_objects as go

from layouts.charts.bars import RankedBars
from layouts.figures.frame import axis, framed, plain_text

ROW_HEIGHT = 24
FRAME_HEIGHT = 100
LABEL_ROOM = 1.18


def bars_figure(chart: RankedBars) -> go.Figure:
    """One horizontal bar a unit, first on top; a unit without a value shows why in its place."""
    height = FRAME_HEIGHT + ROW_HEIGHT * len(chart.bars)
    figure = framed(chart.heading, height=height, alt=chart.alt)
    names = [plain_text(bar.name) for bar in chart.bars]
    figure.add_trace(_bars(chart, names))
    figure.update_xaxes(axis(chart.ticks, (0, chart.maximum * LABEL_ROOM), grid=True))
    figure.update_yaxes(autorange="reversed", type="category", fixedrange=True, automargin=True)
    if chart.line is not None:
        figure.add_vline(x=chart.line, line={"color": chart.line_colour, "dash": "dash", "width": 1.5})
        figure.add_annotation(
            x=chart.line, y=1, yref="paper", yanchor="bottom", showarrow=False, text=plain_text(chart.line_label)
        )
    return figure


def _bars(chart: RankedBars, names: list[str]) -> go.Bar:
    return go.Bar(
        x=[bar.value or 0 for bar in chart.bars],
        y=names,
        orientation="h",
        marker={"color": chart.colour},
        text=[plain_text(bar.label) for bar in chart.bars],
        textposition="outside",
        cliponaxis=False,
        customdata=[bar.code for bar in chart.bars],
        hovertext=[plain_text(bar.hover) for bar in chart.bars],
        hoverinfo="text",
        showlegend=False,
    )
