"""/supply 普惠托位供给."""

from __future__ import annotations

from collections.abc import Mapping

from dash.development.base_component import Component

from callbacks.site import Site
from layouts.charts import Picture
from layouts.pages import supply
from layouts.pages.supply_pictures import supply_pictures
from layouts.view import ViewQuery
from metrics import questions
from metrics.supply import Supply


def show_supply(site: Site, view: ViewQuery, _: str) -> Component:
    """What is held, what is new, what moved and what is coming."""
    return supply.render(_supply(site, view), site.reference, view, site.text(view))


def pictures_of_supply(site: Site, view: ViewQuery, _: str) -> Mapping[str, Picture]:
    """The charts of the page."""
    return supply_pictures(_supply(site, view), site.reference, view, site.text(view))


def _supply(site: Site, view: ViewQuery) -> Supply:
    return questions.supply(
        site.source,
        period=site.period(view),
        as_of=site.as_of(view),
        plan_id=site.plan(view).id,
        org_unit=view.org_unit,
    )
