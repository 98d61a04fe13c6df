"""Papers of returns to take away: template, reminder, the printed form, the file as it came, issues, scans."""

from __future__ import annotations

from collections.abc import Callable

from dash import Dash
from flask import Flask, Response

from callbacks.access import demand
from callbacks.dossier import stored_return
from callbacks.download import Made, send
from callbacks.marking import issue_rows
from callbacks.returns import filings_shown
from callbacks.site import Site
from data.issues import UsageError
from data.people import Action
from layouts import exports
from layouts.exports import CSV
from layouts.view import ViewQuery
from layouts.workbook import XLSX

BYTES = "application/octet-stream"


def register(app: Dash, site: Site) -> None:
    """One plain route a paper; those of one return are named by its receipt."""
    server: Flask = app.server
    base = f"{site.settings.url_prefix}download"
    server.add_url_rule(
        f"{base}/template/<code>.xlsx", "template", lambda code: send(site, lambda s, v: template(s, v, code))
    )
    server.add_url_rule(f"{base}/awaited.csv", "awaited", lambda: send(site, awaited))
    for name, make in (("form.pdf", printed_form), ("original", original), ("issues.csv", issues)):
        server.add_url_rule(f"{base}/returns/<receipt>/{name}", f"return_{name}", _of_return(site, make))
    server.add_url_rule(
        f"{base}/returns/<receipt>/scan/<int:number>",
        "return_scan",
        lambda receipt, number: _of_return(site, lambda s, v: scan(s, v, number))(receipt),
    )


def _of_return(site: Site, make: Callable[[Site, ViewQuery], Made]) -> Callable[[str], Response]:
    """A route that puts the receipt of its path into the view."""

    def answer(receipt: str) -> Response:
        return send(site, lambda s, view: make(s, view.with_(receipt=receipt)))

    return answer


def template(site: Site, view: ViewQuery, code: str) -> Made:
    """The prefilled return of a unit for the period."""
    from data.next_return import next_return
    from data.template import return_workbook

    demand(site, Action.SEE, code)
    period, text = site.filing_period(view), site.text(view)
    content = next_return(site.open_desk().repository, site.reference, org_unit=code, period=period)
    return (
        return_workbook(content, reference=site.reference),
        XLSX,
        text("download.name.template", org_unit=code, period=period),
    )


def awaited(site: Site, view: ViewQuery) -> Made:
    """催报清单 of the period."""
    shown, text = filings_shown(site, view), site.text(view)
    rows = exports.awaited_rows(shown.calendar.awaited(shown.period), site.reference, site.as_of(view), text)
    return exports.csv_file(rows), CSV, text("download.name.awaited", period=shown.period)


def printed_form(site: Site, view: ViewQuery) -> Made:
    """上报表: the figures of the return on paper, to be signed and sealed."""
    from layouts.briefing import return_form

    stored, text = stored_return(site, view), site.text(view)
    content = site.open_desk().repository.content(stored.sequence)
    made = return_form(stored, content, site.reference, text, fonts=site.settings.fonts)
    return made, "application/pdf", text("download.name.form", receipt=stored.receipt)


def original(site: Site, view: ViewQuery) -> Made:
    """The file as it was handed in."""
    stored = stored_return(site, view)
    demand(site, Action.SEE, stored.org_unit)
    name, content = site.open_desk().repository.file(stored.sequence)
    return content, BYTES, name


def issues(site: Site, view: ViewQuery) -> Made:
    """The issues of the return."""
    stored, text = stored_return(site, view), site.text(view)
    found = site.open_desk().repository.issues(stored.sequence, as_of=site.as_of(view))
    rows = issue_rows((one.issue for one in found), text)
    return exports.csv_file(rows), CSV, text("download.name.issues", receipt=stored.receipt)


def scan(site: Site, view: ViewQuery, number: int) -> Made:
    """A 盖章扫描件 of the return, where it had been attached by the as-of."""
    stored = stored_return(site, view)
    demand(site, Action.SEE, stored.org_unit)
    shelf, sequence = site.open_desk().repository, stored.sequence
    if number not in {one.number for one in shelf.attachments(sequence, as_of=site.as_of(view))}:
        raise UsageError("refusal.not_found", value=number)
    name, content = shelf.attachment(sequence, number)
    return content, BYTES, name
