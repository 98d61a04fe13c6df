"""The comparison of units as it is usually written: raw rows into pandas, bars, a line a unit, and HTML tables of all.

It tells less than ours does: the chosen value of 17 units with its change, their series, and sums and shares of each
as a matrix; no rank, no flag, no verdict, no way to how a figure came about.
"""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go
from dash import dcc
from sqlalchemy import Engine

from data.model import Level, Reference
from tests.bench.naive_page import rows_until, table, with_shares

PERIOD = "2025-Q4"
COLUMNS = {"G1": "per_1000", "G2": "share", "USE": "use", "INST": "institutions"}
SUMS = ["slots", "inclusive_slots", "children", "inclusive_children", "carers", "certified"]


def units_page(engine: Engine, reference: Reference, indicator: str) -> list:
    """Everything on the page, from the raw rows of every period."""
    column, rows = COLUMNS[indicator], rows_until(engine, PERIOD)
    whole = with_people(rows.groupby(["period", "org_unit"])[SUMS].sum(), rows, reference)
    series = whole[column].unstack("period")
    now = whole.loc[PERIOD]
    chosen = pd.DataFrame({"value": now[column], "change": series[PERIOD] - series.iloc[:, -2]})
    names = {unit.code: unit.name for unit in reference.units if unit.level is Level.UNIT}
    chosen, now, series = (frame.rename(index=names).round(2) for frame in (chosen, now, series))
    return [
        dcc.Graph(figure=go.Figure([go.Bar(x=chosen.value, y=chosen.index, orientation="h")])),
        table(chosen.reset_index()),
        table(now.reset_index()),
        *(dcc.Graph(figure=go.Figure([go.Scatter(x=series.columns, y=one)])) for _, one in series.iterrows()),
        table(series.reset_index()),
    ]


def with_people(sums: pd.DataFrame, rows: pd.DataFrame, reference: Reference) -> pd.DataFrame:
    """Sums with shares, a thousand of each unit's own people, and institutions."""
    latest = {one.area: one.value for one in sorted(reference.populations, key=lambda one: one.ref_date)}
    residents = sums.index.get_level_values("org_unit").map(latest).to_numpy(dtype=float)
    return with_shares(sums, residents).assign(institutions=rows.groupby(["period", "org_unit"]).size())
