"""/districts/CODE 各区详情."""

from __future__ import annotations

from collections.abc import Mapping

from dash.development.base_component import Component

from callbacks.country import show_region
from callbacks.site import Site
from data.issues import UsageError
from data.model import Level, OrgUnit
from layouts.charts import Picture
from layouts.pages import district
from layouts.pages.unit_pictures import unit_pictures
from layouts.view import ViewQuery
from metrics.unit_position import UnitPosition, unit_position


def show_district(site: Site, view: ViewQuery, code: str) -> Component:
    """One reporting unit or region; UsageError for a code that is none, or a page of institutions that there is not."""
    if area_shown(site, code).level is Level.REGION:
        return show_region(site, view, code)
    return district.render(_position(site, view, code), site.reference, view, site.text(view), site.zone)


def pictures_of_district(site: Site, view: ViewQuery, code: str) -> Mapping[str, Picture]:
    """The charts of a unit."""
    return unit_pictures(_position(site, view, code), site.text(view))


def area_shown(site: Site, code: str) -> OrgUnit:
    """The unit or region of that code; UsageError names an unknown one."""
    if code in site.reference.area_by_code and code != site.reference.city.code:
        return site.reference.area_by_code[code]
    raise UsageError("refusal.district", value=code[:40])


def reporting_unit(site: Site, code: str) -> OrgUnit:
    """The unit of that code; UsageError names an unknown one."""
    for unit in site.reference.units:
        if unit.code == code:
            return unit
    raise UsageError("refusal.district", value=code[:40])


def _position(site: Site, view: ViewQuery, code: str) -> UnitPosition:
    return unit_position(
        site.source,
        unit=reporting_unit(site, code),
        period=site.period(view),
        as_of=site.as_of(view),
        plan_id=site.plan(view).id,
    )
