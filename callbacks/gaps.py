"""/gaps 缺口测算."""

from __future__ import annotations

from dash.development.base_component import Component

from callbacks.site import Site
from layouts.pages import gaps
from layouts.view import ViewQuery
from metrics import queries
from metrics.shortfall import Shortfall


def show_gaps(site: Site, view: ViewQuery, _: str) -> Component:
    """What is missing, and by which way."""
    return gaps.render(shortfall(site, view), site.reference, view, site.text(view))


def shortfall(site: Site, view: ViewQuery) -> Shortfall:
    """What is missing in the view's period against its plan."""
    return queries.shortfall(site.source, period=site.period(view), as_of=site.as_of(view), plan_id=site.plan(view).id)
