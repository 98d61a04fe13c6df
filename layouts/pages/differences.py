"""Two revisions side by side: only the cells in which they differ."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from dash import html
from dash.development.base_component import Component

from layouts import components as part
from layouts import format as printed
from layouts.components import Column
from layouts.text import Text

MOST_ROWS = 300


class Differing(Protocol):
    """A cell that differs, as the clerk sees it; implemented by data.differences.CellDifference."""

    @property
    def sheet(self) -> str: ...

    @property
    def cell(self) -> str | None: ...

    @property
    def subject(self) -> str: ...

    @property
    def header(self) -> str: ...

    @property
    def old(self) -> str | None: ...

    @property
    def new(self) -> str | None: ...


def differences_part(found: Sequence[Differing], latest: int, text: Text) -> Component:
    """The first revision against revision ``latest``."""
    title = text("returns.differences.title", latest=latest)
    if not found:
        return part.section("differences", title, html.P(text("returns.differences.none")))
    heads = [text(f"returns.differences.{name}") for name in ("sheet", "cell", "what", "first")]
    columns = [Column(words) for words in (*heads, text("returns.differences.latest_column", latest=latest))]
    rows = [part.table_row(columns, _cells(one)) for one in found[:MOST_ROWS]]
    more = [html.P(text("issue.and_more", count=len(found) - MOST_ROWS))] if len(found) > MOST_ROWS else []
    table = part.wide(title, part.table(title, columns, rows))
    return part.section("differences", title, table, *more, note=text("returns.differences.note"))


def _cells(one: Differing) -> list[part.Children]:
    """Words of the form stay in its language."""
    what = [html.Span(one.header), " ", html.Small(one.subject)]
    return [
        html.Span(one.sheet, lang="zh-CN"),
        one.cell or printed.MISSING,
        html.Span(what, lang="zh-CN"),
        html.Span(one.old or printed.MISSING, lang="zh-CN"),
        html.Strong(one.new or printed.MISSING, lang="zh-CN"),
    ]
