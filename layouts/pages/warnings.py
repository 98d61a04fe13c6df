"""疑点: what the rules doubt in the returns that count, cell by cell, with the explanation where there is one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import tzinfo

from dash import html
from dash.development.base_component import Component

from data.model import Reference
from layouts import components as part
from layouts import format as printed
from layouts.components import Child, Column
from layouts.issues import place, sentence, subject, wanted
from layouts.names import actor_name, unit_name
from layouts.shell import moment_words
from layouts.text import Text
from layouts.view import ViewQuery
from metrics.quality import FiledWarning, Quality

KINDS = ("csv", "xlsx")
EXPLAINED = "#explained"
"""Where the page lists the explained doubts."""
COLUMNS = (
    ("unit", ""),
    ("rule", "word"),
    ("place", "word"),
    ("doubt", "word"),
    ("found", "number"),
    ("wanted", "word"),
)


def warnings(quality: Quality, reference: Reference, view: ViewQuery, text: Text, zone: tzinfo) -> Component:
    """The open ones first; the explained ones folded, with who explained them and when."""
    still_open = [one for one in quality.warnings if one.is_open]
    explained = [one for one in quality.warnings if not one.is_open]
    title = text("warnings.title", count=len(still_open))
    told: list[Child] = [_table(title, still_open, reference, text, zone)] if still_open else [_none(text)]
    if explained:
        folded = text("warnings.explained", count=len(explained))
        told.append(
            part.details(folded, _table(folded, explained, reference, text, zone, told=True), anchor=EXPLAINED[1:])
        )
    return part.section("warnings", title, *told, _files(quality, view, text), note=text("warnings.note"))


def _files(quality: Quality, view: ViewQuery, text: Text) -> Component:
    """疑点清单 to take away, the open and the explained ones."""
    places = [(kind, view.href(f"/download/warnings.{kind}", period=quality.provenance.period)) for kind in KINDS]
    links = [part.download_link(text(f"download.{kind}"), href, "button") for kind, href in places]
    return html.Div(links, className="downloads")


def _none(text: Text) -> Component:
    return html.P(text("warnings.none"), className="item")


def _table(
    title: str,
    found: Sequence[FiledWarning],
    reference: Reference,
    text: Text,
    zone: tzinfo,
    *,
    told: bool = False,
) -> Component:
    names = (*COLUMNS, *([("explanation", "word")] if told else []))
    columns = [Column(text(f"warnings.{name}"), css) for name, css in names]
    rows = [
        part.table_row(columns, [*_cells(one, reference, text), *([_explanation(one, text, zone)] if told else [])])
        for one in found
    ]
    return part.wide(title, part.table(title, columns, rows, "sticky doubts"))


def _cells(one: FiledWarning, reference: Reference, text: Text) -> list[part.Children]:
    issue = one.warning.issue
    return [
        unit_name(reference, one.stored.org_unit, text),
        [html.Code(issue.rule), html.Small(text(f"rule_name.{issue.rule}"), className="below")],
        html.Span(place(issue, text).strip() or printed.MISSING, lang="zh-CN"),
        subject(issue, text) + sentence(issue, text),
        issue.found or printed.MISSING,
        wanted(issue, text) or printed.MISSING,
    ]


def _explanation(one: FiledWarning, text: Text, zone: tzinfo) -> part.Children:
    told = one.warning.explanation
    if told is None:
        return printed.MISSING
    by = text("warnings.by", actor=actor_name(told.actor, text), at=moment_words(told.at.astimezone(zone), text))
    return [html.Span(told.text), html.Small(by, className="below")]
