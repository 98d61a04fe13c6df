"""人才队伍: training by who organised it, certificates with both their figures, events; city, units, over time."""

from __future__ import annotations

from collections.abc import Mapping

from dash import html
from dash.development.base_component import Component

from data.model import Reference
from layouts import components as part
from layouts import format as printed
from layouts.charts import Picture
from layouts.components import Child
from layouts.frames import framed
from layouts.names import unit_name
from layouts.pages.scope import completeness, page_head, stat, stats, unit_switch
from layouts.pages.workforce_pictures import FLOWS, workforce_pictures
from layouts.pages.workforce_units import units
from layouts.shell import footer
from layouts.text import Text
from layouts.view import ViewQuery
from metrics.questions import Workforce
from metrics.results import Row

PATH = "/workforce"
HEADLINE = ("T13a", "T14a", "T14b", "T14c", "T15a", "T16a")
OVER_TIME = ("T14a", "T14b", "T14c", "T13a")


def render(found: Workforce, reference: Reference, view: ViewQuery, text: Text) -> Component:
    """The whole page; with a unit chosen its own figures stand first."""
    period, unit = found.scorecard.period, view.org_unit
    pictures = workforce_pictures(found, reference, view, text)
    stays = view.with_(period=period)
    shown = printed.period_name(period, text)
    place = shown if unit is None else text("scope.place", period=shown, place=unit_name(reference, unit, text))
    return html.Div(
        [
            page_head(text("page.workforce.title"), place, unit_switch(PATH, reference, view, text)),
            completeness(found.reporting, reference, view, text),
            _headline(found, reference, view, text),
            _charts("paths", OVER_TIME, pictures, stays, text) if unit is None else None,
            _charts("flows", FLOWS, pictures, stays, text),
            part.section(
                "certified",
                text("workforce.certified.title"),
                framed(pictures["certified"], "workforce", stays, text),
                note=text("workforce.certified.note"),
            ),
            units(found, reference, view, text),
            footer(found.scorecard, PATH, view, text),
        ],
        className="workforce",
    )


def _headline(found: Workforce, reference: Reference, view: ViewQuery, text: Text) -> Component:
    code = view.org_unit or reference.city.code
    blocks: list[Child] = []
    for name in HEADLINE:
        row = found.scorecard.row(name, code)
        blocks.append(stat(row, text, below=_below(row, found, view, text)))
    return part.section("headline", text("workforce.headline.title"), stats(*blocks),
                        note=text("workforce.headline.note"))  # fmt: skip


def _below(row: Row | None, found: Workforce, view: ViewQuery, text: Text) -> list[Child]:
    """What is missing, and by whom what is there was organised."""
    if row is None:
        return []
    lines: list[Child] = []
    if row.gap:
        counted = {"T13a": "count", "T14a": "persons", "T14b": "persons"}.get(row.indicator, "carers")
        unit = text(f"commitments.gap_unit.{counted}")
        lines.append(part.side(text("workforce.headline.gap", gap=printed.count(row.gap), unit=unit), row))
    own = found.own.get(row.indicator)
    if view.org_unit is None and own is not None and own.known and row.numerator is not None:
        told = (
            ("by_city", _known(own.numerator, text, partial=bool(own.unknown))),
            ("by_units", _known(row.numerator - own.numerator, text, partial=bool(row.no_value))),
        )
        city, units = (part.side(text(f"workforce.headline.{key}", count=count), row) for key, count in told)
        lines.append(html.Span([city, text("scope.comma"), units]))
    return lines


def _known(number: int, text: Text, *, partial: bool) -> str:
    """A sum; a least value where something is missing from it."""
    words = printed.count(number)
    return text("chart.at_least", value=words) if partial else words


def _charts(
    name: str, keys: tuple[str, ...], pictures: Mapping[str, Picture], view: ViewQuery, text: Text
) -> Component:
    drawn = [framed(pictures[key], "workforce", view, text, css="trend" * (name == "paths"))
             for key in keys if key in pictures]  # fmt: skip
    note, title = text(f"workforce.{name}.note"), text(f"workforce.{name}.title")
    shown = drawn or [html.P(text("workforce.nothing"), className="note")]
    return part.section(name, title, html.Div(shown, className="pair"), note=note)
