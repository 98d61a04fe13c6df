"""/ 总览."""

from __future__ import annotations

from collections.abc import Mapping

from dash.development.base_component import Component

from callbacks.country import front_of, show_country
from callbacks.site import Site
from layouts.charts import Picture
from layouts.pages import overview
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
    if is_large(site.reference):
        country = front_of(site, view)
        return front_pictures(country.scorecard, country.series, site.text(view))
    found = site.front(view)
    return front_pictures(found.overview.scorecard, found.series, site.text(view))
