"""The panel that tells how one figure came about, beside whatever page it was opened on."""

from __future__ import annotations

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from data.model import Period, Reference
from layouts import components as part
from layouts import format as printed
from layouts.accounts import account_facts, place_facts, reading_facts
from layouts.components import Column
from layouts.ids import Id
from layouts.names import unit_name, zone_name
from layouts.text import Text
from metrics.contributions import SINCE_BASELINE
from metrics.derivations import Derivation, Evidence

PLACES = ("data_element", "unit", "sheet", "range", "count", "sum")
CELLS = ("cell", "subject", "found", "counted")
NUMBERS = frozenset({"count", "sum", "found", "counted"})
MOST_CELLS = 200
"""Cells listed one by one on a page; the command line and the interface for programs tell all of them."""


def account(
    derivation: Derivation, reference: Reference, back: str, text: Text, *, of: Period | None = None
) -> Component:
    """The panel; ``back`` is the address without it, ``of`` the period where it is not the one the page shows."""
    row = derivation.row
    place = reference.township_by_code[row.org_unit].name if row.org_unit in reference.township_by_code else None
    where = place or unit_name(reference, row.org_unit, text)
    zone = [] if row.zone is None else [zone_name(reference, row.zone, text)]
    when = [] if of is None else [printed.period_name(of, text)]
    head = html.Div(
        [
            html.H2(text("account.title"), id=f"{Id.ACCOUNT}-title", tabIndex=-1),
            part.link(text("account.close"), back, "close"),
        ],
        className="account-head",
    )
    figure = part.figure(row, text, with_unit=True)
    shown = [html.Strong(text(f"indicator.{row.indicator}.name")), html.Span(" · ".join([where, *zone, *when]))]
    lead = html.P([*shown, html.B(figure, className="account-figure")], className="account-lead")
    parts = [head, lead, part.definition_list(account_facts(derivation, text)), *_readings(derivation, text)]
    return html.Aside(
        [*parts, *_places(derivation, reference, text)],
        id=Id.ACCOUNT,
        className="account",
        role="dialog",
        **{"aria-labelledby": f"{Id.ACCOUNT}-title"},
    )


def _readings(derivation: Derivation, text: Text) -> list[Component]:
    facts = reading_facts(derivation, text)
    if not facts:
        return []
    note = html.P(text("account.readings_note"), className="note")
    return [html.H3(text("account.readings")), part.definition_list(facts), note]


def _places(derivation: Derivation, reference: Reference, text: Text) -> list[Component]:
    title = html.H3(text("account.places"))
    if not derivation.evidence:
        return [title, html.P(text("account.no_places"), className="note")]
    columns = [Column(text(f"account.{name}"), "number" if name in NUMBERS else "") for name in PLACES]
    rows = [_place(one, columns, reference, text) for one in derivation.evidence]
    key = "not_added" if derivation.indicator.numerator in SINCE_BASELINE else "places_note"
    table = part.wide(text("account.places"), part.table(text("account.places"), columns, rows))
    return [
        title,
        html.P(text(f"account.{key}"), className="note"),
        table,
        *_cells(derivation.evidence, text),
    ]


def _place(evidence: Evidence, columns: Sequence[Column], reference: Reference, text: Text) -> Component:
    told = place_facts(evidence, text)
    told["unit"] = unit_name(reference, evidence.stored.org_unit, text)
    source = html.Small([evidence.file.name, " ", html.Code(evidence.file.digest[:12])], className="below")
    cells: list[part.Children] = [told["element"], *(told[name] for name in PLACES[1:])]
    cells[1] = [told["unit"], html.Small(evidence.stored.receipt, className="below"), source]
    return part.table_row(columns, cells)


def _cells(found: Sequence[Evidence], text: Text) -> list[Component]:
    """Each cell of each return, folded; of a whole city the ranges above must do."""
    if len({one.stored.org_unit for one in found}) > 1:
        return []
    return [_listed(one, text) for one in found]


def _listed(evidence: Evidence, text: Text) -> Component:
    columns = [Column(text(f"account.{name}"), "number" if name in NUMBERS else "") for name in CELLS]
    rows = [
        part.table_row(columns, [cell.cell, cell.subject, _filed(cell.filed), printed.count(cell.counted)])
        for cell in evidence.file.cells[:MOST_CELLS]
    ]
    told = place_facts(evidence, text)
    summary = text("account.line", name=told["element"], words=text("account.cells", count=told["count"]))
    more = len(evidence.file.cells) > MOST_CELLS
    note = [html.P(text("account.more", count=MOST_CELLS), className="note")] if more else []
    return part.details(summary, part.wide(summary, part.table(summary, columns, rows)), *note)


def _filed(value: int | str | None) -> str:
    return printed.count(value) if isinstance(value, int | None) else value
