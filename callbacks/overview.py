"""/ 总览."""

from __future__ import annotations

from collections.abc import Mapping

from dash.development.base_component import Component

from callbacks.site import Site
from layouts.charts import Picture, Sheet
from layouts.pages import overview
from layouts.pages.overview_tables import overview_sheets
from layouts.pages.pictures import coverage_pictures
from layouts.pages.trends import front_pictures
from layouts.view import ViewQuery


def show_overview(site: Site, view: ViewQuery, _: str) -> Component:
    """Where the city stands."""
    return overview.render(site.front(view), site.reference, view, site.text(view))


def pictures_of_overview(site: Site, view: ViewQuery, _: str) -> Mapping[str, Picture]:
    """The charts of the overview."""
    found, text = site.front(view), site.text(view)
    return front_pictures(found, text) | coverage_pictures(found.overview, site.reference, view, text)


def sheets_of_overview(site: Site, view: ViewQuery, _: str) -> Mapping[str, Sheet]:
    """The tables of the overview."""
    return overview_sheets(site.front(view).overview, site.reference, site.text(view))
