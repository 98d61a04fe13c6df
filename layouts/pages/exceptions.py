"""What needs attention: targets behind, missing returns, lost coverage, uncovered and fragile townships, by name."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from dash import html
from dash.development.base_component import Component

from data.model import Reference
from layouts import components as part
from layouts import format as printed
from layouts.components import Child
from layouts.frames import sheet_files
from layouts.names import unit_name
from layouts.own_targets import behind, district_rows, line
from layouts.text import Text
from layouts.view import ViewQuery
from metrics.agenda import BEHIND
from metrics.results import Coverage, Overview, TownshipResult, UnitReporting

OPENED = ("targets", "returns", "lost", "uncovered", "district")
Group = tuple[str, list[TownshipResult]]


def exceptions(overview: Overview, reference: Reference, view: ViewQuery, text: Text) -> Component:
    """Short lists; a unit never stands here for being below the city's figure, but for its own district's target."""
    items = [
        ("targets", _targets(overview, reference, text)),
        ("returns", _returns(overview, reference, text)),
        ("lost", _townships(overview, reference, view, text, lambda t: t.lost)),
        ("uncovered", _townships(overview, reference, view, text, lambda t: t.coverage is Coverage.UNCOVERED)),
        ("fragile", _townships(overview, reference, view, text, lambda t: t.coverage is Coverage.FRAGILE)),
    ]
    if district_rows(overview.scorecard.rows):
        items.append(("district", _behind(overview, reference, view, text)))
    known = any(one.coverage is not Coverage.UNKNOWN for one in overview.townships)
    unsure = {} if known else {"uncovered": "all_unknown", "fragile": "all_unknown"}
    if not any(one.compared for one in overview.townships):
        unsure["lost"] = "not_compared"
    told = [_item(key, found, unsure.get(key), text) for key, found in items]
    stays = view.with_(period=overview.scorecard.period)
    files = sheet_files("overview", "exceptions", stays, text)
    return part.section("exceptions", text("exceptions.title"), *told, files, css="exceptions")


def _item(key: str, found: tuple[int, list[Child]], unsure: str | None, text: Text) -> Component:
    """``unsure``: why that there is none of it is no true 0."""
    count, lines = found
    title = text(f"exceptions.{key}", count=count if count or not unsure else printed.MISSING)
    if not count:
        why = text(f"exceptions.{unsure or 'none'}")
        return html.P([html.Span(title), " ", html.Span(why, className="absent")], className="item")
    return part.details(title, html.Ul(lines), css="item", opened=key in OPENED, anchor=anchor_of(key))


def anchor_of(key: str) -> str:
    """The place of a list on its page, for links: ``needs-uncovered``."""
    return f"needs-{key}"


def _targets(overview: Overview, reference: Reference, text: Text) -> tuple[int, list[Child]]:
    """The city's targets that lag, were missed or fell back, in the order of the plan, each by its row above."""
    rows = [row for row in overview.scorecard.targets_of(reference.city.code) if row.status in BEHIND]
    names = [html.A(text(f"indicator.{row.indicator}.short"), href=f"#row-{row.indicator}") for row in rows]
    return len(rows), [
        html.Li([name, text("format.colon"), part.status_badge(row, text)]) for name, row in zip(names, rows)
    ]


def _returns(overview: Overview, reference: Reference, text: Text) -> tuple[int, list[Child]]:
    missing = [unit for unit in overview.reporting.units if unit.stored is None or unit.is_returned]
    return len(missing), [html.Li(_missing(unit, reference, text)) for unit in missing]


def _behind(overview: Overview, reference: Reference, view: ViewQuery, text: Text) -> tuple[int, list[Child]]:
    """Units behind the targets of their own districts."""
    found = behind(overview.scorecard.rows)
    places = [view.href(f"/districts/{row.org_unit}", zone=None, sort=None) for row in found]
    return len(found), [html.Li(part.link(line(row, reference, text), place)) for row, place in zip(found, places)]


def _missing(unit: UnitReporting, reference: Reference, text: Text) -> str:
    name = unit_name(reference, unit.org_unit, text)
    return text("exceptions.absent", unit=name, state=reporting_words(unit, text))


def reporting_words(unit: UnitReporting, text: Text) -> str:
    """已报送, 逾期报送, 未报送 or 已退回，待重报, and which figures stand instead (沿用2025年三季度数)."""
    if unit.stored is not None and unit.is_returned:
        return text("reporting.returned_before", revision=unit.stored.revision)
    if unit.stored is not None:
        return text("reporting.late" if unit.on_time is False else "reporting.on_time")
    reason = text("reporting.returned") if unit.is_returned else text(f"no_value.{unit.no_value or 'not_reported'}")
    if unit.carried_from is None:
        return reason
    return text("reporting.carried", reason=reason, period=printed.period_name(unit.carried_from, text))


def _townships(
    overview: Overview, reference: Reference, view: ViewQuery, text: Text, chosen: Callable[[TownshipResult], bool]
) -> tuple[int, list[Child]]:
    found = [township for township in overview.townships if chosen(township)]
    return len(found), [_line(group, reference, view, text) for group in by_unit(found, reference)]


def by_unit(townships: Iterable[TownshipResult], reference: Reference) -> list[Group]:
    """Townships under their reporting unit, units in administrative order, empty ones left out."""
    groups: dict[str, list[TownshipResult]] = {unit.code: [] for unit in reference.units}
    for township in townships:
        groups[township.township.reporting_unit].append(township)
    return [(code, found) for code, found in groups.items() if found]


def _line(group: Group, reference: Reference, view: ViewQuery, text: Text) -> Child:
    code, found = group
    name = part.link(unit_name(reference, code, text), view.href(f"/districts/{code}", zone=None, sort=None))
    names = text("format.comma").join(t.township.name for t in found)
    return html.Li([name, text("exceptions.names", count=len(found), names=names)])
