"""The frame round a picture on a page: heading, drawing, notes, 查看数据, and the files that hold the same."""

from __future__ import annotations

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from layouts import components as part
from layouts import format as printed
from layouts.charts import Chart, DataCell, DataTable, DistrictMap, HexMap, Matrix, Picture, TrendChart
from layouts.charts.bars import RankedBars
from layouts.charts.columns import ColumnChart
from layouts.charts.multiples import SmallMultiples
from layouts.charts.steps import StepChart
from layouts.components import Child, Column
from layouts.figures import (
    bars_figure,
    column_figure,
    district_figure,
    multiples_figure,
    step_figure,
    trend_figure,
)
from layouts.figures.frame import Drawing, in_english
from layouts.shell import moment_words, plan_name
from layouts.text import Text
from layouts.view import ViewQuery
from metrics.results import Scorecard

DATA_ENDINGS = ("csv", "xlsx")
PICTURE_ENDINGS = ("png", "svg")
TOP, BOTTOM = 36, 28


def framed(
    picture: Picture,
    place: str,
    view: ViewQuery,
    text: Text,
    *,
    drawing: Component | None = None,
    data: Component | None = None,
    css: str = "",
) -> Component:
    """``place`` is the page's name, with the code of the place shown where it has one: ``districts/110114``.

    ``drawing`` takes the place of plotly's figure where the page draws the chart itself (hexagons, a matrix), ``data``
    that of the table where it is too long to be sent unasked.
    """
    shown = drawing or _graph(picture.chart, text, css)
    below = html.Figcaption(
        [*_notes(picture.chart), data or data_of(picture.table, text), _files(picture, place, view, text)]
    )
    return html.Div(
        [html.H3(_heading(picture.chart)), html.Figure([shown, below], className="chart")], className="picture"
    )


def _heading(chart: Chart) -> str:
    return chart.title if isinstance(chart, DistrictMap | HexMap) else chart.heading


def _notes(chart: Chart) -> list[Child]:
    notes = (chart.note,) if isinstance(chart, DistrictMap | HexMap) else chart.notes
    return [html.P(note, className="note") for note in notes]


def _graph(chart: Chart, text: Text, css: str) -> Component:
    figure = _untitled(_figure(chart))
    if text.lang == "en":
        figure = in_english(figure)
    height = figure["layout"]["height"] if isinstance(chart, RankedBars | StepChart) else None
    return part.graph(figure, label=chart.alt, css=css, lang=text.lang, height=height)


def _figure(chart: Chart) -> Drawing:
    match chart:
        case TrendChart():
            return trend_figure(chart)
        case RankedBars():
            return bars_figure(chart)
        case ColumnChart():
            return column_figure(chart)
        case StepChart():
            return step_figure(chart)
        case SmallMultiples():
            return multiples_figure(chart)
        case DistrictMap():
            return district_figure(chart)
        case HexMap() | Matrix():
            raise TypeError(f"{type(chart).__name__} is drawn by its page")


def _untitled(figure: Drawing) -> Drawing:
    """The figure without the title that the page itself prints over it."""
    layout = {key: value for key, value in figure["layout"].items() if key != "title"}
    return figure | {"layout": layout | {"margin": {"b": BOTTOM} | layout["margin"] | {"t": TOP}}}


def data_of(table: DataTable, text: Text, *, opened: bool = False) -> Component:
    """查看数据: the data of a chart, folded unless ``opened``."""
    width = range(len(table.heads))
    numbers = [any(not isinstance(row[place].typed, str | None) for row in table.rows) for place in width]
    columns = [Column(head, "number" if number else "") for head, number in zip(table.heads, numbers, strict=True)]
    rows = [part.table_row(columns, [printed_cell(cell) for cell in row]) for row in table.rows]
    shown = part.wide(table.title, part.table(table.title, columns, rows))
    return part.details(text("download.data"), shown, opened=opened)


def asked_data(picture: Picture, path: str, view: ViewQuery, text: Text) -> Component:
    """查看数据 of a chart with many numbers: they are sent only to who asks for them (``table``), with a way back."""
    if view.table != picture.key:
        return part.link(text("download.data"), view.href(path, table=picture.key), "data-link")
    close = part.link(text("townmap.data_close"), view.href(path, table=None), "data-link")
    return html.Div([data_of(picture.table, text, opened=True), close], id=data_anchor(picture.key))


def data_anchor(key: str) -> str:
    """The place of the data of a chart that were asked for: ``map-data``."""
    return f"{key}-data"


def printed_cell(cell: DataCell) -> Child:
    """A cell of data on a page, which leads to what is behind it."""
    if not cell.opens:
        return cell.shown
    return part.addend(cell.shown, cell.opens) if cell.adds else part.opens(cell.shown, cell.opens)


def _files(picture: Picture, place: str, view: ViewQuery, text: Text) -> Component:
    links = [
        part.download_link(ending.upper(), view.href(f"/download/chart/{place}/{picture.key}.{ending}"))
        for ending in endings_of(picture)
    ]
    return html.P([html.Span(text("download.files")), *links], className="files")


def sheet_files(place: str, key: str, view: ViewQuery, text: Text) -> Component:
    """下载: a table of the page as CSV and workbook; ``place`` and ``key`` as those of a picture."""
    links = [
        part.download_link(ending.upper(), view.href(f"/download/table/{place}/{key}.{ending}"))
        for ending in DATA_ENDINGS
    ]
    return html.P([html.Span(text("download.files")), *links], className="files")


def endings_of(picture: Picture) -> tuple[str, ...]:
    """The files a picture can be had as; the outlines of districts leave no drawing without an approval number."""
    kept_back = isinstance(picture.chart, DistrictMap) and not picture.chart.approval
    return DATA_ENDINGS if kept_back else (*DATA_ENDINGS, *PICTURE_ENDINGS)


def facts_of(provenance: Scorecard, unit: str, text: Text) -> tuple[tuple[str, str], ...]:
    """What a picture rests on, in words; ``unit`` is a word too."""
    told: Sequence[tuple[str, str]] = (
        ("unit", unit),
        ("period", printed.period_name(provenance.period, text)),
        ("plan", plan_name(provenance.plan, text)),
        ("source", text("chart.fact.of_returns")),
        ("as_of", moment_words(provenance.as_of, text)),
        ("definitions", provenance.definition_version),
        ("digest", provenance.data_digest[:12]),
    )
    named = [(text(f"chart.fact.{name}"), value) for name, value in told]
    return (*named, (text("chart.fact.nature"), text("site.demo"))) if provenance.demo else tuple(named)
