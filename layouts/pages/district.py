"""各区详情: one reporting unit: its figures, its townships, the uncovered by name first, what it has in hand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta, tzinfo

from dash import html
from dash.development.base_component import Component

from data.model import OrgUnit, Reference
from layouts import components as part
from layouts import format as printed
from layouts.components import Child
from layouts.headlines import population_words, unit_name
from layouts.pages.district_targets import assessed
from layouts.pages.effects import mountain
from layouts.pages.exceptions import reporting_words
from layouts.pages.townships import townships_table
from layouts.pages.works import projects, tasks
from layouts.shell import footer, moment_words
from layouts.text import Text
from layouts.view import ViewQuery
from metrics.alternatives import Effect
from metrics.results import Coverage, Row, Scorecard, TownshipResult, UnitReporting
from metrics.works import Works

HEADLINE = ("G1", "G2", "USE", "INST")


@dataclass(frozen=True, slots=True)
class District:
    """What the page of one reporting unit shows, all from one as-of.

    ``mountain``: its coverage with listed mountain townships in either zone.
    """

    unit: OrgUnit
    scorecard: Scorecard
    townships: tuple[TownshipResult, ...]
    reporting: UnitReporting
    works: Works
    mountain: tuple[Effect, ...] = ()


def render(district: District, reference: Reference, view: ViewQuery, text: Text, zone: tzinfo) -> Component:
    """The whole page; ``zone`` is the city's clock, by which receipts are printed."""
    code = district.unit.code
    return html.Div(
        [
            _heading(district, reference, view, text),
            _filing(district.reporting, text, zone),
            _figures(district, text),
            *assessed(district.scorecard, reference, text, unit=code),
            _coverage(district, text),
            *mountain(district.mountain, reference, text),
            townships_table(district.townships, district.unit, reference, view, text),
            projects(district.works, district.scorecard.period, reference, text),
            tasks(district.works, district.scorecard.period, reference, text),
            footer(district.scorecard, f"/districts/{code}", view, text),
        ],
        className="district",
    )


def _heading(district: District, reference: Reference, view: ViewQuery, text: Text) -> Component:
    period = district.scorecard.period
    name = unit_name(reference, district.unit.code, text)
    others = [
        part.link(unit_name(reference, unit.code, text), view.href(f"/districts/{unit.code}", zone=None))
        for unit in reference.units
    ]
    title = html.H1([name, html.Small(printed.period_name(period, text))])
    crumb = html.Nav(part.link(text("district.back"), view.href("/", zone=None)), className="crumb",
                     **{"aria-label": text("district.crumb")})  # fmt: skip
    switch = part.details(text("district.others"), html.Div(others, className="choices"), css="switch")
    return html.Div([crumb, html.Div([title, switch], className="page-head")])


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


def _figures(district: District, text: Text) -> Component:
    """The headline numbers; city targets beside them as reference, in grey."""
    card, code = district.scorecard, district.unit.code
    shown = [_stat(row, text) for key in HEADLINE if (row := card.row(key, code)) is not None]
    latest = card.row("G1L", code)
    notes = [district.unit.population_note if text.lang == "zh" else district.unit.population_note_en]
    if latest is not None and latest.value is not None and latest.population is not None:
        figure = printed.figure(latest.value, latest.unit, latest.target)
        people = population_words(latest.population, text)
        notes.insert(0, text("district.latest", people=people, value=figure))
    return part.section(
        "figures",
        text("district.figures"),
        html.Div([_covered(district, text), *shown], className="stats"),
        *[html.P(note, className="note") for note in notes if note],
        note=text("district.reference_note"),
    )


def _stat(row: Row, text: Text) -> Component:
    return _block(
        text(f"indicator.{row.indicator}.short"),
        part.figure(row, text, with_unit=True),
        [_numbers(row, text), _change(row, text), part.status_badge(row, text) if row.status else None],
    )


def _block(term: str, figure: part.Children, below: list[Child]) -> Component:
    lines = [html.P(line) for line in below if line]
    return html.Div([html.H3(term), html.Div(figure, className="big"), *lines], className="stat")


def _numbers(row: Row, text: Text) -> Child:
    """Numerator and denominator, so that the figure can be added up again."""
    if row.denominator is None or row.numerator is None or row.value is None:
        return None
    key = f"district.numbers.{row.unit}"
    return text(key, numerator=printed.count(row.numerator), denominator=printed.count(row.denominator))


def _change(row: Row, text: Text) -> Child:
    if row.change_previous is None:
        return None
    return text("district.change", change=printed.change(row.change_previous, row.unit, text))


def _covered(district: District, text: Text) -> Component:
    states = [t.coverage for t in district.townships]
    covered = sum(state in (Coverage.COVERED, Coverage.FRAGILE) for state in states)
    unknown = states.count(Coverage.UNKNOWN)
    figure = printed.MISSING if unknown == len(states) else f"{covered}/{len(states)}"
    below: list[Child] = [text("district.fragile_count", count=states.count(Coverage.FRAGILE))]
    if unknown:
        below.append(text("district.unknown_count", count=unknown))
    return _block(text("district.covered"), figure, below)


def _coverage(district: District, text: Text) -> Component:
    """The uncovered by name, first; then the fragile ones."""
    lists = [
        _named(state, [t for t in district.townships if t.coverage is state], text)
        for state in (Coverage.UNCOVERED, Coverage.FRAGILE, Coverage.UNKNOWN)
    ]
    return part.section("coverage", text("district.coverage"), *lists, note=text("district.coverage_note"))


def _named(state: Coverage, found: list[TownshipResult], text: Text) -> Child:
    if not found and state is Coverage.UNKNOWN:
        return None
    if not found:
        return html.P(text(f"district.no_{state}"), className="item")
    names = [html.Li(t.township.name, lang="zh-CN") for t in found]
    title = html.H3(text(f"district.{state}", count=len(found)))
    return html.Div([title, html.Ul(names, className=f"names {state}")], className="item")
