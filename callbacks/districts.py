"""/districts 各区对比."""

from __future__ import annotations

from collections.abc import Mapping

from dash.development.base_component import Component

from callbacks.site import Site
from data.issues import UsageError
from layouts.charts import Picture
from layouts.pages import districts
from layouts.pages.comparison_pictures import comparison_pictures, pictures_by_key
from layouts.pages.unit_matrices import GROUPS, INCLUSIVE
from layouts.view import ViewQuery
from metrics.comparison import Comparison, Order, comparison

CHOSEN = tuple(name for groups in GROUPS.values() for names in groups.values() for name in names if name != INCLUSIVE)
"""Indicators that can be chosen whatever the zone."""


def show_districts(site: Site, view: ViewQuery, _: str) -> Component:
    """The reporting units side by side."""
    return districts.render(_comparison(site, view), site.reference, view, site.text(view))


def pictures_of_districts(site: Site, view: ViewQuery, _: str) -> Mapping[str, Picture]:
    """The charts of the page."""
    return pictures_by_key(comparison_pictures(_comparison(site, view), site.reference, site.text(view)))


def _comparison(site: Site, view: ViewQuery) -> Comparison:
    return comparison(
        site.source,
        period=site.period(view),
        as_of=site.as_of(view),
        plan_id=site.plan(view).id,
        indicator=view.indicator,
        zone=view.zone,
        order=_order(view),
    )


def _order(view: ViewQuery) -> Order:
    """The order asked for; UsageError for one that this page has not."""
    if view.sort is not None and view.sort not in set(Order):
        raise UsageError("query.sort", value=view.sort)
    return Order(view.sort or Order.NAME)
