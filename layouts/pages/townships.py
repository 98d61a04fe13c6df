"""The table of a unit's townships, in the order of their codes, with what is unknown left open."""

from __future__ import annotations

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from data.model import OrgUnit, Reference
from layouts import components as part
from layouts.charts.coverage import LOOKS
from layouts.components import Column
from layouts.names import zone_short
from layouts.text import Text
from layouts.view import ViewQuery
from metrics.results import Coverage, TownshipResult

COLUMNS = (
    ("name", ""),
    ("zone", "word"),
    ("coverage", "word"),
    ("institutions", "number"),
    ("inclusive_institutions", "number"),
    ("slots", "number"),
    ("inclusive_slots", "number"),
    ("children", "number"),
)


def townships_table(
    townships: Sequence[TownshipResult],
    unit: OrgUnit,
    reference: Reference,
    view: ViewQuery,
    text: Text,
    *above: Component,
) -> Component:
    """One line a township, its name opening its institutions, with a download of the same figures."""
    columns = [Column(text(f"townships.{name}"), css) for name, css in COLUMNS]
    ordered = sorted(townships, key=lambda result: (result.coverage is not Coverage.UNCOVERED, result.township.code))
    shown = view.with_(page=None)
    rows = [part.table_row(columns, _cells(result, reference, shown, text)) for result in ordered]
    path = view.href(f"/download/townships/{unit.code}.csv", name=None, page=None)
    return part.section(
        "townships",
        text("townships.title", count=len(rows)),
        *above,
        part.wide(text("townships.region"), part.table(text("townships.caption"), columns, rows, "sticky")),
        part.download_link(text("download.csv"), path),
    )


def _cells(result: TownshipResult, reference: Reference, view: ViewQuery, text: Text) -> list[part.Children]:
    name, code = html.Span(result.township.name, lang="zh-CN"), result.township.code
    path = f"/districts/{result.township.reporting_unit}"
    return [
        part.link(name, view.href(path, "institutions", name=result.township.name)) if result.institutions else name,
        zone_short(reference, result.township.zone, text),
        coverage_words(result, text),
        part.of_township("INST", result.institutions, code),
        part.of_township("INST_I", result.inclusive_institutions, code),
        part.of_township("G2", result.slots, code),
        part.of_township("G2", result.inclusive_slots, code),
        part.of_township("USE", result.children, code),
    ]


def coverage_words(result: TownshipResult, text: Text) -> part.Children:
    """Symbol and word of a township's coverage, its flags, and what changed since last period."""
    look = LOOKS[result.coverage]
    covered = result.coverage is Coverage.COVERED
    colour = {} if covered else {"style": {"color": look.ink}}
    words = [html.Span(look.symbol, className="sign", **{"aria-hidden": "true"}), text(f"coverage.{result.coverage}")]
    moved = "lost" if result.lost else "gained" if result.gained else None
    news = [html.Small(text(f"coverage.{moved}"))] if moved else []
    return [
        html.Span(words, className="status covered" if covered else "status", **colour),
        *news,
        *part.flags(result.flags, text),
    ]
