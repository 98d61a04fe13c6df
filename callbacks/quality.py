"""/quality 数据质量."""

from __future__ import annotations

from dash.development.base_component import Component

from callbacks.site import Site
from layouts.pages.quality import render
from layouts.view import ViewQuery
from metrics import quality
from metrics.quality import Quality


def show_quality(site: Site, view: ViewQuery, _: str) -> Component:
    """Who filed, what is in doubt, and the public record beside it."""
    return render(quality_of(site, view), site.reference, view, site.text(view), site.zone)


def quality_of(site: Site, view: ViewQuery) -> Quality:
    """What the view asks for."""
    plan = site.plan(view).id
    return quality.quality(site.source, period=site.period(view), as_of=site.as_of(view), plan_id=plan)
