"""识别变动: what became of each institution since the last ledger, to be confirmed; and the way from stock to stock."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import tzinfo

import dash_bootstrap_components as dbc
from dash import html
from dash.development.base_component import Component

from data.dossier import ChangeKind, Confirmation, Confirmations
from data.model import Channel, Period, Township
from layouts import components as part
from layouts import fields
from layouts import format as printed
from layouts.components import Child, Column
from layouts.names import actor_name
from layouts.shell import moment_words
from layouts.text import Text
from layouts.way_words import KINDS
from metrics.changes import NOTHING, Change
from metrics.waterfall import ByChannel, Waterfall, sum_of

MARKS = ("vanished", "moved", "unknown")
SIGNED = "{:+,}"


@dataclass(frozen=True, slots=True)
class Turnover:
    """A ledger against the one before it (of ``since``); ``may_confirm``: the clerk may still say what is so."""

    since: Period
    changes: tuple[Change, ...]
    confirmations: Confirmations
    waterfall: Waterfall
    townships: Mapping[str, Township]
    may_confirm: bool

    @property
    def unconfirmed(self) -> int:
        """How many changes nobody has confirmed; a change told in several lines is confirmed once."""
        return len({(one.number, one.kind) for one in self.changes} - self.confirmations.keys())


def turnover(told: Turnover, text: Text, zone: tzinfo) -> Component:
    """The waterfall first, then the institutions behind it."""
    title = text("returns.turnover.title", period=printed.period_name(told.since, text))
    return part.section(
        "turnover",
        title,
        part.wide(text("returns.waterfall.caption"), _waterfall(told.waterfall, text)),
        *_changes(told, text, zone),
        note=text("returns.turnover.note"),
    )


def _waterfall(told: Waterfall, text: Text) -> Component:
    """Opening, what came, what went, closing; all slots and the inclusive ones, and the latter by channel."""
    channels = told.channels
    heads = [text(f"returns.waterfall.{name}") for name in ("step", "slots", "inclusive")]
    heads += [_channel(channel, text) for channel in channels]
    columns = [Column(words, "number" if place else "") for place, words in enumerate(heads)]
    rows = [_stock_row(text("returns.waterfall.opening"), told.opening, told, columns)]
    rows += [_step_row(kind, told, columns, text) for kind in KINDS]
    rows.append(_stock_row(text("returns.waterfall.closing"), told.closing, told, columns))
    return part.table(text("returns.waterfall.caption"), columns, rows, "sticky waterfall")


def _channel(channel: Channel | None, text: Text) -> str:
    return text("returns.channel.unknown" if channel is None else f"returns.channel.{channel}")


def _stock_row(words: str, by_channel: ByChannel, told: Waterfall, columns: list[Column]) -> Component:
    total = sum_of(by_channel.values())
    inclusive = (by_channel.get(channel, NOTHING).inclusive_slots for channel in told.channels)
    cells = [total.slots, total.inclusive_slots, *inclusive]
    return part.table_row(columns, [words, *map(printed.count, cells)], css="total")


def _step_row(kind: ChangeKind, told: Waterfall, columns: list[Column], text: Text) -> Component:
    total = told.total(kind)
    inclusive = (told.step(kind, channel).inclusive_slots for channel in told.channels)
    cells = [total.slots, total.inclusive_slots, *inclusive]
    return part.table_row(columns, [text(f"returns.change.{kind}"), *map(_signed, cells)])


def _signed(number: int) -> str:
    return SIGNED.format(number) if number else "0"


def _changes(told: Turnover, text: Text, zone: tzinfo) -> Iterator[Child]:
    """The table of institutions, and the button that confirms what is ticked."""
    if not told.changes:
        yield html.P(text("returns.turnover.none"))
        return
    columns = [
        Column(text(f"returns.turnover.{name}"), css)
        for name, css in (("institution", ""), ("township", "word"), ("kind", "word"), ("slots", "number"),
                          ("inclusive", "number"), ("confirmed", "word"))
    ]  # fmt: skip
    seen: set[tuple[str, ChangeKind]] = set()
    rows = [part.table_row(columns, _cells(one, told, seen, text, zone)) for one in told.changes]
    title = text("returns.turnover.changes", count=len(rows))
    yield html.H3(title)
    yield part.wide(title, part.table(title, columns, rows, "sticky"))
    if told.may_confirm:
        yield html.Div(fields.act_button("confirm", text("returns.act.confirm")), className="downloads")


def _cells(
    one: Change, told: Turnover, seen: set[tuple[str, ChangeKind]], text: Text, zone: tzinfo
) -> list[part.Children]:
    key = (one.number, one.kind)
    is_first = key not in seen
    seen.add(key)
    place = told.townships.get(one.township)
    marks = [html.Small(text(f"returns.change.{mark}")) for mark in MARKS if getattr(one, mark)]
    confirmation = told.confirmations.get(key)
    said = _said(confirmation, text, zone) if confirmation else _to_say(key, told, text) if is_first else ""
    return [
        html.Span([html.Span(one.name, lang="zh-CN"), html.Small(one.number)], className="institution"),
        html.Span(place.name if place else one.township, lang="zh-CN"),
        html.Span([text(f"returns.change.{one.kind}"), *marks]),
        _signed(one.slots),
        _signed(one.inclusive_slots),
        said,
    ]


def _said(confirmation: Confirmation, text: Text, zone: tzinfo) -> Component:
    who = text(
        "returns.remarks.by",
        actor=actor_name(confirmation.actor, text),
        at=moment_words(confirmation.at.astimezone(zone), text),
    )
    return html.Span([confirmation.document or text("returns.turnover.no_document"), html.Small(who)])


def _to_say(key: tuple[str, ChangeKind], told: Turnover, text: Text) -> Child:
    """A box to tick and a field for the 依据文号; a number without a tick confirms as well."""
    if not told.may_confirm:
        return text("returns.turnover.unconfirmed")
    name = f"{key[0]} {key[1]}"
    label = text("returns.turnover.sure", number=key[0], kind=text(f"returns.change.{key[1]}"))
    box = html.Label([dbc.Checkbox(id={"sure": name}), html.Span(label, className="visually-hidden")])
    field = dbc.Input(id={"confirm": name}, type="text", autocomplete="off", maxLength=100)
    words = html.Span(text("returns.turnover.document", number=key[0]), className="visually-hidden")
    return html.Div([box, html.Label([words, field])], className="confirming")
