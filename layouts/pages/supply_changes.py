"""What moved in the period, institution by institution, with the cell it is read from and what its clerk said."""

from __future__ import annotations

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from data.dossier import ChangeKind
from data.model import Channel, Reference
from layouts import components as part
from layouts import format as printed
from layouts.components import Column
from layouts.names import unit_name
from layouts.pages.supply_ways import is_listed, shown_ways, signed
from layouts.text import Text
from layouts.view import ViewQuery
from layouts.way_words import KINDS
from metrics.changes import Change
from metrics.supply import Supply
from metrics.ways import Place, UnitWay, Ways, place_of

COLUMNS = (
    ("institution", ""), ("unit", "word"), ("type", "word"), ("slots", "number"), ("inclusive", "number"),
    ("cell", "word"), ("confirmed", "word"),
)  # fmt: skip
MARKS = ("vanished", "moved", "unknown")
Found = Sequence[tuple[UnitWay, Change]]


def changes(found: Supply, reference: Reference, view: ViewQuery, text: Text) -> Component:
    """By kind; conversions and closures are open, the others folded. Of one unit those since the baseline, where that
    way is shown, which no clerk confirms.
    """
    ways = shown_ways(found, view) if found.tells(shown_ways(found, view)) else found.last
    key = "title" if ways is found.last else "since"
    every = [(unit, one) for unit in ways.units for one in unit.changes]
    title = text(f"supply.changes.{key}", count=len(every))
    if not every:
        return part.section("changes", title, html.P(text("supply.changes.none"), className="note"))
    ordered = [*filter(is_listed, KINDS), *(kind for kind in KINDS if not is_listed(kind))]
    lists = [_of_kind(kind, ways, found, reference, view=view, text=text) for kind in ordered]
    return part.section("changes", title, *[one for one in lists if one], note=_note(every, ways, found, text))


def _note(every: Found, ways: Ways, found: Supply, text: Text) -> str:
    """Against which ledgers; of the changes of the period also how many their clerks have confirmed."""
    period = printed.period_name(ways.first, text)
    if ways is not found.last:
        return text("supply.changes.since_note", period=period)
    said = sum((one.number, one.kind) in found.confirmed.get(unit.until.sequence, {}) for unit, one in every)
    return text("supply.changes.note", period=period, confirmed=said, open=len(every) - said)


def _of_kind(
    kind: ChangeKind, ways: Ways, found: Supply, reference: Reference, *, view: ViewQuery, text: Text
) -> Component | None:
    listed = [(unit, one) for unit in ways.units for one in unit.changes if one.kind is kind]
    if not listed:
        return None
    facts = {
        "kind": text(f"returns.change.{kind}"),
        "count": len(listed),
        "inclusive": signed(sum(one.inclusive_slots for _, one in listed)),
    }
    words = text("supply.changes.kind", **facts)
    names = COLUMNS if ways is found.last else COLUMNS[:-1]
    columns = [Column(text(f"supply.changes.{name}"), css) for name, css in names]
    cells = (_cells(unit, one, found, reference, view=view, text=text) for unit, one in listed)
    rows = [part.table_row(columns, one[: len(columns)]) for one in cells]
    table = part.wide(words, part.table(words, columns, rows, "sticky"))
    return part.details(words, table, css="change-list", opened=is_listed(kind), anchor=f"changes-{kind}")


def _cells(
    unit: UnitWay, one: Change, found: Supply, reference: Reference, *, view: ViewQuery, text: Text
) -> list[part.Children]:
    place = reference.township_by_code.get(one.township)
    where = place_of(unit, one, found.columns)
    marks = [html.Small(text(f"returns.change.{mark}")) for mark in MARKS if getattr(one, mark)]
    said = found.confirmed.get(unit.until.sequence, {}).get((one.number, one.kind))
    return [
        html.Span([html.Span(one.name, lang="zh-CN"), html.Small(one.number), *marks], className="institution"),
        [
            unit_name(reference, unit.org_unit, text),
            html.Small(place.name if place else one.township, className="below"),
        ],
        _type(one.channel, text),
        signed(one.slots),
        signed(one.inclusive_slots),
        _place(where, view),
        text("supply.changes.unsaid") if said is None else said.document or text("returns.turnover.no_document"),
    ]


def _type(channel: Channel | None, text: Text) -> str:
    """The kind of institution that a channel stands for: a for-profit one need never have turned inclusive."""
    key = f"supply.changes.kind_of.{channel}"
    return text(key if key in text else f"returns.channel.{channel or 'unknown'}")


def _place(where: Place, view: ViewQuery) -> Component | str:
    """The cell, a link where the reader may open the return."""
    cell = f"{where.sheet}!{where.cell}"
    if not where.receipt:
        return cell
    return part.link(cell, view.href("/returns", receipt=where.receipt, org_unit=None, span=None))
