"""The panel that tells how one figure came about."""

from __future__ import annotations

from dash.development.base_component import Component

from callbacks.country import in_one_answer
from callbacks.site import Site
from data.model import Period
from layouts.pages.account import account
from layouts.view import ViewQuery
from metrics import queries


def show_account(site: Site, view: ViewQuery, path: str) -> Component:
    """The figure that the address asks about; closing goes back to ``path``."""
    indicator, org_unit, zone, *named = (view.explain or "").split("~")
    in_one_answer(site.reference, org_unit, "country.explain")
    other = Period.parse(named[0]) if named else None
    found = queries.derivation(
        site.source,
        indicator=indicator,
        org_unit=org_unit,
        zone=zone or None,
        period=other or site.period(view),
        as_of=site.as_of(view),
        plan_id=site.plan(view).id,
    )[1]
    return account(found, site.reference, view.href(path, explain=None), site.text(view), of=other)
