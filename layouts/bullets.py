"""A bullet graph inside a table, drawn by the browser from a handful of percentages: twelve plotly graphs are heavy."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from layouts.charts import Bullet


def bullet_bar(bullet: Bullet) -> Component:
    """Bar from 0, a tick at the target, a tick at what is required by now; ``alt`` for the ear."""
    marks = [_tick("target", bullet.target, bullet), _tick("required", bullet.expected, bullet)]
    return html.Div(
        [*_bar(bullet), *(mark for mark in marks if mark is not None)],
        className="bullet",
        role="img",
        **{"aria-label": bullet.alt},
    )


def _bar(bullet: Bullet) -> list[Component]:
    if bullet.value is None:
        return []
    css = "partial" if bullet.partial else None
    return [html.B(className=css, style={"width": _share(bullet.value, bullet), "background": bullet.colour})]


def _tick(kind: str, position: float | None, bullet: Bullet) -> Component | None:
    if position is None:
        return None
    return html.I(className=kind, style={"left": _share(position, bullet)})


def _share(position: float, bullet: Bullet) -> str:
    return f"{max(0.0, min(position / bullet.maximum, 1.0)) * 100:.4g}%"
