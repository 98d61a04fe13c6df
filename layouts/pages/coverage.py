"""街道（乡镇）覆盖: where inclusive service is, township by township; the zones; the institutions behind it."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from data.model import Reference
from layouts import format as printed
from layouts.pages.coverage_controls import controls
from layouts.pages.coverage_map import maps
from layouts.pages.coverage_township import township_panel
from layouts.pages.coverage_zones import zone_series, zones
from layouts.pages.institution_search import institutions
from layouts.shell import footer
from layouts.text import Text
from layouts.view import COVERAGE, ViewQuery
from metrics.coverage import TownshipCoverage
from metrics.registry import InstitutionPage
from metrics.results import Coverage


def render(
    found: TownshipCoverage, listed: InstitutionPage, reference: Reference, view: ViewQuery, text: Text
) -> Component:
    """The whole page from one reading, and a page of institutions."""
    period = found.scorecard.period
    title = html.H1([text("page.coverage.title"), html.Small(printed.period_name(period, text))])
    head = html.Div(title, className="page-head")
    panel = township_panel(found, reference, view, text)
    return html.Div(
        [
            head,
            html.P(_sum(found, text), className="strip"),
            controls(found, reference, view, text),
            maps(found, reference, view, text, panel),
            zones(found, reference, view, text),
            zone_series(found, reference, view, text),
            institutions(listed, reference, view, text),
            footer(found.scorecard, COVERAGE, view, text),
        ],
        className="coverage-page",
    )


def _sum(found: TownshipCoverage, text: Text) -> str:
    """The city in one line: covered of all, fragile among them, and how many are not known."""
    states = [one.coverage for one in found.townships]
    covered = sum(state.is_covered for state in states)
    unknown = states.count(Coverage.UNKNOWN)
    facts = {
        "covered": text("chart.at_least", value=covered) if unknown else covered,
        "total": len(states),
        "fragile": states.count(Coverage.FRAGILE),
        "uncovered": states.count(Coverage.UNCOVERED),
        "gained": sum(one.gained for one in found.townships),
        "lost": sum(one.lost for one in found.townships),
    }
    said = text("townmap.sum", **facts)
    return said + (text("townmap.sum_unknown", count=unknown) if unknown else "")
