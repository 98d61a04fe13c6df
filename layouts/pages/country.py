"""A place with thousands of units: the plan's rows of the whole, then region by region, never all units on one page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dash import html
from dash.development.base_component import Component

from data.model import Level, OrgUnit, Reference
from layouts import components as part
from layouts import format as printed
from layouts.components import Child, Column
from layouts.country_headlines import country_headlines, ratio_of, returns_words
from layouts.headlines import short_target
from layouts.names import name_of, zone_name
from layouts.pages.commitments import commitments
from layouts.pages.exceptions import reporting_words
from layouts.pages.overview import sentence_list
from layouts.pages.plans import plans
from layouts.pages.trends import trends
from layouts.pages.zones import COLUMNS as ZONE_COLUMNS
from layouts.shell import footer
from layouts.text import Text
from layouts.view import ViewQuery
from metrics.country import Completeness, CountryFront, Covered, Reported
from metrics.region import RegionView
from metrics.results import Scorecard

COLUMNS = (
    ("area", ""),
    ("reported", "number"),
    ("late", "number"),
    ("slots", "number"),
    ("inclusive", "number"),
    ("G1", "number strong"),
    ("G2", "number strong"),
    ("covered", "number"),
    ("use", "number"),
)


Shown = CountryFront | RegionView
"""What has rows, and townships covered, of several areas."""


def render_front(found: CountryFront, reference: Reference, view: ViewQuery, text: Text) -> Component:
    """总览 of a country: its sentences, plans, targets, zones, regions and series."""
    card = found.scorecard
    parts = [
        _heading(text("page.overview.title"), card, text),
        _newer(found.newer, view, text),
        sentence_list(country_headlines(found, reference, text), text),
        None if found.from_sums else html.P(text("country.from_returns"), className="note"),
        plans(found.plans, card.plan.id, view, text),
        commitments(card, reference, view, text, _uncounted(found, text)),
        _zones(found, reference, text),
        _regions(found, (found.reported.whole, *found.reported.regions), reference, view, text),
        trends(card, found.series, view, text),
        footer(card, "/", view, text),
    ]
    return html.Div([one for one in parts if one is not None], className="overview")


def render_region(found: RegionView, reference: Reference, view: ViewQuery, text: Text) -> Component:
    """One region: where it lies, how it stands, and what it is made of."""
    card, name = found.scorecard, name_of(found.org_unit, text)
    complete = (found.reported.whole, *found.reported.regions)
    counties = [_units(found, reference, view, text)] if found.units else []
    regions = [] if found.units and not found.reported.regions else [_regions(found, complete, reference, view, text)]
    return html.Div(
        [
            _heading(name, card, text),
            _path(found.above, view, text),
            html.P(returns_words(found.reported, card, text, "country.of_region"), className="note"),
            *regions,
            *counties,
            footer(card, f"/districts/{found.org_unit.code}", view, text),
        ],
        className="overview",
    )


def render_choice(
    title: str, found: RegionView, reference: Reference, view: ViewQuery, text: Text, *, path: str
) -> Component:
    """A page that would list every unit: its title, and the regions to choose from."""
    card = found.scorecard
    asked = text("country.choose", place=name_of(found.org_unit, text), units=printed.count(len(reference.units)))
    complete = (found.reported.whole, *found.reported.regions)
    return html.Div(
        [
            _heading(title, card, text),
            html.P(asked, className="note"),
            _regions(found, complete, reference, view, text),
            footer(card, path, view, text),
        ],
        className="overview",
    )


def _heading(title: str, card: Scorecard, text: Text) -> Component:
    return html.Div([html.H1([title, html.Small(printed.period_name(card.period, text))])], className="page-head")


def _newer(newer: Reported | None, view: ViewQuery, text: Text) -> Component | None:
    if newer is None:
        return None
    told = {"reported": printed.count(newer.whole.reported), "expected": printed.count(newer.whole.expected)}
    words = text("country.newer", period=printed.period_name(newer.period, text), **told)
    return html.P([words, " ", part.link(text("strip.open"), view.href("/", period=newer.period))], className="strip")


def _path(above: Sequence[OrgUnit], view: ViewQuery, text: Text) -> Component:
    links: list[Child] = []
    for one in above:
        href = "/" if one.parent is None else f"/districts/{one.code}"
        links += [part.link(name_of(one, text), view.href(href, zone=None, sort=None)), " › "]
    return html.Nav(links[:-1], className="crumb", **{"aria-label": text("country.path")})


def _uncounted(found: CountryFront, text: Text) -> Component | None:
    if not found.uncounted:
        return None
    return html.P(text("country.uncounted", slots=printed.count(found.uncounted)), className="note")


def _zones(found: CountryFront, reference: Reference, text: Text) -> Component:
    columns = [Column(text(f"zones.{name}"), css) for name, css in ZONE_COLUMNS]
    rows = [part.table_row(columns, _zone(found, zone, reference, text)) for zone in reference.zones]
    shown = part.wide(text("zones.title"), part.table(text("zones.caption"), columns, rows, "sticky"))
    return part.section("zones", text("zones.title"), shown, note=text("zones.note"))


def _zone(found: CountryFront, zone: str, reference: Reference, text: Text) -> list[part.Children]:
    city, card = reference.city.code, found.scorecard
    row = card.zone_row(city, zone)
    return [
        zone_name(reference, zone, text),
        _covered(found.coverage[city, zone], text),
        part.figure(row, text),
        printed.MISSING if row is None else part.known_side(short_target(row), row),
        printed.MISSING if row is None else part.status_badge(row, text),
        part.figure(card.row("G2", city, zone), text),
        part.figure(card.row("USE", city, zone), text),
    ]


def _covered(one: Covered, text: Text) -> str:
    """``20/22``: townships with an inclusive service of all; 至少 where some are not known."""
    return text("chart.at_least", value=ratio_of(one)) if one.unknown and one.covered is not None else ratio_of(one)


def _regions(
    found: Shown, complete: Sequence[Completeness], reference: Reference, view: ViewQuery, text: Text
) -> Component:
    """The whole in its first line, then each region with the way into it."""
    columns = [Column(text(f"country.{name}"), css) for name, css in COLUMNS]
    rows = [part.table_row(columns, list(_region(one, found, reference, view, text))) for one in complete]
    shown = part.wide(text("country.title"), part.table(text("country.caption"), columns, rows, "sticky"))
    return part.section("units", text("country.title"), shown, note=text("country.note"))


def _region(
    one: Completeness, found: Shown, reference: Reference, view: ViewQuery, text: Text
) -> Iterator[part.Children]:
    org_unit = reference.area_by_code[one.org_unit]
    yield _way_into(org_unit, view, text)
    yield text("country.share", some=printed.count(one.reported), all=printed.count(one.expected))
    yield printed.count(one.late)
    yield from _figures(one.org_unit, found, text)


def _way_into(org_unit: OrgUnit, view: ViewQuery, text: Text) -> Child:
    name = name_of(org_unit, text)
    if org_unit.level is Level.CITY:
        return name
    return part.link(name, view.href(f"/districts/{org_unit.code}", zone=None, sort=None))


def _figures(code: str, found: Shown, text: Text) -> Iterator[part.Children]:
    card = found.scorecard
    share = card.row("G2", code)
    for number in (share and share.denominator, share and share.numerator):
        told = printed.count(number)
        partial = share is not None and share.no_value is not None and number is not None
        yield text("chart.at_least", value=told) if partial else told
    yield part.figure(card.row("G1", code), text)
    yield part.figure(share, text)
    yield _covered(found.coverage[code, None], text)
    yield part.figure(card.row("USE", code), text)


def _units(found: RegionView, reference: Reference, view: ViewQuery, text: Text) -> Component:
    """The counties of a region, each with what became of its return."""
    columns = [Column(text(f"country.{name}"), css) for name, css in COLUMNS if name != "late"]
    rows = []
    for unit in found.units:
        org_unit = reference.area_by_code[unit.org_unit]
        head = [_way_into(org_unit, view, text), reporting_words(unit, text)]
        cells = [*head, *_figures(unit.org_unit, found, text)]
        rows.append(part.table_row(columns, cells, css="" if unit.stored else "unreported"))
    shown = part.wide(text("country.title"), part.table(text("country.caption"), columns, rows, "sticky"))
    return part.section("units", text("country.title"), shown, note=text("country.note"))
