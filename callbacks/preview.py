"""What a file would change, shown before it is committed."""

from __future__ import annotations

from dash.development.base_component import Component

from callbacks.site import Site
from data.outcome import Outcome
from layouts.pages.preview import preview_part
from layouts.view import ViewQuery
from metrics.preview import preview


def previewed(site: Site, outcome: Outcome, view: ViewQuery) -> Component | None:
    """The figures of its period with and without it; None where nothing would be stored."""
    if outcome.candidate is None:
        return None
    found = preview(site.source, outcome.candidate, as_of=site.as_of(view), plan_id=site.plan(view).id)
    return preview_part(found, outcome.candidate.stored.org_unit, site.reference, site.text(view))
