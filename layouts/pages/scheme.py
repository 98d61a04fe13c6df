"""补缺方案: the scenario, what the planner makes of it, target by target, way by way, township by township."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby

from dash import html
from dash.development.base_component import Component

from data.model import Reference
from layouts import components as part
from layouts import format as printed
from layouts.charts import DataTable, Picture
from layouts.components import Child, Column
from layouts.frames import printed_cell
from layouts.names import unit_name, zone_short
from layouts.pages.forecast import UNCOVERED, projects_of
from layouts.pages.gap_maps import map_of, measures_at, measures_in
from layouts.pages.scenario import of_city, of_place, scenario_fields
from layouts.scheme_files import Leads, cost_label, money, outcome_name, outcomes_table, way_name, ways_table, yuan
from layouts.shell import plan_name
from layouts.text import Text
from layouts.view import ViewQuery
from metrics.planning import Gaps
from metrics.scheme import Measure, Outcome, Scheme, SchemeState
from metrics.shortfall import Shortfall

COLUMNS = (
    ("name", ""),
    ("zone", "word"),
    ("way", "word"),
    ("units", "number"),
    ("slots", "number"),
    ("cost", "number"),
    ("by", "word"),
    ("covers", "word"),
)
MOST_SHOWN = 160
UNREACHED = (SchemeState.OUT_OF_REACH, SchemeState.UNPROVEN)


def planner(
    gaps: Gaps, pictures: Mapping[str, Picture], reference: Reference, view: ViewQuery, text: Text
) -> Component:
    """The section of the planner in every state."""
    found, scheme, title = gaps.shortfall, gaps.scheme, of_city(text("scheme.title"), view, text)
    if scheme.costs is None:
        return part.section("planner", title, html.P(text("scheme.state.no_costs"), className="note"))
    fields = html.Div(
        [*_of_another_plan(scheme, found, text), scenario_fields(scheme, found.scorecard.period, view, text)]
    )
    if not scheme.is_shown:
        told = html.P(text(f"scheme.state.{scheme.state}"), className="strip", role="status")
        return part.section("planner", title, fields, told, note=text("scheme.note"))
    own, leads = measures_in(scheme, view), Leads(found.scorecard, projects_of(found, view), _measures_of(view))
    drawn = map_of(pictures, "built", gaps, view, text)
    return part.section(
        "planner",
        title,
        fields,
        _verdict(scheme, leads.projects, view, text),
        _summary(scheme, view, text),
        _table(outcomes_table(scheme.outcomes, reference, text, leads), "outcomes", "outcomes"),
        *_unreached(scheme, reference, text),
        _ways(scheme, leads.measures, text),
        html.Div(
            [
                *drawn,
                _by_unit(own, reference, view, text) if scheme.measures else html.P(text("scheme.nothing")),
            ],
            className="needs-and-map",
        ),
        _files(found, view, text),
        note=text("scheme.note"),
    )


def _of_another_plan(scheme: Scheme, found: Shortfall, text: Text) -> list[Component]:
    """Whose targets are planned for, where the plan that is shown has no time left."""
    ahead = scheme.ahead
    if ahead is None or ahead.id == found.scorecard.plan.id:
        return []
    words = text("scheme.of_plan", plan=plan_name(ahead, text), day=printed.day_name(ahead.deadline, text))
    return [html.P(words, className="note")]


def _verdict(scheme: Scheme, projects: str, view: ViewQuery, text: Text) -> Component:
    """What is reached; townships lead to the measures and to the uncovered, what is coming to the ``projects``."""
    assert scheme.by is not None
    words: list[Child] = [text(f"scheme.state.{scheme.state}", day=printed.day_name(scheme.by.end, text))]
    if scheme.scenario.first and (scheme.covered or scheme.left):
        covered, left = _covered(scheme, view)
        words += part.told(text("scheme.covered"), count=covered, left=left)
    if scheme.coming and scheme.coming.projects:
        coming = scheme.coming
        counts = {name: getattr(coming, name) for name in ("projects", "slots", "inclusive", "covered")}
        told = {name: part.counted(printed.count(number), number, projects) for name, number in counts.items()}
        words += part.told(text("scheme.counted"), **told)
    css = "strip unmet" if scheme.state in UNREACHED else "strip"
    return html.P(words, className=css, role="status")


def _measures_of(view: ViewQuery) -> str:
    """Where all measures are listed, of which the page may show those of one unit or zone."""
    if view.org_unit is None and view.zone is None:
        return "#measures"
    return view.href("/gaps", "measures", org_unit=None, zone=None)


def _covered(scheme: Scheme, view: ViewQuery) -> tuple[Child, Child]:
    """Townships that measures cover, and those that stay uncovered."""
    covered, left = len(scheme.covered), len(scheme.left)
    uncovered = view.href("/gaps", "uncovered", org_unit=None, zone=None) if view.org_unit or view.zone else UNCOVERED
    return part.counted(str(covered), covered, _measures_of(view)), part.counted(str(left), left, uncovered)


def _summary(scheme: Scheme, view: ViewQuery, text: Text) -> Component:
    """Cost with its label, slots, inclusive slots, townships, and how sure it is that nothing is cheaper; sums lead to
    the measures.
    """
    assert scheme.costs is not None
    label = cost_label(scheme.costs, text)
    met = sum(one.met for one in scheme.outcomes)
    measures, (covered, left) = _measures_of(view), _covered(scheme, view)
    stats: list[tuple[str, Child, part.Children]] = [
        ("cost", part.counted(money(scheme.cost, text), len(scheme.measures), measures), label),
        ("targets", part.opens(f"{met}/{len(scheme.outcomes)}", "#outcomes"), text("scheme.stat.targets_note")),
        ("slots", part.counted(printed.count(scheme.slots), scheme.slots, measures), text("scheme.stat.slots_note")),
        (
            "inclusive",
            part.counted(printed.count(scheme.inclusive), scheme.inclusive, measures),
            text("scheme.stat.inclusive_note"),
        ),
        ("covered", covered, part.told(text("scheme.stat.covered_note"), left=left)),
        ("gap", _gap(scheme, text), text("scheme.stat.gap_note")),
    ]
    boxes = [
        html.Div([html.H3(text(f"scheme.stat.{key}")), html.P(value, className="big"), html.P(note)], className="stat")
        for key, value, note in stats
    ]
    return html.Div(boxes, className="stats")


def _gap(scheme: Scheme, text: Text) -> str:
    """The gap is the solver's word, rounded up: never smaller than it is."""
    if scheme.gap == 0:
        return text("scheme.stat.proven")
    hundredths = -(-scheme.gap.numerator * 10_000 // scheme.gap.denominator)
    return text("scheme.stat.within", percent=f"{hundredths // 100}.{hundredths % 100:02d}")


def _table(table: DataTable, css: str, anchor: str = "") -> Component:
    """A table of a file as it stands, numbers to the right."""
    width = range(len(table.heads))
    numbers = [any(not isinstance(row[place].typed, str | None) for row in table.rows) for place in width]
    columns = [Column(head, "number" if number else "word") for head, number in zip(table.heads, numbers, strict=True)]
    columns[0] = Column(table.heads[0])
    rows = [part.table_row(columns, list(map(printed_cell, row))) for row in table.rows]
    shown = part.wide(table.title, part.table(table.title, columns, rows, f"cards {css}"))
    return html.Div([html.H3(table.title), shown], **({"id": anchor} if anchor else {}))


def _unreached(scheme: Scheme, reference: Reference, text: Text) -> list[Component]:
    """Which targets cannot be met, how far each could come, and which limits stop it."""
    unmet = [one for one in scheme.outcomes if not one.met]
    if not unmet:
        return []
    lines: list[Component] = [html.Li(_why(one, reference, text)) for one in unmet]
    spent = [way_name(one.way, text) for one in scheme.ways if one.is_exhausted and one.limit]
    if spent:
        lines.append(html.Li(text("scheme.exhausted", ways=text("format.comma").join(spent))))
    return [html.Div([html.H3(text("scheme.unreached")), html.Ul(lines)], className="unreached")]


def _why(one: Outcome, reference: Reference, text: Text) -> str:
    key = "together" if one.alone_meets else "alone"
    best = one.after if one.alone is None else one.alone
    return text(
        f"scheme.why.{key}",
        name=outcome_name(one, reference, text),
        target=printed.figure(one.target.value, one.unit),
        best=printed.figure(best.value, one.unit, one.target.value),
        after=printed.figure(one.after.value, one.unit, one.target.value),
    )


def _ways(scheme: Scheme, measures: str, text: Text) -> Component:
    """Only the ways that are used; all of them stand in the file."""
    used = [one for one in scheme.ways if one.units]
    return _table(ways_table(used, scheme, text, measures), "ways") if used else html.Div()


def _by_unit(measures: Sequence[Measure], reference: Reference, view: ViewQuery, text: Text) -> Component:
    """Unit by unit in administrative order, each folded unless it is the one that was asked for."""
    order = {unit.code: place for place, unit in enumerate(reference.units)}
    ordered = sorted(measures, key=lambda one: (order[one.township.reporting_unit], not one.covers, one.township.code))
    groups = groupby(ordered, key=lambda one: one.township.reporting_unit)
    few = len(measures) <= MOST_SHOWN
    parts: list[Child] = []
    for code, own in groups:
        shown = _unit if few or view.org_unit == code else _unit_link
        parts.append(shown(code, list(own), reference, view, text))
    none = [] if parts else [html.P(text("scheme.nothing_here"), className="note")]
    return html.Div(
        [html.H3(of_place(text("scheme.measures"), reference, view, text)), *parts, *none],
        className="measures",
        id="measures",
    )


def _unit(code: str, own: Sequence[Measure], reference: Reference, view: ViewQuery, text: Text) -> Component:
    columns = [Column(text(f"scheme.csv.{name}"), css) for name, css in COLUMNS]
    rows = [part.table_row(columns, _cells(one, reference, text)) for one in own]
    title = _unit_line(code, own, reference, text)
    table = part.wide(title, part.table(title, columns, rows, "sticky"))
    return part.details(title, table, css="measure-unit", opened=view.org_unit == code, anchor=measures_at(code)[1:])


def _unit_link(code: str, own: Sequence[Measure], reference: Reference, view: ViewQuery, text: Text) -> Component:
    """Of a large scheme the page holds one unit's measures at a time; the files hold all."""
    line = part.link(_unit_line(code, own, reference, text), view.href("/gaps", anchor="planner", org_unit=code))
    return html.P(line, className="measure-unit", id=measures_at(code)[1:])


def _unit_line(code: str, own: Sequence[Measure], reference: Reference, text: Text) -> str:
    return text(
        "scheme.unit_line",
        unit=unit_name(reference, code, text),
        places=len({one.township.code for one in own}),
        slots=printed.count(sum(one.slots for one in own)),
        cost=money(sum((one.cost for one in own[1:]), own[0].cost), text),
    )


def _cells(one: Measure, reference: Reference, text: Text) -> list[part.Children]:
    unit = html.Small(text(f"scheme.unit.{one.way.kind}"))
    return [
        html.Span(one.township.name, lang="zh-CN"),
        zone_short(reference, one.township.zone, text),
        way_name(one.way, text),
        [printed.count(one.units), " ", unit],
        printed.count(one.slots),
        yuan(one.cost),
        printed.period_name(one.by, text),
        text("scheme.covers") if one.covers else "",
    ]


def _files(found: Shortfall, view: ViewQuery, text: Text) -> Component:
    stays = view.with_(period=found.scorecard.period)
    links = [part.download_link(ending.upper(), stays.href(f"/download/scheme.{ending}")) for ending in ("csv", "xlsx")]
    return html.P([html.Span(text("scheme.files")), *links], className="files")
