"""What the reader chooses on the map of townships: what its colour shows, the zone, the unit, the period."""

from __future__ import annotations

import dash_bootstrap_components as dbc
from dash import html
from dash.development.base_component import Component

from data.model import Period, Reference
from layouts import components as part
from layouts import fields
from layouts import format as printed
from layouts.charts.measures import Measure
from layouts.ids import Id
from layouts.names import unit_name, zone_short
from layouts.text import Text
from layouts.view import COVERAGE, ViewQuery
from metrics.coverage import TownshipCoverage

EVERY = "all"
"""What a list says where nothing in particular is chosen; it stands in no address."""


def measure_of(view: ViewQuery) -> Measure:
    """What the colour shows; coverage unless told."""
    return Measure(view.colour or Measure.COVERAGE)


def controls(found: TownshipCoverage, reference: Reference, view: ViewQuery, text: Text) -> Component:
    """Links, a list and a slider; each writes the address and nothing else."""
    return html.Section(
        [
            _measures(view, text),
            _zones(reference, view, text),
            _units(reference, view, text),
            period_slider(found.periods, found.scorecard.period, text),
        ],
        id="map-controls",
        className="map-controls",
        **{"aria-label": text("townmap.controls")},
    )


def _measures(view: ViewQuery, text: Text) -> Component:
    chosen = measure_of(view)
    places = [
        (None if one is Measure.COVERAGE else one.value, text(f"measure.{one}.short"), one is chosen) for one in Measure
    ]
    links = [_choice(words, view.href(COVERAGE, colour=value), here) for value, words, here in places]
    return _tabs(text("townmap.colour"), links)


def _zones(reference: Reference, view: ViewQuery, text: Text) -> Component:
    places: list[tuple[str | None, str]] = [(None, text("coverage.all"))]
    places += [(zone, zone_short(reference, zone, text)) for zone in reference.zones]
    links = [_choice(words, view.href(COVERAGE, zone=zone, page=None), view.zone == zone) for zone, words in places]
    return _tabs(text("townmap.zone"), links)


def _choice(words: str, href: str, is_chosen: bool) -> Component:
    return part.link(words, href, "current" if is_chosen else None)


def _tabs(label: str, links: list[Component]) -> Component:
    name = html.Span(label, className="tabs-name", **{"aria-hidden": "true"})
    return html.Div([name, *links], className="tabs", role="group", **{"aria-label": label})


def unit_options(reference: Reference, text: Text) -> list[dict[str, str]]:
    """All units, and before them none in particular."""
    units = [{"value": unit.code, "label": unit_name(reference, unit.code, text)} for unit in reference.units]
    return [{"value": EVERY, "label": text("townmap.every_unit")}, *units]


def _units(reference: Reference, view: ViewQuery, text: Text) -> Component:
    chosen = dbc.Select(unit_options(reference, text), view.org_unit or EVERY, id=Id.MAP_UNIT)
    return fields.labelled(Id.MAP_UNIT, text("townmap.unit"), chosen)


def period_slider(periods: tuple[Period, ...], period: Period, text: Text) -> Component:
    """A slider over the reported periods. The browser tells its place in words and writes the period to the address."""
    names = [printed.period_name(one, text) for one in periods]
    handle = dbc.Input(
        type="range", id=Id.PERIOD_SLIDER, min=0, max=len(periods) - 1, step=1, value=periods.index(period)
    )
    return html.Div(
        [
            html.Label(text("townmap.period"), htmlFor=Id.PERIOD_SLIDER),
            html.Div([handle, html.Div(_marks(periods), className="slider-marks", **{"aria-hidden": "true"})]),
            html.Strong(names[periods.index(period)], className="slider-told", **{"aria-hidden": "true"}),
        ],
        className="period-slider",
        **{"data-periods": ",".join(map(str, periods)), "data-names": "|".join(names)},
    )


def _marks(periods: tuple[Period, ...]) -> list[Component]:
    """The last period of each year and the last of all, under their places; neighbours leave no room for more."""
    last = len(periods) - 1
    named = [place for place, one in enumerate(periods) if place == last or one.next.year != one.year]
    kept = [place for place in named if place == last or 8 * (last - place) > last]
    return [html.Span(str(periods[place]), style={"left": f"{100 * place / max(1, last):.1f}%"}) for place in kept]
