"""街道（乡镇）覆盖: where inclusive service is, township by township; the zones; the institutions behind it."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from data.model import Reference
from layouts import components as part
from layouts import format as printed
from layouts.components import Child
from layouts.pages.coverage_controls import controls
from layouts.pages.coverage_map import data_place, maps
from layouts.pages.coverage_township import township_panel
from layouts.pages.coverage_zones import zone_series, zones
from layouts.pages.institution_search import institutions
from layouts.shell import footer
from layouts.text import Text
from layouts.view import COVERAGE, ViewQuery
from metrics.coverage import TownshipCoverage
from metrics.registry import InstitutionPage
from metrics.results import Coverage

ZONES = "#zones"


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
            html.P(_sum(found, data_place(view, reference, zone=None, org_unit=None), text), className="strip"),
            controls(found, reference, view, text),
            maps(found, reference, view, text, panel),
            zones(found, reference, view, text),
            zone_series(found, reference, view, text),
            institutions(listed, reference, view, text),
            footer(found.scorecard, COVERAGE, view, text),
        ],
        className="coverage-page",
    )


def _sum(found: TownshipCoverage, every: str, text: Text) -> list[Child]:
    """The city in one line: covered of all, fragile among them, and how many are not known.

    What the table of zones adds up to leads there, other states to the list of ``every`` township.
    """
    states = [one.coverage for one in found.townships]
    unknown, covered = states.count(Coverage.UNKNOWN), sum(one.is_covered for one in states)
    least = text("chart.at_least", value=covered) if unknown else str(covered)
    counts = {name: states.count(Coverage(name)) for name in ("fragile", "uncovered")}
    moved = {name: sum(getattr(one, name) for one in found.townships) for name in ("gained", "lost")}
    numbers = {name: part.counted(str(count), count, every) for name, count in counts.items()}
    numbers |= {name: part.counted(str(count), count, ZONES) for name, count in moved.items()}
    numbers |= {"covered": part.counted(least, covered, ZONES), "total": part.counted(str(len(states)), 1, ZONES)}
    compared = any(one.compared for one in found.townships)
    since = part.told(text("townmap.sum_moved"), **numbers) if compared else [text("exceptions.not_compared")]
    said = part.told(text("townmap.sum"), since=since, **numbers)
    if not unknown:
        return said
    return [*said, *part.told(text("townmap.sum_unknown"), count=part.counted(str(unknown), unknown, every))]
