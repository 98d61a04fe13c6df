"""Small multiples on the screen: one figure, a small pair of axes a place, the same scale in all."""

from __future__ import annotations

from layouts.charts.multiples import Panel, SmallMultiples
from layouts.charts.parts import PATH, QUIET
from layouts.figures.frame import DASHES, Drawing, axis, frame, line_shape, plain_text

ROW_HEIGHT = 110
GAP_X, GAP_Y = 0.02, 0.35
"""Room between panels: of the width, and of a panel's height (for its name; the first row's stand in the margin)."""
WIDE_GAP_X = 0.2
"""Of the width, where panels are so few that the names of their periods fit between them on a telephone."""


def multiples_figure(chart: SmallMultiples, *, across: int | None = None) -> Drawing:
    """``across`` panels a line (the chart's own number where none is told), in the order given."""
    across = across or chart.across
    down = -(-len(chart.panels) // across)
    layout = frame(chart.heading, height=60 + ROW_HEIGHT * down, alt=chart.alt) | {
        "showlegend": False,
        "shapes": [],
        "annotations": [],
    }
    traces: list[Drawing] = []
    for place, panel in enumerate(chart.panels):
        _frame_panel(layout, chart, place, panel, (across, down))
        traces += _lines(panel, chart, place)
    return {"data": traces, "layout": layout}


def _suffix(place: int) -> str:
    return str(place + 1) if place else ""


def _frame_panel(layout: Drawing, chart: SmallMultiples, place: int, panel: Panel, grid: tuple[int, int]) -> None:
    across, down = grid
    column, row = place % across, place // across
    gap = WIDE_GAP_X if across < 3 else GAP_X
    wide, high = (1 - gap * (across - 1)) / across, 1 / (down + GAP_Y * (down - 1))
    left = column * (wide + gap)
    top = 1 - row * high * (1 + GAP_Y)
    end = _suffix(place)
    x_ticks = chart.x_ticks if row == down - 1 or place + across >= len(chart.panels) else ()
    y_ticks = chart.y_ticks if column == 0 else ()
    layout[f"xaxis{end}"] = axis(x_ticks, chart.x_range, grid=False) | {
        "domain": [round(left, 4), round(left + wide, 4)],
        "anchor": f"y{end}",
        "automargin": False,
    }
    layout[f"yaxis{end}"] = axis(y_ticks, chart.y_range, grid=True) | {
        "domain": [round(max(0.0, top - high), 4), round(top, 4)],
        "anchor": f"x{end}",
        "automargin": column == 0,
    }
    layout["annotations"].append(_name(panel, left, top))
    line = chart.line if panel.target is None else panel.target
    if line is not None:
        refs, level = (f"x{end} domain", f"y{end}"), (line, line)
        dash = DASHES[chart.line_stroke]
        layout["shapes"].append(line_shape((0, 1), refs, level, chart.line_colour, dash=dash, width=1))


def _name(panel: Panel, left: float, top: float) -> Drawing:
    return {
        "x": round(left, 4),
        "y": round(top, 4),
        "xref": "paper",
        "yref": "paper",
        "xanchor": "left",
        "yanchor": "bottom",
        "showarrow": False,
        "font": {"size": 12},
        "text": plain_text(f"{panel.name} {panel.last}"),
    }


def _lines(panel: Panel, chart: SmallMultiples, place: int) -> list[Drawing]:
    end = _suffix(place)
    return [*_path(panel, end), *_beside(panel, end), *_runs(panel, chart, end)]


def _beside(panel: Panel, end: str) -> list[Drawing]:
    return [
        {"type": "scatter", "mode": "lines" if len(run) > 1 else "markers", "x": [x for x, _ in run]}
        | {"y": [y for _, y in run], "xaxis": f"x{end}", "yaxis": f"y{end}", "hoverinfo": "skip"}
        | {"line": {"color": QUIET, "width": 1.2, "dash": "dot"}, "marker": {"color": QUIET, "size": 4}}
        for run in panel.beside
    ]


def _path(panel: Panel, end: str) -> list[Drawing]:
    if not panel.path:
        return []
    return [
        {
            "type": "scatter",
            "mode": "lines",
            "x": [x for x, _ in panel.path],
            "y": [y for _, y in panel.path],
            "xaxis": f"x{end}",
            "yaxis": f"y{end}",
            "line": {"color": PATH, "width": 1.5, "dash": "dash"},
            "hoverinfo": "skip",
        }
    ]


def _runs(panel: Panel, chart: SmallMultiples, end: str) -> list[Drawing]:
    return [
        {
            "type": "scatter",
            "mode": "lines" if len(run) > 1 else "markers",
            "x": [x for x, _ in run],
            "y": [y for _, y in run],
            "xaxis": f"x{end}",
            "yaxis": f"y{end}",
            "line": {"color": chart.colour, "width": 2},
            "marker": {"color": chart.colour, "size": 5},
            "hovertext": plain_text(panel.hover),
            "hoverinfo": "text",
        }
        for run in panel.runs
    ]
