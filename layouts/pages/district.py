"""各区详情: one reporting unit: what it must act on first, its townships, figures, institutions, returns and tasks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta, tzinfo

from dash import html
from dash.development.base_component import Component

from data.model import Reference
from layouts import components as part
from layouts import format as printed
from layouts.components import Child, Column
from layouts.headlines import population_words
from layouts.names import unit_name, zone_short
from layouts.pages.district_targets import assessed
from layouts.pages.effects import mountain
from layouts.pages.exceptions import reporting_words
from layouts.pages.institutions import institutions
from layouts.pages.like_zones import BESIDE, zone_cells, zone_columns
from layouts.pages.townships import townships_table
from layouts.pages.unit_needs import uncovered, weak
from layouts.pages.unit_pictures import unit_trends
from layouts.pages.unit_returns import unit_returns
from layouts.pages.unit_routes import routes
from layouts.pages.works import projects, tasks
from layouts.shell import footer, moment_words
from layouts.text import Text
from layouts.view import ViewQuery
from metrics.registry import register_page
from metrics.results import Coverage, Row, UnitReporting
from metrics.targets import zone_bindings
from metrics.unit_position import UnitPosition

HEADLINE = ("G1", "G2", "USE", "INST")
LISTED = "#townships"
"""Where the page names the townships that its first figure counts."""
FRESH = {"name": None, "page": None}
"""Another unit's institutions are looked for anew."""


CONTENTS = ("coverage", "townships", "figures", "routes", "institutions", "projects", "returns", "tasks")


def render(found: UnitPosition, reference: Reference, view: ViewQuery, text: Text, zone: tzinfo) -> Component:
    """The whole page; ``zone`` is the city's clock, by which receipts are printed. UsageError for a page of its
    institutions that there is not.

    What to act on comes first: the townships without an inclusive service, and what can be done in each.
    """
    path, period = f"/districts/{found.unit.code}", found.scorecard.period
    page = register_page(found.institutions, view.name, view.page)
    known = len(found.townships) - len(found.needs.unknown)
    return html.Div(
        [
            _heading(found, reference, view, text),
            _filing(found.reporting, text, zone),
            _contents(found, text),
            uncovered(found.needs, known, reference, text),
            townships_table(
                found.townships, found.unit, reference, view, text, *weak(found.needs, known, reference, text)
            ),
            _figures(found, reference, text),
            *assessed(found.scorecard, reference, text, unit=found.unit.code),
            routes(found, text),
            institutions(page, path, view, text),
            projects(found.works, period, reference, text),
            unit_returns(found.filings, view, text, zone),
            tasks(found.works, period, reference, text),
            *mountain(found.mountain, reference, text),
            unit_trends(found, view, text),
            footer(found.scorecard, path, view, text),
        ],
        className="district",
    )


def _contents(found: UnitPosition, text: Text) -> Component:
    """Anchors, so that a reader of a long page finds the part wanted."""
    names = [*CONTENTS, *(["mountain"] if found.mountain else []), "trends"]
    links = [html.Li(html.A(text(f"one_unit.part.{name}"), href=f"#{name}")) for name in names]
    return html.Nav(html.Ul(links), className="contents", **{"aria-label": text("one_unit.contents")})


def _heading(district: UnitPosition, reference: Reference, view: ViewQuery, text: Text) -> Component:
    period = district.scorecard.period
    name = unit_name(reference, district.unit.code, text)
    others = [
        part.link(unit_name(reference, unit.code, text), view.href(f"/districts/{unit.code}", zone=None, **FRESH))
        for unit in reference.units
        if unit.parent == district.unit.parent
    ]
    title = html.H1([name, html.Small(printed.period_name(period, text))])
    back = part.link(*_back(district, reference, view, text))
    crumb = html.Nav(back, className="crumb", **{"aria-label": text("district.crumb")})
    switch = part.details(text("district.others"), html.Div(others, className="choices"), css="switch")
    return html.Div([crumb, html.Div([title, switch], className="page-head")])


def _back(district: UnitPosition, reference: Reference, view: ViewQuery, text: Text) -> tuple[str, str]:
    """To the units side by side; of a unit in a region, to that region."""
    if any(region.code == district.unit.parent for region in reference.regions):
        code = str(district.unit.parent)
        return unit_name(reference, code, text), view.href(f"/districts/{code}", zone=None, **FRESH)
    return text("one_unit.back"), view.href("/districts", zone=None, **FRESH)


def _filing(reporting: UnitReporting, text: Text, zone: tzinfo) -> Component:
    """Whether and when this period's return came, and its receipt."""
    told: list[tuple[Child, part.Children]] = [(text("district.returned"), reporting_words(reporting, text))]
    if reporting.stored is not None:
        stored = reporting.stored
        told += [
            (text("district.received"), moment_words(stored.received_at.astimezone(zone), text)),
            (text("district.revision"), text("district.revision_number", number=stored.revision)),
            (text("district.state"), text(f"state.{stored.state}")),
            (text("district.receipt"), html.Code(stored.receipt)),
        ]
    else:
        # Due is the midnight that ends the day: the day itself is what a clerk is told.
        last_day = (reporting.due.astimezone(zone) - timedelta(seconds=1)).date()
        told.append((text("district.due"), text("district.due_day", day=printed.day_name(last_day, text))))
    return part.definition_list(told, "facts filing")


def _figures(district: UnitPosition, reference: Reference, text: Text) -> Component:
    """The headline numbers, city targets beside them as reference, in grey; and the unit's part in each zone."""
    card, code = district.scorecard, district.unit.code
    shown = [_stat(row, text) for key in HEADLINE if (row := card.row(key, code)) is not None]
    return part.section(
        "figures",
        text("district.figures"),
        html.Div([_covered(district, text), *shown], className="stats"),
        *[html.P(note, className="note") for note in _notes(district, text)],
        _zones(district, reference, text),
        note=text("district.reference_note"),
    )


def _notes(district: UnitPosition, text: Text) -> list[str]:
    unit, latest = district.unit, district.scorecard.row("G1L", district.unit.code)
    own = unit.population_note if text.lang == "zh" else unit.population_note_en
    if latest is None or latest.value is None or latest.population is None:
        return [own] if own else []
    figure = printed.figure(latest.value, latest.unit, latest.target)
    told = text("district.latest", people=population_words(latest.population, text), value=figure)
    return [told, own] if own else [told]


def _zones(district: UnitPosition, reference: Reference, text: Text) -> Component:
    """A line a zone in which the unit has townships."""
    card, code = district.scorecard, district.unit.code
    columns = [Column(text("zones.zone")), *zone_columns(text)[1:]]
    lines = [
        part.table_row(columns, [zone_short(reference, zone, text), *zone_cells([row, *beside], text)])
        for name, zone in zone_bindings(reference).items()
        if (row := card.row(name, code, zone)) is not None
        for beside in [[card.row(one, code, zone) for one in BESIDE]]
    ]
    title = text("one_unit.zones")
    return part.wide(title, part.table(title, columns, lines, "sticky"))


def _stat(row: Row, text: Text) -> Component:
    return _block(
        text(f"indicator.{row.indicator}.short"),
        part.figure(row, text, with_unit=True),
        [
            *(part.side(words, row) for words in (_numbers(row, text), _change(row, text)) if words),
            part.status_badge(row, text) if row.status else None,
        ],
    )


def _block(term: str, figure: part.Children, below: Sequence[part.Children]) -> Component:
    lines = [html.P(line) for line in below if line]
    return html.Div([html.H3(term), html.Div(figure, className="big"), *lines], className="stat")


def _numbers(row: Row, text: Text) -> str | None:
    """Numerator and denominator, so that the figure can be added up again."""
    if row.denominator is None or row.numerator is None or row.value is None:
        return None
    key = f"district.numbers.{row.unit}"
    return text(key, numerator=printed.count(row.numerator), denominator=printed.count(row.denominator))


def _change(row: Row, text: Text) -> str | None:
    if row.change_previous is None:
        return None
    return text("district.change", change=printed.change(row.change_previous, row.unit, text))


def _covered(district: UnitPosition, text: Text) -> Component:
    states = [t.coverage for t in district.townships]
    covered = sum(state.is_covered for state in states)
    unknown = states.count(Coverage.UNKNOWN)
    figure = printed.MISSING if unknown == len(states) else part.opens(f"{covered}/{len(states)}", LISTED)
    below: list[part.Children] = [_counted("fragile_count", states.count(Coverage.FRAGILE), text)]
    if unknown:
        below.append(_counted("unknown_count", unknown, text))
    return _block(text("district.covered"), figure, below)


def _counted(key: str, count: int, text: Text) -> list[Child]:
    """Townships of a kind, which lead to the table that names them."""
    return part.told(text(f"district.{key}"), count=part.counted(str(count), count, LISTED))
