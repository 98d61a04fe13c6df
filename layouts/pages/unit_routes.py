"""The ways to both slot targets for one unit, with the numbers put in: for information, nobody's task."""

from __future__ import annotations

from dash.development.base_component import Component

from layouts import components as part
from layouts.components import Child
from layouts.route_words import conversion_words, put_in, way_facts
from layouts.text import Text
from metrics.comparison import lacking_of
from metrics.unit_position import UnitPosition


def routes(found: UnitPosition, text: Text) -> Component:
    """By the arithmetic of 缺口测算, or what it lacks."""
    code, card = found.unit.code, found.scorecard
    slots, share = card.row("G1", code), card.row("G2", code)
    title = text("one_unit.routes")
    told: list[tuple[Child, part.Children]] = []
    if found.routes is not None and slots is not None:
        told += way_facts(found.routes, slots, share, text)
    elif share is not None and (count := lacking_of(share)) is not None:
        told = [(text("gaps.ways.only"), conversion_words(count, text))]
    told_of = put_in(slots, share, text("no_value.no_population"), text)
    shown = part.definition_list(told) if told else text("gaps.ways.unknown")
    return part.section("routes", title, shown, note=part.told(text("one_unit.routes_note"), put_in=told_of))
