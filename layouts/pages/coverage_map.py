"""The two maps side by side: every township as one hexagon, and the districts on the ground."""

from __future__ import annotations

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from data.model import Reference
from layouts import components as part
from layouts import format as printed
from layouts.charts import DataCell, Picture, data_table, district_map, hex_map, number_cell, words_cell
from layouts.charts.districts import MapPoint, sum_words, sums_of
from layouts.charts.measures import Measure, measure_keys
from layouts.components import Child
from layouts.frames import asked_data, data_anchor, facts_of, framed
from layouts.names import unit_name
from layouts.pages.coverage_controls import measure_of
from layouts.pages.institution_search import INSTITUTIONS, OF_A_SEARCH
from layouts.pages.township_table import townships_table
from layouts.shell import FORGOTTEN
from layouts.text import Text
from layouts.township_map import map_legend, township_map
from layouts.view import COVERAGE, ViewQuery
from metrics.coverage import TownshipCoverage
from metrics.registry import Registered
from metrics.results import TownshipResult

PLACE = "coverage"
OUTLINES = "/maps/townships.svg"


def inside(found: TownshipCoverage, view: ViewQuery) -> list[TownshipResult]:
    """The townships inside the filter of the view."""
    return [
        one
        for one in found.townships
        if view.zone in (None, one.township.zone) and view.org_unit in (None, one.township.reporting_unit)
    ]


def maps(
    found: TownshipCoverage, reference: Reference, view: ViewQuery, text: Text, panel: Component | None
) -> Component:
    """The map of townships with the districts beside it, or with what was chosen on it, and the districts below."""
    town = html.Div([] if panel is None else [panel], className="chosen-town")
    parts = [_townships(found, reference, view, text), town, _ground(found, reference, view, text)]
    return html.Div(parts, className="maps" if panel is None else "maps with-town")


def _townships(found: TownshipCoverage, reference: Reference, view: ViewQuery, text: Text) -> Component:
    title, shown, measure = text("townmap.title"), inside(found, view), measure_of(view)
    if not shown:
        return part.section("map", title, html.P(text("townmap.none"), className="note"))
    keys = map_legend(measure_keys(measure, shown, text), data_place(view, reference))
    if not reference.hexagons:
        return part.section("map", title, keys, html.P(text("townmap.no_grid"), className="note"))
    picture = township_picture(found, reference, view, text)
    spec = hex_map(found.townships, reference, text, measure)
    drawn = township_map(
        spec,
        found.townships,
        measure,
        text,
        shown={one.township.code for one in shown},
        chosen=found.chosen.result.township.code if found.chosen else None,
        outlines=_outlines(found, reference, view),
    )
    drawing = html.Div([drawn, keys])
    framed_map = framed(
        picture, PLACE, _stays(found, view), text, drawing=drawing, data=asked_data(picture, COVERAGE, view, text)
    )
    return part.section("map", title, framed_map, note=text("townmap.how"), css="coverage")


def data_place(view: ViewQuery, reference: Reference, **changes: None) -> str:
    """Where the townships of the map are listed, in the view with these ``changes``; blank where there is no list."""
    listed, anchor = view.with_(table="map", **changes), data_anchor("map")
    if not reference.hexagons:
        return ""
    return f"#{anchor}" if listed == view else listed.href(COVERAGE, anchor)


def _stays(found: TownshipCoverage, view: ViewQuery) -> ViewQuery:
    """Files hold what is shown, also once another period has become the usual one."""
    return view.with_(period=found.scorecard.period)


def _outlines(found: TownshipCoverage, reference: Reference, view: ViewQuery) -> str | None:
    """Where the browser finds the outlines; None where the folder has none for one of the townships shown."""
    known = {shape.code for shape in reference.township_shapes}
    if not all(one.township.code in known for one in found.townships):
        return None
    return f"{view.base.rstrip('/')}{OUTLINES}?digest={reference.digest[:16]}"


def township_picture(found: TownshipCoverage, reference: Reference, view: ViewQuery, text: Text) -> Picture:
    """The townships inside the filter, as they are downloaded: hexagons, never outlines."""
    shown, measure = inside(found, view), measure_of(view)
    spec = hex_map(shown, reference, text, measure)
    facts = facts_of(found.scorecard, text(f"measure.{measure}.unit"), text)
    return Picture("map", spec, townships_table(spec.title, shown, reference, text), facts)


def _ground(found: TownshipCoverage, reference: Reference, view: ViewQuery, text: Text) -> Component | None:
    """The districts with the institutions that have coordinates; nothing where the folder has no outlines."""
    if not reference.districts:
        return None
    picture = district_picture(found, reference, view, text)
    css = "ground" if reference.map_approval_number else "ground screen-only"
    return part.section(
        "districts",
        text("townmap.districts"),
        framed(picture, PLACE, _stays(found, view), text, css="ground-map"),
        html.P(_located(found, view, text), className="note"),
        note=text("townmap.districts_note"),
        css=css,
    )


def _located(found: TownshipCoverage, view: ViewQuery, text: Text) -> list[Child]:
    """How many institutions are points on the map, of all: these lead to the list of institutions, unfiltered."""
    every = view.with_(**dict.fromkeys(OF_A_SEARCH))
    place = f"#{INSTITUTIONS}" if every == view else every.href(COVERAGE, INSTITUTIONS)
    count = part.counted(printed.count(found.institutions), found.institutions, place)
    return part.told(text("townmap.points"), located=printed.count(len(found.located)), count=count)


def district_picture(found: TownshipCoverage, reference: Reference, view: ViewQuery, text: Text) -> Picture:
    """Every district's sum over all its townships, whatever the filter of the map beside it."""
    measure = measure_of(view)
    spec = district_map(found.townships, reference, text, measure, _points(found.located, reference, text))
    heads = [text("townmap.head.district"), text("townmap.head.townships"), text(f"measure.{measure}.sum")]
    rows = []
    for code in (shape.code for shape in reference.districts):
        own = [one for one in found.townships if one.township.district == code]
        name, href = unit_name(reference, code, text), _townships_of(code, own, view)
        rows.append((words_cell(name), number_cell(str(len(own)), len(own), href), _summed(own, measure, href, text)))
    facts = facts_of(found.scorecard, text(f"measure.{measure}.unit"), text)
    approval = ((text("townmap.approval"), reference.map_approval_number),) if reference.map_approval_number else ()
    return Picture("districts", spec, data_table(spec.title, heads, rows), (*facts, *approval))


def _townships_of(code: str, own: Sequence[TownshipResult], view: ViewQuery) -> str:
    """Where all townships of a district are listed; nowhere, where others than its own unit report some of them."""
    if any(one.township.reporting_unit != code for one in own):
        return ""
    return view.href(f"/districts/{code}", "townships", **FORGOTTEN)


def _summed(own: Sequence[TownshipResult], measure: Measure, href: str, text: Text) -> DataCell:
    words = sum_words(measure, own, text)
    found = None if measure in (Measure.COVERAGE, Measure.USE) else sums_of(measure, own)
    return DataCell(words, words, href) if found is None else number_cell(words, found[0], href)


def _points(located: Sequence[Registered], reference: Reference, text: Text) -> list[MapPoint]:
    if reference.plane is None:
        return []
    return [
        MapPoint(*reference.plane(float(x), float(y)), bool(one.inclusive_slots), _pointed(one, text))
        for one in located
        if (x := one.row.longitude) is not None and (y := one.row.latitude) is not None
    ]


def _pointed(one: Registered, text: Text) -> str:
    slots, inclusive = printed.count(one.slots), printed.count(one.inclusive_slots)
    return text("townmap.point", name=one.row.name, slots=slots, inclusive=inclusive)
