"""/briefings 简报: what the page of an address shows."""

from __future__ import annotations

from dataclasses import replace

from dash.development.base_component import Component

from callbacks.briefings.gate import may_take, may_write
from callbacks.briefings.office import Office
from callbacks.briefings.press import NO_TEXTS, Press
from callbacks.country import in_one_answer
from callbacks.site import Site
from data.briefings import Basis, IssuedBriefing, Kind, Occasion, Texts
from data.issues import DashboardError, UsageError
from layouts.pages import briefings
from layouts.pages.briefing_register import Listed, Opened, Register
from layouts.pages.briefings import Briefings
from layouts.view import ViewQuery
from metrics.issued import Since, since
from metrics.queries import provenance
from metrics.versions import under_version

ON_A_PAGE = 20


def show_briefings(site: Site, view: ViewQuery, _: str) -> Component:
    """What may be printed, what was issued, and the one that is opened."""
    return briefings.render(_found(site, view), site.reference, view, site.text(view), site.zone)


def press_of(site: Site) -> Press:
    """What prints from the figures of this site."""
    return Press(site.source, site.settings)


def office_of(site: Site) -> Office:
    """The press with the register; NotHere where there is no desk."""
    desk = site.open_desk()
    return Office(press_of(site), desk.repository, desk.issuing)


def basis_of(site: Site, view: ViewQuery) -> Basis:
    """What the page of that view prints; UsageError of an area of too many units to go through one by one."""
    unit = view.org_unit or site.reference.city.code
    in_one_answer(site.reference, unit)
    occasion = Occasion(Kind(view.kind or Kind.BRIEFING), unit, site.period(view), site.text(view).lang)
    return Basis(occasion, site.plan(view).id, site.as_of(view), site.reference.definitions.version)


def texts_shown(site: Site, basis: Basis) -> Texts:
    """What a draft prints of the office's words: nothing of it to those who may not write it."""
    return office_of(site).texts(basis) if site.desk is not None and may_write(site) else NO_TEXTS


def _found(site: Site, view: ViewQuery) -> Briefings:
    basis, unit = basis_of(site, view), view.org_unit or site.reference.city.code
    # A briefing is read from the returns of everybody, of a place in a country from those of the place.
    scope = unit if site.reference.regions else None
    card = provenance(site.source, period=site.period(view), as_of=basis.as_of, plan_id=basis.plan, scope=scope)
    found = Briefings(basis.occasion, card, press_of(site).formats, (), None, may_write=False)
    if site.desk is None:
        return found
    return replace(
        found,
        revisions=office_of(site).kept.office_texts(basis.occasion) if may_write(site) else (),
        register=_register(site, int(view.page or 1)),
        may_write=may_write(site),
        opened=None if view.issued is None else Opened(_listed(site, issued_of(site, view.issued)), may_write(site)),
    )


def _register(site: Site, page: int) -> Register:
    kept = office_of(site).kept
    count, listed = kept.briefing_count(), kept.briefings(most=ON_A_PAGE, after=ON_A_PAGE * (page - 1))
    return Register(tuple(_listed(site, one) for one in listed), count, -(-count // ON_A_PAGE))


def issued_of(site: Site, sequence: int) -> IssuedBriefing:
    """The briefing of the register; UsageError where there is no such."""
    found = office_of(site).kept.briefing(sequence)
    if found is None:
        raise UsageError("query.issued", value=sequence)
    return found


def _listed(site: Site, issued: IssuedBriefing) -> Listed:
    return Listed(issued, _since(site, issued), may_take(site, issued.basis.occasion.org_unit))


def _since(site: Site, issued: IssuedBriefing) -> Since | None:
    """Held against now, by the definitions of then; None where these, or its plan or unit, are no longer there."""
    basis = issued.basis
    try:
        return since(
            under_version(site.source, basis.definitions),
            org_unit=basis.occasion.org_unit,
            period=basis.occasion.period,
            plan_id=basis.plan,
            as_of=basis.as_of,
            now=site.clock().astimezone(site.zone),
        )
    except DashboardError:
        return None
