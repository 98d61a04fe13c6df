"""Everything of one stored return that its page shows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from callbacks.site import Site
from data.differences import CellDifference, differences
from data.issues import UsageError
from data.people import Action, may
from data.returns import Mode, StoredIssue, StoredReturn
from data.review import OPEN, may_become
from layouts.pages.differences import differences_part
from layouts.pages.filed import Filed
from layouts.pages.turnover import Turnover
from layouts.view import ViewQuery
from metrics.changes import changes
from metrics.waterfall import waterfall


def filed_return(site: Site, view: ViewQuery) -> Filed:
    """The return of the view's receipt as known at its as-of; UsageError for a receipt nobody has."""
    shelf, as_of, stored = site.open_desk().repository, site.as_of(view), stored_return(site, view)
    filed = site.source.returns(period=stored.period, as_of=as_of)
    own = tuple(one for one in filed if one.org_unit == stored.org_unit)
    is_last = own[-1].sequence == stored.sequence and view.as_of is None
    is_open = is_last and stored.state in OPEN and may(site.reader, Action.FILE, stored.org_unit)
    issues = shelf.issues(stored.sequence, as_of=as_of)
    found = _differences(site, own)
    return Filed(
        stored=stored,
        revisions=own,
        states=shelf.states(stored.sequence, as_of=as_of),
        issues=issues,
        attachments=shelf.attachments(stored.sequence, as_of=as_of),
        turnover=_turnover(site, stored, as_of, is_open),
        differences=None if found is None else differences_part(found, own[-1].revision, site.text(view)),
        differing=None if found is None else len(found),
        may_become=may_become(stored, site.reader) if is_last else (),
        reader=site.reader,
        is_open=is_open,
        said_before=_said_before(site, own[-2:-1] if is_open else (), issues),
    )


def _said_before(site: Site, last: Sequence[StoredReturn], issues: Sequence[StoredIssue]) -> dict[int, str]:
    """What was said of the same 疑点 in the revision before, wherever its line stands now; not typed twice."""
    said = [
        (_doubt(one), one.explanation.text)
        for stored in last
        for one in site.open_desk().repository.issues(stored.sequence)
        if one.explanation is not None
    ]
    return {one.number: words for one in issues for doubt, words in said if doubt == _doubt(one)}


def _doubt(one: StoredIssue) -> tuple[object, ...]:
    return one.issue.rule, one.issue.code, one.issue.found, dict(one.issue.facts)


def _turnover(site: Site, stored: StoredReturn, as_of: datetime, may_confirm: bool) -> Turnover | None:
    """The ledger against the one before it; None where there is not a pair of ledgers."""
    shelf = site.open_desk().repository
    before = shelf.earlier_ledger_return(org_unit=stored.org_unit, before=stored.period, as_of=as_of)
    if before is None or stored.mode is not Mode.LEDGER or stored.org_unit == site.reference.city.code:
        return None
    ledgers = (shelf.ledger(before.sequence), before.period.end, shelf.ledger(stored.sequence), stored.period.end)
    return Turnover(
        since=before.period,
        changes=changes(*ledgers),
        confirmations=shelf.confirmations(stored.sequence, as_of=as_of),
        waterfall=waterfall(*ledgers),
        townships=site.reference.township_by_code,
        may_confirm=may_confirm,
    )


def _differences(site: Site, own: Sequence[StoredReturn]) -> list[CellDifference] | None:
    """The first revision against the latest; None where there is only one."""
    if len(own) < 2:
        return None
    contents = (site.open_desk().repository.content(one.sequence) for one in (own[0], own[-1]))
    return list(differences(*contents))


def stored_return(site: Site, view: ViewQuery) -> StoredReturn:
    """The revision of the view's receipt, in its state at the view's as-of."""
    receipt = view.receipt or ""
    stored = site.open_desk().repository.stored(receipt, as_of=site.as_of(view))
    if stored is None:
        raise UsageError("query.receipt", value=receipt[:60])
    return stored
