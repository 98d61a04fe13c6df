"""数字核对: the place for a Word draft, and below it every number that is wrong or belongs to nothing."""

from __future__ import annotations

from collections.abc import Sequence

from dash import dcc, html
from dash.development.base_component import Component

from layouts import components as part
from layouts import fields
from layouts.components import Child, Column
from layouts.ids import Id
from layouts.number_check.findings import Finding, NumberCheck, Verdict
from layouts.number_check.telling import counts_line, place_words
from layouts.text import Text

MOST_LINES = 200
WRONG = ("place", "found", "expected", "excerpt", "issued")
UNMATCHED = ("place", "found", "same_name", "excerpt")


def checking_part(text: Text) -> Component:
    """Where the draft is handed over, and where the answer appears."""
    told = fields.weighed(text) | {"data-working": text("number_check.working")}
    return part.section(
        "number-check",
        text("number_check.title"),
        fields.file_place(Id.DRAFT, text, key="draft"),
        dcc.Store(id=Id.DRAFT_ARRIVED),
        html.Div(id=Id.CHECKED, className="judgement", **{"aria-live": "polite"}, **told),
        note=text("number_check.note"),
    )


def checked(check: NumberCheck, against: str, text: Text) -> Component:
    """The answer: how many numbers, the wrong ones, and those of the office's own; ``against`` names the briefing."""
    state = "storable" if check.agrees else "refused"
    verdict = html.H3(text("number_check.clean" if check.agrees else "number_check.found_wrong"))
    lines: list[Child] = [html.Div([verdict, html.P(counts_line(check, text)), html.P(against)], className="verdict")]
    lines.append(_listed(check.of(Verdict.WRONG), "wrong", WRONG, text))
    lines.append(_listed(check.of(Verdict.UNMATCHED), "unmatched", UNMATCHED, text))
    return html.Div(lines, className=f"judged number-check {state}")


def _listed(found: Sequence[Finding], kind: str, columns: Sequence[str], text: Text) -> Component | None:
    """A table of findings; the unmatched ones are folded, for most of them are the office's own."""
    if not found:
        return None
    title = text(f"number_check.{kind}_count", count=len(found))
    heads = [Column(text(f"number_check.head.{name}")) for name in columns]
    rows = [part.table_row(heads, [_cell(one, name, text) for name in columns]) for one in found[:MOST_LINES]]
    shown: list[Child] = [part.wide(title, part.table(title, heads, rows, css="drafted"))]
    if kind == "unmatched":
        shown.insert(0, html.P(text("number_check.unmatched_note"), className="note"))
    if len(found) > MOST_LINES:
        shown.append(html.P(text("number_check.more", count=len(found) - MOST_LINES), className="note"))
    return part.details(title, *shown, css="found", opened=kind == "wrong")


def _cell(one: Finding, name: str, text: Text) -> Child:
    if name == "place":
        return place_words(one.place, text)
    if name == "found":
        return html.Strong(one.words)
    if name in ("expected", "same_name"):
        return html.Strong(one.expected) if name == "expected" else one.expected or "—"
    return one.excerpt if name == "excerpt" else one.issued_excerpt
