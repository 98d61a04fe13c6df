"""按在建项目如期投用测算: the position at the deadline if what is known to come comes in time."""

from __future__ import annotations

from fractions import Fraction

from dash import html
from dash.development.base_component import Component

from data.model import Reference
from layouts import components as part
from layouts import format as printed
from layouts.text import Text
from metrics.forecast import Forecast
from metrics.results import Row
from metrics.shortfall import Shortfall

LEFT_OUT = ("undated", "overdue", "later", "planned", "unsized")


def forecast(found: Shortfall, reference: Reference, text: Text) -> Component:
    """Slots, inclusive slots, both rates and coverage at the deadline, and which projects were left out."""
    title = text("forecast.title")
    if found.forecast is None:
        return part.section("forecast", title, html.P(text("forecast.none"), className="note"))
    code, coming = reference.city.code, found.forecast
    per_head, share = found.scorecard.row("G1", code), found.scorecard.row("G2", code)
    lead = html.P(_lead(coming, text))
    facts = part.definition_list(_facts(coming, per_head, share, found, text))
    left = [text(f"forecast.{name}", count=count) for name in LEFT_OUT if (count := getattr(coming, name))]
    below = [html.P(text("forecast.left_out", words=text("format.comma").join(left)), className="note")] if left else []
    return part.section("forecast", title, lead, facts, *below, note=text("forecast.note"))


def _lead(coming: Forecast, text: Text) -> str:
    return text(
        "forecast.lead",
        day=printed.day_name(coming.deadline, text),
        projects=coming.projects,
        slots=printed.count(coming.slots),
        inclusive=printed.count(coming.inclusive_slots),
    )


def _facts(
    coming: Forecast, per_head: Row | None, share: Row | None, found: Shortfall, text: Text
) -> list[tuple[part.Child, part.Children]]:
    """Of a row that is partial only what is known is added to, which is said by 至少."""
    facts: list[tuple[part.Child, part.Children]] = []
    if per_head is not None and per_head.numerator is not None and per_head.denominator:
        slots = per_head.numerator + coming.slots
        value = printed.figure(Fraction(1000 * slots, per_head.denominator), "per_1000", per_head.target)
        facts.append((text("indicator.G1.short"), _least(per_head, value, text)))
    if share is not None and share.numerator is not None and share.denominator:
        inclusive, slots = share.numerator + coming.inclusive_slots, share.denominator + coming.slots
        value = printed.figure(Fraction(100 * inclusive, slots), "percent", share.target)
        facts.append((text("indicator.G2.short"), _least(share, value, text)))
    uncovered = len(found.needs.uncovered)
    covered = text("forecast.covered_of", count=len(coming.newly_covered), left=uncovered - len(coming.newly_covered))
    return [*facts, (text("forecast.covered"), covered)]


def _least(row: Row, value: str, text: Text) -> str:
    return text("forecast.partial", value=value) if row.no_value else value
