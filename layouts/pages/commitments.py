"""The rows of the plan: where each target stands, in plan order, never sorted by colour."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from dash import html
from dash.development.base_component import Component

from data.model import Plan, Reference, Target
from layouts import components as part
from layouts import format as printed
from layouts.bullets import bullet_bar
from layouts.charts import bullet
from layouts.charts.bullet import parts_expected
from layouts.components import Child, Column
from layouts.headlines import short_target
from layouts.pages.plans import tally
from layouts.reference_words import bodies, document_of, responsible
from layouts.text import Text
from layouts.view import ViewQuery
from metrics.results import Flag, Row, Scorecard, TargetKind

COLUMNS = (
    ("indicator", ""),
    ("value", "number strong"),
    ("bullet", "bullet-cell"),
    ("target", "number"),
    ("completion", "number"),
    ("expected", "number"),
    ("change", "number"),
    ("status", "word"),
    ("gap", "number"),
    ("duty", "duty"),
)
NAMED_UNITS = {"zh": 2, "en": 1}
"""How many are named in a cell; English names are longer."""
GAP_UNITS = {"T13a": "count", "T14a": "persons", "T14b": "persons", "T14c": "carers"}
"""What the gaps count, where it is neither townships nor slots."""
SHORT_BRACKET = re.compile(r"(（\w\w）)")


def commitments(
    scorecard: Scorecard, reference: Reference, view: ViewQuery, text: Text, *below: Component
) -> Component:
    """指标｜现值｜目标｜完成率｜序时应达值｜较上季｜结论｜缺口｜责任单位, with a bullet graph a row."""
    columns = [Column(text(f"commitments.{name}"), css) for name, css in COLUMNS]
    found = [
        (row, target)
        for target in scorecard.plan.targets
        if (row := scorecard.row(target.indicator, reference.city.code, target.zone)) is not None
    ]
    rows = [
        part.table_row(columns, _cells(row, target, scorecard, view, text), anchor=row_anchor(row))
        for row, target in found
    ]
    assumed = printed.demo_note(reference, text, demo=scorecard.demo)
    return part.section(
        "commitments",
        text("commitments.title"),
        html.Div([_tally([row for row, _ in found], text), *_followed(scorecard, text)], className="tally-line"),
        part.table(text("commitments.caption"), columns, rows, "cards commitments"),
        flag_key([row for row, _ in found], text),
        *below,
        *([html.P(assumed, className="note")] if assumed else []),
        note=_note([row for row, _ in found], scorecard, text),
    )


def _note(rows: Sequence[Row], scorecard: Scorecard, text: Text) -> str:
    """Of the plan's order and of what the bars show: from the deadline on the thin line is the thick one."""
    drawn = text("commitments.drawn") if parts_expected(rows) else ""
    return text("commitments.note", plan=document_of(scorecard.plan, text) or scorecard.plan.id, drawn=drawn)


def _tally(rows: Sequence[Row], text: Text) -> Component:
    """How many rows have each status; each count leads to the first of them."""
    first = {row.status: f"#{row_anchor(row)}" for row in reversed(rows) if row.status}
    return tally([row.status for row in rows], first, text)


def flag_key(rows: Sequence[Row], text: Text) -> Component | None:
    """What the raised letters of these rows mean, spelt out for whoever cannot point at them."""
    letters = printed.flag_letters({flag for row in rows for flag in row.flags}, text)
    return html.P(text("briefing.target_note.flags", flags=letters), className="note flag-key") if letters else None


def _followed(scorecard: Scorecard, text: Text) -> list[Component]:
    """期后跟踪: the plan has ended, and what is shown is a later period's own value."""
    if not any(Flag.AFTER_DEADLINE in row.flags for row in scorecard.rows):
        return []
    day = printed.day_name(scorecard.plan.deadline, text)
    return [html.P(text("commitments.followed", day=day), className="note")]


def row_anchor(row: Row) -> str:
    """The place of a row on its page, for links: ``row-G1``."""
    return f"row-{row.indicator}"


def _cells(row: Row, target: Target, scorecard: Scorecard, view: ViewQuery, text: Text) -> list[part.Children]:
    return [
        _name(row, view, text),
        part.figure(row, text),
        bullet_bar(bullet(row, text)),
        _target(row),
        part.known_side(printed.figure(row.completion, "percent", printed.FULL), row),
        part.known_side(printed.figure(row.expected, row.unit), row),
        part.known_side(printed.change(row.change_previous, row.unit, text), row),
        _status(row, text),
        _gap(row, text),
        _duty(scorecard.plan, target, scorecard.period.end, view, text),
    ]


def _name(row: Row, view: ViewQuery, text: Text) -> part.Children:
    name = part.link(_kept_together(text(f"indicator.{row.indicator}.name")), _definitions(view, row.indicator))
    return (
        [name, html.Small(text("commitments.unit", unit=text(f"unit.{row.unit}")))] if row.unit == "per_1000" else name
    )


def _kept_together(name: str) -> part.Children:
    """A name, no line of which ends within a bracket of two letters: （乡镇）."""
    parts = SHORT_BRACKET.split(name)
    if len(parts) == 1:
        return name
    return [html.Span(one, className="keep") if place % 2 else one for place, one in enumerate(parts)]


def _definitions(view: ViewQuery, anchor: str) -> str:
    """Where a word is defined, which is the same for every period."""
    return view.href("/methodology", anchor=anchor, period=None, as_of=None, zone=None, indicator=None, sort=None)


def _target(row: Row) -> Child:
    sign = "≥" if row.comparator == ">=" else ""
    return part.side(sign + short_target(row), row)


def _status(row: Row, text: Text) -> part.Children:
    """After the deadline the plan's own verdict stands beside that of the period shown (期后跟踪)."""
    return [part.status_badge(row, text), *verdict_words(row, text)]


def verdict_words(row: Row, text: Text) -> list[Child]:
    """期末：未达标; nothing until the deadline has passed."""
    if row.verdict is None:
        return []
    return [html.Small(text("commitments.verdict", status=text(f"status.{row.verdict}")), className="below")]


def _gap(row: Row, text: Text) -> part.Children:
    if row.gap is None or row.target_kind is TargetKind.REFERENCE:
        return printed.MISSING
    counted = "townships" if row.zone else GAP_UNITS.get(row.indicator, "slots")
    unit = text(f"commitments.gap_unit.{counted}")
    monthly = row.per_month
    told = part.side(text("commitments.per_month", count=printed.count(monthly)), row)
    pace = [html.Small(told, className="below")] if monthly else []
    return [part.side(printed.count(row.gap), row), html.Small(unit), *pace]


def _duty(plan: Plan, target: Target, day: date, view: ViewQuery, text: Text) -> Child:
    units = bodies(responsible(plan, target.tasks, day), plan, text)
    if not units:
        return printed.MISSING
    most = NAMED_UNITS[text.lang]
    words = text("format.comma").join(units[:most])
    shown = words if len(units) <= most else text("commitments.duty_more", names=words, count=len(units))
    return part.link(shown, _definitions(view, "tasks"), title=text("format.comma").join(units))
