"""What changed since the last period: statuses, townships won and lost, units that moved most, corrections."""

from __future__ import annotations

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from data.model import Reference
from data.returns import StoredReturn
from layouts import components as part
from layouts import format as printed
from layouts.components import Child
from layouts.names import unit_name
from layouts.pages.exceptions import by_unit
from layouts.text import Text
from layouts.view import ViewQuery
from metrics.front import Changes, StatusChange, UnitMove
from metrics.results import TownshipResult

MOST_MOVES = 3
MOST_REVISIONS = 5


def changed(changes: Changes | None, reference: Reference, view: ViewQuery, text: Text) -> Component | None:
    """One short list a kind of change, which says so where there is none; None where there is no last period."""
    if changes is None:
        return None
    kinds = [
        ("statuses", [_status(one, text) for one in changes.statuses]),
        ("gained", _townships(changes.gained, reference, view, text)),
        ("lost", _townships(changes.lost, reference, view, text)),
        ("moves", _moves(changes, reference, view, text)),
        ("revisions", _revisions(changes.revisions, reference, view, text)),
    ]
    towns = {name: len(getattr(changes, name)) if changes.compared else None for name in ("gained", "lost")}
    counts: dict[str, int | None] = {**towns, "statuses": len(changes.statuses), "moves": 0, "revisions": 0}
    told = [_kind(key, lines or _nothing(key, changes, text), counts.get(key), text) for key, lines in kinds]
    note = text("changed.note", period=printed.period_name(changes.since, text))
    return part.section("changed", text("changed.title"), html.Div(told, className="changed"), note=note)


def _nothing(key: str, changes: Changes, text: Text) -> list[Child]:
    """That there is none, or that nobody can know: no unit has reported for both periods."""
    unsure = not changes.compared and key in ("gained", "lost", "moves")
    return [html.Li(text("exceptions.not_compared_units" if unsure else "exceptions.none"), className="absent")]


def _kind(key: str, lines: list[Child], count: int | None, text: Text) -> Component:
    anchor = f"changed-{key}"
    number = part.counted(printed.count(count), count or 0, f"#{anchor}")
    return html.Div([html.H3(part.told(text(f"changed.{key}"), count=number)), html.Ul(lines)], id=anchor)


def _status(one: StatusChange, text: Text) -> Component:
    """每千人口托位数：■ 滞后 → ■ 未达标."""
    before = html.Span(printed.status_word(one.before, text), className="before")
    name = html.A(text(f"indicator.{one.now.indicator}.short"), href=f"#row-{one.now.indicator}")
    turn = html.Span([before, " → ", part.status_badge(one.now, text)], className="keep")
    return html.Li([name, text("format.colon"), turn])


def _townships(found: Sequence[TownshipResult], reference: Reference, view: ViewQuery, text: Text) -> list[Child]:
    lines: list[Child] = []
    for code, group in by_unit(found, reference):
        names = text("format.comma").join(one.township.name for one in group)
        lines.append(html.Li([_unit(code, reference, view, text), text("format.colon"), names]))
    return lines


def _moves(changes: Changes, reference: Reference, view: ViewQuery, text: Text) -> list[Child]:
    """The greatest rises, then every fall up to as many, the deepest last; then on what basis."""
    rises = [one for one in changes.moves if one.change > 0][:MOST_MOVES]
    falls = [one for one in changes.moves if one.change < 0][-MOST_MOVES:]
    lines: list[Child] = [html.Li(_move(one, reference, view, text)) for one in [*rises, *falls]]
    if not lines:
        return []
    words = [text("changed.basis", count=changes.compared)] + ([text("changed.broken")] if changes.broken else [])
    return [*lines, html.Li(html.Small("".join(words)), className="basis")]


def _move(one: UnitMove, reference: Reference, view: ViewQuery, text: Text) -> list[Child]:
    figures = text("changed.move", then=printed.count(one.then), now=printed.count(one.now))
    change = ("▲" if one.change > 0 else "▼") + printed.count(abs(one.change))
    return [_unit(one.org_unit, reference, view, text), " ", html.Strong(change), html.Small(figures)]


def _revisions(found: Sequence[StoredReturn], reference: Reference, view: ViewQuery, text: Text) -> list[Child]:
    lines: list[Child] = [_revision(one, reference, view, text) for one in found[:MOST_REVISIONS]]
    rest = len(found) - MOST_REVISIONS
    return lines + ([html.Li(text("changed.more", count=rest))] if rest > 0 else [])


def _revision(one: StoredReturn, reference: Reference, view: ViewQuery, text: Text) -> Component:
    period = printed.period_name(one.period, text)
    words = text("changed.revision", period=period, number=one.revision)
    link = part.link(words, view.href("/quality", anchor="revisions", period=one.period, indicator=None, sort=None))
    return html.Li([unit_name(reference, one.org_unit, text), " ", link])


def _unit(code: str, reference: Reference, view: ViewQuery, text: Text) -> Component:
    href = view.href(f"/districts/{code}", zone=None, sort=None, indicator=None)
    return part.link(unit_name(reference, code, text), href)
