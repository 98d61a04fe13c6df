"""Every chart and table of a page as a file: its data as CSV or workbook, a chart's drawing as PNG or SVG."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from dash import Dash
from flask import Flask

from callbacks.country import BY_REGION, in_one_answer
from callbacks.download import Made, send
from callbacks.navigation import Page, find_page
from callbacks.site import Site
from data.issues import UsageError
from layouts.charts import Picture, Sheet
from layouts.exports import CSV, csv_table
from layouts.frames import DATA_ENDINGS, endings_of
from layouts.text import Text
from layouts.view import ViewQuery
from layouts.workbook import XLSX, workbook


def register(app: Dash, site: Site) -> None:
    """``/download/chart/<page>[/<code>]/<key>.<ending>`` with the query of the page; the same with ``table``."""
    server: Flask = app.server
    base, rest = f"{site.settings.url_prefix}download", "<path:place>/<key>.<ending>"
    charts, tables = f"{base}/chart/{rest}", f"{base}/table/{rest}"
    server.add_url_rule(charts, "chart", lambda **named: send(site, lambda s, view: chart_file(s, view, **named)))
    server.add_url_rule(tables, "table", lambda **named: send(site, lambda s, view: table_file(s, view, **named)))


def chart_file(site: Site, view: ViewQuery, *, place: str, key: str, ending: str) -> Made:
    """The file of one chart; UsageError where the page has no such chart, or the chart no such file."""
    page, code = _page_of(site, place)
    pictures = {} if page.pictures is None else page.pictures(site, view, code)
    if key not in pictures or ending not in endings_of(pictures[key]):
        raise UsageError("query.chart", value=f"{key}.{ending}"[:40])
    text = site.text(view)
    content, kind = MAKERS[ending](pictures[key], text, site)
    name = text("download.name.chart", title=pictures[key].chart.title, period=site.period(view), ending=ending)
    return content, kind, name


def table_file(site: Site, view: ViewQuery, *, place: str, key: str, ending: str) -> Made:
    """The file of one table; UsageError where the page has no such table, or the table no such file."""
    page, code = _page_of(site, place)
    sheets = {} if page.sheets is None else page.sheets(site, view, code)
    if key not in sheets or ending not in DATA_ENDINGS:
        raise UsageError("query.sheet", value=f"{key}.{ending}"[:40])
    text = site.text(view)
    content, kind = MAKERS[ending](sheets[key], text, site)
    return (
        content,
        kind,
        text("download.name.chart", title=sheets[key].table.title, period=site.period(view), ending=ending),
    )


def _page_of(site: Site, place: str) -> tuple[Page, str]:
    """The page that a path names; UsageError for one that goes through more units than one answer holds."""
    page, code = find_page(site, "/" + place.removeprefix("overview"))
    if page.name in BY_REGION:
        in_one_answer(site.reference)
    return page, code


def _csv(picture: Picture | Sheet, *_: object) -> tuple[bytes, str]:
    return csv_table(picture.table, picture.facts), CSV


def _xlsx(picture: Picture | Sheet, text: Text, _: Site) -> tuple[bytes, str]:
    return workbook([picture.table], (text("chart.fact.title"), picture.facts)), XLSX


def _png(picture: Picture, text: Text, site: Site) -> tuple[bytes, str]:
    from layouts.briefing import chart_png

    return chart_png(picture.chart, lang=text.lang, notes=_told(picture, text), fonts=site.settings.fonts), "image/png"


def _svg(picture: Picture, text: Text, site: Site) -> tuple[bytes, str]:
    from layouts.briefing import chart_svg

    made = chart_svg(picture.chart, lang=text.lang, notes=_told(picture, text), fonts=site.settings.fonts)
    return made, "image/svg+xml"


def _told(picture: Picture, text: Text) -> list[str]:
    return [text("chart.fact.line", name=name, value=value) for name, value in picture.facts]


MAKERS: Mapping[str, Callable[[Any, Text, Site], tuple[bytes, str]]] = {
    "csv": _csv,
    "xlsx": _xlsx,
    "png": _png,
    "svg": _svg,
}
