"""指标口径: generated from the plan, the table of indicators, the settings and the reference folder."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from dash import html
from dash.development.base_component import Component

from data.model import Plan, Reference, Target, Task
from layouts import components as part
from layouts import format as printed
from layouts.components import Child, Column
from layouts.names import zone_name
from layouts.pages.district_targets import documents
from layouts.pages.sources import breaks, populations, published, settings
from layouts.reference_words import basis_of, body_words, document_of, task_code, task_codes
from layouts.text import Text
from layouts.view import ViewQuery
from metrics.definition import Indicator
from metrics.results import Flag, NoValue, Status

CONTENTS = (
    "indicators",
    "targets",
    "rules",
    "marks",
    "settings",
    "effects",
    "tasks",
    "population",
    "breaks",
    "published",
)


def render(
    plan: Plan,
    indicators: Sequence[Indicator],
    reference: Reference,
    view: ViewQuery,
    text: Text,
    *,
    known_on: date,
    effects: Component | None,
) -> Component:
    """The whole page: definitions first, then where every number comes from, as known on a day.

    ``effects`` is the section that tells what each choice changes.
    """
    return html.Div(
        [
            html.Div(html.H1(text("page.methodology.title")), className="page-head"),
            html.P(_version(reference, text), className="lead"),
            _contents(text),
            _indicators(indicators, text),
            _targets(plan, reference, known_on, text),
            _rules(reference, text),
            _marks(text),
            settings(reference, view, text),
            effects,
            _tasks(plan, text),
            populations(reference, known_on, text),
            breaks(reference, text),
            published(reference, known_on, text),
        ],
        className="methodology",
    )


def _version(reference: Reference, text: Text) -> str:
    made = reference.definitions
    return text("methodology.version", version=made.version, day=printed.day_name(made.issued, text))


def _contents(text: Text) -> Component:
    links = [html.Li(html.A(text(f"methodology.{name}"), href=f"#{name}")) for name in CONTENTS]
    return html.Nav(html.Ul(links), className="contents", **{"aria-label": text("methodology.contents")})


def _indicators(indicators: Sequence[Indicator], text: Text) -> Component:
    return part.section("indicators", text("methodology.indicators"), *[_indicator(one, text) for one in indicators])


def _indicator(one: Indicator, text: Text) -> Component:
    facts: list[tuple[Child, part.Children]] = [
        (text(f"methodology.{name}"), text(f"indicator.{one.id}.{name}"))
        for name in ("formula", "numerator", "denominator")
    ]
    facts += [
        (text("methodology.unit"), text(f"unit.{one.unit}")),
        (text("methodology.direction"), text(f"direction.{one.direction}")),
        (text("methodology.time_rule"), text(f"time_rule.{one.time_rule}")),
    ]
    title = html.H3([html.Code(one.id), text(f"indicator.{one.id}.name")])
    return html.Article([title, part.definition_list(facts)], id=one.id, className="definition")


def _targets(plan: Plan, reference: Reference, day: date, text: Text) -> Component:
    columns = [
        Column(text(f"methodology.target.{name}")) for name in ("id", "name", "value", "scope", "clause", "tasks")
    ]
    rows = [part.table_row(columns, _target(target, plan, reference, text)) for target in plan.targets]
    dates = text(
        "methodology.dates",
        start=printed.day_name(plan.start, text),
        deadline=printed.day_name(plan.deadline, text),
        baseline=printed.period_name(plan.baseline, text),
    )
    name = plan.name if text.lang == "zh" else plan.name_en
    lead = html.P(text("methodology.plan", name=name, document=document_of(plan, text), dates=dates))
    table = part.wide(text("methodology.targets"), part.table(text("methodology.targets"), columns, rows))
    below = documents(reference, plan, day, text)
    return part.section("targets", text("methodology.targets"), lead, table, *below)


def _target(target: Target, plan: Plan, reference: Reference, text: Text) -> list[part.Children]:
    name = target.name if text.lang == "zh" else target.name_en
    scope = text("methodology.whole_city") if target.zone is None else zone_name(reference, target.zone, text)
    sign = "≥" if target.comparator == ">=" else "="
    return [
        target.indicator,
        name,
        f"{sign} {float(target.value):g}",
        scope,
        html.Q(target.clause, lang="zh-CN"),
        task_codes(target.tasks, plan, text),
    ]


def _rules(reference: Reference, text: Text) -> Component:
    """How a light comes about: symbol, word, colour and condition of each status."""
    made = reference.definitions
    facts = {
        "on_track": printed.plain(made.pace_on_track, 2),
        "accelerate": printed.plain(made.pace_accelerate, 2),
    }
    rows = [(_light(status, text), text(f"rule.{status}", **facts)) for status in Status]
    lead = [html.P(text(f"methodology.pace.{line}")) for line in ("progress", "pace", "exact")]
    return part.section("rules", text("methodology.rules"), *lead, part.definition_list(rows))


def _light(status: Status, text: Text) -> Component:
    words = f"{printed.STATUS_SYMBOLS[status]} {text(f'status.{status}')}".strip()
    return html.Span(words, className="status", style={"color": printed.STATUS_COLOURS[status]})


def _marks(text: Text) -> Component:
    letters: list[tuple[Child, part.Children]] = [(html.Code(str(f)), text(f"mark.{f}")) for f in Flag]
    absent: list[tuple[Child, part.Children]] = [(text(f"no_value.{n}"), text(f"absence.{n}")) for n in NoValue]
    return part.section("marks", text("methodology.marks"), part.definition_list(letters), part.definition_list(absent))


def _tasks(plan: Plan, text: Text) -> Component:
    columns = [Column(text(f"methodology.task.{name}")) for name in ("code", "name", "printed", "now", "indicators")]
    rows = [part.table_row(columns, _task(task, plan, text)) for task in plan.tasks]
    table = part.wide(text("methodology.tasks"), part.table(text("methodology.tasks"), columns, rows))
    return part.section("tasks", text("methodology.tasks"), table, note=text("methodology.tasks_note"))


def _task(task: Task, plan: Plan, text: Text) -> list[part.Children]:
    now = [
        html.Span(text("methodology.duty", units=body_words(one.bodies, plan, text), basis=basis_of(one, text)))
        for one in task.units_now
    ]
    return [
        task_code(task, text),
        task.name if text.lang == "zh" else task.name_en or task.name,
        body_words(task.units_printed, plan, text),
        now or printed.MISSING,
        text("format.comma").join(task.indicators) or printed.MISSING,
    ]
