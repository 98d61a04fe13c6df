"""勾稽核对: what can be worked out in two ways, held against each other."""

from __future__ import annotations

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from data.model import Period, Plan, Reference
from layouts import components as part
from layouts import format as printed
from layouts.components import Child, Column
from layouts.headlines import target_figure
from layouts.names import unit_name
from layouts.pages.comparability import comparability
from layouts.text import Text
from layouts.view import ViewQuery, opening
from metrics.consistency import Check, Consistency, Flow, Triangle

FLOW = ("opening", "resting", "education", "society", "apart", "given_up", "closing", "channels")


def consistency(found: Consistency, plan: Plan, reference: Reference, view: ViewQuery, text: Text) -> Component:
    """Targets among themselves, stock and flow by unit, whole and parts, and changes on a common basis."""
    return part.section(
        "consistency",
        text("consistency.title"),
        *_triangle(found.triangle, plan, reference.city.code, view, text),
        html.H3(text("consistency.checks")),
        *_checks(found.checks, reference, text),
        html.H3(text("consistency.flow")),
        html.P(_flow_words(found, text)),
        html.P(text("consistency.flow_words.note"), className="note"),
        *_flows(found, plan.baseline, reference, text),
        *comparability(found.comparisons, found.splits, reference, text),
        note=text("consistency.note"),
    )


def _triangle(told: Triangle | None, plan: Plan, city: str, view: ViewQuery, text: Text) -> list[Child]:
    """What is needed and held opens its row, sums of both tasks lead to where they are told."""
    if told is None:
        return []
    targets = {one.indicator: one for one in plan.targets if one.zone is None}
    facts: dict[str, str] = {
        "day": printed.day_name(told.population.ref_date, text),
        "opening": printed.count(told.opening),
    }
    per_head, share = (
        target_figure(targets[name].value, unit) for name, unit in (("G1", "per_1000"), ("G2", "percent"))
    )
    slots, inclusive, both = opening("G1", city), opening("G2", city), view.href("/supply", "new", zone=None)
    wanted = (
        ("population", told.population.value, facts["day"], slots),
        ("slots_needed", told.slots_needed, per_head, slots),
        ("inclusive_needed", told.inclusive_needed, share, inclusive),
        ("planned", told.planned, "", both),
        ("planned_stock", told.planned_stock, facts["opening"], ""),
        ("slots", told.slots, "", slots),
        ("inclusive", told.inclusive, "", inclusive),
        ("added", told.added, "", both),
    )
    columns = [Column(text("consistency.item")), Column(text("consistency.number"), "number")]
    rows = [
        part.table_row(
            columns,
            [text(f"consistency.triangle_row.{name}", day=fact, target=fact, opening=fact), part.led(number, href)],
        )
        for name, number, fact, href in wanted
    ]
    title = text("consistency.triangle")
    return [html.H3(title), part.table(title, columns, rows, "narrow")]


def _checks(checks: Sequence[Check], reference: Reference, text: Text) -> list[Child]:
    differing = [one for one in checks if not one.agrees]
    if not differing:
        return [html.P(text("consistency.check_words.all_agree", count=len(checks)))]
    lead = text("consistency.check_words.some_differ", count=len(checks), differ=len(differing))
    return [html.P(lead), html.Ul([html.Li(_differs(one, reference, text)) for one in differing])]


def _differs(one: Check, reference: Reference, text: Text) -> str:
    return text(
        "consistency.check_words.differs",
        place=unit_name(reference, one.org_unit, text),
        element=text(f"consistency.check_words.{one.element}"),
        stated=text(f"consistency.check_words.{one.stated}"),
        whole=printed.count(one.whole),
        parts=printed.count(one.parts),
    )


def _flow_words(found: Consistency, text: Text) -> str:
    """Whether every way closes; the table by unit is folded below."""
    open_ones = sum(not one.closes for one in found.flows)
    key = "all_close" if not open_ones else "some_open"
    return text(f"consistency.flow_words.{key}", count=len(found.flows), open=open_ones)


def _flows(found: Consistency, baseline: Period, reference: Reference, text: Text) -> list[Child]:
    """A line a unit that can be followed since the baseline, and their sum."""
    heads = [Column(text("consistency.flow_column.org_unit"))]
    heads += [Column(text(f"consistency.flow_column.{name}"), "number") for name in FLOW]
    heads.append(Column(text("consistency.flow_column.result"), "word"))
    rows = [
        part.table_row(heads, _flow(one, baseline, unit_name(reference, one.org_unit, text), text))
        for one in found.flows
    ]
    title = text("consistency.flow")
    told: list[Child] = []
    if rows:
        rows.append(part.table_row(heads, _sum(found.flows, text), css="total"))
        told.append(
            part.details(
                text("consistency.flow_words.by_unit"), part.wide(title, part.table(title, heads, rows, "sticky"))
            )
        )
    if found.unknown_flows:
        reasons = (
            text(
                "consistency.flow_words.one_unknown",
                name=unit_name(reference, unit, text),
                reason=text(f"no_value.{reason}"),
            )
            for unit, reason in found.unknown_flows.items()
        )
        units = text("format.comma").join(reasons)
        told.append(html.P(text("consistency.flow_words.unknown", units=units), className="note"))
    return told


def _flow(one: Flow, baseline: Period, name: str, text: Text) -> list[part.Children]:
    """Both ends and the channels' sum open the stock of their period."""
    now = opening("G2", one.org_unit)
    leads = {"opening": opening("G2", one.org_unit, None, baseline), "closing": now, "channels": now}
    words = text("consistency.flow_words.closes" if one.closes else "consistency.flow_words.open")
    estimated = [html.Small(text("consistency.flow_words.estimated"), className="below")] if one.estimated else []
    return [name, *(part.led(getattr(one, column), leads.get(column, "")) for column in FLOW), [words, *estimated]]


def _sum(flows: Sequence[Flow], text: Text) -> list[part.Children]:
    sums = (printed.count(sum(getattr(one, column) for one in flows)) for column in FLOW)
    closes = all(one.closes for one in flows)
    return [
        text("consistency.total"),
        *sums,
        text("consistency.flow_words.closes" if closes else "consistency.flow_words.open"),
    ]
