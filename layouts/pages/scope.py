"""What several pages say of themselves: of whom they speak, how complete that is, and single figures in a row."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dash import html
from dash.development.base_component import Component

from data.model import Reference
from layouts import components as part
from layouts import format as printed
from layouts.components import Child
from layouts.headlines import short_target
from layouts.names import unit_name
from layouts.pages.exceptions import reporting_words
from layouts.reference_words import units_described
from layouts.shell import filings_place
from layouts.text import Text
from layouts.view import ViewQuery
from metrics.results import Reporting, Row, TargetKind, UnitReporting


def page_head(title: str, period: str, *beside: Child) -> Component:
    """The page's name with its period, and what stands at the right of it."""
    return html.Div([html.H1([title, html.Small(period)]), *beside], className="page-head")


def unit_switch(path: str, reference: Reference, view: ViewQuery, text: Text) -> Component:
    """The city or one of its units, kept in the address."""
    places = [(None, text("scope.city"))] + [
        (unit.code, unit_name(reference, unit.code, text)) for unit in reference.units
    ]
    links = [
        part.link(words, view.href(path, org_unit=code), _current(view.org_unit == code)) for code, words in places
    ]
    shown = text("scope.city") if view.org_unit is None else unit_name(reference, view.org_unit, text)
    return part.details(text("scope.switch", place=shown), html.Div(links, className="choices"), css="switch")


def tabs(label: str, choices: Iterable[tuple[str, str, bool]]) -> Component:
    """Faces of a page or a part: words, address, whether it is the one shown."""
    links = [_tab(words, href, current=current) for words, href, current in choices]
    return html.Div(links, className="tabs", role="group", **{"aria-label": label})


def _tab(words: str, href: str, *, current: bool) -> Component:
    if not current:
        return part.link(words, href)
    return html.Span(part.link(words, href, "current"), **{"aria-current": "true"})


def _current(holds: bool) -> str | None:
    return "current" if holds else None


def completeness(reporting: Reporting, reference: Reference, view: ViewQuery, text: Text) -> Component:
    """How many of the units have reported the period, and who has not; of one unit, how it stands."""
    unit = view.org_unit
    if unit is not None:
        own = next(one for one in reporting.units if one.org_unit == unit)
        words = text("scope.unit_reported", unit=unit_name(reference, unit, text), state=reporting_words(own, text))
        return html.P(words, className="completeness")
    described = units_described(reference, text)
    place = filings_place(reporting.period, view)
    counts = {"expected": len(reporting.units), "reported": reporting.reported}
    numbers = {name: part.counted(str(count), count, place) for name, count in counts.items()}
    key = "scope.reported" if described else "scope.reported_plain"
    told = part.told(text(key), described=described, **numbers)
    absent = [_absent(one, reference, text) for one in reporting.units if one.stored is None]
    return html.P([*told, *([text("scope.absent", names=text("scope.and").join(absent))] if absent else [])],
                  className="completeness")  # fmt: skip


def _absent(one: UnitReporting, reference: Reference, text: Text) -> str:
    return text("scope.one_absent", unit=unit_name(reference, one.org_unit, text), state=reporting_words(one, text))


def stats(*blocks: Child) -> Component:
    """Figures side by side."""
    return html.Div([one for one in blocks if one], className="stats")


def stat(row: Row | None, text: Text, *, below: Sequence[Child] = ()) -> Child:
    """A figure that opens how it came about, what it is made of, its target and its verdict."""
    if row is None:
        return None
    behind = (made_of(row, text), target_words(row, text), changed(row, text))
    lines: list[Child] = [*(part.side(words, row) for words in behind if words), *below]
    lines.append(part.status_badge(row, text) if row.status else None)
    unit = [html.Small(text("unit.yuan"))] if row.value is not None and row.unit == "yuan" else []
    figure = part.figure(row, text, with_unit=True)
    shown = [*(figure if isinstance(figure, list) else [figure]), *unit]
    return block(text(f"indicator.{row.indicator}.short"), shown, lines)


def block(term: str, figure: part.Children, below: Iterable[Child]) -> Component:
    """A figure under its name, with small lines under it."""
    lines = [html.P(line) for line in below if line]
    return html.Div([html.H3(term), html.Div(figure, className="big"), *lines], className="stat")


def made_of(row: Row, text: Text) -> str | None:
    """Numerator and denominator, so that a share can be worked out again."""
    if row.unit != "percent" or row.numerator is None or row.denominator is None or row.value is None:
        return None
    return text("scope.made_of", numerator=printed.count(row.numerator), denominator=printed.count(row.denominator))


def target_words(row: Row, text: Text) -> str | None:
    """The target and where a straight path would stand now; a reference is said to be one."""
    if row.target is None:
        return None
    target = short_target(row)
    if row.target_kind is TargetKind.REFERENCE:
        return text("chart.reference", value=target)
    told = [text("chart.target", value=target)]
    if row.expected is not None:
        told.append(text("scope.expected", value=printed.figure(row.expected, row.unit)))
    if row.completion is not None:
        told.append(text("scope.completion", value=printed.figure(row.completion, "percent")))
    return text("scope.comma").join(told)


def changed(row: Row, text: Text) -> str | None:
    """The change on last period, where both are whole."""
    if row.change_previous is None:
        return None
    return text("scope.change", change=printed.change(row.change_previous, row.unit, text))
