"""What every figure on the screen shares: fonts, margins, quiet axes. Cartesian only; nothing is fetched."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from layouts.charts.parts import INK, QUIET, RULE, Marker, Stroke, Tick
from layouts.format import letters

# The last named one is the web font of the style sheet, for machines without any Chinese font.
FONTS = (
    "'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', 'Noto Sans SC', 'Source Han Sans SC',"
    " 'WenQuanYi Micro Hei', 'Tuoyu Sans', sans-serif"
)
"""As the pages have them (``30-dashboard.css``)."""
LATIN_FONTS = f"'Segoe UI', 'Helvetica Neue', Arial, 'Liberation Sans', {FONTS}"
"""Of a page in English, as in its style sheet."""
Drawing = dict[str, Any]
MOST_ACROSS = 3
FRAME_HEIGHT = 76
"""Pixels of title and margins over and under the lines of a chart."""
NAME_ROOM = 20
"""Letters of a name beside a bar; more would leave a telephone no room for the bar."""
NAME_GAP = 5
"""Pixels between a name and what stands at the foot of its bar."""
LEGEND_ROOM = 38
"""Letters of an entry of a legend."""
DASHES = {Stroke.SOLID: "solid", Stroke.DASHED: "dash", Stroke.DOTTED: "dot"}
MARKERS = {Marker.FULL: "circle", Marker.HOLLOW: "circle-open", Marker.CROSSED: "x-thin"}


def frame(title: str, *, height: int, alt: str) -> dict[str, Any]:
    """The layout of an empty figure without template (small JSON), responsive in width; ``alt`` goes to ``meta``."""
    return {
        "autosize": True,
        "height": height,
        "margin": {"l": 48, "r": 28, "t": 44, "b": 40},
        "font": {"family": FONTS, "size": 13, "color": INK},
        "title": {"text": plain_text(title), "x": 0, "xref": "paper", "font": {"size": 15}},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "hoverlabel": {"font": {"family": FONTS}, "bgcolor": "#FFFFFF"},
        "hovermode": "closest",
        "legend": {"orientation": "h", "x": 0, "y": 1, "xanchor": "left", "yanchor": "bottom"},
        "meta": {"alt": alt},
    }


def axis(marks: Sequence[Tick], span: tuple[float, float], *, grid: bool, labels: int = 0) -> dict[str, object]:
    """An axis with the chart's own ticks and no others; with ``labels`` at most so many of them say their number."""
    every = _every(len(marks), labels) if labels else 1
    return {
        "range": list(span),
        "tickmode": "array",
        "tickvals": [mark.position for mark in marks],
        "ticktext": ["" if place % every else plain_text(mark.label) for place, mark in enumerate(marks)],
        "showgrid": grid,
        "gridcolor": RULE,
        "zeroline": False,
        "linecolor": QUIET,
        "fixedrange": True,
        "automargin": True,
    }


def _every(marks: int, labels: int) -> int:
    """How many ticks from one number to the next, at most so many numbers; if it can be, the last tick has one."""
    least = -(-marks // labels)
    return next((step for step in range(least, marks) if (marks - 1) % step == 0), least)


def lying_axis(marks: Sequence[Tick], span: tuple[float, float]) -> dict[str, object]:
    """The axis under bars that lie: few numbers, upright letters, so that a telephone has room for them."""
    return axis(marks, span, grid=True, labels=MOST_ACROSS) | {"tickangle": 0}


def names_axis(names: Sequence[str]) -> dict[str, object]:
    """Names beside bars that lie, first on top; one too long for a telephone goes over several lines."""
    return {
        "autorange": "reversed",
        "type": "category",
        "fixedrange": True,
        "automargin": True,
        "tickmode": "array",
        "tickvals": [plain_text(name) for name in names],
        "ticktext": [in_lines(name) for name in names],
        "ticks": "outside",
        "ticklen": NAME_GAP,
        "tickcolor": "rgba(0,0,0,0)",
    }


def in_lines(name: str, room: int = NAME_ROOM) -> str:
    """A name as plotly prints it, in its lines."""
    return "<br>".join(map(plain_text, name_lines(name, room)))


def name_lines(name: str, room: int = NAME_ROOM) -> list[str]:
    """A name in lines of at most ``room`` letters (a Chinese sign counts as two), broken between its words."""
    lines = [""]
    for word in re.findall(r"[^\s-]+-?\s*", name) or [name]:
        if lines[-1] and letters(lines[-1] + word.rstrip()) > room:
            lines.append("")
        lines[-1] += word
    return [line.rstrip() for line in lines]


def bare_axis(span: tuple[float, float]) -> dict[str, object]:
    """An axis nobody sees, for maps."""
    return {"range": list(span), "visible": False, "fixedrange": True}


def line_shape(
    xs: tuple[float, float],
    refs: tuple[str, str],
    ys: tuple[float, float],
    colour: str,
    *,
    dash: str = "dash",
    width: float = 1.5,
) -> Drawing:
    """A straight line across the drawing; ``refs`` are what x and y are counted in (an axis or ``paper``)."""
    return {
        "type": "line",
        "x0": xs[0],
        "x1": xs[1],
        "y0": ys[0],
        "y1": ys[1],
        "xref": refs[0],
        "yref": refs[1],
        "line": {"color": colour, "dash": dash, "width": width},
    }


def plain_text(words: str) -> str:
    """``words`` as plotly shows them literally: its labels read a little HTML, so names must not be any."""
    return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def in_english(drawing: Drawing) -> Drawing:
    """The drawing in the fonts of an English page."""
    layout = drawing["layout"]
    hover = layout["hoverlabel"] | {"font": {"family": LATIN_FONTS}}
    return drawing | {"layout": layout | {"font": layout["font"] | {"family": LATIN_FONTS}, "hoverlabel": hover}}
