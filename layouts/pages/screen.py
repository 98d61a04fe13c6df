"""大屏: one still view of 16 to 9 for a wall: the main figures, every target, the townships, who has reported."""

from __future__ import annotations

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from data.model import Reference
from layouts import components as part
from layouts import format as printed
from layouts.bullets import bullet_bar
from layouts.charts import bullet, hex_map
from layouts.charts.coverage import coverage_keys, covered_ratio
from layouts.components import Child, Column
from layouts.headlines import missing_units, short_target
from layouts.hexagons import hexagons
from layouts.measured import kept_together
from layouts.names import zone_short
from layouts.shell import moment_words, plan_name
from layouts.text import Text
from layouts.view import ViewQuery
from metrics.results import Coverage, Flag, Overview, Row, Scorecard
from metrics.shortfall import inclusive_among

MAIN_FIGURES = ("G1", "G2")
MOST_NAMED = 2
COLUMNS = (
    ("indicator", ""),
    ("bullet", "bullet-cell"),
    ("value", "number"),
    ("target", "number"),
    ("status", "word"),
    ("verdict", "then"),
)


def render(overview: Overview, reference: Reference, view: ViewQuery, text: Text) -> Component:
    """Nothing moves, nothing scrolls, nothing is to be chosen."""
    body = [
        _targets(overview, reference, text),
        html.Div([_map(overview, reference, text), _zones(overview, reference, text)], className="wall-places"),
    ]
    return html.Div(
        [
            _heading(overview, text),
            html.Div(_tiles(overview, reference, text), className="wall-tiles"),
            html.Div(body, className="wall-body"),
            _foot(overview, reference, view, text),
        ],
        className="wall",
    )


def _heading(overview: Overview, text: Text) -> Component:
    card = overview.scorecard
    told: list[Child] = [html.Span(text("screen.as_of", as_of=moment_words(card.as_of, text)))]
    if card.demo:
        told.append(html.Strong(text("screen.demo"), className="wall-demo"))
    title = html.H1([text("site.name"), html.Small(printed.period_name(card.period, text))])
    return html.Div([title, html.Div(told, className="wall-facts")], className="wall-head")


def _tiles(overview: Overview, reference: Reference, text: Text) -> list[Component]:
    city, card = reference.city.code, overview.scorecard
    rows = {name: card.row(name, city) for name in MAIN_FIGURES}
    shown = [_ratio(row, text) for row in rows.values() if row is not None]
    return [
        *shown,
        _coverage(overview, text),
        *_gap(rows["G1"], rows["G2"], text),
        _reported(overview, reference, text),
    ]


def _tile(name: str, value: part.Children, *below: Child) -> Component:
    return html.Div([html.H2(name), html.P(value, className="big"), html.P(list(below))], className="wall-tile")


def _ratio(row: Row, text: Text) -> Component:
    told: list[Child] = []
    if row.target is not None:
        told = [text("screen.of_target", target=short_target(row)), " ", part.status_badge(row, text)]
    return _tile(text(f"indicator.{row.indicator}.short"), part.figure(row, text, with_unit=True), *told)


def _coverage(overview: Overview, text: Text) -> Component:
    states = [one.coverage for one in overview.townships]
    lacking, unknown = states.count(Coverage.UNCOVERED), states.count(Coverage.UNKNOWN)
    told = [text("screen.uncovered", count=lacking)] if lacking else []
    told += [text("screen.unknown", count=unknown)] if unknown else []
    words = text("format.comma").join(told or [text("screen.all_covered")])
    return _tile(text("screen.covered"), covered_ratio(overview.townships, text), *kept_together(words))


def _gap(slots: Row | None, share: Row | None, text: Text) -> list[Component]:
    """The slots missing to the target per 1,000, where the plan has one and the total is known."""
    if slots is None or slots.gap is None:
        return []
    count = text("screen.missing_inclusive", count=printed.count(inclusive_among(slots, share)))
    return [_tile(text("screen.missing_slots"), part.side(printed.count(slots.gap), slots), *kept_together(count))]


def _reported(overview: Overview, reference: Reference, text: Text) -> Component:
    reporting = overview.reporting
    value = text("screen.reporting", reported=reporting.reported, expected=len(reporting.units))
    missing = "".join(piece.text for piece in missing_units(overview, reference, text))
    carried = text("screen.carried", count=reporting.carried) if reporting.carried else ""
    return _tile(text("screen.reported"), value, *kept_together(missing or carried))


def _targets(overview: Overview, reference: Reference, text: Text) -> Component:
    card = overview.scorecard
    rows = card.targets_of(reference.city.code)
    names = COLUMNS if any(row.verdict for row in rows) else COLUMNS[:-1]
    columns = [Column(text(f"screen.column.{name}"), css) for name, css in names]
    lines = [part.table_row(columns, _cells(row, text)[: len(columns)]) for row in rows]
    table = part.table(text("commitments.caption"), columns, lines, "wall-rows")
    return html.Section([html.H2(plan_name(card.plan, text)), table], className="wall-targets")


def _cells(row: Row, text: Text) -> list[part.Children]:
    return [
        text(f"indicator.{row.indicator}.short"),
        bullet_bar(bullet(row, text)),
        part.figure(row, text),
        part.known_side(short_target(row), row),
        part.status_badge(row, text),
        "" if row.verdict is None else part.sign(row.verdict, text(f"status.{row.verdict}")),
    ]


def _map(overview: Overview, reference: Reference, text: Text) -> Component:
    townships = list(overview.townships)
    picture: list[Component] = []
    if reference.hexagons:
        spec = hex_map(townships, reference, text)
        picture = [hexagons(spec, townships, text), html.P(spec.note, className="note")]
    return html.Section([html.H2(text("screen.map")), *picture, _key(overview, text)], className="wall-map")


def _key(overview: Overview, text: Text) -> Component:
    keys = [
        html.Li([html.I(key.look.symbol, style={"background": key.look.fill, "color": key.look.ink}), key.label])
        for key in coverage_keys(list(overview.townships), text)
    ]
    return html.Ul(keys, className="legend")


def _zones(overview: Overview, reference: Reference, text: Text) -> Component:
    told = [_zone(overview, reference, zone, text) for zone in reference.zones]
    return html.Section([html.H2(text("zones.title")), *told], className="wall-zones")


def _zone(overview: Overview, reference: Reference, zone: str, text: Text) -> Component:
    row = overview.scorecard.zone_row(reference.city.code, zone)
    inside = [one for one in overview.townships if one.township.zone == zone]
    name = html.H3([zone_short(reference, zone, text), html.Small(covered_ratio(inside, text))])
    state: list[Child] = [] if row is None else [html.P(part.status_badge(row, text))]
    return html.Div([name, html.P(part.figure(row, text), className="big"), *state], className="wall-zone")


def _marks(card: Scorecard, reference: Reference, text: Text) -> str:
    """Which of the targets' figures each mark speaks of: the wall has no room for a letter beside a figure. That
    the plan has ended is told in a sentence of its own.
    """
    rows = [row for row in card.targets_of(reference.city.code) if row.value is not None]
    told = []
    for flag in Flag:
        named = [text(f"indicator.{row.indicator}.short") for row in rows if flag in row.flags]
        if named and flag is not Flag.AFTER_DEADLINE:
            told.append(text("screen.marked", flag=text(f"flag.{flag}"), names=_named(named, len(rows), text)))
    return text("format.comma").join(told)


def _named(names: Sequence[str], every: int, text: Text) -> str:
    """All, those by name, or how many where they would fill the foot."""
    if len(names) == every:
        return text("screen.all_figures")
    if len(names) <= MOST_NAMED:
        return text("format.comma").join(names)
    return text("screen.some_figures", count=len(names), total=every)


def _foot(overview: Overview, reference: Reference, view: ViewQuery, text: Text) -> Component:
    card = overview.scorecard
    told: list[Child] = [html.Span(text("screen.definitions", version=card.definition_version))]
    if any(Flag.AFTER_DEADLINE in row.flags for row in card.rows):
        told.append(html.Span(text("commitments.followed", day=printed.day_name(card.plan.deadline, text))))
    marks = _marks(card, reference, text)
    told += [html.Span(text("screen.flags", flags=marks))] if marks else []
    note = printed.demo_note(reference, text, demo=card.demo)
    told += [html.Span(note)] if note else []
    return html.Div([*told, part.link(text("screen.back"), view.href("/"))], className="wall-foot")
