"""The townships that need something, in three lists, each with what is at hand there."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from dash import html
from dash.development.base_component import Component

from data.model import Reference
from data.returns import Project
from layouts import components as part
from layouts import format as printed
from layouts.components import Child
from layouts.headlines import unit_name
from layouts.pages.zones import zone_short
from layouts.text import Text
from layouts.view import ViewQuery
from metrics.remedies import CLASSES, CONVERTIBLE, PLANNED, PREMISES, UNDER_WAY, Need
from metrics.results import TownshipResult
from metrics.shortfall import Shortfall

LISTS = ("uncovered", "fragile", "idle")
MOST_NAMED = 6


def needs(found: Shortfall, reference: Reference, view: ViewQuery, text: Text) -> Component:
    """Three lists by unit; of one zone where the address names it."""
    parts = [_list(name, _inside(getattr(found.needs, name), view), reference, text) for name in LISTS]
    unknown = [one for one in found.needs.unknown if view.zone in (None, one.township.zone)]
    path = view.href("/download/needs.csv", period=found.scorecard.period)
    return part.section(
        "townships",
        text("needs.title"),
        _zones(reference, view, text),
        *parts,
        *([_unknown(unknown, reference, text)] if unknown else []),
        part.download_link(text("download.csv"), path),
        note=text("needs.note"),
    )


def _inside(found: Sequence[Need], view: ViewQuery) -> list[Need]:
    return [need for need in found if view.zone in (None, need.result.township.zone)]


def _zones(reference: Reference, view: ViewQuery, text: Text) -> Component:
    places: list[tuple[str | None, str]] = [(None, text("coverage.all"))]
    places += [(zone, zone_short(reference, zone, text)) for zone in reference.zones]
    links = [
        part.link(words, view.href("/gaps", zone=zone), "current" if view.zone == zone else None)
        for zone, words in places
    ]
    return html.Div(links, className="tabs", role="group", **{"aria-label": text("coverage.zones")})


def _list(name: str, found: Sequence[Need], reference: Reference, text: Text) -> Component:
    """One list, unit by unit in administrative order, folded but for the first; said where it is empty."""
    title = text(f"needs.{name}.title", count=len(found))
    note = html.P(text(f"needs.{name}.note"), className="note")
    if not found:
        none = html.P(text(f"needs.{name}.none"), className="note")
        return html.Div([html.H3(title, id=name), none], className="need-list")
    order = {unit.code: place for place, unit in enumerate(reference.units)}
    ordered = sorted(found, key=lambda need: order[need.result.township.reporting_unit])
    groups = groupby(ordered, key=lambda need: need.result.township.reporting_unit)
    shown = [_unit(code, list(group), reference, text) for code, group in groups]
    return part.details(title, note, *shown, css="need-list", opened=name == LISTS[0])


def _unit(code: str, found: Sequence[Need], reference: Reference, text: Text) -> Component:
    words = text("needs.unit", unit=unit_name(reference, code, text), count=len(found))
    cards = [html.Li(need_card(need, reference, text)) for need in found]
    return html.Div([html.H4(words), html.Ul(cards, className="need-cards")])


def need_card(need: Need, reference: Reference, text: Text) -> list[Child]:
    """The name, why it is listed, its figures, what could be done, and by what."""
    place = need.result.township
    name = html.Strong([html.Span(place.name, lang="zh-CN"), html.Small(zone_short(reference, place.zone, text))])
    why = html.Span(
        text("format.comma").join(text(f"needs.trouble.{one}") for one in need.troubles), className="why-listed"
    )
    advice = [html.Li(text(f"needs.remedy.{one}")) for one in need.remedies]
    return [
        html.P([name, why, *part.flags(need.result.flags, text)]),
        html.P(figures_of(need, text), className="note"),
        html.Ul(advice, className="advice"),
        *[html.P(words, className="at-hand", lang="zh-CN") for words in at_hand(need, text)],
    ]


def figures_of(need: Need, text: Text) -> str:
    """Slots, inclusive slots, children and use; — where a figure is not known."""
    use = printed.MISSING if need.use is None else printed.figure(100 * need.use, "percent")
    return text(
        "needs.figures",
        institutions=printed.count(need.result.institutions),
        slots=printed.count(need.result.slots),
        inclusive=printed.count(need.result.inclusive_slots),
        use=use,
    )


def at_hand(need: Need, text: Text) -> list[str]:
    """What stands behind each piece of advice, by name and number."""
    others = [text("needs.named", name=row.name, slots=printed.count(row.slots)) for row in need.others]
    told = [
        ("projects", [_project(one, text) for one in need.projects_of(UNDER_WAY, PLANNED)]),
        ("others", [*others, *(_project(one, text) for one in need.projects_of(CONVERTIBLE))]),
        ("classes", [_project(one, text) for one in need.projects_of(CLASSES)]),
        ("premises", [_project(one, text) for one in need.projects_of(PREMISES)]),
    ]
    lines = [text(f"needs.{name}", words=_joined(words, text)) for name, words in told if words]
    if need.nearest is not None:
        lines.append(text("needs.nearest", name=need.nearest.name, km=f"{need.nearest.km:.1f}"))
    return lines


def _joined(words: Sequence[str], text: Text) -> str:
    shown = text("format.comma").join(words[:MOST_NAMED])
    return shown if len(words) <= MOST_NAMED else text("needs.more", words=shown, count=len(words))


def _project(one: Project, text: Text) -> str:
    day = text("works.undated") if one.opening is None else printed.day_name(one.opening, text)
    slots, inclusive = printed.count(one.slots), printed.count(one.inclusive_slots)
    return text("needs.project", name=one.name, slots=slots, inclusive=inclusive, day=day)


def _unknown(found: Sequence[TownshipResult], reference: Reference, text: Text) -> Component:
    """Townships of which nothing can be said are none of the lists: who has to report them is named."""
    title = html.H3(text("needs.unknown.title", count=len(found)))
    counts: dict[str, int] = {}
    for one in found:
        counts[one.township.reporting_unit] = counts.get(one.township.reporting_unit, 0) + 1
    words = [
        text("needs.unknown.of", unit=unit_name(reference, code, text), count=count) for code, count in counts.items()
    ]
    return html.Div([title, html.P(text("format.comma").join(words))], className="need-list")
