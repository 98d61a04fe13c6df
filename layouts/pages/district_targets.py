"""区级目标: what documents set for reporting units, assessed like the plan's own; nothing where nobody has set one."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

from dash import html
from dash.development.base_component import Component

from data.model import DistrictTarget, Plan, Reference
from layouts import components as part
from layouts import format as printed
from layouts.components import Child, Column
from layouts.headlines import target_figure
from layouts.names import unit_name
from layouts.own_targets import district_rows, own_target
from layouts.text import Text
from metrics.indicators import BY_ID
from metrics.results import Row, Scorecard

COLUMNS = (
    ("unit", ""), ("indicator", ""), ("value", "number strong"), ("target", "number"), ("completion", "number"),
    ("expected", "number"), ("status", "word"), ("gap", "number"), ("month", "number"), ("document", ""),
)  # fmt: skip
DOCUMENTS = ("unit", "indicator", "target", "document", "issued", "known_from")


def assessed(card: Scorecard, reference: Reference, text: Text, *, unit: str | None = None) -> list[Component]:
    """The section of all of them with value, target, pace, light, gap and document; none where there are none."""
    found = district_rows(card.rows, unit)
    if not found:
        return []
    order = {one.code: place for place, one in enumerate(reference.units)}
    columns = [Column(text(f"district_target.{name}"), css) for name, css in COLUMNS]
    rows = [
        part.table_row(columns, _cells(row, card, reference, text))
        for row in sorted(found, key=lambda row: order[row.org_unit])
    ]
    title = text("district_target.title")
    table = part.wide(title, part.table(title, columns, rows, "cards"))
    return [part.section("district-targets", title, table, note=text("district_target.note"))]


def _cells(row: Row, card: Scorecard, reference: Reference, text: Text) -> list[part.Children]:
    return [
        unit_name(reference, row.org_unit, text),
        text(f"indicator.{row.indicator}.name"),
        part.figure(row, text, with_unit=True),
        own_target(row, text),
        part.known_side(printed.figure(row.completion, "percent"), row),
        part.known_side(printed.figure(row.expected, row.unit), row),
        _status(row, text),
        part.known_side(printed.count(row.gap), row),
        part.known_side(printed.count(row.per_month), row),
        _document(row, card, reference),
    ]


def _status(row: Row, text: Text) -> part.Children:
    """The light, and beside a later period's the one at the plan's end."""
    badge = part.status_badge(row, text)
    if row.verdict is None or row.verdict is row.status:
        return badge
    words = text("commitments.verdict", status=text(f"status.{row.verdict}"))
    return [badge, html.Small(words, className="below")]


def _document(row: Row, card: Scorecard, reference: Reference) -> Child:
    day = card.as_of.astimezone(ZoneInfo(reference.timezone)).date()
    own = reference.district_target(card.plan.id, row.org_unit, row.indicator, day)
    return printed.MISSING if own is None else html.Span(own.document, lang="zh-CN")


def beside(row: Row, text: Text) -> part.Children:
    """In a table of units: the light of a district's own target with the number it asks for."""
    words = text("district_target.beside", target=own_target(row, text))
    return [part.status_badge(row, text), html.Small(words, className="below")]


def documents(reference: Reference, plan: Plan, day: date, text: Text) -> list[Component]:
    """For 指标口径: every district target of a plan as known on a day, with its document; said where there is none."""
    title = html.H3(text("district_target.documents"))
    known = [one for one in reference.district_targets if one.plan == plan.id and one.known_from <= day]
    if not known:
        return [title, html.P(text("district_target.none"), className="note")]
    columns = [Column(text(f"district_target.{name}")) for name in DOCUMENTS]
    rows = [part.table_row(columns, _told(one, reference, text)) for one in known]
    name = text("district_target.documents")
    note = html.P(text("district_target.documents_note"), className="note")
    return [title, note, part.wide(name, part.table(name, columns, rows))]


def _told(one: DistrictTarget, reference: Reference, text: Text) -> list[part.Children]:
    return [
        unit_name(reference, one.org_unit, text),
        text(f"indicator.{one.indicator}.name"),
        text("district_target.at_least", target=target_figure(one.value, BY_ID[one.indicator].unit)),
        html.Span(one.document, lang="zh-CN"),
        printed.day_name(one.issued, text),
        printed.day_name(one.known_from, text),
    ]
