"""/workforce 人才队伍."""

from __future__ import annotations

from collections.abc import Mapping

from dash.development.base_component import Component

from callbacks.site import Site
from layouts.charts import Picture
from layouts.pages import workforce
from layouts.pages.workforce_pictures import workforce_pictures
from layouts.view import ViewQuery
from metrics import questions
from metrics.questions import Workforce


def show_workforce(site: Site, view: ViewQuery, _: str) -> Component:
    """Who was trained by whom, and how many carers have a certificate."""
    return workforce.render(_workforce(site, view), site.reference, view, site.text(view))


def pictures_of_workforce(site: Site, view: ViewQuery, _: str) -> Mapping[str, Picture]:
    """The charts of the page."""
    return workforce_pictures(_workforce(site, view), site.reference, view, site.text(view))


def _workforce(site: Site, view: ViewQuery) -> Workforce:
    return questions.workforce(
        site.source, period=site.period(view), as_of=site.as_of(view), plan_id=site.plan(view).id
    )
