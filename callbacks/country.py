"""A place with thousands of units: which page shows it whole, and which asks the reader to choose a region first."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from dash.development.base_component import Component

from callbacks.site import Site
from data.issues import UsageError
from data.model import Reference
from layouts.pages import country
from layouts.view import ViewQuery
from metrics.country import MOST_TOGETHER, CountryFront, country_front, is_large
from metrics.region import RegionView, region_view

BY_REGION = frozenset(
    {"districts", "coverage", "supply", "workforce", "tasks", "gaps", "quality", "briefings", "screen"}
)
"""Pages that go through every unit."""


def show_country(site: Site, view: ViewQuery) -> Component:
    """总览 of the whole."""
    return country.render_front(front_of(site, view), site.reference, view, site.text(view))


def front_of(site: Site, view: ViewQuery) -> CountryFront:
    """Everything of the country's first page."""
    return country_front(site.source, **question(site, view))


def show_region(site: Site, view: ViewQuery, code: str) -> Component:
    """A region and what is right under it."""
    return country.render_region(_region(site, view, code), site.reference, view, site.text(view))


def show_choice(site: Site, view: ViewQuery, page: str, path: str) -> Component:
    """In place of a page that would list every unit."""
    text, found = site.text(view), _region(site, view, site.reference.city.code)
    return country.render_choice(text(f"page.{page}.title"), found, site.reference, view, text, path=path)


def question(site: Site, view: ViewQuery) -> dict[str, Any]:
    """What every query of figures is asked: the period, the moment, the plan."""
    return {"period": site.period(view), "as_of": site.as_of(view), "plan_id": site.plan(view).id}


def _region(site: Site, view: ViewQuery, code: str) -> RegionView:
    return region_view(site.source, code=code, **question(site, view))


def in_one_answer(reference: Reference, code: str | None = None, key: str = "country.listed") -> None:
    """UsageError for an area of too many units to go through one by one; None = the whole place."""
    area = reference.area_by_code.get(code or reference.city.code)
    if area is None or not is_large(reference) or len(reference.units_of(area.code)) <= MOST_TOGETHER:
        return
    raise UsageError(key, place=area.name, name=area.name, units=len(reference.units_of(area.code)))


def filers_shown(reference: Reference, unit: str | None) -> Reference:
    """The folder with the filers that a calendar lists: all, or of a large place the unit asked for alone."""
    if not is_large(reference):
        return reference
    return replace(reference, units=tuple(one for one in reference.units if one.code == unit))
