"""/methodology 指标口径."""

from __future__ import annotations

from dash.development.base_component import Component

from callbacks.site import NothingReported, Site
from layouts.pages import methodology
from layouts.pages.effects import effects, nothing_to_compare
from layouts.text import Text
from layouts.view import ViewQuery
from metrics import queries
from metrics.country import is_large
from metrics.indicators import INDICATORS


def show_methodology(site: Site, view: ViewQuery, _: str) -> Component:
    """How every number is made."""
    day, text = site.as_of(view).date(), site.text(view)
    shown = _effects(site, view, text)
    return methodology.render(site.plan(view), INDICATORS, site.reference, view, text, known_on=day, effects=shown)


def _effects(site: Site, view: ViewQuery, text: Text) -> Component | None:
    """What each choice changes in the period shown; said where nothing has been reported yet.

    Every choice is worked out from all returns: of a place with thousands of units nothing is told.
    """
    if is_large(site.reference):
        return None
    try:
        period = site.period(view)
    except NothingReported:
        return nothing_to_compare(text)
    found = queries.effects(site.source, period=period, as_of=site.as_of(view), plan_id=site.plan(view).id)
    return effects(found, period, site.reference, text)
