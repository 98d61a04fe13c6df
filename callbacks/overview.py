"""/ 总览."""

from __future__ import annotations

from collections.abc import Mapping

from dash.development.base_component import Component

from callbacks.country import front_of, in_one_answer, show_country
from callbacks.site import Site
from layouts.charts import Picture, Sheet
from layouts.pages import overview
from layouts.pages.overview_tables import overview_sheets
from layouts.pages.pictures import coverage_pictures
from layouts.pages.trends import front_pictures
from layouts.view import ViewQuery
from metrics.country import is_large


def show_overview(site: Site, view: ViewQuery, _: str) -> Component:
    """Where the city stands."""
    if is_large(site.reference):
        return show_country(site, view)
    return overview.render(site.front(view), site.reference, view, site.text(view))


def pictures_of_overview(site: Site, view: ViewQuery, _: str) -> Mapping[str, Picture]:
    """The charts of the overview."""
    text = site.text(view)
    if is_large(site.reference):
        country = front_of(site, view)
        return front_pictures(country.scorecard, country.series, text)
    found = site.front(view)
    shown = front_pictures(found.overview.scorecard, found.series, text)
    return shown | coverage_pictures(found.overview, site.reference, view, text)


def sheets_of_overview(site: Site, view: ViewQuery, _: str) -> Mapping[str, Sheet]:
    """The tables of the overview."""
    in_one_answer(site.reference)
    return overview_sheets(site.front(view).overview, site.reference, site.text(view))
