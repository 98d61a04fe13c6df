"""The map of townships that a reader can walk through: hexagons, or outlines that the folder's user supplied.

The cells never change. What they show is one letter a cell (``data-looks``: a capital is outside the filter) and one
figure a cell (``data-values``), so that another period, colour or zone sends these two lines and nothing else.
``assets/21-coverage.js`` gives the cells their looks, their words and the keyboard.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from enum import StrEnum
from functools import lru_cache

from dash import html
from dash.development.base_component import Component

from layouts import components as part
from layouts.charts import HexMap
from layouts.charts.coverage import LOOKS, CoverageKey
from layouts.charts.measures import CLASS_LOOKS, Measure, Size, class_of, class_words, value_of
from layouts.components import Child
from layouts.hexagons import MOST_CELLS, cell_place, map_box, name_labels, outlines_picture
from layouts.text import Text
from metrics.results import TownshipResult

LETTERS = "abcdefgh"


def township_map(
    chart: HexMap,
    townships: Sequence[TownshipResult],
    measure: Measure,
    text: Text,
    *,
    shown: Collection[str],
    chosen: str | None,
    outlines: str | None = None,
) -> Component:
    """``chart`` holds a cell for each of ``townships``; ``shown`` are the codes inside the filter.

    ``outlines``: address of the townships' outlines, which take the place of the hexagons on the screen; the hexagons
    stay for paper.
    """
    told = _told(townships, measure, text, shown=shown, chosen=chosen) | {"aria-label": chart.alt}
    cells = [_cell(cell.code, cell.name, *cell_place(cell.x, cell.y, chart).values()) for cell in chart.cells]
    grid = html.Div(
        [
            html.Div(cells, className="cells", role="listbox", **told),
            html.Img(src=outlines_picture(chart), alt=""),
            html.Div(name_labels(chart), **{"aria-hidden": "true"}),
        ],
        className="townmap hexes" + (" on-paper" if outlines else ""),
        style=map_box(chart),
    )
    if outlines is None:
        return grid
    codes = {"data-outlines": outlines, "data-codes": " ".join(cell.code for cell in chart.cells)}
    codes["data-names"] = ",".join(cell.name for cell in chart.cells)
    drawn = html.Div(className="cells", role="listbox", **told, **codes)
    return html.Div([html.Div(drawn, className="townmap drawn"), grid])


@lru_cache(maxsize=MOST_CELLS)
def _cell(code: str, name: str, left: str, top: str) -> Component:
    """The same for every page and measure: nobody changes a component once it is made."""
    given = {"data-code": code}
    return html.I(name, role="option", tabIndex=-1, lang="zh-CN", style={"left": left, "top": top}, **given)


def _told(
    townships: Sequence[TownshipResult], measure: Measure, text: Text, *, shown: Collection[str], chosen: str | None
) -> dict[str, str]:
    """What the browser makes cells and sentences of: a letter is a look and the sentence of that look."""
    names: list[StrEnum] = list(LOOKS) if measure is Measure.COVERAGE else list(CLASS_LOOKS)
    letters = dict(zip(names, LETTERS))
    looks = [(letters[class_of(measure, one)], one.township.code in shown) for one in townships]
    return {
        "data-looks": "".join(letter if inside else letter.upper() for letter, inside in looks),
        "data-values": ",".join(value_of(measure, one).replace(",", "") for one in townships),
        "data-classes": " ".join(names),
        "data-sentences": "|".join(_sentence(measure, name, text) for name in names),
        "data-outside": text("townmap.outside"),
        "data-chosen": chosen or "",
    }


def _sentence(measure: Measure, name: StrEnum, text: Text) -> str:
    """With {name} and {value} left open for the browser."""
    if name in ("unknown", "void"):
        return text("townmap.without", state=_words(measure, name, text), name="{name}")
    return text(f"townmap.{measure}", state=_words(measure, name, text), name="{name}", value="{value}")


def _words(measure: Measure, name: StrEnum, text: Text) -> str:
    return class_words(measure, name, text) if isinstance(name, Size) else text(f"coverage.{name}")


def map_legend(keys: Sequence[CoverageKey], listed: str) -> Component:
    """The looks in small, drawn as the cells are, each with its words and its count; where the townships are
    ``listed`` (blank = nowhere), a count leads there.
    """
    return html.Ul([html.Li(_key(key, listed)) for key in keys], className="legend townmap-legend")


def _key(key: CoverageKey, listed: str) -> list[Child]:
    mark = html.I(className=f"key {key.coverage}", **{"aria-hidden": "true"})
    return [mark, part.counted(key.label, key.count, listed)]
