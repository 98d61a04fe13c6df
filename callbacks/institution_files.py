"""The list of institutions as files, of exactly the choice that the address holds."""

from __future__ import annotations

from dash import Dash
from flask import Flask

from callbacks.coverage import found_institutions
from callbacks.download import Made, send
from callbacks.site import Site
from layouts.exports import CSV
from layouts.institution_list import institutions_csv, institutions_geojson, public_list
from layouts.view import ViewQuery
from metrics import queries

GEOJSON = "application/geo+json"


def register(app: Dash, site: Site) -> None:
    """``/download/institutions.csv`` and ``.geojson`` with the query of /coverage."""
    server: Flask = app.server
    base = f"{site.settings.url_prefix}download/institutions"
    server.add_url_rule(f"{base}.csv", "institutions_csv", lambda: send(site, as_csv))
    server.add_url_rule(f"{base}.geojson", "institutions_geojson", lambda: send(site, as_geojson))


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
