"""/screen 大屏."""

from __future__ import annotations

from dash.development.base_component import Component

from callbacks.site import Site
from layouts.pages import screen
from layouts.view import ViewQuery


def show_screen(site: Site, view: ViewQuery, _: str) -> Component:
    """Where the city stands, for a wall."""
    return screen.render(site.overview(view), site.reference, view, site.text(view))
