"""The addresses that an application answers, read off the application itself: a row each, filled in for every unit."""

from __future__ import annotations

from dataclasses import dataclass

from dash import Dash


@dataclass(frozen=True)
class Row:
    """What is asked: a method, a rule of the URL map or a callback's output."""

    kind: str
    name: str


def rows_of(app: Dash) -> list[Row]:
    """Every route and every callback."""
    routes = [
        Row(method, rule.rule)
        for rule in app.server.url_map.iter_rules()
        for method in sorted(rule.methods - {"HEAD", "OPTIONS"})
    ]
    return [*routes, *(Row("CALLBACK", name) for name in app.callback_map)]
