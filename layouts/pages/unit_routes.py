"""The ways to both slot targets for one unit, with the numbers put in: for information, nobody's task."""

from __future__ import annotations

from dash.development.base_component import Component

from layouts import components as part
from layouts.route_words import put_in, told_ways
from layouts.text import Text
from metrics.unit_position import UnitPosition


def routes(found: UnitPosition, text: Text) -> Component:
    """By the arithmetic of 缺口测算, or what it lacks."""
    code, card = found.unit.code, found.scorecard
    slots, share = card.row("G1", code), card.row("G2", code)
    title = text("one_unit.routes")
    told = told_ways(found.routes, slots, share, text)
    told_of = put_in(slots, share, text("no_value.no_population"), text)
    shown = part.definition_list(told) if told else text("gaps.ways.unknown")
    return part.section("routes", title, shown, note=part.told(text("one_unit.routes_note"), put_in=told_of))
