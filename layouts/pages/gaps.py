"""缺口测算: what is missing and by which way it could be made good, for the city, its units and its townships."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from data.model import Reference
from layouts import components as part
from layouts import format as printed
from layouts.components import Column
from layouts.frames import sheet_files
from layouts.headlines import target_figure
from layouts.names import unit_name
from layouts.own_targets import district_rows
from layouts.pages.commitments import GAP_UNITS
from layouts.pages.district_targets import assessed
from layouts.pages.forecast import forecast
from layouts.pages.gap_maps import gap_pictures
from layouts.pages.needs import needs
from layouts.pages.new_slots import new_slots
from layouts.pages.scenario import of_city, place_filter
from layouts.pages.scheme import planner
from layouts.route_words import put_in, told_ways
from layouts.shell import footer
from layouts.text import Text
from layouts.view import ViewQuery
from metrics.planning import Gaps
from metrics.results import Row
from metrics.shortfall import Shortfall

CITY_COLUMNS = (
    ("indicator", ""), ("now", "number"), ("target", "number"), ("gap", "number strong"), ("month", "number"),
)  # fmt: skip
UNIT_COLUMNS = (
    ("unit", ""),
    *((name, "number") for name in ("slots", "inclusive", "people", "needed", "build", "all_new", "only", "both")),
    *((name, "number") for name in ("uncovered", "certified")),
)
COUNTED = ("G1", "G2", "T14c")
PLACE = "gaps"


def render(gaps: Gaps, reference: Reference, view: ViewQuery, text: Text) -> Component:
    """The whole page: the city, the ways to its slot targets and what is coming; townships, planner, units."""
    found = gaps.shortfall
    period = found.scorecard.period
    pictures = gap_pictures(gaps, reference, view, text)
    parts = [
        html.Div(
            [
                html.H1([text("page.gaps.title"), html.Small(printed.period_name(period, text))]),
                place_filter(reference, view, text),
            ],
            className="page-head",
        ),
        html.Div(
            [
                city_gaps(found, reference, view, text),
                html.Div(
                    [ways(found, reference, view, text), forecast(found, reference, view, text)], className="stack"
                ),
            ],
            className="columns city-and-ways",
        ),
        *new_slots(found.gains, found.scorecard, reference, _stays(found, view), text),
        needs(gaps, pictures, reference, view, text),
        planner(gaps, pictures, reference, view, text),
        unit_gaps(found, reference, view, text),
        *assessed(found.scorecard, reference, text),
        footer(found.scorecard, "/gaps", view, text),
    ]
    return html.Div(parts, className="gaps")


def city_gaps(found: Shortfall, reference: Reference, view: ViewQuery, text: Text) -> Component:
    """One line a target of the plan with what it lacks, in whole slots, townships or persons."""
    columns = [Column(text(f"gaps.city.{name}"), css) for name, css in CITY_COLUMNS]
    rows = [
        part.table_row(columns, _city_cells(row, found, text))
        for row in found.scorecard.targets_of(reference.city.code)
    ]
    table = part.table(text("gaps.city.title"), columns, rows, "cards")
    title, files = text("gaps.city.title"), sheet_files(PLACE, "city", _stays(found, view), text)
    return part.section("city", title, part.wide(title, table), files, note=_city_note(found, text))


def _stays(found: Shortfall, view: ViewQuery) -> ViewQuery:
    """The address with the period spelt out and without the scenario, on which these tables do not rest."""
    return view.without_scenario().with_(period=found.scorecard.period)


def _city_note(found: Shortfall, text: Text) -> str:
    """How gaps are counted, and to which deadline a month's share is."""
    if found.running is None:
        return text("gaps.city.note") + text("gaps.city.month_none")
    return text("gaps.city.note") + text("gaps.city.month_to", day=printed.day_name(found.running.deadline, text))


def _city_cells(row: Row, found: Shortfall, text: Text) -> list[part.Children]:
    lacking = found.lacking(row)
    gap: part.Children = part.reason(row, text)
    if lacking is not None:
        gap = [part.side(printed.count(lacking), row), html.Small(counted_in_words(row, text))]
    return [
        text(f"indicator.{row.indicator}.name"),
        part.figure(row, text, with_unit=True),
        _city_target(row),
        gap,
        _monthly(row, found.monthly(row)),
    ]


def _monthly(row: Row, count: int | None) -> part.Child:
    """Once the row's own plan has ended, its account tells no month's share to the deadline of another one."""
    return part.known_side(printed.count(count), row if count == row.per_month else None)


def _city_target(row: Row) -> part.Child:
    sign = "≥" if row.comparator == ">=" else ""
    return part.side(sign + target_figure(row.target, row.unit), row) if row.target else ""


def counted_in_words(row: Row, text: Text) -> str:
    """What a gap is counted in: townships, persons, slots."""
    counted = "townships" if row.zone else GAP_UNITS.get(row.indicator, "slots")
    return text(f"commitments.gap_unit.{counted}")


def ways(found: Shortfall, reference: Reference, view: ViewQuery, text: Text) -> Component:
    """The three ways to both slot targets of the city, with the numbers put in."""
    code = reference.city.code
    routes, row = found.routes.get(code), found.scorecard.row("G1", code)
    title = of_city(text("gaps.ways.title"), view, text)
    share = found.scorecard.row("G2", code)
    told = told_ways(routes, row, share, text)
    if not told:
        return part.section("ways", title, html.P(text("gaps.ways.unknown"), className="note"))
    return part.section("ways", title, part.definition_list(told), note=put_in(row, share, printed.MISSING, text))


def unit_gaps(found: Shortfall, reference: Reference, view: ViewQuery, text: Text) -> Component:
    """The same arithmetic of each unit in administrative order: for information, nobody's task, no light."""
    columns = [Column(text(f"gaps.units.{name}"), css) for name, css in UNIT_COLUMNS]
    rows = [part.table_row(columns, _unit_cells(unit.code, found, reference, view, text)) for unit in reference.units]
    table = part.table(text("gaps.units.title"), columns, rows, "sticky")
    title, files = text("gaps.units.title"), sheet_files(PLACE, "units", _stays(found, view), text)
    return part.section("units", title, part.wide(title, table), files, note=_units_note(found, text))


def _units_note(found: Shortfall, text: Text) -> str:
    own = any(row.indicator in ("G1", "G2") for row in district_rows(found.scorecard.rows))
    return text("gaps.units.note") + (text("district_target.in_gaps") if own else "")


def _unit_cells(code: str, found: Shortfall, reference: Reference, view: ViewQuery, text: Text) -> list[part.Children]:
    card, routes = found.scorecard, found.routes.get(code)
    per_head, share, carers = (card.row(name, code) for name in COUNTED)
    uncovered, unknown = own_townships(code, found)
    people = per_head.denominator if per_head else None
    cells: list[part.Children] = [
        unit_name(reference, code, text),
        part.known_side(printed.count(per_head.numerator if per_head else None), per_head),
        part.known_side(printed.count(share.numerator if share else None), share),
        part.side(printed.count(people), per_head) if per_head and people else part.reason(per_head, text),
    ]
    if routes is None:
        cells += [*[printed.MISSING] * 3, part.known_side(_conversion(share, found), share), printed.MISSING]
    else:
        told = (routes.needed, routes.build, routes.all_new_inclusive)
        cells += [part.known_side(printed.count(number), per_head) for number in told]
        cells += [part.known_side(printed.count(routes.conversion_only), share)]
        cells += [part.known_side(f"{routes.build:,} + {routes.converted:,}", share)]
    certified = None if carers is None else found.lacking(carers)
    covered = text("chart.at_least", value=uncovered) if unknown else str(uncovered)
    listed = part.counted(covered, uncovered, _uncovered_of(code, found, view))
    return [*cells, listed, part.known_side(printed.count(certified), carers)]


def _uncovered_of(code: str, found: Shortfall, view: ViewQuery) -> str:
    """The first of a unit's uncovered townships in the list of the page, where that has all of them; else its page."""
    if view.zone is None and view.org_unit in (None, code):
        return f"#uncovered-{code}"
    return _stays(found, view).href(f"/districts/{code}", "coverage", org_unit=None, zone=None)


def own_townships(code: str, found: Shortfall) -> tuple[int, int]:
    """How many townships of a unit are not covered, and of how many that is not known."""
    uncovered = sum(need.result.township.reporting_unit == code for need in found.needs.uncovered)
    return uncovered, sum(one.township.reporting_unit == code for one in found.needs.unknown)


def _conversion(share: Row | None, found: Shortfall) -> str:
    """What conversion alone would ask needs no residents: it can be told of a place without a population."""
    return printed.count(None if share is None else found.lacking(share))
