"""What a reader may change of the planner's question: fields that write themselves into the address.

The browser does that (`assets/21-scenario.js`): each field names the part of the address it writes and its default,
so that an address holds only what was changed.
"""

from __future__ import annotations

from collections.abc import Sequence

import dash_bootstrap_components as dbc
from dash import html
from dash.development.base_component import Component

from data.model import Costs, Frequency, Period, Reference
from layouts import components as part
from layouts import format as printed
from layouts.names import unit_name, zone_short
from layouts.scheme_files import cost_label, way_name
from layouts.text import Text
from layouts.view import FACTORS, MOST_UNITS, ViewQuery
from metrics.scenario import OWN, WHOLE, Scenario
from metrics.scheme import OfferedTarget, Scheme

STEPS = {"factor": 10, "convert": 5}
ALL, NONE = "all", "none"
NEXT = 4
YEARS = 5


def scenario_fields(scheme: Scheme, period: Period, view: ViewQuery, text: Text) -> Component:
    """Targets, horizon, how dear, how much can be turned, what comes first, and the limits, with a way back."""
    costs, scenario = scheme.costs, scheme.scenario
    assert costs is not None
    defaults = view.without_scenario()
    parts = [
        _targets(scheme.offered, text),
        html.Div(
            [
                _horizon(scheme, period, text),
                _slider("convert", scenario.convert, (0, WHOLE), text),
                _slider("factor", scenario.factor, FACTORS, text),
                _flag("first", scenario.first, text),
                _flag("coming", scenario.coming, text),
            ],
            className="scenario-fields",
        ),
        _limits(costs, scenario, text),
        html.P(
            [
                html.Strong(cost_label(costs, text), className="cost-label"),
                part.link(text("scheme.reset"), defaults.href("/gaps", anchor="planner"), "button"),
            ],
            className="scenario-foot",
        ),
    ]
    return html.Div(parts, className="scenario", role="group", **{"aria-label": text("scheme.scenario")})


def _targets(offered: Sequence[OfferedTarget], text: Text) -> Component:
    """A box a target of the city, and one for all that units have of their own."""
    of_city = [one for one in offered if one.org_unit is None]
    own = [one for one in offered if one.org_unit is not None]
    default = {one.target.indicator if one.org_unit is None else OWN for one in offered if one.by_default}
    boxes = [_target(one, text) for one in of_city]
    if own:
        label = text("scheme.own", count=len(own))
        box = dbc.Checkbox(id="target-own", label=label, value=any(one.chosen for one in own))
        boxes.append(html.Div(box, **{"data-value": OWN}))
    told = {"data-scenario": "targets", "data-default": "~".join(sorted(default))}
    return html.Fieldset([html.Legend(text("scheme.targets")), *boxes], **told)


def _target(one: OfferedTarget, text: Text) -> Component:
    name = one.target.indicator
    sign = "≥" if one.target.comparator == ">=" else ""
    label = f"{text(f'indicator.{name}.short')} {sign}{printed.figure(one.target.value, one.unit)}"
    if one.now is None and one.no_value:
        label = text("scheme.absent", target=label, reason=text(f"no_value.{one.no_value}"))
    ticked = one.chosen and one.now is not None
    box = dbc.Checkbox(id=f"target-{name}", label=label, value=ticked, disabled=one.now is None)
    return html.Div(box, **{"data-value": name})


def _horizon(scheme: Scheme, period: Period, text: Text) -> Component:
    default = "" if scheme.ahead is None else str(Period.holding(scheme.ahead.deadline, period.frequency))
    options = [{"value": str(one), "label": printed.period_name(one, text)} for one in horizons(period, scheme.by)]
    if not default:
        options.insert(0, {"value": NONE, "label": text("scheme.choose")})
    control = dbc.Select(options, NONE if scheme.by is None else str(scheme.by), id="scenario-by")
    field = [html.Label(text("scheme.by"), htmlFor="scenario-by"), control]
    return html.Div(field, className="field", **{"data-scenario": "by", "data-default": default or NONE})


def horizons(period: Period, chosen: Period | None) -> list[Period]:
    """The next quarters, the ends of the next years, and the one that is chosen."""
    per_year = period.frequency.per_year
    near = [period.shift(step) for step in range(1, NEXT + 1)] if period.frequency is Frequency.QUARTER else []
    ends = [Period(period.year + step, per_year, period.frequency) for step in range(YEARS + 1)]
    return sorted({one for one in (*near, *ends, *([chosen] if chosen else [])) if one > period})


def _slider(name: str, value: int, bounds: tuple[int, int], text: Text) -> Component:
    """A slider with its value in figures beside it, which can be typed too."""
    least, most = bounds
    numbers = {"min": least, "max": most, "step": STEPS[name], "value": value}
    label = html.Label([text(f"scheme.{name}"), html.Small(text(f"scheme.{name}_hint"))], htmlFor=f"scenario-{name}")
    typed = dbc.Input(
        id=f"scenario-{name}-typed", type="number", min=least, max=most, step=1, value=value, debounce=True
    )
    sliding = dbc.Input(id=f"scenario-{name}", type="range", **numbers)
    ear = html.Label(text(f"scheme.{name}"), htmlFor=f"scenario-{name}-typed", className="visually-hidden")
    return html.Div(
        [label, html.Div([sliding, ear, typed, html.Span("%")], className="sliding")],
        className="field slider",
        **{"data-scenario": name, "data-default": str(WHOLE)},
    )


def _flag(name: str, value: bool, text: Text) -> Component:
    box = dbc.Checkbox(id=f"scenario-{name}", label=text(f"scheme.{name}"), value=value)
    return html.Div(box, className="flag-field", **{"data-scenario": name, "data-default": "yes"})


def _limits(costs: Costs, scenario: Scenario, text: Text) -> Component:
    """Units of each way that can be done in a quarter; the year's limit stands beside."""
    fields = []
    for way in costs.ways:
        name = f"limit-{way.kind}-{way.channel}"
        hint = text(f"scheme.limit_hint.{way.kind}", count=printed.count(way.per_year))
        label = html.Label([way_name(way, text), html.Small(hint)], htmlFor=name)
        typed = dbc.Input(
            id=name, type="number", min=0, max=MOST_UNITS, step=1, value=scenario.quarterly(way), debounce=True
        )
        told = {"data-value": way.id, "data-default": str(way.per_quarter)}
        fields.append(html.Div([label, typed], className="field", **told))
    inside = html.Div(fields, className="limit-fields", **{"data-scenario": "limits"})
    return part.details(text("scheme.limits"), inside, css="limits", opened=bool(scenario.limits))


def of_city(title: str, view: ViewQuery, text: Text) -> str:
    """The head of a part that is of the whole city even where the page is narrowed to a unit or a zone: it says so."""
    if view.org_unit is None and view.zone is None:
        return title
    return text("gaps.of_place", title=title, place=text("coverage.all"))


def of_place(title: str, reference: Reference, view: ViewQuery, text: Text) -> str:
    """The head of a part that is of the unit and the zone of the address alone, where it names them."""
    places = [unit_name(reference, view.org_unit, text)] if view.org_unit else []
    places += [zone_short(reference, view.zone, text)] if view.zone else []
    return text("gaps.of_place", title=title, place=text("format.comma").join(places)) if places else title


def place_filter(reference: Reference, view: ViewQuery, text: Text) -> Component:
    """One unit, one zone, or all."""
    options = [{"value": ALL, "label": text("gaps.filter.all")}]
    options += [{"value": unit.code, "label": unit_name(reference, unit.code, text)} for unit in reference.units]
    control = dbc.Select(options, view.org_unit or ALL, id="filter-unit")
    field = [html.Label(text("gaps.filter.unit"), htmlFor="filter-unit"), control]
    places: list[tuple[str | None, str]] = [(None, text("coverage.all"))]
    places += [(zone, zone_short(reference, zone, text)) for zone in reference.zones]
    links = [
        part.link(words, view.href("/gaps", zone=zone), "current" if view.zone == zone else None)
        for zone, words in places
    ]
    tabs = html.Div(links, className="tabs", role="group", **{"aria-label": text("coverage.zones")})
    unit = html.Div(field, className="field", **{"data-scenario": "org_unit", "data-default": ALL})
    return html.Div([unit, tabs], className="place-filter")
