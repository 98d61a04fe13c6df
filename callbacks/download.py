"""Files to take away: the briefing, the card, and the figures as CSV, all of exactly what the URL shows."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from urllib.parse import quote

from dash import Dash
from flask import Flask, Response, request

from callbacks.access import site_of
from callbacks.auditing import note
from callbacks.briefings.page import basis_of, press_of
from callbacks.briefings.press import NO_TEXTS
from callbacks.country import in_one_answer, question
from callbacks.district import reporting_unit
from callbacks.documents import card_of
from callbacks.gaps import gaps_of, shortfall
from callbacks.guard import plain_page, words_of
from callbacks.quality import quality_of
from callbacks.site import Site
from data.audit import Deed
from data.issues import DashboardError, UsageError
from data.model import Period, Reference
from data.returns import Nature
from layouts import exports, warning_list
from layouts.exports import CSV
from layouts.frames import facts_of
from layouts.names import unit_name
from layouts.needs_table import needs_table
from layouts.pages.gap_maps import measures_in
from layouts.scheme_files import outcomes_table, scheme_facts, scheme_table, ways_table
from layouts.text import Text
from layouts.view import ViewQuery
from layouts.workbook import XLSX, workbook
from metrics import queries
from metrics.country import card as card_of_country
from metrics.country import is_large
from metrics.interchange import csv_rows
from metrics.scheme import Measure, Scheme

Made = tuple[bytes, str, str]
Measures = Sequence[Measure]
Facts = Sequence[tuple[str, str]]


def register(app: Dash, site: Site) -> None:
    """One plain route a file."""
    server: Flask = app.server
    base = f"{site.settings.url_prefix}download"
    server.add_url_rule(f"{base}/briefing.pdf", "briefing", lambda: send(site, briefing))
    server.add_url_rule(f"{base}/card.png", "card", lambda: send(site, card))
    server.add_url_rule(f"{base}/scorecard.csv", "scorecard", lambda: send(site, scorecard))
    server.add_url_rule(f"{base}/townships.csv", "townships", lambda: send(site, townships))
    server.add_url_rule(
        f"{base}/townships/<code>.csv", "unit_townships", lambda code: send(site, lambda s, v: townships(s, v, code))
    )
    server.add_url_rule(f"{base}/needs.csv", "needs", lambda: send(site, needs))
    for ending in SCHEME_MAKERS:
        server.add_url_rule(f"{base}/scheme.{ending}", f"scheme_{ending}", partial(send, site, partial(scheme, ending)))
    server.add_url_rule(f"{base}/warnings.csv", "warnings_csv", lambda: send(site, warnings_csv))
    server.add_url_rule(f"{base}/warnings.xlsx", "warnings_xlsx", lambda: send(site, warnings_xlsx))


def send(site: Site, make: Callable[[Site, ViewQuery], Made], *, taken: bool = True) -> Response:
    """The file that ``make`` makes of the view of the request; a plain page where it refuses. The audit keeps what is
    ``taken`` away, not what a page shows of itself; what it cannot keep is not given.
    """
    try:
        view = site.view(request.query_string.decode("utf-8", "replace"))
        site = site_of(site)
        content, kind, name = make(site.under(view), view)
        if taken:
            note(site, Deed.EXPORT, request.full_path.rstrip("?"), sha256=hashlib.sha256(content).hexdigest())
    except DashboardError as refusal:
        return plain_page(refusal, site, words_of(site))
    answer = Response(content, content_type=kind)
    answer.headers["Content-Disposition"] = disposition(name)
    return answer


def disposition(name: str) -> str:
    """An attachment whose name may be Chinese: plain ASCII for old browsers, the full name for all others."""
    plain = "".join(letter if letter.isascii() and letter.isprintable() else "_" for letter in name)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name)}"


def briefing(site: Site, view: ViewQuery) -> Made:
    """The briefing of the city, or of the unit asked for, as a draft without the texts of the office, whoever asks."""
    basis = basis_of(site, replace(view, kind=None))
    content = press_of(site).draft(basis, NO_TEXTS, ["pdf"])["pdf"]
    return content, "application/pdf", _of_place("briefing", site, view, basis.occasion.period)


def card(site: Site, view: ViewQuery) -> Made:
    """One picture of the three sentences and the rows of the plan, of the city or of the unit asked for."""
    basis, text = basis_of(site, replace(view, kind=None)), site.text(view)
    asked = {"period": basis.occasion.period, "as_of": basis.as_of, "plan_id": basis.plan}
    unit, fonts = basis.occasion.org_unit, site.settings.fonts
    made = card_of(site.source, org_unit=unit, text=text, fonts=fonts, **asked)  # type: ignore[arg-type]
    return made, "image/png", _of_place("card", site, view, basis.occasion.period)


def _of_place(kind: str, site: Site, view: ViewQuery, period: Period) -> str:
    """The name of a file of the city, or with that of the unit asked for in it."""
    text = site.text(view)
    if view.org_unit is None:
        return _named(kind, text, period)
    return _named(f"{kind}_of", text, period, place=unit_name(site.reference, view.org_unit, text))


def scorecard(site: Site, view: ViewQuery) -> Made:
    """Every row of the city and its units, with the keys that other programs rely on."""
    text = site.text(view)
    asked = question(site, view)
    if is_large(site.reference):
        found = card_of_country(site.source, **asked)
    else:
        found = queries.scorecard(site.source, scope=queries.ALL, **asked)
    names = exports.indicator_names(found.rows, text)
    return exports.csv_file(csv_rows(found, names)), CSV, _named("scorecard", text, found.period)


def townships(site: Site, view: ViewQuery, code: str | None = None) -> Made:
    """The townships of a unit, or of the whole city."""
    unit = site.reference.city if code is None else reporting_unit(site, code)
    in_one_answer(site.reference, unit.code)
    text, period, as_of = site.text(view), site.period(view), site.as_of(view)
    found = queries.township_results(site.source, org_unit=unit.code, period=period, as_of=as_of)
    rows = exports.township_rows(found, period, as_of, text, demo=site.source.nature() is Nature.DEMO)
    return exports.csv_file(rows), CSV, _named("townships", text, period, place=unit.code)


def needs(site: Site, view: ViewQuery) -> Made:
    """The townships that need something, as /gaps lists them."""
    found, text = shortfall(site, view), site.text(view)
    facts = facts_of(found.scorecard, text("needs.csv.unit"), text)
    made = exports.csv_table(needs_table(found, site.reference, view, text), facts)
    return made, CSV, _named("needs", text, found.scorecard.period)


def scheme(ending: str, site: Site, view: ViewQuery) -> Made:
    """What the planner proposes to the scenario of the view, with the label of its costs; UsageError where nothing."""
    gaps = gaps_of(site, view)
    found, made = gaps.shortfall, gaps.scheme
    if not made.is_shown:
        raise UsageError(f"scheme.state.{made.state}")
    text = site.text(view)
    facts = scheme_facts(found.scorecard, made, text)
    content, kind = SCHEME_MAKERS[ending](made, measures_in(made, view), facts, site.reference, text)
    return content, kind, _named("scheme", text, found.scorecard.period, ending=ending)


def _scheme_csv(_: Scheme, own: Measures, facts: Facts, reference: Reference, text: Text) -> tuple[bytes, str]:
    return exports.csv_table(scheme_table(own, reference, text), facts), CSV


def _scheme_xlsx(made: Scheme, own: Measures, facts: Facts, reference: Reference, text: Text) -> tuple[bytes, str]:
    tables = [
        scheme_table(own, reference, text),
        outcomes_table(made.outcomes, reference, text),
        ways_table(made.ways, made, text),
    ]
    return workbook(tables, (text("chart.fact.title"), facts)), XLSX


SCHEME_MAKERS = {"csv": _scheme_csv, "xlsx": _scheme_xlsx}


def warnings_csv(site: Site, view: ViewQuery) -> Made:
    """疑点清单 as CSV."""
    found, text = quality_of(site, view), site.text(view)
    made = warning_list.warnings_csv(found, site.reference, text, site.zone)
    return made, CSV, _named("warnings", text, found.provenance.period, ending="csv")


def warnings_xlsx(site: Site, view: ViewQuery) -> Made:
    """疑点清单 as a workbook."""
    found, text = quality_of(site, view), site.text(view)
    made = warning_list.warnings_xlsx(found, site.reference, text, site.zone)
    return made, XLSX, _named("warnings", text, found.provenance.period, ending="xlsx")


def _named(kind: str, text: Text, period: object, **facts: object) -> str:
    return text(f"download.name.{kind}", period=period, **facts)
