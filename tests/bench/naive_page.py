"""The page as it is usually written: raw rows into pandas, one full figure with its geometry, an HTML table of all."""

from __future__ import annotations

import json

import dash
import pandas as pd
import plotly.graph_objects as go
from dash import Input, Output, dcc, html
from sqlalchemy import Engine, create_engine

from data.model import Reference

RAW = """SELECT r.org_unit, r.period, r.revision, l.*
         FROM ledger_rows l JOIN returns r ON r.sequence = l.return_sequence"""


def naive_app(database_url: str, reference: Reference) -> dash.Dash:
    """A Dash application of one callback, on the same database."""
    app = dash.Dash("naive", serve_locally=True)
    engine = create_engine(database_url)
    app.layout = html.Div([dcc.Dropdown(id="period"), html.Div(id="page")])

    def show(period: str) -> list:
        return page(engine, reference, period)

    app.callback(Output("page", "children"), Input("period", "value"))(show)
    return app


def page(engine: Engine, reference: Reference, period: str) -> list:
    """Everything on the page, from the raw rows of every period."""
    rows = pd.read_sql(RAW, engine)
    rows = rows[
        (rows.state == "正常") & (rows.revision == rows.groupby(["org_unit", "period"]).revision.transform("max"))
    ]
    now = rows[rows.period == period]
    towns = now.groupby("township")[["slots", "inclusive_slots", "children"]].sum()
    units = now.groupby("org_unit")[["slots", "inclusive_slots", "children"]].sum()
    trend = rows.groupby("period")[["slots", "inclusive_slots"]].sum()
    return [
        *(dcc.Graph(figure=bullet(value)) for value in units.inclusive_slots.head(12)),
        dcc.Graph(figure=go.Figure([go.Scatter(x=trend.index, y=trend[name]) for name in trend])),
        dcc.Graph(figure=hexagons(reference, towns)),
        dcc.Graph(figure=districts(units)),
        table(units.reset_index()),
        table(named(reference, towns)),
    ]


def bullet(value: float) -> go.Figure:
    return go.Figure(
        [go.Bar(x=[value], y=[""], orientation="h")], layout={"shapes": [{"type": "line", "x0": 1, "x1": 1}]}
    )


def hexagons(reference: Reference, towns: pd.DataFrame) -> go.Figure:
    names = reference.township_by_code
    corners = ((0, 1), (0.87, 0.5), (0.87, -0.5), (0, -1), (-0.87, -0.5), (-0.87, 0.5), (0, 1))
    figure = go.Figure()
    for hexagon in reference.hexagons:
        x, y = hexagon.centre
        covered = towns.inclusive_slots.get(hexagon.township, 0) > 0
        figure.add_trace(
            go.Scatter(
                x=[x + 0.577 * dx for dx, _ in corners],
                y=[y + 0.577 * dy for _, dy in corners],
                fill="toself",
                fillcolor="green" if covered else "red",
                text=names[hexagon.township].name,
            )
        )
    return figure


def districts(units: pd.DataFrame) -> go.Figure:
    from data.settings import Settings

    shapes = json.loads((Settings().reference / "districts.geojson").read_text(encoding="utf-8"))
    return go.Figure([go.Choropleth(geojson=shapes, locations=units.index, z=units.inclusive_slots)])


def named(reference: Reference, towns: pd.DataFrame) -> pd.DataFrame:
    """All 343 townships with their names, districts and zones, whether or not they have an institution."""
    known = [(t.code, t.name, t.reporting_unit, t.zone) for t in reference.townships if t.official]
    frame = pd.DataFrame(known, columns=["code", "name", "unit", "zone"]).join(towns, on="code").fillna(0)
    return frame.assign(covered=["已覆盖" if slots > 0 else "未覆盖" for slots in frame.inclusive_slots])


def table(frame: pd.DataFrame) -> html.Table:
    head = html.Thead(html.Tr([html.Th(name) for name in frame]))
    return html.Table(
        [head, html.Tbody([html.Tr([html.Td(cell) for cell in row]) for row in frame.itertuples(index=False)])]
    )
