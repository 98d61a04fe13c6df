"""The page as it is usually written: raw rows into pandas, full figures with their geometry, HTML tables of all.

It tells what ours tells of a period: every target's value, change and gap with a bullet and its series with the path it
should have followed, the values of both ratios, the 17 units, the zones, and all townships with name, state and slots,
on the map and (as ours names them to the pointer) in a table. The answer is compressed as ours is.
"""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go
from dash import dcc, html
from sqlalchemy import Engine

from data.model import Period, Plan, Reference

RAW = """SELECT r.org_unit, r.period, r.revision, l.*
         FROM ledger_rows l JOIN returns r ON r.sequence = l.return_sequence"""
SUMS = ["slots", "inclusive_slots", "children"]


def page(engine: Engine, reference: Reference, period: str) -> list:
    """Everything on the page, from the raw rows of every period."""
    rows = rows_until(engine, period)
    towns, before = (towns_of(reference, rows, one) for one in (period, str(Period.parse(period).previous)))
    trend = with_shares(rows.groupby("period")[SUMS].sum(), people(reference)).reset_index()
    targets = targets_of(reference.plans[0], towns, before, people(reference))
    return [
        *(dcc.Graph(figure=bullet(row.value, row.target)) for row in targets.itertuples()),
        table(targets),
        *(dcc.Graph(figure=line(series)) for series in all_series(reference, rows, trend)),
        table(trend),
        dcc.Graph(figure=hexagons(reference, towns)),
        *(table(grouped(towns, by, people(reference))) for by in ("unit", "zone")),
        table(towns),
    ]


def rows_until(engine: Engine, period: str) -> pd.DataFrame:
    """The institutions at work, of the latest revision of every return up to a period."""
    rows = pd.read_sql(RAW, engine)
    latest = rows.revision == rows.groupby(["org_unit", "period"]).revision.transform("max")
    return rows[(rows.state == "正常") & latest & (rows.period <= period)]


def people(reference: Reference) -> int:
    """The city's latest population, for every value: the usual shortcut."""
    return max((one.ref_date, one.value) for one in reference.populations if one.area == reference.city.code)[1]


def towns_of(reference: Reference, rows: pd.DataFrame, period: str) -> pd.DataFrame:
    """All townships with their names, units and zones, whether or not they have an institution."""
    sums = rows[rows.period == period].groupby("township")[SUMS].sum()
    known = [(t.code, t.name, t.reporting_unit, t.zone) for t in reference.townships if t.official]
    frame = pd.DataFrame(known, columns=["code", "name", "unit", "zone"]).join(sums, on="code").fillna(0)
    return frame.assign(covered=["已覆盖" if slots > 0 else "未覆盖" for slots in frame.inclusive_slots])


def with_shares(sums: pd.DataFrame, residents: int) -> pd.DataFrame:
    return sums.assign(
        per_1000=(1000 * sums.slots / residents).round(2),
        share=(100 * sums.inclusive_slots / sums.slots).round(1),
        use=(100 * sums.children / sums.slots).round(1),
    )


def grouped(towns: pd.DataFrame, by: str, residents: int) -> pd.DataFrame:
    """Sums, shares and covered townships of each unit or zone."""
    groups = towns.groupby(by)
    counted = groups.covered.agg(covered=lambda one: (one == "已覆盖").sum(), townships="size")
    return with_shares(groups[SUMS].sum(), residents).join(counted).reset_index()


def targets_of(plan: Plan, towns: pd.DataFrame, before: pd.DataFrame, residents: int) -> pd.DataFrame:
    """A row a target: the value, its change since last period, the target and what is missing."""
    found = []
    for target in plan.targets:
        now, then = (value_of(target.indicator, target.zone, frame, residents) for frame in (towns, before))
        wanted = float(target.value)
        found.append((target.indicator, now, wanted, round(now - then, 2), round(100 * now / wanted, 1), now >= wanted))
    return pd.DataFrame(found, columns=["indicator", "value", "target", "change", "completion", "met"])


def value_of(indicator: str, zone: str | None, towns: pd.DataFrame, residents: int) -> float:
    if zone is not None:
        return round(100 * (towns[towns.zone == zone].covered == "已覆盖").mean(), 1)
    sums = towns[SUMS].sum()
    if indicator == "G1":
        return round(1000 * sums.slots / residents, 2)
    return round(100 * sums.inclusive_slots / sums.slots, 1)


def bullet(value: float, target: float) -> go.Figure:
    mark = {"type": "line", "x0": target, "x1": target}
    return go.Figure([go.Bar(x=[value], y=[""], orientation="h")], layout={"shapes": [mark]})


def all_series(reference: Reference, rows: pd.DataFrame, trend: pd.DataFrame) -> list[pd.DataFrame]:
    """A frame a target: its values by period (of a count, the inclusive slots in its place), and its path."""
    zones = pd.Series({t.code: t.zone for t in reference.townships if t.official}, name="zone")
    towns = rows.groupby(["period", "township"]).inclusive_slots.sum().reset_index().join(zones, on="township")
    covered = towns[towns.inclusive_slots > 0].groupby(["zone", "period"]).size()
    found = []
    for target in reference.plans[0].targets:
        if target.zone is not None:
            values = (100 * covered[target.zone] / (zones == target.zone).sum()).round(1)
        else:
            name = {"G1": "per_1000", "G2": "share", "T14c": "share"}.get(target.indicator, "inclusive_slots")
            values = trend.set_index("period")[name]
        path = [round(float(target.value) * step / 12, 2) for step in range(len(values))]
        found.append(pd.DataFrame({"period": values.index, "value": values.to_numpy(), "path": path}))
    return found


def line(series: pd.DataFrame) -> go.Figure:
    return go.Figure(
        [
            go.Scatter(x=series.period, y=series.value, mode="lines+markers", name="value"),
            go.Scatter(x=series.period, y=series.path, mode="lines", name="path"),
        ]
    )


def hexagons(reference: Reference, towns: pd.DataFrame) -> go.Figure:
    told = towns.set_index("code")
    corners = ((0, 1), (0.87, 0.5), (0.87, -0.5), (0, -1), (-0.87, -0.5), (-0.87, 0.5), (0, 1))
    figure = go.Figure()
    for hexagon in reference.hexagons:
        x, y = hexagon.centre
        town = told.loc[hexagon.township]
        figure.add_trace(
            go.Scatter(
                x=[x + 0.577 * dx for dx, _ in corners],
                y=[y + 0.577 * dy for _, dy in corners],
                fill="toself",
                fillcolor="green" if town.covered == "已覆盖" else "red",
                text=f"{town['name']} {town.covered} {town.inclusive_slots:.0f}",
            )
        )
    return figure


def table(frame: pd.DataFrame) -> html.Table:
    head = html.Thead(html.Tr([html.Th(name) for name in frame]))
    return html.Table(
        [head, html.Tbody([html.Tr([html.Td(cell) for cell in row]) for row in frame.itertuples(index=False)])]
    )
