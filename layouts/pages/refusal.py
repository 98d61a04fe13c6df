"""A plain page for what cannot be shown: a wrong address, a wrong value in it, an empty database, a fault."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from data.issues import DashboardError
from layouts import components as part
from layouts.text import Text
from layouts.view import ViewQuery


def refused(refusal: DashboardError, view: ViewQuery, text: Text) -> Component:
    """One sentence about what was asked for, and the way home."""
    title = "refusal.empty_title" if refusal.key in ("refusal.empty", "refusal.not_yet") else "refusal.title"
    way_home = html.P(part.link(text("refusal.home"), view.href("/")))
    return html.Div([html.H1(text(title)), html.P(text(refusal.key, **refusal.facts)), way_home], className="refusal")


def fault(number: str, text: Text) -> Component:
    """What the page says when we failed: figures may be old, and the number to name."""
    return html.Div(
        [html.Strong(text("refusal.fault_title")), html.P(text("refusal.fault", number=number))], className="fault"
    )
