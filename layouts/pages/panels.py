"""Small multiples drawn by the browser itself: as many in a line as there is room for, each a few strokes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from urllib.parse import quote

from dash import html
from dash.development.base_component import Component

from layouts import components as part
from layouts.charts import SmallMultiples
from layouts.charts.multiples import Panel, Place
from layouts.charts.parts import RULE

WIDE, HIGH = 100, 44
"""The drawing is stretched to its frame; strokes keep their width."""


def panels(chart: SmallMultiples, figures: Mapping[str, part.Children]) -> Component:
    """A frame a place, in the order given; ``figures``: code -> its name and last value as links."""
    return html.Div([html.Div(_panel(panel, chart, figures[panel.code]), className="panel") for panel in chart.panels],
                    className="panels", role="group", **{"aria-label": chart.alt})  # fmt: skip


def _panel(panel: Panel, chart: SmallMultiples, words: part.Children) -> list[part.Child]:
    return [html.P(words), html.Img(src=_drawing(panel, chart), alt=panel.hover)]


def _drawing(panel: Panel, chart: SmallMultiples) -> str:
    lines = "".join([*_grid(chart), *(_run(run, chart) for run in panel.runs)])
    drawn = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDE} {HIGH}" preserveAspectRatio="none">'
        f'<g fill="none" stroke-linecap="round">{lines}</g></svg>'
    )
    return "data:image/svg+xml," + quote(drawn, safe=" =:/'\"")


def _grid(chart: SmallMultiples) -> Iterator[str]:
    across = f"M0 {{0}}L{WIDE} {{0}}"
    yield _path("".join(across.format(_y(tick.position, chart)) for tick in chart.y_ticks), RULE, 1)
    if chart.line is not None:
        yield _path(across.format(_y(chart.line, chart)), chart.line_colour, 1, "4 3")


def _run(run: tuple[Place, ...], chart: SmallMultiples) -> str:
    """A line; a single point is a stroke of no length with a round end."""
    places = [f"{_x(x, chart)} {_y(y, chart)}" for x, y in run]
    alone = len(places) == 1
    return _path("M" + "L".join(places * 2 if alone else places), chart.colour, 5 if alone else 2)


def _path(shape: str, colour: str, width: int, dash: str = "") -> str:
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    return f'<path d="{shape}" stroke="{colour}" stroke-width="{width}"{dashed} vector-effect="non-scaling-stroke"/>'


def _x(x: float, chart: SmallMultiples) -> str:
    first, last = chart.x_range
    return f"{(x - first) / (last - first) * WIDE:.1f}"


def _y(y: float, chart: SmallMultiples) -> str:
    """Counted from the top, with a little room for the stroke at either end."""
    least, most = chart.y_range
    return f"{1 + (1 - (y - least) / (most - least)) * (HIGH - 2):.1f}"
