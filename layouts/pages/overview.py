"""总览: where the city stands, in five seconds; then the rows of the plan, the zones, what needs attention."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby

from dash import html
from dash.development.base_component import Component

from data.model import Reference
from layouts import components as part
from layouts import format as printed
from layouts.components import Child
from layouts.headlines import Part, Sentence, headlines
from layouts.measured import AFTER_FIGURE, kept_together
from layouts.pages.beside import beside
from layouts.pages.changed import changed
from layouts.pages.commitments import commitments
from layouts.pages.comparability import overview_lines
from layouts.pages.exceptions import exceptions
from layouts.pages.pictures import coverage_map
from layouts.pages.plans import plans
from layouts.pages.trends import trends
from layouts.pages.units import units
from layouts.pages.zones import stays, zones
from layouts.shell import footer, strip
from layouts.text import Text
from layouts.view import ViewQuery
from metrics.front import Front
from metrics.indicators import ZONE_INDICATORS
from metrics.results import Overview

TITLE = "page.overview.title"


def render(found: Front, reference: Reference, view: ViewQuery, text: Text) -> Component:
    """The whole page from one reading of the store."""
    overview = found.overview
    parts = [
        _heading(overview, view, text),
        strip(overview.newer, overview.scorecard.as_of, view, text),
        _sentences(overview, reference, view, text),
        plans(found.plans, overview.scorecard.plan.id, view, text),
        _targets(overview, reference, view, text),
        html.Div(
            [
                coverage_map(overview, reference, view, text),
                html.Div(
                    [zones(overview, reference, view, text), exceptions(overview, reference, view, text)],
                    className="stack",
                ),
            ],
            className="columns",
        ),
        changed(found.changes, reference, view, text),
        trends(overview.scorecard, found.series, view, text),
        units(overview, reference, view, text),
        footer(overview.scorecard, "/", view, text),
    ]
    return html.Div(parts, className="overview")


def _targets(overview: Overview, reference: Reference, view: ViewQuery, text: Text) -> Component:
    return commitments(
        overview.scorecard,
        reference,
        view,
        text,
        *overview_lines(overview.compared, overview.splits, reference, text),
        beside(overview, reference, text),
    )


def _heading(overview: Overview, view: ViewQuery, text: Text) -> Component:
    period = overview.scorecard.period
    files = [
        part.download_link(text(f"download.{kind}"), view.href(f"/download/{path}", period=period), "button")
        for kind, path in (("pdf", "briefing.pdf"), ("card", "card.png"), ("csv", "scorecard.csv"))
    ]
    title = html.H1([text(TITLE), html.Small(printed.period_name(period, text))])
    return html.Div([title, html.Div(files, className="downloads")], className="page-head")


def _sentences(overview: Overview, reference: Reference, view: ViewQuery, text: Text) -> Component:
    pages = {"warnings": "/quality", "ways": "/gaps"}
    alone = stays(overview, view).with_(zone=None, indicator=None, sort=None, table=None)
    elsewhere = {anchor: alone.href(path, anchor) for anchor, path in pages.items()}
    return sentence_list(headlines(overview, reference, text), text, elsewhere)


def sentence_list(sentences: Sequence[Sentence], text: Text, elsewhere: Mapping[str, str] | None = None) -> Component:
    """The sentences of a first screen, their figures as links; ``elsewhere``: sections of other pages."""
    told = [html.Li(_sentence(sentence, elsewhere or {})) for sentence in sentences]
    return html.Ol(told, className="headlines", **{"aria-label": text("page.overview.headlines")})


def _sentence(sentence: Sentence, elsewhere: Mapping[str, str]) -> list[Child]:
    """Figures as links; a figure and the unit or stop that follows it stay on one line, in words too (2183.2万人)."""
    told: list[Child] = []
    for is_figure, run in groupby(sentence.parts, key=lambda piece: piece.is_figure):
        if is_figure:
            told += [_figure(piece, elsewhere) for piece in run]
            continue
        words = "".join(piece.text for piece in run)
        after = AFTER_FIGURE.match(words)
        if after and told:
            told[-1] = html.Span([told[-1], after[0]], className="keep")
            words = words[after.end() :]
        told += kept_together(words)
    return told


def _figure(piece: Part, elsewhere: Mapping[str, str]) -> Component:
    href = elsewhere.get(piece.section or "")
    if href:
        return part.link(piece.text, href, "figure")
    return html.A(piece.text, href=f"#{anchor_of(piece)}", className="figure")


def anchor_of(piece: Part) -> str:
    """Where on the page the reader finds what is behind a figure of a sentence."""
    if piece.section is not None:
        return {"returns": "units"}.get(piece.section, piece.section)
    if piece.zone is not None and piece.indicator not in ZONE_INDICATORS:
        return "zones"
    return f"row-{piece.indicator}"
