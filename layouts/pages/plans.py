"""The plans beside one another: the final assessment of one that has ended, and where the next one stands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from dash import html
from dash.development.base_component import Component

from layouts import components as part
from layouts import format as printed
from layouts.components import Child
from layouts.headlines import short_target
from layouts.shell import plan_name
from layouts.text import Text
from layouts.view import ViewQuery
from metrics.front import PlanStanding
from metrics.results import Row, Status

MOST_OPEN = 3


def plans(standings: Sequence[PlanStanding], shown: str, view: ViewQuery, text: Text) -> Component | None:
    """One column a plan; None while there is only one to tell of. ``shown`` is the plan of the page."""
    if len(standings) < 2:
        return None
    columns = html.Div([_standing(one, one.plan.id == shown, view, text) for one in standings], className="plans")
    return part.section("plans", text("plans.title"), columns, css="plans-section")


def _standing(one: PlanStanding, is_shown: bool, view: ViewQuery, text: Text) -> Component:
    """Few targets are told each; of more, how many have which status, and each of them folded."""
    period = printed.period_name(one.period, text)
    state = html.Strong(text("plans.final" if one.is_final else "plans.now", period=period))
    listed = html.Ul([_target(row, text) for row in one.rows], className="plan-rows")
    head = html.H3([plan_name(one.plan, text), " ", _way(one, is_shown, view, text)])
    if len(one.rows) <= MOST_OPEN:
        return html.Div([head, html.Div([state, listed], className="plan-state few")], className="plan")
    anchor = f"plan-{one.plan.id}"
    places = {row.status: f"#{anchor}" for row in one.rows if row.status}
    counts = html.P([state, tally([row.status for row in one.rows], places, text)], className="plan-state")
    folded = part.details(text("plans.all", count=len(one.rows)), listed, anchor=anchor)
    return html.Div([head, counts, folded], className="plan")


def _way(one: PlanStanding, is_shown: bool, view: ViewQuery, text: Text) -> Child:
    """To the page of another plan; of an ended one that is shown, to the page as it stood at its end."""
    if not is_shown:
        return part.link(text("plans.show"), view.href("/", plan=one.plan.id, indicator=None))
    if one.is_final:
        return part.link(text("plans.at_end"), view.href("/", period=one.period))
    return None


def _target(row: Row, text: Text) -> Component:
    name = text(f"indicator.{row.indicator}.short")
    value = printed.figure(row.value, row.unit, row.target)
    told = text("plans.target", value=value, target=short_target(row))
    return html.Li([html.Span(name, className="plan-name"), html.Span(told), part.status_badge(row, text)])


def tally(statuses: Sequence[Status | None], places: Mapping[Status, str], text: Text) -> Component:
    """How many targets have each status, in the order of the statuses: ● 已达标 5　■ 未达标 7; each opens the place of
    those that it counts.
    """
    counts = Counter(status for status in statuses if status is not None)
    told: list[Child] = [_count(one, counts[one], places[one], text) for one in Status if one in counts]
    return html.Span(told, className="tally")


def _count(status: Status, count: int, place: str, text: Text) -> Component:
    words = text("plans.count", word=text(f"status.{status}"), count=count)
    return part.sign(status, part.opens(words, place))
