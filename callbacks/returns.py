"""/returns 数据报送: the calendar and the place for a file; with a receipt in the address, one return."""

from __future__ import annotations

from dash.development.base_component import Component

from callbacks.country import filers_shown
from callbacks.dossier import filed_return
from callbacks.site import Site
from data.model import Period
from data.people import Action, may
from layouts.pages import filed, returns
from layouts.pages.filing_left import left_part
from layouts.pages.returns import Filings
from layouts.view import ViewQuery
from metrics.country import is_large
from metrics.filings import filing_calendar

COLUMNS = 8


def show_returns(site: Site, view: ViewQuery, _: str) -> Component:
    """Who filed what and who is awaited; or the return of the receipt asked for."""
    text = site.text(view)
    if view.receipt is not None:
        found = filed_return(site, view)
        return filed.render(found, site.reference, view, text, site.zone, left=left_part(found, view, text))
    reference = filers_shown(site.reference, view.org_unit)
    return returns.render(filings_shown(site, view), reference, view.with_(period=site.filing_period(view)), text)


def filings_shown(site: Site, view: ViewQuery) -> Filings:
    """The calendar of the periods shown, as known at the as-of of the view."""
    as_of, period = site.as_of(view), site.filing_period(view)
    reference = filers_shown(site.reference, view.org_unit)
    stored = site.source.returns(as_of=as_of, filers=list(reference.unit_by_code) if is_large(site.reference) else None)
    shown = _columns(site, view, {one.period for one in stored})
    calendar = filing_calendar(reference, stored, periods=shown, as_of=as_of)
    takes_files = site.desk is not None and view.as_of is None and may(site.reader, Action.FILE)
    return Filings(calendar, period, takes_files=takes_files, reader=site.reader)


def _columns(site: Site, view: ViewQuery, known: set[Period]) -> list[Period]:
    """The newest periods; where an earlier one is asked for, as many up to it."""
    newest = max({*known, site.filing_period(view.with_(period=None))})
    asked = site.filing_period(view)
    last = max(newest, asked) if newest.shift(-COLUMNS) < asked else asked
    return [last.shift(-step) for step in range(COLUMNS)]
