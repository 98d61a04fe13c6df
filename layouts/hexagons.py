"""The map of townships drawn by the browser itself: light to send, sharp at any width, the same cells as on paper."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from functools import lru_cache
from urllib.parse import quote

from dash import html
from dash.development.base_component import Component

from layouts.charts import HexMap
from layouts.charts.hexmap import RADIUS, Line, MapLabel
from layouts.text import Text
from metrics.results import Coverage, TownshipResult

OUTLINE_WIDTH = 0.11
MOST_CELLS = 4096
MOST_PICTURES = 8


def hexagons(
    chart: HexMap, townships: Sequence[TownshipResult], text: Text, *, pointing: Mapping[str, str] | None = None
) -> Component:
    """Cells, the lines between districts over them, and the districts' names on top; places in % of the map.

    ``townships`` are those of the cells, in their order. What pointing at a cell tells is put together by the
    browser from its name, its state and ``data-slots``, so that another period sends 343 short numbers, not sentences.
    ``pointing`` holds those attributes where the map tells of something else than coverage.
    """
    cells = [
        _cell(cell.coverage, result.township.name, *cell_place(cell.x, cell.y, chart).values())
        for cell, result in zip(chart.cells, townships, strict=True)
    ]
    return html.Div(
        [*cells, html.Img(src=outlines_picture(chart), alt=""), *name_labels(chart)],
        className="hexagons",
        role="img",
        style=map_box(chart),
        **{"aria-label": chart.alt},
        **(_pointing(townships, text) if pointing is None else pointing),
    )


def map_box(chart: HexMap) -> dict[str, str]:
    """The style of the map's box: its height by its width, and the size of a cell."""
    return {
        "paddingBottom": _percent(_height(chart) / _width(chart)),
        "--cell-width": _percent(1 / _width(chart)),
        "--cell-height": _percent(2 * RADIUS / _width(chart)),
    }


def name_labels(chart: HexMap) -> list[Component]:
    """The districts' names."""
    return [_name(label, chart) for label in chart.labels]


@lru_cache(maxsize=MOST_CELLS)
def _cell(coverage: StrEnum, name: str, left: str, top: str) -> Component:
    """A cell that looks the same is the same one, for every page: nobody changes a component once it is made."""
    return html.I(className=coverage.value, style={"left": left, "top": top}, **{"data-name": name})


def _pointing(townships: Sequence[TownshipResult], text: Text) -> dict[str, str]:
    words = {f"data-{state}": text(f"coverage.{state}") for state in Coverage}
    slots = ",".join("" if one.inclusive_slots is None else str(one.inclusive_slots) for one in townships)
    hover = {"data-hover": text("coverage.hover"), "data-hover-unknown": text("coverage.hover_unknown")}
    return words | hover | {"data-slots": slots}


def _name(label: MapLabel, chart: HexMap) -> Component:
    return html.Span(label.text, style=cell_place(label.x, label.y, chart))


def cell_place(x: float, y: float, chart: HexMap) -> dict[str, str]:
    """Where a centre lies, from the left and the top (the chart counts upwards)."""
    left, top = (x - chart.x_range[0]) / _width(chart), (chart.y_range[1] - y) / _height(chart)
    return {"left": _percent(left), "top": _percent(top)}


def _width(chart: HexMap) -> float:
    return chart.x_range[1] - chart.x_range[0]


def _height(chart: HexMap) -> float:
    return chart.y_range[1] - chart.y_range[0]


def _percent(share: float) -> str:
    return f"{share * 100:.2f}%"


def outlines_picture(chart: HexMap) -> str:
    """The lines between districts as the address of a picture."""
    return _picture(chart.outlines, chart.x_range, chart.y_range, chart.outline_colour)


@lru_cache(maxsize=MOST_PICTURES)
def _picture(outlines: tuple[Line, ...], xs: tuple[float, float], ys: tuple[float, float], colour: str) -> str:
    """The lines as a picture of their own, written into the page: the same for every period."""
    path = "".join(_strokes(outlines, xs[0], ys[1]))
    drawing = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {xs[1] - xs[0]:.3f} {ys[1] - ys[0]:.3f}">'
        f'<path d="{path}" fill="none" stroke="{colour}" stroke-width="{OUTLINE_WIDTH}"'
        ' stroke-linecap="round"/></svg>'
    )
    return "data:image/svg+xml," + quote(drawing, safe=" =:/'\"")


def _strokes(outlines: Iterable[Line], left: float, top: float) -> Iterable[str]:
    for x1, y1, x2, y2 in outlines:
        yield f"M{x1 - left:.2f} {top - y1:.2f}L{x2 - left:.2f} {top - y2:.2f}"
