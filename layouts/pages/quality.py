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
from layouts.pages.warnings import EXPLAINED, warnings
from layouts.shell import footer
from layouts.text import Text
from layouts.view import ViewQuery
from metrics.quality import Quality, rate_of

RETURNS, DOUBTS = "#completeness", "#warnings"
"""Where the page lists returns and open doubts."""


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
            consistency(quality.consistency, quality.provenance.plan, reference, view, text),
            public_record(quality, reference, text),
            footer(quality.provenance, "/quality", view, text),
        ],
        className="quality",
    )


def _summary(quality: Quality, text: Text) -> Component:
    """Four numbers: received and on time in the period shown, over all periods, and what is still in doubt; each leads
    to the returns or the doubts that it counts.
    """
    now = rate_of(record.filings[-1] for record in quality.completeness.units if record.filings)
    ever = quality.completeness.total
    doubts = sum(one.is_open for one in quality.warnings)
    told, late = len(quality.warnings) - doubts, ever.received - ever.on_time
    complete, on_time = (
        printed.figure(ever.completeness, "percent"),
        part.counted(str(now.on_time), now.on_time, RETURNS),
    )
    of_ever, of_late = part.counted(received_words(ever), ever.due, RETURNS), part.counted(str(late), late, RETURNS)
    open_ones, explained = part.counted(printed.count(doubts), doubts, DOUBTS), part.counted(str(told), told, EXPLAINED)
    shown = [
        _stat("received", part.counted(received_words(now), now.due, RETURNS), "on_time", text, count=on_time),
        _stat("ever", part.counted(complete, ever.due, RETURNS), "ever_of", text, of=of_ever),
        _stat("punctual", part.counted(punctual_words(ever), ever.due, RETURNS), "late", text, count=of_late),
        _stat("doubts", open_ones, "told", text, count=explained),
    ]
    stats = html.Div(shown, className="stats")
    return part.section("summary", text("quality.summary"), stats, note=text("quality.note"))


def _stat(term: str, figure: Child, below: str, text: Text, **facts: Child) -> Component:
    told = part.told(text(f"quality.{below}"), **facts)
    return html.Div(
        [html.H3(text(f"quality.{term}")), html.Div(figure, className="big"), html.P(told)], className="stat"
    )
