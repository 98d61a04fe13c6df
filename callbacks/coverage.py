"""/coverage 街道（乡镇）覆盖, and the outlines of townships that its map fetches once."""

from __future__ import annotations

from collections.abc import Mapping

from dash import Dash
from dash.development.base_component import Component
from flask import Flask, Response

from callbacks.headers import YEAR
from callbacks.site import Site
from layouts.charts import Picture
from layouts.outlines import outlines_svg
from layouts.pages import coverage
from layouts.pages.coverage_map import OUTLINES, district_picture, inside, township_picture
from layouts.pages.coverage_zones import zone_picture
from layouts.view import ViewQuery
from metrics.coverage import TownshipCoverage, township_coverage
from metrics.registry import InstitutionPage, Wanted, institution_page

ON_A_PAGE = 20


def show_coverage(site: Site, view: ViewQuery, _: str) -> Component:
    """Every township, what was chosen among them, and the institutions looked for."""
    listed = found_institutions(site, view, page=int(view.page or 1), size=ON_A_PAGE)
    return coverage.render(_found(site, view), listed, site.reference, view, site.text(view))


def pictures_of_coverage(site: Site, view: ViewQuery, _: str) -> Mapping[str, Picture]:
    """Its charts; there is none of what the reference folder has no outlines or hexagons for."""
    found, reference, text = _found(site, view), site.reference, site.text(view)
    pictures = {}
    if reference.hexagons and inside(found, view):
        pictures["map"] = township_picture(found, reference, view, text)
    if reference.districts:
        pictures["districts"] = district_picture(found, reference, view, text)
    if found.zones:
        pictures["zones"] = zone_picture(found, reference, text)
    return pictures


def found_institutions(site: Site, view: ViewQuery, *, page: int = 1, size: int | None = None) -> InstitutionPage:
    """The institutions that the view looks for; ``size`` None = all of them."""
    inclusive = None if view.inclusive is None else view.inclusive == "true"
    wanted = Wanted(view.org_unit, view.zone, view.township, view.name or "", inclusive)
    return institution_page(site.source, wanted, period=site.period(view), as_of=site.as_of(view), page=page, size=size)


def _found(site: Site, view: ViewQuery) -> TownshipCoverage:
    return township_coverage(
        site.source,
        period=site.period(view),
        as_of=site.as_of(view),
        plan_id=site.plan(view).id,
        township=view.township,
    )


def register(app: Dash, site: Site) -> None:
    """The outlines, kept by the browser for as long as the reference folder stays as it is."""
    server: Flask = app.server
    server.add_url_rule(f"{site.settings.url_prefix.rstrip('/')}{OUTLINES}", "outlines", lambda: _outlines(site))


def _outlines(site: Site) -> Response:
    if not site.reference.township_shapes:
        return Response("", 404, mimetype="text/plain")
    answer = Response(outlines_svg(site.reference.township_shapes), mimetype="image/svg+xml")
    answer.headers["Cache-Control"] = f"public, max-age={YEAR}, immutable"
    return answer
