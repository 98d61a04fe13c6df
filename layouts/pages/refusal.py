"""A plain page for what cannot be shown: a wrong address, a wrong value in it, an empty database, a fault."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from data.issues import DashboardError
from layouts import components as part
from layouts.text import Text
from layouts.view import ViewQuery

TITLES = {
    "refusal.empty": "refusal.empty_title",
    "refusal.not_yet": "refusal.empty_title",
    "store.busy": "refusal.store_title",
    "store.damaged": "refusal.store_title",
}


def title_of(refusal: DashboardError) -> str:
    """The key of the title over a refusal."""
    return TITLES.get(refusal.key, "refusal.title")


def refused(refusal: DashboardError, view: ViewQuery, text: Text) -> Component:
    """One sentence about what was asked for, and the way home."""
    way_home = html.P(part.link(text("refusal.home"), view.href("/")))
    return html.Div(
        [html.H1(text(title_of(refusal))), html.P(text(refusal.key, **refusal.facts)), way_home], className="refusal"
    )


def fault(number: str, text: Text) -> Component:
    """What the page says when we failed: figures may be old, and the number to name."""
    return html.Div(
        [html.Strong(text("refusal.fault_title")), html.P(text("refusal.fault", number=number))], className="fault"
    )
