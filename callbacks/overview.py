"""/ 总览."""

from __future__ import annotations

from dash.development.base_component import Component

from callbacks.site import Site
from layouts.pages import overview
from layouts.view import ViewQuery


def show_overview(site: Site, view: ViewQuery, _: str) -> Component:
    """Where the city stands."""
    return overview.render(site.overview(view), site.reference, view, site.text(view))
