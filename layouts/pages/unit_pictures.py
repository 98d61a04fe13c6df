"""The series of one unit: its headline figures and its coverage in each of its zones."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from layouts import components as part
from layouts.charts import Picture, trend_chart
from layouts.frames import facts_of, framed
from layouts.pages.pictures import trend_table
from layouts.text import Text
from layouts.view import ViewQuery
from metrics.unit_position import UnitPosition


def unit_pictures(found: UnitPosition, text: Text) -> dict[str, Picture]:
    """By key, as they are shown and downloaded."""
    drawn = [trend for trend in found.trends if trend.is_known]
    return {
        trend.indicator: Picture(
            trend.indicator,
            trend_chart(trend, text),
            trend_table(trend, text),
            facts_of(found.scorecard, text(f"unit.{trend.unit}"), text),
        )
        for trend in drawn
    }


def unit_trends(found: UnitPosition, view: ViewQuery, text: Text) -> Component:
    """Two in a line where there is room."""
    stays = view.with_(period=found.scorecard.period, name=None, page=None)
    pictures = unit_pictures(found, text).values()
    charts = [framed(one, f"districts/{found.unit.code}", stays, text, css="trend") for one in pictures]
    shown = html.Div(charts, className="pair") if charts else html.P(text("chart.multiples.unknown"))
    return part.section("trends", text("one_unit.trends"), shown, note=text("one_unit.trends_note"), css="trends")
