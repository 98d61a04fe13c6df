"""/methodology 指标口径."""

from __future__ import annotations

from dash.development.base_component import Component

from callbacks.site import Site
from layouts.pages import methodology
from layouts.view import ViewQuery
from metrics.indicators import INDICATORS


def show_methodology(site: Site, view: ViewQuery, _: str) -> Component:
    """How every number is made."""
    day = site.as_of(view).date()
    return methodology.render(site.plan(view), INDICATORS, site.reference, site.text(view), known_on=day)
