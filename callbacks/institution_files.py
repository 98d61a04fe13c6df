"""Files for the public: the list of institutions of exactly the choice of the address, and figures by township."""

from __future__ import annotations

from dash import Dash
from flask import Flask

from callbacks.country import in_one_answer
from callbacks.coverage import found_institutions
from callbacks.download import Made, send
from callbacks.site import Site
from layouts.exports import CSV
from layouts.institution_list import institutions_csv, institutions_geojson, public_list
from layouts.public_figures import public_figures_csv
from layouts.view import ViewQuery
from metrics import queries
from metrics.public_figures import public_rows

GEOJSON = "application/geo+json"


def register(app: Dash, site: Site) -> None:
    """``/download/institutions.csv`` and ``.geojson`` with the query of /coverage; ``/download/public.csv``."""
    server: Flask = app.server
    base = f"{site.settings.url_prefix}download/institutions"
    server.add_url_rule(f"{base}.csv", "institutions_csv", lambda: send(site, as_csv))
    server.add_url_rule(f"{base}.geojson", "institutions_geojson", lambda: send(site, as_geojson))
    rule = f"{site.settings.url_prefix}download/public.csv"
    server.add_url_rule(rule, "public_figures", lambda: send(site, figures_csv))


def as_csv(site: Site, view: ViewQuery) -> Made:
    """As CSV that a spreadsheet opens and does not run."""
    return _made(site, view, "csv"), CSV, _name(site, view, "csv")


def as_geojson(site: Site, view: ViewQuery) -> Made:
    """As points on a map."""
    return _made(site, view, "geojson"), GEOJSON, _name(site, view, "geojson")


def _made(site: Site, view: ViewQuery, ending: str) -> bytes:
    period, as_of = site.period(view), site.as_of(view)
    provenance = queries.provenance(site.source, period=period, as_of=as_of, plan_id=site.plan(view).id)
    found = public_list(found_institutions(site, view))
    make = institutions_csv if ending == "csv" else institutions_geojson
    return make(found, provenance, site.reference, site.text(view))


def _name(site: Site, view: ViewQuery, ending: str) -> str:
    return site.text(view)("download.name.institutions", period=site.period(view), ending=ending)


def figures_csv(site: Site, view: ViewQuery) -> Made:
    """Townships, units and the city, small counts of persons hidden; the whole city whatever is chosen."""
    in_one_answer(site.reference)
    period, as_of, text = site.period(view), site.as_of(view), site.text(view)
    provenance = queries.provenance(site.source, period=period, as_of=as_of, plan_id=site.plan(view).id)
    found = queries.township_results(site.source, org_unit=site.reference.city.code, period=period, as_of=as_of)
    made = public_figures_csv(public_rows(found, site.reference), provenance, site.reference, text)
    return made, CSV, text("download.name.public_figures", period=period)
