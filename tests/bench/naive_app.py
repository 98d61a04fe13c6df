"""The pages as they are usually written, as a Dash application on the same database, packed as ours is."""

from __future__ import annotations

import dash
from dash import Input, Output, dcc, html
from flask_compress import Compress
from sqlalchemy import create_engine

from callbacks.application import COMPRESSED
from data.model import Reference
from tests.bench.naive_page import page
from tests.bench.naive_units import units_page

CHOICES = ("period", "indicator")


def naive_app(database_url: str, reference: Reference) -> dash.Dash:
    """A callback a page: the overview of a period, the comparison of units by an indicator."""
    app = dash.Dash("naive", serve_locally=True)
    app.server.config.update(COMPRESS_MIMETYPES=COMPRESSED)
    Compress(app.server)
    engine = create_engine(database_url)
    app.layout = html.Div([html.Div([dcc.Dropdown(id=one), html.Div(id=f"of-{one}")]) for one in CHOICES])

    def show(period: str) -> list:
        return page(engine, reference, period)

    def compare(indicator: str) -> list:
        return units_page(engine, reference, indicator)

    app.callback(Output("of-period", "children"), Input("period", "value"))(show)
    app.callback(Output("of-indicator", "children"), Input("indicator", "value"))(compare)
    return app
