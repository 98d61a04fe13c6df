"""/ 总览."""

from __future__ import annotations

from collections.abc import Mapping

from dash.development.base_component import Component

from callbacks.site import Site
from layouts.charts import Picture
from layouts.pages import overview
from layouts.pages.trends import front_pictures
from layouts.view import ViewQuery


def show_overview(site: Site, view: ViewQuery, _: str) -> Component:
    """Where the city stands."""
    return overview.render(site.front(view), site.reference, view, site.text(view))


def pictures_of_overview(site: Site, view: ViewQuery, _: str) -> Mapping[str, Picture]:
    """The charts of the overview."""
    return front_pictures(site.front(view), site.text(view))
