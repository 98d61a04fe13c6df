"""What 各区对比 lets a reader choose: zone, indicator, order. Every choice is a link, kept in the address."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from layouts import components as part
from layouts.components import Child
from layouts.names import zone_short
from layouts.pages.shown import PATH, Shown
from layouts.pages.unit_matrices import GROUPS, INCLUSIVE, column_head
from layouts.text import Text
from metrics.comparison import Comparison, Order


def choice(shown: Shown) -> Component:
    """The zone tabs, and the indicators by group, folded behind the one that is shown."""
    return html.Div([_zones(shown), _indicators(shown)], className="choosing")


def _zones(shown: Shown) -> Component:
    """Another zone keeps the indicator, unless it belongs to one zone only."""
    found, view, text = shown.found, shown.view, shown.text
    kept = None if found.indicator.zone_bound else view.indicator
    places: list[tuple[str | None, str]] = [(None, text("districts.all_units"))]
    places += [(zone, zone_short(shown.reference, zone, text)) for zone in shown.reference.zones]
    links = [_tab(words, view.href(PATH, zone=zone, indicator=kept), found.zone == zone) for zone, words in places]
    return html.Div(links, className="tabs", role="group", **{"aria-label": text("districts.zones")})


def _tab(words: str, href: str, current: bool) -> Component:
    return part.link(words, href, "current" if current else None)


def _indicators(shown: Shown) -> Component:
    found, text = shown.found, shown.text
    lines: list[Child] = []
    for groups in GROUPS.values():
        for group, columns in groups.items():
            names = [name for column in columns for name in _names(column, found)]
            told = [_indicator(name, shown) for name in names if _is_offered(name, found)]
            lines += [html.Dt(text(f"districts.group.{group}")), html.Dd(told)] if told else []
    summary = text("districts.choose", name=text(f"indicator.{found.indicator.id}.short"))
    return part.details(summary, html.Dl(lines, className="indicator-choice"))


def _names(column: str, found: Comparison) -> list[str]:
    """Inclusive coverage is chosen zone by zone, as the plan has it."""
    if column != INCLUSIVE:
        return [column]
    return [name for name, zone in found.bindings.items() if found.zone in (None, zone)]


def _is_offered(name: str, found: Comparison) -> bool:
    """Of a zone, only what a zone has."""
    codes = [one.org_unit for one in found.units]
    zones = [found.zone] if found.zone else [None, *found.bindings.values()]
    return any(found.row(name, code, zone) is not None for code in codes for zone in zones)


def _indicator(name: str, shown: Shown) -> Component:
    words = column_head(name, shown.text)
    return _tab(words, shown.view.href(PATH, indicator=name), name == shown.found.indicator.id)


def sorting(shown: Shown) -> Component:
    """By name, gap or change; an indicator without a target has no gap to be ordered by."""
    found, view, text = shown.found, shown.view, shown.text
    current = Order(view.sort) if view.sort and found.ordered else Order.NAME
    links: list[Child] = [html.Span(text("districts.sort.by"))]
    for order in Order:
        href = view.href(PATH, sort=None if order is Order.NAME else order.value)
        links.append(_tab(text(f"districts.sort.{order}"), href, order is current))
    told = [html.Span(_sorted_words(found, view.sort, text), className="note")] if view.sort else []
    return html.Div(
        [*links, *told], className="tabs sorting", role="group", **{"aria-label": text("districts.sort.by")}
    )


def _sorted_words(found: Comparison, sort: str, text: Text) -> str:
    return text("districts.sort.ties" if found.ordered else f"districts.sort.no_{sort}")
