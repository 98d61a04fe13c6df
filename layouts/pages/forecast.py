"""按在建项目如期投用测算: the position at the deadline if what is known to come comes in time."""

from __future__ import annotations

from fractions import Fraction

from dash import html
from dash.development.base_component import Component

from data.model import Reference
from layouts import components as part
from layouts import format as printed
from layouts.pages.scenario import of_city
from layouts.text import Text
from layouts.view import ViewQuery
from metrics.forecast import Forecast
from metrics.results import Row
from metrics.shortfall import Shortfall

UNCOVERED = "#uncovered"
"""Where the page lists the uncovered townships with the projects in each."""
LEFT_OUT = ("undated", "overdue", "later", "planned", "unsized")


def forecast(found: Shortfall, reference: Reference, view: ViewQuery, text: Text) -> Component:
    """Slots, inclusive slots, both rates and coverage at the deadline, and which projects were left out; numbers lead
    to the projects, those of townships to the uncovered ones, which name theirs.
    """
    title = of_city(text("forecast.title"), view, text)
    if found.forecast is None:
        return part.section("forecast", title, html.P(text("forecast.none"), className="note"))
    code, coming = reference.city.code, found.forecast
    per_head, share = found.scorecard.row("G1", code), found.scorecard.row("G2", code)
    projects = projects_of(found, view)
    lead = html.P(_lead(coming, projects, text))
    facts = part.definition_list(_facts(coming, per_head, share, found, projects, text=text))
    return part.section("forecast", title, lead, facts, *_left_out(coming, projects, text), note=text("forecast.note"))


def projects_of(found: Shortfall, view: ViewQuery) -> str:
    """Where every project of the city is listed with its kind and day."""
    stays = view.without_scenario().with_(period=found.scorecard.period)
    return stays.href("/supply", "every-project", org_unit=None, zone=None)


def _lead(coming: Forecast, projects: str, text: Text) -> list[part.Child]:
    counts = {"projects": coming.projects, "slots": coming.slots, "inclusive": coming.inclusive_slots}
    facts = {name: part.counted(printed.count(number), number, projects) for name, number in counts.items()}
    return part.told(text("forecast.lead"), day=printed.day_name(coming.deadline, text), **facts)


def _left_out(coming: Forecast, projects: str, text: Text) -> list[Component]:
    left: list[part.Child] = []
    for name in LEFT_OUT:
        if count := getattr(coming, name):
            said = part.told(text(f"forecast.{name}"), count=part.opens(printed.count(count), projects))
            left += [text("format.comma"), *said] if left else said
    told = part.told(text("forecast.left_out"), words=left)
    return [html.P(told, className="note")] if left else []


def _facts(
    coming: Forecast, per_head: Row | None, share: Row | None, found: Shortfall, projects: str, *, text: Text
) -> list[tuple[part.Child, part.Children]]:
    """Of a row that is partial only what is known is added to, which is said by 至少."""
    facts: list[tuple[part.Child, part.Children]] = []
    if per_head is not None and per_head.numerator is not None and per_head.denominator:
        slots = per_head.numerator + coming.slots
        value = printed.figure(Fraction(1000 * slots, per_head.denominator), "per_1000", per_head.target)
        facts.append(
            (text("indicator.G1.short"), _least(per_head, part.counted(value, coming.projects, projects), text))
        )
    if share is not None and share.numerator is not None and share.denominator:
        inclusive, slots = share.numerator + coming.inclusive_slots, share.denominator + coming.slots
        value = printed.figure(Fraction(100 * inclusive, slots), "percent", share.target)
        facts.append((text("indicator.G2.short"), _least(share, part.counted(value, coming.projects, projects), text)))
    uncovered = len(found.needs.uncovered)
    numbers = {"count": len(coming.newly_covered), "left": uncovered - len(coming.newly_covered)}
    counts = {name: part.counted(str(number), number, UNCOVERED) for name, number in numbers.items()}
    return [*facts, (text("forecast.covered"), part.told(text("forecast.covered_of"), **counts))]


def _least(row: Row, value: part.Child, text: Text) -> part.Children:
    return part.told(text("forecast.partial"), value=value) if row.no_value else value
