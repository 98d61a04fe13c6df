"""The issues of a stored return: each 疑点 with its explanation, or the field to give one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import tzinfo

import dash_bootstrap_components as dbc
from dash import html
from dash.development.base_component import Component

from data.issues import Severity
from data.returns import StoredIssue
from layouts import components as part
from layouts import fields
from layouts.components import Child
from layouts.issues import message
from layouts.names import actor_name
from layouts.pages.judgement import issue_groups
from layouts.shell import moment_words
from layouts.text import Text


@dataclass(frozen=True, slots=True)
class Remarks:
    """The issues by number, whether explanations are still taken, and what was said of the same 疑点 a revision ago."""

    issues: tuple[StoredIssue, ...]
    may_explain: bool
    said_before: Mapping[int, str] = field(default_factory=dict)

    @property
    def warnings(self) -> tuple[StoredIssue, ...]:
        return tuple(one for one in self.issues if one.issue.severity is Severity.WARNING)


def remarks(told: Remarks, text: Text, zone: tzinfo) -> Component:
    """疑点 first, one by one in their order; notes folded below."""
    unexplained = sum(one.explanation is None for one in told.warnings)
    lines = [_warning(one, told, text, zone) for one in told.warnings]
    save = told.may_explain and unexplained
    children: list[Child] = [html.Ol(lines, className="remarks") if lines else html.P(text("returns.remarks.none"))]
    if save:
        children.append(fields.act_button("explain", text("returns.act.explain")))
    children.append(_notes(told.issues, text))
    title = text("returns.remarks.title", count=len(lines), open=unexplained)
    return part.section("remarks", title, *children, note=text("returns.remarks.note"))


def _warning(one: StoredIssue, told: Remarks, text: Text, zone: tzinfo) -> Component:
    """The sentence; below it what was said of it, or where to say it, filled in with what was said a revision ago."""
    words = message(one.issue, text)
    if one.explanation is not None:
        said = one.explanation
        who = text(
            "returns.remarks.by", actor=actor_name(said.actor, text), at=moment_words(said.at.astimezone(zone), text)
        )
        below: Component = html.Div([html.Span(said.text), html.Small(who)], className="explained")
    elif told.may_explain:
        label = text("returns.remarks.field", number=one.number)
        before = told.said_before.get(one.number, "")
        below = dbc.Textarea(id={"explain": one.number}, value=before, rows=1, maxLength=500, placeholder=label)
        below = html.Label([html.Span(label, className="visually-hidden"), below], className="explaining")
    else:
        below = html.Small(text("returns.remarks.open"))
    return html.Li([html.P(words), below], id=f"issue-{one.number}")


def _notes(issues: Iterable[StoredIssue], text: Text) -> Child:
    found = [one.issue for one in issues if one.issue.severity is Severity.INFO]
    return part.details(text("returns.remarks.notes", count=len(found)), issue_groups(found, text)) if found else None
