"""修订表: what was said first, what is said now, who changed it when and why, and what that did to the headline."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, tzinfo

from dash import html
from dash.development.base_component import Component

from data.model import Period, Reference
from layouts import components as part
from layouts import format as printed
from layouts.components import Child, Column
from layouts.names import actor_name, unit_name
from layouts.shell import moment_words
from layouts.text import Text
from layouts.view import ViewQuery
from metrics.quality import Quality
from metrics.revisions import Effect, Figures, RevisionRow

COLUMNS = (
    ("unit", ""),
    ("first", "word"),
    ("now", "word"),
    ("slots", "number"),
    ("inclusive", "number"),
    ("covered", "number"),
    ("effect", "word"),
    ("why", "word"),
)


def revisions(quality: Quality, reference: Reference, view: ViewQuery, text: Text, zone: tzinfo) -> Component:
    """The returns of the period that came more than once; other periods with revisions are one step away."""
    columns = [Column(text(f"revisions.{name}"), css) for name, css in COLUMNS]
    rows = [part.table_row(columns, _cells(one, quality, reference, text, zone)) for one in quality.revisions]
    title = text("revisions.title", count=len(rows))
    table = part.wide(title, part.table(text("revisions.caption"), columns, rows, "sticky revisions"))
    shown = table if rows else html.P(text("revisions.none"), className="item")
    note = text("revisions.note") + (text("format.rounded") if rows else "")
    return part.section("revisions", title, shown, *_elsewhere(quality, view, text), note=note)


def _cells(row: RevisionRow, quality: Quality, reference: Reference, text: Text, zone: tzinfo) -> list[part.Children]:
    latest = row.latest
    return [
        unit_name(reference, row.org_unit, text),
        _moment(row.first.received_at, 1, row.first.actor, text, zone),
        [*_moment(latest.received_at, latest.revision, latest.actor, text, zone), html.Small(_state(row, text))],
        *(_said(row.said_first, row.said_now, name) for name in ("slots", "inclusive_slots", "covered")),
        [html.Span(_effect(one, text), className="below") for one in row.effects] or printed.MISSING,
        html.Span(quality.revision_notes.get(latest.sequence, printed.MISSING), lang="zh-CN"),
    ]


def _state(row: RevisionRow, text: Text) -> str:
    return text(f"state.{row.latest.state}")


def _moment(at: datetime, revision: int, actor: str, text: Text, zone: tzinfo) -> list[Child]:
    """第2次报送, when it came, and who filed it."""
    when = moment_words(at.astimezone(zone), text)
    number = text("district.revision_number", number=revision)
    return [
        html.Span(number),
        html.Small(when, className="below"),
        html.Small(actor_name(actor, text), className="below"),
    ]


def _said(first: Figures, now: Figures | None, name: str) -> part.Children:
    """36,200 → 36,244, and the difference below."""
    before = getattr(first, name)
    if now is None:
        return f"{printed.count(before)} → {printed.MISSING}"
    after = getattr(now, name)
    change = html.Small(f"{after - before:+,}" if after != before else "", className="below")
    return [f"{printed.count(before)} → {printed.count(after)}", change]


def _effect(effect: Effect, text: Text) -> str:
    """每千人口托位 2.84 → 2.85（▲0.01）: the city's figure with the first revision and with what counts."""
    before, after = (printed.figure(row.value, effect.unit, row.target) for row in (effect.first, effect.now))
    name = text(f"indicator.{effect.indicator}.short")
    partial = effect.change is None and effect.now.no_value is not None
    change = text(f"no_value.{effect.now.no_value}") if partial else printed.change(effect.change, effect.unit, text)
    return text("revisions.effect_words", name=name, before=before, after=after, change=change)


def _elsewhere(quality: Quality, view: ViewQuery, text: Text) -> list[Child]:
    """Links to the other periods that were revised, the newest first."""
    period = quality.provenance.period
    found = Counter(one for one in quality.revised_periods if one != period)
    if not found:
        return []
    links = [_link(one, found[one], view, text) for one in sorted(found, reverse=True)]
    spaced = [piece for link in links for piece in (link, " ")]
    return [html.P([text("revisions.elsewhere"), " ", *spaced], className="note")]


def _link(period: Period, count: int, view: ViewQuery, text: Text) -> Component:
    words = text("revisions.other", period=printed.period_name(period, text), count=count)
    return part.link(words, view.href("/quality", "revisions", period=period))
