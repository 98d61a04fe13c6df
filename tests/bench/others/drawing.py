"""What both others with plotly draw alike: the townships as hexagons, one filled trace a state."""

from __future__ import annotations

import plotly.graph_objects as go
from given import CORNERS


def hexagons(townships: list[dict]) -> go.Figure:
    figure = go.Figure()
    for state in dict.fromkeys(one["state"] for one in townships):
        inside = [one for one in townships if one["state"] == state]
        x = [value for one in inside for value in (*(one["x"] + dx for dx, _ in CORNERS), None)]
        y = [value for one in inside for value in (*(one["y"] + dy for _, dy in CORNERS), None)]
        text = [words for one in inside for words in ([one["words"]] * len(CORNERS) + [None])]
        figure.add_scatter(
            x=x, y=y, text=text, fill="toself", mode="lines", name=state, fillcolor=inside[0]["colour"],
            line={"color": "white", "width": 1}, hoverinfo="text",
        )  # fmt: skip
    figure.update_layout(height=560, margin={"l": 0, "r": 0, "t": 0, "b": 0})
    figure.update_xaxes(visible=False)
    figure.update_yaxes(visible=False, scaleanchor="x")
    return figure
