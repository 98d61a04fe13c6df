"""Briefings to take away: drafts, the first page as a picture, what was issued, and the zip of a batch."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from dash import Dash
from flask import Flask, Response

from callbacks.background import jobs_of
from callbacks.briefings.gate import refuse_others_files, refuse_readers
from callbacks.briefings.page import basis_of, office_of, press_of, texts_shown
from callbacks.download import Made, send
from callbacks.query import LARGEST
from callbacks.site import Site
from data.briefings import FORMATS
from data.issues import UsageError
from layouts.view import ViewQuery
from layouts.workbook import XLSX

KINDS = {
    "pdf": "application/pdf",
    "png": "image/png",
    "xlsx": XLSX,
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


def register(app: Dash, site: Site) -> None:
    """One plain route a file."""
    server: Flask = app.server
    base = f"{site.settings.url_prefix}download/briefings"
    for ending in FORMATS:
        server.add_url_rule(f"{base}/draft.{ending}", f"draft_{ending}", partial(send, site, partial(draft, ending)))
    server.add_url_rule(f"{base}/preview.png", "briefing_preview", partial(send, site, preview, taken=False))
    server.add_url_rule(f"{base}/<int(max={LARGEST}):sequence>/<ending>", "briefing_issued", _named(site, issued))
    server.add_url_rule(f"{base}/jobs/<job>.zip", "briefing_batch", _named(site, batch))


def _named(site: Site, make: Callable[..., Made]) -> Callable[..., Response]:
    """A route whose path names what is wanted."""
    return lambda **named: send(site, partial(make, **named))


def draft(ending: str, site: Site, view: ViewQuery) -> Made:
    """As it would be issued now, without a number."""
    basis, press = basis_of(site, view), press_of(site)
    formats = press.formats_named(ending)
    made = press.draft(basis, texts_shown(site, basis), formats)
    return made[ending], KINDS[ending], press.name(basis, ending)


def preview(site: Site, view: ViewQuery) -> Made:
    """The first page of the draft."""
    basis = basis_of(site, view)
    return press_of(site).first_page(basis, texts_shown(site, basis)), KINDS["png"], "preview.png"


def issued(site: Site, _: ViewQuery, sequence: int, ending: str) -> Made:
    """The very bytes that were issued."""
    office = office_of(site)
    found = office.kept.briefing(sequence)
    if found is None or found.file(ending) is None:
        raise UsageError("refusal.not_found", value=f"{sequence}/{ending}"[:40])
    refuse_others_files(site, found.basis.occasion.org_unit)
    return office.kept.issued_file(found, ending), KINDS[ending], office.press.name(found.basis, ending, found)


def batch(site: Site, view: ViewQuery, job: str) -> Made:
    """The zip of a job that is done."""
    refuse_readers(site)
    content = jobs_of(site).result(job)
    if content is None:
        raise UsageError("refusal.not_found", value=job[:40])
    period = site.period(view)
    return content, "application/zip", site.text(view)("briefings.file.batch", period=period)
