"""数据质量: how far the figures can be relied on, open to everybody who reads them."""

from __future__ import annotations

from datetime import tzinfo

from dash import html
from dash.development.base_component import Component

from data.model import Reference
from layouts import components as part
from layouts import format as printed
from layouts.components import Child
from layouts.pages.completeness import completeness, punctual_words, received_words
from layouts.pages.consistency import consistency
from layouts.pages.public_record import public_record
from layouts.pages.revisions import revisions
from layouts.pages.warnings import warnings
from layouts.shell import footer
from layouts.text import Text
from layouts.view import ViewQuery
from metrics.quality import Quality, rate_of


def render(quality: Quality, reference: Reference, view: ViewQuery, text: Text, zone: tzinfo) -> Component:
    """The whole page; ``zone`` is the city's clock."""
    period = quality.provenance.period
    title = html.H1([text("page.quality.title"), html.Small(printed.period_name(period, text))])
    return html.Div(
        [
            html.Div(title, className="page-head"),
            _summary(quality, text),
            completeness(quality, reference, view, text),
            warnings(quality, reference, view, text, zone),
            revisions(quality, reference, view, text, zone),
            consistency(quality.consistency, quality.provenance.plan, reference, text),
            public_record(quality, reference, text),
            footer(quality.provenance, "/quality", view, text),
        ],
        className="quality",
    )


def _summary(quality: Quality, text: Text) -> Component:
    """Four numbers: received and on time in the period shown, over all periods, and what is still in doubt."""
    now = rate_of(record.filings[-1] for record in quality.completeness.units if record.filings)
    ever = quality.completeness.total
    doubts = sum(one.is_open for one in quality.warnings)
    told, late = len(quality.warnings) - doubts, ever.received - ever.on_time
    complete = printed.figure(ever.completeness, "percent")
    shown = [
        _stat(text("quality.received"), received_words(now), text("quality.on_time", count=now.on_time)),
        _stat(text("quality.ever"), complete, text("quality.ever_of", of=received_words(ever))),
        _stat(text("quality.punctual"), punctual_words(ever), text("quality.late", count=late)),
        _stat(text("quality.doubts"), printed.count(doubts), text("quality.told", count=told)),
    ]
    stats = html.Div(shown, className="stats")
    return part.section("summary", text("quality.summary"), stats, note=text("quality.note"))


def _stat(term: str, figure: str, below: Child) -> Component:
    return html.Div([html.H3(term), html.Div(figure, className="big"), html.P(below)], className="stat")
