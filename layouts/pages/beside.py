"""What the plan promises without a number, and what counts toward no target: told under the table of targets."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from data.model import Reference
from layouts import format as printed
from layouts.text import Text
from metrics.new_slots import TARGETS
from metrics.results import Overview, Row

TOLD = ("T4a", "T9a", "T16a")


def beside(overview: Overview, reference: Reference, text: Text) -> Component:
    """已建成x个: counts without a light, each with its row's anchor; then the slots of no target."""
    rows = [overview.scorecard.row(name, reference.city.code) for name in TOLD]
    told = [_told(row, overview, reference, text) for row in rows if row is not None and row.value is not None]
    if overview.uncounted:
        told.append(html.Span(_uncounted(overview, reference.city.code, text), id="uncounted"))
    return html.P(told, className="note")


def _uncounted(overview: Overview, city: str, text: Text) -> str:
    """Since when, 至少 where not all units are known; that they count to neither target only where the plan has those
    targets.
    """
    plan = overview.scorecard.plan
    key = "commitments.beside.uncounted" if plan.sets(TARGETS) else "commitments.beside.others"
    since, slots = printed.period_name(plan.baseline, text), printed.count(overview.uncounted)
    net = overview.scorecard.row("NET", city)
    partial = net is not None and net.no_value is not None
    return text(key, since=since, slots=text("chart.at_least", value=slots) if partial else slots)


def _told(row: Row, overview: Overview, reference: Reference, text: Text) -> Component:
    value = printed.figure(row.value, row.unit)
    least = printed.is_least(row.no_value, row.unit, row.is_least)
    words = text(
        f"commitments.beside.{row.indicator}",
        value=text("chart.at_least", value=value) if least else value,
        units=len(reference.units),
        year=overview.scorecard.period.year,
    )
    return html.Span(words, id=f"row-{row.indicator}")
