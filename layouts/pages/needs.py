"""The townships that need something, in three lists, each with what is at hand there, beside their map."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from dash import html
from dash.development.base_component import Component

from data.model import Reference
from data.returns import Project
from layouts import components as part
from layouts import format as printed
from layouts.charts import Picture
from layouts.components import Column
from layouts.frames import sheet_files
from layouts.names import unit_name, zone_short
from layouts.pages.gap_maps import is_asked_for, map_of
from layouts.pages.scenario import of_place
from layouts.reference_words import source_of
from layouts.text import Text
from layouts.view import ViewQuery
from metrics.planning import Gaps
from metrics.remedies import CLASSES, CONVERTIBLE, PLANNED, PREMISES, UNDER_WAY, Need
from metrics.results import TownshipResult

LISTS = ("uncovered", "fragile", "idle")
MOST_NAMED = 6
COLUMNS = (
    ("place", ""),
    ("trouble", "word"),
    ("institutions", "number"),
    ("slots", "number"),
    ("inclusive", "number"),
    ("children", "number"),
    ("use", "number"),
    ("remedy", "word"),
    ("at_hand", "word"),
)


def needs(gaps: Gaps, pictures: Mapping[str, Picture], reference: Reference, view: ViewQuery, text: Text) -> Component:
    """The map, then three lists by unit; of one unit or zone where the address names it."""
    found = gaps.shortfall
    places = [need.result for need in found.needs.every if is_asked_for(need, view)]
    unknown = [one for one in places if one in found.needs.unknown]
    none = None if not unknown else "all_unknown" if len(unknown) == len(places) else "among_known"
    parts = [_list(name, _inside(getattr(found.needs, name), view), none, reference, text) for name in LISTS]
    stays = view.without_scenario().with_(period=found.scorecard.period)
    told = [*parts, *([_unknown(unknown, reference, text)] if unknown else [])]
    lists = html.Div([*told, sheet_files("gaps", "needs", stays, text)], className="need-lists")
    drawn = map_of(pictures, "lists", gaps, view, text)
    return part.section(
        "townships",
        of_place(text("needs.title"), reference, view, text),
        html.Div([*drawn, lists], className="needs-and-map"),
        note=text("needs.note"),
    )


def _inside(found: Sequence[Need], view: ViewQuery) -> list[Need]:
    return [need for need in found if is_asked_for(need, view)]


def _list(name: str, found: Sequence[Need], unsure: str | None, reference: Reference, text: Text) -> Component:
    """One list in administrative order, folded but for the first; said where it is empty, and of whom (``unsure``)."""
    title = text(f"needs.{name}.title", count=len(found) if found or not unsure else printed.MISSING)
    note = html.P(text(f"needs.{name}.note"), className="note")
    if not found:
        words = text(f"needs.{name}.none")
        known = {"all_unknown": "exceptions.all_unknown", "among_known": "one_unit.among_known"}
        told = text(known[unsure], words=words) if unsure else words
        return html.Div([html.H3(title, id=name), html.P(told, className="note")], className="need-list")
    order = {unit.code: place for place, unit in enumerate(reference.units)}
    ordered = sorted(found, key=lambda need: order[need.result.township.reporting_unit])
    columns = [Column(text(f"needs.column.{key}"), css) for key, css in COLUMNS]
    rows = [
        part.table_row(columns, _cells(need, reference, text), anchor=anchor)
        for need, anchor in zip(ordered, _anchors(name, ordered), strict=True)
    ]
    table = part.wide(title, part.table(title, columns, rows, "cards sticky"))
    return part.details(title, note, table, css="need-list", opened=name == LISTS[0], anchor=name)


def _anchors(name: str, ordered: Sequence[Need]) -> Iterator[str]:
    """``uncovered-110105`` of the first township of each unit; numbers of that unit lead there."""
    before = ""
    for need in ordered:
        unit = need.result.township.reporting_unit
        yield "" if unit == before else f"{name}-{unit}"
        before = unit


def _cells(need: Need, reference: Reference, text: Text) -> list[part.Children]:
    """Where it is, why it is listed, its figures, what could be done, and by what."""
    result, place = need.result, need.result.township
    unit = f"{unit_name(reference, place.reporting_unit, text)} · {zone_short(reference, place.zone, text)}"
    people = [html.Small(words, className="below") for words in people_of(need, text)]
    called = [html.Strong(place.name, lang="zh-CN"), *part.flags(result.flags, text)]
    comma = text("format.comma")
    use = printed.MISSING if need.use is None else printed.figure(100 * need.use, "percent")
    return [
        html.Span([*called, html.Small(unit, className="below"), *people]),
        html.Span(comma.join(text(f"needs.trouble.{one}") for one in need.troubles), className="why-listed"),
        part.of_township("INST", result.institutions, place.code),
        part.of_township("G2", result.slots, place.code),
        part.of_township("G2", result.inclusive_slots, place.code),
        part.of_township("USE", result.children, place.code),
        use if need.use is None else part.behind(use, "USE", place.code),
        html.Ol([html.Li(text(f"needs.remedy.{one}")) for one in need.remedies], className="advice"),
        [html.Span(words, className="at-hand") for words in at_hand(need, text)] or printed.MISSING,
    ]


def people_of(need: Need, text: Text) -> list[str]:
    """Children under 3 and residents with their date and source, where they are published; else nothing."""
    one = need.people
    if one is None:
        return []
    figures = (("children", one.children_under_3), ("residents", one.residents))
    known = [text(f"needs.people.{name}", count=printed.count(value)) for name, value in figures if value is not None]
    told = {"day": printed.day_name(one.ref_date, text), "source": source_of(one, text)}
    note = one.note if text.lang == "zh" else one.note_en or one.note
    line = text("needs.people.line", words=text("format.comma").join(known), **told)
    return [line + (text("needs.people.note", note=note) if note else "")]


def at_hand(need: Need, text: Text) -> list[str]:
    """What stands behind each piece of advice, by name and number."""
    others = [text("needs.named", name=row.name, slots=printed.count(row.slots)) for row in need.others]
    told = [
        ("projects", [_project(one, text) for one in need.projects_of(UNDER_WAY, PLANNED)]),
        ("others", [*others, *(_project(one, text) for one in need.projects_of(CONVERTIBLE))]),
        ("classes", [_project(one, text) for one in need.projects_of(CLASSES)]),
        ("premises", [_project(one, text) for one in need.projects_of(PREMISES)]),
    ]
    lines = [text(f"needs.{name}", words=_joined(words, text)) for name, words in told if words]
    if need.nearest is not None:
        lines.append(text("needs.nearest", name=need.nearest.name, km=f"{need.nearest.km:.1f}"))
    return lines


def _joined(words: Sequence[str], text: Text) -> str:
    shown = text("format.comma").join(words[:MOST_NAMED])
    return shown if len(words) <= MOST_NAMED else text("needs.more", words=shown, count=len(words))


def _project(one: Project, text: Text) -> str:
    day = text("works.undated") if one.opening is None else printed.day_name(one.opening, text)
    slots, inclusive = printed.count(one.slots), printed.count(one.inclusive_slots)
    return text("needs.project", name=one.name, slots=slots, inclusive=inclusive, day=day)


def _unknown(found: Sequence[TownshipResult], reference: Reference, text: Text) -> Component:
    """Townships of which nothing can be said are none of the lists: who has to report them is named."""
    title = html.H3(text("needs.unknown.title", count=len(found)))
    counts: dict[str, int] = {}
    for one in found:
        counts[one.township.reporting_unit] = counts.get(one.township.reporting_unit, 0) + 1
    words = [
        text("needs.unknown.of", unit=unit_name(reference, code, text), count=count) for code, count in counts.items()
    ]
    return html.Div([title, html.P(text("format.comma").join(words))], className="need-list")
