"""One township in full: its figures with their explanation, its institutions, what is coming, what to do, its past."""

from __future__ import annotations

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from data.model import Reference
from layouts import components as part
from layouts import format as printed
from layouts.charts.coverage import LOOKS
from layouts.components import Child, Column
from layouts.form_words import form_word
from layouts.names import unit_name, zone_short
from layouts.pages.needs import at_hand
from layouts.pages.townships import coverage_words
from layouts.shell import FORGOTTEN
from layouts.text import Text
from layouts.view import COVERAGE, ViewQuery
from metrics.coverage import PastCoverage, TownshipCoverage, TownshipProfile
from metrics.registry import Registered
from metrics.results import Row

INSTITUTIONS = (("name", ""), ("type", "word"), ("slots", "number"), ("inclusive", "number"), ("cell", "word"))
PAST = (("period", ""), ("coverage", "word"), ("slots", "number"), ("inclusive", "number"), ("children", "number"))


def township_panel(found: TownshipCoverage, reference: Reference, view: ViewQuery, text: Text) -> Component | None:
    """What was chosen on the map; a sentence where the period has no such township, nothing where none was chosen."""
    if view.township is None:
        return None
    if found.chosen is None:
        gone = text("town.gone", name=reference.township_by_code[view.township].name)
        return part.section("township", text("town.title"), html.P(gone), _close(view, text))
    chosen = found.chosen
    place = chosen.result.township
    unit = unit_name(reference, place.reporting_unit, text)
    page = view.href(f"/districts/{place.reporting_unit}", **FORGOTTEN)
    where = text("town.where", unit=unit, zone=zone_short(reference, place.zone, text), code=place.code)
    return part.section(
        "township",
        text("town.of", name=place.name),
        html.P([where, " ", part.link(text("town.unit_page"), page)]),
        part.definition_list(_facts(chosen, text), "facts town-facts"),
        *_needs(chosen, text),
        *_institutions(chosen, text),
        part.details(text("town.history", count=len(chosen.history)), _history(chosen.history, text), opened=True),
        _close(view, text),
        css="township-panel",
    )


def _close(view: ViewQuery, text: Text) -> Component:
    return html.P(part.link(text("town.close"), view.href(COVERAGE, township=None), "close-town"))


def _facts(chosen: TownshipProfile, text: Text) -> list[tuple[Child, part.Children]]:
    """Each figure opens how it came about where the township has a row for it."""
    result = chosen.result
    share, use = chosen.row("G2"), chosen.row("USE")
    told: list[tuple[str, part.Children]] = [
        ("coverage", coverage_words(result, text)),
        ("slots", _counted(result.slots, share, text)),
        ("inclusive", _counted(result.inclusive_slots, share, text)),
        ("share", part.figure(share, text)),
        ("children", _counted(result.children, use, text)),
        ("use", part.figure(use, text)),
        ("institutions", part.figure(chosen.row("INST"), text)),
        ("inclusive_institutions", part.figure(chosen.row("INST_I"), text)),
        ("any", part.figure(chosen.row("COV"), text)),
        ("nearest", _nearest(chosen, text)),
        ("receipt", html.Code(result.receipt) if result.receipt else part.reason(share, text)),
    ]
    return [(text(f"town.fact.{name}"), words) for name, words in told]


def _counted(count: int | None, row: Row | None, text: Text) -> part.Children:
    """A count, opening the row it is a side of; why, where it is not known."""
    if count is None:
        return part.reason(row, text)
    words = text("town.slots", count=printed.count(count))
    return words if row is None else part.side(words, row)


def _nearest(chosen: TownshipProfile, text: Text) -> str:
    near = chosen.nearest
    if near is None:
        return text("town.nearest_unknown")
    return text("town.nearest", name=near.name, km=f"{near.km:.1f}")


def _needs(chosen: TownshipProfile, text: Text) -> list[Component]:
    """Why it is listed, what could be done, and what is at hand; nothing in particular where it needs nothing."""
    need = chosen.need
    if not need.troubles:
        lines = at_hand(need, text)
        coming = html.Ul([html.Li(one) for one in lines]) if lines else html.P(text("town.no_projects"))
        return [html.H3(text("town.projects")), coming]
    why = text("format.comma").join(text(f"needs.trouble.{one}") for one in need.troubles)
    advice = [html.Li(text(f"needs.remedy.{one}")) for one in need.remedies]
    at = [html.P(words, className="at-hand") for words in at_hand(need, text)]
    none = [] if at else [html.P(text("town.no_projects"), className="note")]
    return [html.H3(text("town.remedy")), html.P(why, className="why-listed"), html.Ul(advice), *at, *none]


def _institutions(chosen: TownshipProfile, text: Text) -> list[Component]:
    title = html.H3(text("town.institutions", count=len(chosen.institutions)))
    if not chosen.institutions:
        return [title, html.P(text("town.no_institution" if chosen.is_listed else "town.not_listed"), className="note")]
    columns = [Column(text(f"town.institution.{name}"), css) for name, css in INSTITUTIONS]
    rows = [part.table_row(columns, _institution(one, text)) for one in chosen.institutions]
    caption = text("town.institutions_caption")
    return [title, part.wide(caption, part.table(caption, columns, rows, "sticky"))]


def _institution(one: Registered, text: Text) -> list[part.Children]:
    """With the line of the ledger it stands on."""
    row = one.row
    state = (
        []
        if one.in_operation
        else [html.Small(form_word(row.state, text) if row.state else text("town.not_running"), className="below")]
    )
    return [
        html.Span([html.Span(row.name, lang="zh-CN"), html.Small(row.number, className="below")]),
        [form_word(row.type, text), *state],
        printed.count(one.slots),
        printed.count(one.inclusive_slots),
        html.Span([text("town.cell", row=row.row), html.Small(one.stored.receipt, className="below")]),
    ]


def _history(past: Sequence[PastCoverage], text: Text) -> Component:
    """Newest first."""
    columns = [Column(text(f"town.past.{name}"), css) for name, css in PAST]
    rows = [part.table_row(columns, _past(one, text)) for one in reversed(past)]
    caption = text("town.history_caption")
    return part.wide(caption, part.table(caption, columns, rows, "sticky"))


def _past(one: PastCoverage, text: Text) -> list[part.Children]:
    sign = html.Span(LOOKS[one.coverage].symbol, className=f"sign {one.coverage}", **{"aria-hidden": "true"})
    why = [html.Small(text(f"no_value.{one.no_value}"))] if one.no_value else []
    return [
        printed.period_name(one.period, text),
        [sign, text(f"coverage.{one.coverage}"), *why, *part.flags(one.flags, text)],
        printed.count(one.slots),
        printed.count(one.inclusive_slots),
        printed.count(one.children),
    ]
