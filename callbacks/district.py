"""/districts/CODE 各区详情."""

from __future__ import annotations

from dash.development.base_component import Component

from callbacks.site import Site
from data.issues import UsageError
from data.model import OrgUnit
from layouts.pages import district
from layouts.view import ViewQuery
from metrics import queries


def show_district(site: Site, view: ViewQuery, code: str) -> Component:
    """One reporting unit; UsageError for a code that is none."""
    found = _district(site, view, reporting_unit(site, code))
    return district.render(found, site.reference, view, site.text(view), site.zone)


def reporting_unit(site: Site, code: str) -> OrgUnit:
    """The unit of that code; UsageError names an unknown one."""
    for unit in site.reference.units:
        if unit.code == code:
            return unit
    raise UsageError("refusal.district", value=code[:40])


def _district(site: Site, view: ViewQuery, unit: OrgUnit) -> district.District:
    period, as_of, plan_id = site.period(view), site.as_of(view), site.plan(view).id
    reporting = queries.reporting(site.source, period=period, as_of=as_of)
    return district.District(
        unit,
        queries.scorecard(site.source, period=period, as_of=as_of, plan_id=plan_id, scope=unit.code),
        queries.township_results(site.source, org_unit=unit.code, period=period, as_of=as_of),
        next(one for one in reporting.units if one.org_unit == unit.code),
        queries.works(site.source, org_unit=unit.code, period=period, as_of=as_of),
        queries.mountain(site.source, org_unit=unit.code, period=period, as_of=as_of, plan_id=plan_id),
    )
