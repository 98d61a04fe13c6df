"""/gaps 缺口测算: what is missing, and the scenario that the address asks the planner for."""

from __future__ import annotations

from collections.abc import Mapping

from dash.development.base_component import Component

from callbacks.site import Site
from data.model import Period
from layouts.charts import Picture, Sheet
from layouts.pages import gaps
from layouts.pages.gap_maps import gap_pictures
from layouts.pages.gap_tables import gap_sheets
from layouts.view import ViewQuery
from metrics import planning
from metrics.planning import Gaps
from metrics.scenario import WHOLE, Scenario
from metrics.shortfall import Shortfall


def show_gaps(site: Site, view: ViewQuery, _: str) -> Component:
    """What is missing, and by which way."""
    return gaps.render(gaps_of(site, view), site.reference, view, site.text(view))


def pictures_of_gaps(site: Site, view: ViewQuery, _: str) -> Mapping[str, Picture]:
    """The maps of the page."""
    return gap_pictures(gaps_of(site, view), site.reference, view, site.text(view))


def sheets_of_gaps(site: Site, view: ViewQuery, _: str) -> Mapping[str, Sheet]:
    """The tables of the page."""
    return gap_sheets(gaps_of(site, view), site.reference, view, site.text(view))


def gaps_of(site: Site, view: ViewQuery) -> Gaps:
    """What is missing in the view's period against its plan, and what its scenario would do."""
    return planning.gaps(
        site.source,
        period=site.period(view),
        as_of=site.as_of(view),
        plan_id=site.plan(view).id,
        scenario=scenario_of(view),
    )


def shortfall(site: Site, view: ViewQuery) -> Shortfall:
    """What is missing in the view's period against its plan."""
    return gaps_of(site, view).shortfall


def scenario_of(view: ViewQuery) -> Scenario:
    """The scenario of an address that was checked; what it leaves out has its default."""
    named = [] if view.targets in (None, "none") else sorted((view.targets or "").split("~"))
    pairs = [one.rpartition(".") for one in view.limits.split("~")] if view.limits else []
    return Scenario(
        targets=None if view.targets is None else tuple(named),
        by=Period.parse(view.by) if view.by else None,
        limits=tuple(sorted((way, int(units)) for way, _, units in pairs)),
        factor=int(view.factor or WHOLE),
        convert=WHOLE if view.convert is None else int(view.convert),
        first=view.first is None,
        coming=view.coming is None,
    )
