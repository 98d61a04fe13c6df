"""What was issued: number, unit, who, when, on which data; the very files again, and whether figures changed since."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import tzinfo

from dash import html
from dash.development.base_component import Component

from data.briefings import IssuedBriefing, Section
from data.model import Reference
from layouts import components as part
from layouts import format as printed
from layouts.charts.parts import value_label
from layouts.components import Child, Column
from layouts.ids import Id
from layouts.names import actor_name, unit_name, zone_short
from layouts.shell import moment_words
from layouts.text import Text
from layouts.view import BRIEFINGS, ViewQuery
from metrics.issued import Since
from metrics.preview import Difference
from metrics.results import Row

COLUMNS = (("number", "word"), ("unit", ""), ("period", "word"), ("as_of", "word"), ("issued", "word"),
           ("data", "word"), ("files", "word"), ("since", "word"))  # fmt: skip
SHOWN = 12
"""As much of a digest as tells two apart."""


@dataclass(frozen=True, slots=True)
class Listed:
    """One line. ``since`` is None where its definitions are no longer there, so that nothing can be compared.

    ``may_take``: whoever looks may have its files.
    """

    issued: IssuedBriefing
    since: Since | None
    may_take: bool


@dataclass(frozen=True, slots=True)
class Register:
    """A page of the register, and how many lines and pages it has."""

    listed: tuple[Listed, ...]
    count: int
    pages: int


@dataclass(frozen=True, slots=True)
class Opened:
    """One issued briefing in full."""

    listed: Listed
    may_remake: bool


@dataclass(frozen=True, slots=True)
class Remade:
    """Format -> whether making it once more gave the very bytes.

    ``same_programs``: nothing that shapes a file has changed; ``same_data``: what was known then is known as it was.
    """

    same: dict[str, bool]
    same_programs: bool
    same_data: bool


def register(found: Register, reference: Reference, view: ViewQuery, text: Text, zone: tzinfo) -> Component:
    """The newest first, a page at a time."""
    title = text("briefings.register.title", count=found.count)
    columns = [Column(text(f"briefings.register.{name}"), css) for name, css in COLUMNS]
    rows = [part.table_row(columns, _cells(one, reference, view, text, zone)) for one in found.listed]
    table = part.wide(title, part.table(text("briefings.register.caption"), columns, rows, "sticky"))
    nothing = text("briefings.register.no_such_page" if found.count else "briefings.register.none")
    shown: list[Child] = [table if rows else html.P(nothing)]
    return part.section(
        "register", title, *shown, *_pages(found.pages, view, text), note=text("briefings.register.note")
    )


def _pages(pages: int, view: ViewQuery, text: Text) -> list[Child]:
    if pages < 2:
        return []
    here = int(view.page or 1)
    links = [
        part.link(str(page), view.href(BRIEFINGS, page=page if page > 1 else None), "current" if page == here else None)
        for page in range(1, pages + 1)
    ]
    return [html.Nav(links, className="tabs", **{"aria-label": text("briefings.register.pages")})]


def number_words(issued: IssuedBriefing, text: Text) -> str:
    """简报2026年第3期."""
    kind = text(f"briefings.kind.{issued.basis.occasion.kind}")
    return text("briefings.number", kind=kind, year=issued.year, number=issued.number)


def _cells(one: Listed, reference: Reference, view: ViewQuery, text: Text, zone: tzinfo) -> list[part.Children]:
    issued, basis = one.issued, one.issued.basis
    when = moment_words(issued.issued_at.astimezone(zone), text)
    return [
        part.link(number_words(issued, text), view.href(BRIEFINGS, "opened", issued=issued.sequence)),
        unit_name(reference, basis.occasion.org_unit, text),
        [html.Span(printed.period_name(basis.occasion.period, text)), _below(text(f"lang.{basis.occasion.lang}"))],
        moment_words(basis.as_of.astimezone(zone), text),
        [html.Span(actor_name(issued.actor, text)), _below(when)],
        [html.Code(issued.data_digest[:SHOWN]), _below(text("site.definitions", version=basis.definitions))],
        _files(issued, view, text) if one.may_take else printed.MISSING,
        _since_words(one.since, text),
    ]


def _below(words: str) -> Component:
    return html.Small(words, className="below")


def _files(issued: IssuedBriefing, view: ViewQuery, text: Text) -> list[Child]:
    return [
        piece
        for one in issued.files
        for piece in (
            part.download_link(text(f"briefings.format.{one.format}"), file_href(issued, one.format, view)),
            " ",
        )
    ]


def file_href(issued: IssuedBriefing, name: str, view: ViewQuery) -> str:
    """The address of a file as it was issued; nothing of the page's choices belongs to it but the language."""
    place = f"/download/briefings/{issued.sequence}/{name}"
    return ViewQuery(base=view.base, lang=view.lang).href(place)


def _since_words(since: Since | None, text: Text) -> Child:
    """Whether the figures read otherwise now."""
    if since is None:
        return text("briefings.since.unknown")
    if since.is_revised:
        return html.Strong(text("briefings.since.revised", count=len(since.differences)), className="revised")
    return text("briefings.since.same")


def opened_part(opened: Opened, reference: Reference, view: ViewQuery, text: Text, zone: tzinfo) -> Component:
    """One briefing of the register: its facts, its files with their digests, and what has changed since."""
    issued, since = opened.listed.issued, opened.listed.since
    close = part.link(text("briefings.opened.close"), view.href(BRIEFINGS, issued=None), "button")
    remake: list[Child] = []
    if opened.may_remake:
        remake = [
            html.Button(text("briefings.remake.do"), id=Id.REMAKE, type="button", className="button"),
            html.Div(id=Id.REMADE, **{"aria-live": "polite"}),
        ]
    name = unit_name(reference, issued.basis.occasion.org_unit, text)
    title = text("briefings.opened.title", number=number_words(issued, text), unit=name)
    return part.section(
        "opened",
        title,
        *_since(since, reference, text),
        part.definition_list(_facts(opened.listed, text, zone), "facts filing"),
        _digests(opened.listed, view, text),
        html.Div([*remake, close], className="remake"),
    )


def _since(since: Since | None, reference: Reference, text: Text) -> list[Child]:
    """The note: what reads otherwise now, each figure as it was printed and as it stands."""
    if since is None or not since.differences:
        return []
    columns = [Column(text(f"briefings.since.{name}"), css)
               for name, css in (("indicator", ""), ("then", "number"), ("now", "number strong"))]  # fmt: skip
    rows = [part.table_row(columns, _difference(one, reference, text)) for one in since.differences]
    caption = text("briefings.since.caption")
    names = [unit_name(reference, one.org_unit, text) for one in since.arrivals]
    filers = text("format.comma").join(dict.fromkeys(names))
    told = text("briefings.since.note", count=len(rows)) + (
        text("briefings.since.filers", names=filers) if names else ""
    )
    return [html.P(told, className="told-no"), part.wide(caption, part.table(caption, columns, rows))]


def _difference(one: Difference, reference: Reference, text: Text) -> list[part.Children]:
    row = one.after
    zone: list[Child] = [" ", html.Small(zone_short(reference, row.zone, text))] if row.zone else []
    name: Child = html.Span([text(f"indicator.{row.indicator}.name"), *zone])
    return [name, _said(one.before, text), _said(one.after, text)]


def _said(row: Row, text: Text) -> Component:
    """A value and its verdict in words; it opens nothing, as the page may stand at another period."""
    value = value_label(row.value, row.unit, row.no_value, row.target, text, least=row.is_least)
    return html.Span([html.Span(value), *([_below(printed.status_word(row, text))] if row.status else [])])


def _facts(listed: Listed, text: Text, zone: tzinfo) -> list[tuple[Child, part.Children]]:
    issued, basis = listed.issued, listed.issued.basis
    texts = [text("briefings.opened.text", name=text(f"briefings.section.{section}"), number=issued.texts[section])
             for section in Section if section in issued.texts]  # fmt: skip
    told: dict[str, part.Children] = {
        "period": printed.period_name(basis.occasion.period, text),
        "as_of": moment_words(basis.as_of.astimezone(zone), text),
        "issued": moment_words(issued.issued_at.astimezone(zone), text),
        "actor": issued.actor,
        "plan": basis.plan,
        "definitions": basis.definitions,
        "data": html.Code(issued.data_digest[:SHOWN]),
        "texts": text("format.comma").join(texts) or text("briefings.opened.no_texts"),
        "programs": html.Code(issued.made_by[:SHOWN]),
        "since": _since_words(listed.since, text),
    }
    return [(text(f"briefings.opened.{name}"), value) for name, value in told.items()]


def _digests(listed: Listed, view: ViewQuery, text: Text) -> Component:
    lines = []
    for one in listed.issued.files:
        name, href = text(f"briefings.format.{one.format}"), file_href(listed.issued, one.format, view)
        lines.append(
            html.Li([
                part.download_link(name, href, "button") if listed.may_take else html.Span(name),
                html.Small(text("briefings.opened.size", size=max(1, one.size // 1024))),
                html.Code(one.digest, className="digest"),
            ])
        )  # fmt: skip
    return html.Ul(lines, className="issued-files")


def remade_part(remade: Remade, text: Text) -> list[Component]:
    """Format by format whether the same bytes came out; where not, why that may be, and that the kept ones stand."""
    lines = [
        html.Li(
            text(
                "briefings.remake.same" if same else "briefings.remake.differs", format=text(f"briefings.format.{name}")
            )
        )
        for name, same in remade.same.items()
    ]
    shown: list[Component] = [html.Ul(lines)]
    if not all(remade.same.values()):
        why = "data" if not remade.same_data else "programs" if not remade.same_programs else "unexplained"
        shown.append(html.P(text(f"briefings.remake.why_{why}"), className="told-no"))
    return shown
